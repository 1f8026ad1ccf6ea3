"""The dossier: drawn up, signed, received; and its bulk acts, on every line or on none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.dossier import commands as sc
from domain.dossier import events as se
from domain.dossier.state import Dossier, DossierLine
from domain.execution import Order
from domain.nomination import events as ne
from domain.nomination.claims import Claims, Rating
from domain.nomination.state import Step
from domain.rules.library import packs
from domain.values import Actor, CandidateKind, Personal, Role, Route
from tests.domain.given import World, given
from tests.domain.office import (
    APPRAISER,
    CLERK,
    COUNCIL_UNIT,
    DOSSIER,
    HEAD,
    LINE,
    LINE_2,
    LINE_3,
    NOW,
    OFFICE,
    OFFICER,
    RECEIVED_ON,
    TODAY,
    UNIT,
    YEAR,
    acting,
    appraisal,
    appraise,
    at,
    draft,
    hold,
    line,
    receive,
    register_unit,
    return_line,
    submit,
    withdraw_dossier,
)

PACK = packs()["R2019"]
APPRAISE_ONE = sc.AppraiseDossier((sc.LineAppraisal(LINE, appraisal()),))
STEPS = [Step.DRAFT, Step.SUBMITTED, Step.RECEIVED, Step.WITHDRAWN]
COMMANDS: dict[str, tuple[object, Actor, set[Step]]] = {
    "submit": (sc.SubmitDossier(), HEAD, {Step.DRAFT}),
    "receive": (sc.ReceiveDossier(RECEIVED_ON, "Sổ công văn đến"), CLERK, {Step.SUBMITTED}),
    "withdraw": (sc.WithdrawDossier("Đơn vị rút"), HEAD, {Step.DRAFT, Step.SUBMITTED}),
    "appraise": (APPRAISE_ONE, APPRAISER, {Step.RECEIVED}),
    "return": (sc.ReturnLines((LINE,), "Thiếu giấy tờ"), CLERK, {Step.SUBMITTED, Step.RECEIVED}),
    "supplement": (sc.SupplementLines((LINE,), "Đã bổ sung"), OFFICER, set()),
}
ROLES = {
    "submit": {Role.UNIT_HEAD},
    "receive": {Role.RECEIVING_CLERK},
    "withdraw": {Role.UNIT_HEAD},
    "appraise": {Role.APPRAISER},
    "return": {Role.RECEIVING_CLERK, Role.APPRAISER},
}


def dossier_at(step: Step) -> World:
    return given(at(Step.SUBMITTED), withdraw_dossier()).world if step is Step.WITHDRAWN else at(step)


def with_lines(*lines: sc.LineDraft) -> World:
    return given(*OFFICE, draft(*lines), submit(), receive()).world


THREE = (line("cb-001"), line("cb-002"), line("cb-003"))


def drafting(**changes: object) -> Order:
    order = draft()
    assert isinstance(order.command, sc.DraftDossier)
    return replace(order, command=replace(order.command, **changes))  # type: ignore[arg-type]


def test_dossier_draft_opens_a_nomination_for_every_line() -> None:
    answer = given(*OFFICE).when(draft(line("cb-001"), line("cb-002", "CSTDCS")))
    answer.then(
        se.DossierDrafted(
            UNIT,
            COUNCIL_UNIT,
            Route.CIVIL,
            YEAR,
            "Đề nghị khen thưởng 2023",
            "12/TTr",
            date(2023, 10, 30),
            (DossierLine(LINE, "cb-001", "LDTT"), DossierLine(LINE_2, "cb-002", "CSTDCS")),
        )
    )
    steps = [answer.world.nomination(stream).step for stream in (LINE, LINE_2)]
    assert steps == [Step.DRAFT, Step.DRAFT]


def test_dossier_path_is_recorded_fact_by_fact() -> None:
    events = [entry.event for entry in at(Step.ARCHIVED).streams[DOSSIER]]
    assert events[1:] == [
        se.DossierSubmitted(),
        se.DossierReceived(RECEIVED_ON, "R2019", PACK.hash, "Sổ công văn đến"),
    ]


@pytest.mark.parametrize(("name", "step"), [(name, step) for name in COMMANDS for step in STEPS])
def test_dossier_command_is_taken_at_its_steps_and_out_of_order_elsewhere(name: str, step: Step) -> None:
    command, actor, steps = COMMANDS[name]
    answer = given(dossier_at(step)).when(Order(DOSSIER, command, actor, NOW))
    if step in steps:
        answer.accepted()
    elif (step is Step.RECEIVED and name == "supplement") or (
        step is Step.SUBMITTED and name in {"appraise", "supplement"}
    ):
        answer.refused("out_of_order").because_of(LINE)
    else:
        answer.refused("out_of_order").because_of()


@pytest.mark.parametrize("step", STEPS)
def test_dossier_is_drafted_only_once(step: Step) -> None:
    given(dossier_at(step)).when(draft()).refused("already_exists", stream=DOSSIER)


@pytest.mark.parametrize(
    ("name", "role"),
    [(name, role) for name, allowed in ROLES.items() for role in Role if role not in allowed],
)
def test_dossier_command_by_the_wrong_role_is_refused(name: str, role: Role) -> None:
    command, actor, steps = COMMANDS[name]
    order = Order(DOSSIER, command, acting(actor, role=role), NOW)
    answer = given(dossier_at(min(steps))).when(order).refused("wrong_role", role=role)
    answer.because_of(*((LINE,) if name == "return" else ()))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROPOSING_OFFICER])
def test_dossier_draft_by_the_wrong_role_is_refused(role: Role) -> None:
    given(*OFFICE).when(draft(by=acting(OFFICER, role=role))).refused("wrong_role")


def test_dossier_draft_for_another_unit_is_refused() -> None:
    given(*OFFICE).when(draft(by=acting(OFFICER, unit=COUNCIL_UNIT))).refused("wrong_unit", unit=UNIT)


def test_dossier_draft_of_a_candidate_who_has_just_begun_is_taken() -> None:
    """Whether no month of service is enough is for the appraisal to say."""
    given(*OFFICE).when(
        draft(line(claims=Claims(Rating.GOOD, service_months=0, targets_percent=0)))
    ).accepted()


@pytest.mark.parametrize("name", ROLES)
def test_dossier_command_from_another_unit_is_refused(name: str) -> None:
    command, actor, steps = COMMANDS[name]
    order = Order(DOSSIER, command, acting(actor, unit="VKS-Z"), NOW)
    answer = given(dossier_at(min(steps))).when(order).refused("wrong_unit")
    answer.because_of(*((LINE,) if name in {"return", "appraise"} else ()))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"lines": ()}, "empty_dossier"),
        ({"lines": (line(), line())}, "duplicate_line"),
        ({"lines": (line(award="HCSV"),)}, "unknown_award"),
        ({"lines": (line(award="TTLDTT"),)}, "unsuitable_candidate"),
        ({"lines": (line(award="CSTT"),)}, "unsuitable_candidate"),
        ({"lines": (replace(line(), kind=CandidateKind.COLLECTIVE),)}, "unsuitable_candidate"),
        ({"lines": (line(claims=Claims(Rating.GOOD, service_months=-1)),)}, "negative_count"),
        ({"lines": (line(claims=Claims(Rating.GOOD, targets_percent=-1)),)}, "negative_count"),
        ({"lines": (line("Nguyễn Văn A"),)}, "malformed_id"),
        ({"letter_date": date(2023, 11, 7)}, "date_in_future"),
        ({"letter_date": date(2019, 6, 27)}, "no_rule_pack"),
        ({"year": 2024}, "date_in_future"),
        ({"handled_by": "VKS-Z"}, "unknown_unit"),
    ],
)
def test_dossier_draft_with_a_mistake_is_refused(changes: dict[str, object], code: str) -> None:
    given(*OFFICE).when(drafting(**changes)).refused(code)


def test_dossier_of_an_unregistered_unit_is_refused() -> None:
    given(register_unit(COUNCIL_UNIT)).when(draft()).refused("unknown_unit", unit=UNIT)


def test_candidate_may_be_proposed_for_two_awards() -> None:
    given(*OFFICE).when(draft(line("cb-001"), line("cb-001", "CSTDCS"))).accepted()


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2023, 11, 7), "date_in_future"),
        (date(2023, 10, 29), "dates_out_of_order"),
        (date(2024, 1, 2), "date_in_future"),
    ],
)
def test_receipt_needs_a_past_day_that_a_pack_covers(day: date, code: str) -> None:
    order = Order(DOSSIER, sc.ReceiveDossier(day), CLERK, NOW)
    given(at(Step.SUBMITTED)).when(order).refused(code)


@pytest.mark.parametrize(
    ("award", "acts", "duplicate"),
    [
        ("GIAY_KHEN_DX", ("cuu-nguoi", "bat-cuop"), False),
        ("GIAY_KHEN_DX", ("cuu-nguoi", "cuu-nguoi"), True),
        ("LDTT", ("cuu-nguoi", "bat-cuop"), True),
    ],
)
def test_candidate_stands_twice_for_an_award_only_with_two_acts(
    award: str, acts: tuple[str, str], *, duplicate: bool
) -> None:
    lines = (line("cb-001", award, Claims(Rating.GOOD, achievement=act)) for act in acts)
    answer = given(at(Step.NONE)).when(draft(*lines))
    if duplicate:
        answer.refused("duplicate_line", candidate="cb-001", award=award)
    else:
        answer.accepted()


def test_receipt_fixes_the_pack_of_that_day_on_dossier_and_lines() -> None:
    answer = given(at(Step.SUBMITTED)).when(Order(DOSSIER, sc.ReceiveDossier(TODAY), CLERK, NOW))
    answer.then(se.DossierReceived(TODAY, "R2019", PACK.hash, ""))
    answer.also(LINE, ne.NominationReceived("R2019", PACK.hash, TODAY))


@pytest.mark.parametrize("basis", ["", "  "])
def test_receipt_before_the_submission_here_needs_a_basis(basis: str) -> None:
    """Otherwise a clerk would choose an older regime by the day alone."""
    order = Order(DOSSIER, sc.ReceiveDossier(TODAY - timedelta(days=1), basis), CLERK, NOW)
    given(at(Step.SUBMITTED)).when(order).refused("late_entry_basis_needed")


def test_basis_of_a_late_entry_is_kept_only_where_the_entry_is_late() -> None:
    book = "Sổ công văn đến"
    on_time = Order(DOSSIER, sc.ReceiveDossier(TODAY, book), CLERK, NOW)
    given(at(Step.SUBMITTED)).when(on_time).then(se.DossierReceived(TODAY, "R2019", PACK.hash, ""))
    late = Order(DOSSIER, sc.ReceiveDossier(RECEIVED_ON, book), CLERK, NOW)
    given(at(Step.SUBMITTED)).when(late).then(se.DossierReceived(RECEIVED_ON, "R2019", PACK.hash, book))


def test_dossier_withdrawal_takes_every_line_along() -> None:
    world = given(*OFFICE, draft(*THREE), submit()).world
    answer = given(world).when(withdraw_dossier()).then(se.DossierWithdrawn(Personal("Đơn vị rút")))
    for stream in (LINE, LINE_2, LINE_3):
        answer.also(stream, ne.NominationWithdrawn(Personal("Đơn vị rút")))


def test_dossier_withdrawal_without_a_reason_is_refused() -> None:
    order = Order(DOSSIER, sc.WithdrawDossier(""), HEAD, NOW)
    given(at(Step.SUBMITTED)).when(order).refused("reason_needed").because_of()


# Bulk acts


def appraise_all(*streams: str) -> Order:
    lines = tuple(sc.LineAppraisal(stream, appraisal()) for stream in streams)
    return Order(DOSSIER, sc.AppraiseDossier(lines), APPRAISER, NOW)


def test_bulk_appraisal_is_recorded_on_every_line() -> None:
    answer = given(with_lines(*THREE)).when(appraise_all(LINE, LINE_3))
    answer.then(se.DossierAppraised((LINE, LINE_3)))
    steps = [answer.world.nomination(stream).step for stream in (LINE, LINE_2, LINE_3)]
    assert steps == [Step.APPRAISED, Step.RECEIVED, Step.APPRAISED]


def test_bulk_appraisal_says_the_same_as_one_by_one() -> None:
    world = with_lines(*THREE)
    bulk, single = (
        given(world, appraise_all(LINE, LINE_2)).world,
        given(world, appraise(LINE), appraise(LINE_2)).world,
    )
    assert [bulk.nomination(stream) for stream in (LINE, LINE_2)] == [
        single.nomination(stream) for stream in (LINE, LINE_2)
    ]


def test_bulk_appraisal_refused_on_one_line_is_recorded_on_none() -> None:
    world = given(with_lines(*THREE), return_line(LINE_2)).world
    answer = given(world).when(appraise_all(LINE, LINE_2, LINE_3))
    answer.refused("out_of_order").because_of(LINE_2)
    assert answer.changes == ()


@pytest.mark.parametrize(
    ("streams", "code"),
    [((), "nothing_selected"), ((LINE, LINE), "unknown_line"), (("nomination-other.001",), "unknown_line")],
)
def test_bulk_act_names_known_lines_once(streams: tuple[str, ...], code: str) -> None:
    given(with_lines(*THREE)).when(appraise_all(*streams)).refused(code)
    returned = Order(DOSSIER, sc.ReturnLines(streams, "Thiếu"), CLERK, NOW)
    given(with_lines(*THREE)).when(returned).refused(code)


def test_bulk_return_and_supplement() -> None:
    returned = Order(DOSSIER, sc.ReturnLines((LINE, LINE_2), "Thiếu"), CLERK, NOW)
    mended = Order(DOSSIER, sc.SupplementLines((LINE, LINE_2), "Đã bổ sung"), OFFICER, NOW)
    world = given(with_lines(*THREE), returned).world
    assert [world.nomination(stream).step for stream in (LINE, LINE_2, LINE_3)] == [
        Step.RETURNED,
        Step.RETURNED,
        Step.RECEIVED,
    ]
    answer = given(world).when(mended).then(se.LinesSupplemented((LINE, LINE_2)))
    answer.also(LINE, ne.NominationSupplemented(Personal("Đã bổ sung"), None))


@pytest.mark.parametrize(
    ("step", "awaits", "unit", "closed"),
    [
        (Step.DRAFT, Role.UNIT_HEAD, UNIT, False),
        (Step.SUBMITTED, Role.RECEIVING_CLERK, COUNCIL_UNIT, False),
        (Step.RECEIVED, None, COUNCIL_UNIT, True),
        (Step.WITHDRAWN, None, COUNCIL_UNIT, True),
    ],
)
def test_dossier_awaits_its_head_then_the_clerk(
    step: Step, awaits: Role | None, unit: str, *, closed: bool
) -> None:
    state = dossier_at(step).state(DOSSIER, Dossier)
    assert (state.awaits, state.awaited_unit, state.closed) == (awaits, unit, closed)


def test_dossier_of_a_civil_unit_takes_no_military_route() -> None:
    answer = given(*OFFICE).when(draft(route=Route.MILITARY))
    answer.refused("wrong_route", unit=UNIT, route=Route.MILITARY)


def test_held_line_is_received_with_the_others_and_stays_held() -> None:
    answer = given(at(Step.SUBMITTED), hold()).when(receive()).accepted()
    state = answer.nomination(LINE)
    assert (state.step, bool(state.hold), state.pack) == (Step.RECEIVED, True, "R2019")
