"""The path of one nomination, told as tables."""

from dataclasses import replace

import pytest

from domain.dossier import commands as sc
from domain.execution import Order
from domain.nomination import commands as nc
from domain.nomination import events as ne
from domain.nomination.claims import Claims, Rating
from domain.nomination.state import AWAITED, Candidate, Step
from domain.refusal import RefusedItem
from domain.register import events as rege
from domain.register.state import PersonRecord
from domain.rules.library import packs
from domain.values import Actor, Authority, CandidateKind, HoldGround, Outcome, Personal, Role, Route, Track
from tests.domain.given import Recorded, given
from tests.domain.office import (
    APPRAISER,
    CLERK,
    COUNCIL_UNIT,
    DECIDER,
    DECISION,
    DOSSIER,
    HEAD,
    LINE,
    LINE_2,
    NOW,
    OFFICE,
    OFFICER,
    RECEIVED_ON,
    SECRETARY,
    SESSION,
    TODAY,
    UNIT,
    YEAR,
    acting,
    annul,
    appraisal,
    appraise,
    at,
    await_opinion,
    draft,
    hold,
    line,
    receive,
    record_opinion,
    release,
    return_line,
    submit,
    supplement,
    withdraw,
    withdraw_dossier,
)

CANDIDATE = Candidate("cb-001", CandidateKind.INDIVIDUAL, Route.CIVIL, "LDTT", YEAR, Track.MERIT)
CLAIMS = Claims(Rating.GOOD, service_months=12)
PACK = packs()["R2019"]
PRE_DECISION = {
    Step.SUBMITTED,
    Step.RECEIVED,
    Step.RETURNED,
    Step.SUPPLEMENTED,
    Step.APPRAISED,
    Step.IN_COUNCIL,
    Step.VOTED,
}

COMMANDS: dict[str, tuple[object, Actor, set[Step]]] = {
    "submit": (nc.SubmitNomination(), HEAD, {Step.DRAFT}),
    "receive": (nc.ReceiveNomination("R2019", PACK.hash, RECEIVED_ON), CLERK, {Step.SUBMITTED}),
    "return": (
        nc.ReturnNomination("Thiếu giấy tờ"),
        CLERK,
        {Step.SUBMITTED, Step.RECEIVED, Step.SUPPLEMENTED},
    ),
    "supplement": (nc.SupplementNomination("Đã bổ sung"), OFFICER, {Step.RETURNED}),
    "appraise": (
        appraisal(),
        APPRAISER,
        {Step.RECEIVED, Step.SUPPLEMENTED, Step.APPRAISED, Step.VOTED, Step.DECIDED},
    ),
    "place on agenda": (nc.PlaceOnAgenda(SESSION), SECRETARY, {Step.APPRAISED}),
    "record vote": (nc.RecordVote(SESSION, Outcome.GRANTED, 5, 0, 0, 0, 5), SECRETARY, {Step.IN_COUNCIL}),
    "decide outcome": (nc.DecideOutcome(DECISION, Outcome.GRANTED), DECIDER, {Step.VOTED}),
    "record signature": (nc.RecordSignature(DECISION, "123", TODAY), DECIDER, {Step.DECIDED}),
    "record publication": (nc.RecordPublication(DECISION, TODAY), DECIDER, {Step.SIGNED}),
    "record archival": (nc.RecordArchival(DECISION), CLERK, {Step.PUBLISHED}),
    "hold": (hold().command, APPRAISER, {*PRE_DECISION, Step.DECIDED}),
    "release": (release().command, APPRAISER, set()),
    "await opinion": (
        await_opinion().command,
        APPRAISER,
        {Step.RECEIVED, Step.SUPPLEMENTED, Step.APPRAISED, Step.VOTED, Step.DECIDED},
    ),
    "record opinion": (record_opinion().command, APPRAISER, set()),
    "withdraw": (nc.WithdrawNomination("Đơn vị rút"), HEAD, {Step.DRAFT, *PRE_DECISION, Step.DECIDED}),
    "annul": (annul().command, DECIDER, {Step.SIGNED, Step.PUBLISHED, Step.ARCHIVED}),
}
"""Each command with who gives it and the steps at which it is in order."""

BY_STEP = [(name, step) for name in COMMANDS for step in Step if step is not Step.NONE]
ROLES: dict[str, set[Role]] = {
    "return": {Role.RECEIVING_CLERK, Role.APPRAISER},
    "supplement": {Role.PROPOSING_OFFICER, Role.UNIT_HEAD},
    "appraise": {Role.APPRAISER},
    "hold": {Role.APPRAISER, Role.COUNCIL_SECRETARY},
    "release": {Role.APPRAISER, Role.COUNCIL_SECRETARY},
    "await opinion": {Role.APPRAISER, Role.COUNCIL_SECRETARY},
    "record opinion": {Role.APPRAISER, Role.COUNCIL_SECRETARY},
    "withdraw": {Role.UNIT_HEAD},
    "annul": {Role.DECIDER},
}
"""Who may give each command that people give to a nomination itself; the others come with a bulk act."""


WAITING = {
    "release": given(at(Step.RECEIVED), hold()).world,
    "record opinion": given(at(Step.RECEIVED), await_opinion()).world,
}
"""Where a command needs something to end."""


def order(name: str) -> Order:
    command, actor, _steps = COMMANDS[name]
    return Order(LINE, command, actor, NOW)


def test_nomination_path_from_draft_to_archive_is_recorded_fact_by_fact() -> None:
    advice = assessed()
    recorded = at(Step.ARCHIVED).streams[LINE]
    assert [entry.event for entry in recorded] == [
        ne.NominationDrafted(DOSSIER, UNIT, COUNCIL_UNIT, CANDIDATE, Personal("Tên cb-001"), CLAIMS),
        ne.NominationSubmitted(),
        ne.NominationReceived("R2019", PACK.hash, RECEIVED_ON),
        ne.AppraisalRecorded(
            appraisal().recommendation,
            Authority.LOCAL,
            PACK.id,
            PACK.hash,
            advice.facts,
            advice.findings,
            (
                ne.AnsweredReview(
                    "tasks_done_well", appraisal().answers[0].answer, Personal("Đã kiểm tra hồ sơ")
                ),
            ),
            (),
            Personal(""),
        ),
        ne.PlacedOnAgenda(SESSION),
        ne.VoteRecorded(SESSION, Outcome.GRANTED, 5, 0, 0, 0, 5, ""),
        ne.OutcomeDecided(DECISION, Outcome.GRANTED, "", Personal("")),
        ne.SignatureRecorded(DECISION, "123/QĐ-VKS", TODAY),
        ne.PublicationRecorded(DECISION, TODAY),
        ne.ArchivalRecorded(DECISION),
    ]
    assert [entry.meta.version for entry in recorded] == list(range(1, 11))


def assessed() -> ne.AppraisalRecorded:
    (event,) = given(at(Step.RECEIVED)).when(appraise()).events(LINE)
    assert isinstance(event, ne.AppraisalRecorded)
    return event


@pytest.mark.parametrize(
    ("step", "role", "unit"),
    [
        (step, role, UNIT if step in {Step.DRAFT, Step.RETURNED} else COUNCIL_UNIT)
        for step, role in AWAITED.items()
    ],
)
def test_nomination_awaits_the_person_of_its_step(step: Step, role: Role, unit: str) -> None:
    state = at(step).nomination(LINE)
    assert (state.awaits, state.awaited_unit, state.closed) == (role, unit, False)


@pytest.mark.parametrize("step", [Step.ARCHIVED, Step.WITHDRAWN, Step.ANNULLED])
def test_nomination_closed_awaits_nobody(step: Step) -> None:
    state = at(step).nomination(LINE)
    assert (state.awaits, state.closed) == (None, True)


@pytest.mark.parametrize(("name", "step"), BY_STEP)
def test_nomination_command_is_taken_at_its_steps_and_out_of_order_elsewhere(name: str, step: Step) -> None:
    _command, _actor, steps = COMMANDS[name]
    answer = given(at(step)).when(order(name))
    if step in steps:
        assert len(answer.accepted().streams[LINE]) == len(at(step).streams[LINE]) + 1
    else:
        answer.refused("out_of_order")


@pytest.mark.parametrize("name", COMMANDS)
def test_nomination_command_on_an_empty_stream_is_refused(name: str) -> None:
    refusal = given(at(Step.NONE)).when(order(name)).refusal
    assert refusal is not None
    assert refusal.code in {"out_of_order", "unknown_stream"}


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.NONE])
def test_nomination_is_drafted_only_once(step: Step) -> None:
    command = nc.DraftNomination(DOSSIER, UNIT, COUNCIL_UNIT, CANDIDATE, "Tên", CLAIMS)
    given(at(step)).when(Order(LINE, command, OFFICER, NOW)).refused("already_exists", stream=LINE)


@pytest.mark.parametrize(
    ("name", "role"),
    [(name, role) for name, allowed in ROLES.items() for role in Role if role not in allowed],
)
def test_nomination_command_by_the_wrong_role_is_refused(name: str, role: Role) -> None:
    command, actor, steps = COMMANDS[name]
    world = WAITING[name] if name in WAITING else at(min(steps))
    given(world).when(Order(LINE, command, acting(actor, role=role), NOW)).refused("wrong_role", role=role)


@pytest.mark.parametrize("name", ROLES)
def test_nomination_command_from_another_unit_is_refused(name: str) -> None:
    command, actor, steps = COMMANDS[name]
    world = WAITING[name] if name in WAITING else at(min(steps))
    given(world).when(Order(LINE, command, acting(actor, unit="VKS-Z"), NOW)).refused("wrong_unit")


@pytest.mark.parametrize(
    "command",
    [
        nc.ReturnNomination(""),
        nc.WithdrawNomination(""),
        replace(nc.HoldNomination(HoldGround.DISCIPLINE, "QĐ 1", ""), reason=""),
        nc.AwaitOpinion("Công an tỉnh X", "CV 20/VKS", " "),
    ],
)
def test_nomination_command_without_a_reason_is_refused(command: object) -> None:
    actor = HEAD if isinstance(command, nc.WithdrawNomination) else APPRAISER
    given(at(Step.RECEIVED)).when(Order(LINE, command, actor, NOW)).refused("reason_needed")


def test_appraisal_by_the_candidate_is_refused() -> None:
    given(at(Step.RECEIVED)).when(appraise(by=replace(APPRAISER, id="cb-001"))).refused("conflicted")


def test_decision_by_the_candidate_is_refused() -> None:
    command = nc.DecideOutcome(DECISION, Outcome.GRANTED)
    given(at(Step.VOTED)).when(Order(LINE, command, replace(DECIDER, id="cb-001"), NOW)).refused("conflicted")


# Return and supplement


def test_returned_line_is_repaired_with_new_claims_and_appraised() -> None:
    mended = Claims(Rating.EXCELLENT, service_months=11)
    answer = given(at(Step.RETURNED)).when(supplement(claims=mended))
    answer.then(ne.NominationSupplemented(Personal("Đã bổ sung báo cáo"), mended))
    assert answer.world.nomination(LINE).claims == mended
    assert given(answer.world).when(appraise()).accepted().nomination(LINE).step is Step.APPRAISED


def test_supplement_without_claims_keeps_the_earlier_ones() -> None:
    assert at(Step.SUPPLEMENTED).nomination(LINE).claims == CLAIMS


def test_line_returned_before_receipt_waits_again_for_the_receipt() -> None:
    world = given(at(Step.SUBMITTED), return_line(), supplement()).world
    assert world.nomination(LINE).step is Step.SUBMITTED
    received = given(world).when(receive()).accepted()
    assert received.nomination(LINE) == replace(at(Step.RECEIVED).nomination(LINE), entered=5)


# Hold and release


@pytest.mark.parametrize("step", sorted(PRE_DECISION))
def test_hold_keeps_the_step_and_awaits_the_appraiser(step: Step) -> None:
    state = given(at(step), hold()).world.nomination(LINE)
    before = at(step).nomination(LINE)
    assert before.clock is not None
    expected = replace(before, hold="complaint", clock=before.clock.stop(NOW))
    assert (state, state.awaits) == (expected, Role.APPRAISER)


@pytest.mark.parametrize("name", ["return", "appraise", "hold"])
def test_held_line_goes_no_further(name: str) -> None:
    given(at(Step.RECEIVED), hold()).when(order(name)).refused("held")


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (Step.RETURNED, "supplement"),
        (Step.APPRAISED, "place on agenda"),
        (Step.VOTED, "decide outcome"),
    ],
)
def test_held_line_is_not_carried_along(step: Step, name: str) -> None:
    given(at(step), hold()).when(order(name)).refused("held")


def test_held_line_may_be_withdrawn_and_the_hold_ends() -> None:
    state = given(at(Step.APPRAISED), hold(), withdraw()).world.nomination(LINE)
    assert (state.step, state.hold) == (Step.WITHDRAWN, "")


def test_release_resumes_the_same_step() -> None:
    answer = given(at(Step.RECEIVED), hold()).when(release())
    answer.then(ne.HoldReleased("KL 16/VKS", Personal("Khiếu nại không có cơ sở")))
    state = answer.world.nomination(LINE)
    assert (state.step, state.hold, state.entered) == (Step.RECEIVED, "", 3)


# Another body's opinion


def test_line_that_waits_for_another_body_says_so_and_goes_on_with_its_answer() -> None:
    before = at(Step.APPRAISED).nomination(LINE)
    assert before.clock is not None
    asked = given(at(Step.APPRAISED)).when(await_opinion())
    asked.then(ne.OpinionAwaited("Công an tỉnh X", "CV 20/VKS", Personal("Xác minh nơi cư trú")))
    waiting = asked.world.nomination(LINE)
    assert waiting == replace(before, asked="Công an tỉnh X", clock=before.clock.stop(NOW))
    assert waiting.awaits is Role.APPRAISER
    answered = given(asked.world).when(record_opinion())
    answered.then(ne.OpinionRecorded("Công an tỉnh X", "CV 77/CAT", Personal("Không có vi phạm")))
    assert given(answered.world).when(order("place on agenda")).accepted()


@pytest.mark.parametrize("name", ["return", "appraise", "await opinion"])
def test_line_that_waits_for_another_body_goes_no_further(name: str) -> None:
    given(at(Step.RECEIVED), await_opinion()).when(order(name)).refused(
        "opinion_awaited", body="Công an tỉnh X"
    )


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (Step.APPRAISED, "place on agenda"),
        (Step.VOTED, "decide outcome"),
        (Step.DECIDED, "record signature"),
    ],
)
def test_line_that_waits_for_another_body_is_not_carried_along(step: Step, name: str) -> None:
    given(at(step), await_opinion()).when(order(name)).refused("opinion_awaited")


def test_line_that_waits_for_another_body_may_be_held_and_withdrawn() -> None:
    state = given(at(Step.APPRAISED), await_opinion(), hold(), withdraw()).world.nomination(LINE)
    assert (state.step, state.hold, state.asked) == (Step.WITHDRAWN, "", "")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (nc.AwaitOpinion("", "CV 20/VKS", "Xác minh"), "body_needed"),
        (nc.AwaitOpinion("Công an tỉnh X", "", "Xác minh"), "document_needed"),
    ],
)
def test_question_to_another_body_names_it_and_rests_on_a_letter(command: object, code: str) -> None:
    given(at(Step.RECEIVED)).when(Order(LINE, command, APPRAISER, NOW)).refused(code)


@pytest.mark.parametrize(
    ("document", "opinion", "code"), [("", "Đồng ý", "document_needed"), ("CV 1", " ", "reason_needed")]
)
def test_answer_of_another_body_has_its_paper_and_its_words(document: str, opinion: str, code: str) -> None:
    answer = Order(LINE, nc.RecordOpinion(document, opinion), APPRAISER, NOW)
    given(at(Step.RECEIVED), await_opinion()).when(answer).refused(code)


# Withdraw and annul


def test_withdrawn_line_leaves_the_dossier_to_go_on() -> None:
    drafted = given(*OFFICE, draft(line("cb-001"), line("cb-002")), withdraw()).world
    world = given(drafted, submit(), receive()).world
    assert [world.nomination(stream).step for stream in (LINE, LINE_2)] == [Step.WITHDRAWN, Step.RECEIVED]


def test_withdrawn_line_does_not_stop_the_dossier_from_being_withdrawn() -> None:
    drafted = given(*OFFICE, draft(line("cb-001"), line("cb-002")), submit(), withdraw()).world
    world = given(drafted).when(withdraw_dossier()).accepted()
    assert [world.nomination(stream).step for stream in (LINE, LINE_2)] == [Step.WITHDRAWN] * 2


def test_annulment_names_ground_and_document() -> None:
    annulled = ne.NominationAnnulled(nc.AnnulmentGround.FORGED_PAPERS, "QĐ 90", Personal("Giấy tờ giả"))
    given(at(Step.PUBLISHED)).when(annul()).then(annulled)


def test_award_stands_on_the_register_once_signed() -> None:
    before = at(Step.DECIDED).state("person-cb-001", PersonRecord)
    after = at(Step.SIGNED).state("person-cb-001", PersonRecord)
    assert before.titles == ()
    assert [(title.award, title.year, title.decision) for title in after.titles] == [
        ("LDTT", YEAR, "123/QĐ-VKS")
    ]


# Whoever did it is on record


def test_every_fact_bears_its_actor() -> None:
    def of(entry: Recorded) -> tuple[str, Role]:
        return entry.meta.actor.id, entry.meta.actor.role

    assert [of(entry) for entry in at(Step.RECEIVED).streams[LINE]] == [
        (OFFICER.id, Role.PROPOSING_OFFICER),
        (HEAD.id, Role.UNIT_HEAD),
        (CLERK.id, Role.RECEIVING_CLERK),
    ]


def test_appraiser_and_proposer_are_remembered() -> None:
    state = at(Step.APPRAISED).nomination(LINE)
    assert (state.proposed_by, state.appraised_by) == (OFFICER.id, APPRAISER.id)


def test_bulk_refusal_tells_every_line() -> None:
    received = given(*OFFICE, draft(line("cb-001"), line("cb-002")), submit(), receive()).world
    held = given(received, hold(LINE), hold(LINE_2)).world
    chosen = Order(DOSSIER, sc.ReturnLines((LINE, LINE_2), "Thiếu minh chứng"), APPRAISER, NOW)
    answer = given(held).when(chosen).refused("held").because_of(LINE, LINE_2)
    assert answer.refusal is not None
    assert answer.refusal.items[0] == RefusedItem(
        LINE, "held", "Dòng này đang tạm dừng xét.", "This line is on hold.", "NĐ 152/2025/NĐ-CP Điều 4"
    )


@pytest.mark.parametrize(
    "name", ["hold", "release", "return", "await opinion", "record opinion", "record signature"]
)
def test_nobody_acts_on_the_line_that_concerns_them(name: str) -> None:
    world = WAITING.get(name, at(Step.DECIDED if name == "record signature" else Step.RECEIVED))
    concerned = replace(order(name), actor=replace(order(name).actor, id="cb-001"))
    given(world).when(concerned).refused("conflicted")


def test_annulled_award_is_struck_off_the_register() -> None:
    person = "person-cb-001"
    published = at(Step.PUBLISHED)
    held = published.state(person, PersonRecord).titles
    assert [(title.award, title.year) for title in held] == [("LDTT", YEAR)]
    answer = given(published).when(annul()).also(person, rege.TitleRevoked("LDTT", YEAR, "123/QĐ-VKS", ""))
    assert answer.world.state(person, PersonRecord).titles == ()
