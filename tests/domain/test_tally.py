"""From marks to results: thresholds over all members, caps, prerequisites, and lines that left meanwhile."""

import hashlib
from dataclasses import replace

import pytest

from domain.dossier import commands as sc
from domain.execution import Order
from domain.ids import nomination_of
from domain.nomination.state import Step
from domain.rules.basis import Basis, Status
from domain.rules.library import packs
from domain.rules.pack import Cap
from domain.rules.voting import Count, cap_limit, quorum_needed, reaches
from domain.session import commands as vc
from domain.session import events as ve
from domain.session.state import Channel, Choice, Session
from domain.values import Authority, Outcome, Personal, Route
from tests.domain.given import Answered, World, given
from tests.domain.office import (
    ABSTAIN,
    APPROVE,
    CHAIR,
    COUNCIL_UNIT,
    DOSSIER,
    DOWNGRADE,
    LINE,
    LINE_2,
    LINE_3,
    MEMBERS,
    NOW,
    REFUSE,
    SEATS,
    SESSION,
    UNIT,
    adopted,
    appraise,
    at,
    attend,
    ballot,
    ballots,
    certify,
    close_voting,
    convene,
    convening,
    draft,
    establish,
    hold,
    line,
    open_voting,
    receive,
    record_strength,
    recuse,
    register_unit,
    reopen,
    submit,
    withdraw,
)

PACK = packs()["R2019"]
GRANTED, REFUSED, FORWARDED, DOWNGRADED = (
    Outcome.GRANTED,
    Outcome.REFUSED,
    Outcome.FORWARDED,
    Outcome.DOWNGRADED,
)
RULES = (adopted("LDTT"), adopted("CSTDCS"), adopted("DVQT"), adopted("DVTT"))


def certified(answer: Answered) -> ve.TallyCertified:
    answer.accepted()
    (event,) = answer.events(SESSION)
    assert isinstance(event, ve.TallyCertified)
    return event


def outcomes(answer: Answered) -> list[tuple[Outcome | None, str]]:
    return [(result.result, result.cause) for result in certified(answer).results]


def agenda(
    *proposed: tuple[str, str, Authority], strength: int | None = None, route: Route = Route.CIVIL
) -> World:
    """Voting is open on lines of (candidate, award, authority)."""
    lines = (drafted(candidate, award) for candidate, award, _authority in proposed)
    units = (register_unit(UNIT, route), register_unit(COUNCIL_UNIT), *establish(*SEATS))
    world = given(*units, draft(*lines, route=route), submit(), receive()).world
    for number, (_candidate, award, authority) in enumerate(proposed, start=1):
        world = world.after(appraise(nomination_of(DOSSIER, number), award, authority))
    streams = tuple(nomination_of(DOSSIER, number) for number in range(1, len(proposed) + 1))
    known = (record_strength(strength),) if strength is not None else ()
    return world.after(*known, convene(convening(streams, RULES)), attend(), open_voting())


def drafted(candidate: str, award: str) -> sc.LineDraft:
    """A line of a person, or of a collective where the award is for those."""
    kind = PACK.award(award).candidates[0]
    return replace(line(candidate, award), kind=kind)


def voted(world: World, *marks: tuple[str, Choice]) -> World:
    """Every member marks the same."""
    return world.after(*(ballot(voter, *marks) for voter in MEMBERS), close_voting())


LOCAL, SUPREME = Authority.LOCAL, Authority.SUPREME
ONE = agenda(("cb-001", "LDTT", LOCAL))


def after_choices(world: World, *choices: Choice) -> World:
    """The first members mark line 1 in turn; the others stay away."""
    cast = [ballot(voter, (LINE, choice)) for voter, choice in zip(MEMBERS, choices, strict=False)]
    return world.after(*cast, close_voting())


@pytest.mark.parametrize(
    ("choices", "result"),
    [
        ((APPROVE,) * 5, GRANTED),
        ((APPROVE,) * 4, GRANTED),
        ((APPROVE,) * 4 + (REFUSE,), GRANTED),
        ((APPROVE,) * 3, REFUSED),
        ((APPROVE,) * 3 + (ABSTAIN,) * 2, REFUSED),
        ((DOWNGRADE,) * 5, REFUSED),
        ((), REFUSED),
    ],
)
def test_eighty_percent_of_all_five_members_is_four(choices: tuple[Choice, ...], result: Outcome) -> None:
    answer = given(after_choices(ONE, *choices)).when(certify())
    assert outcomes(answer) == [(result, "" if result is GRANTED else "threshold")]


def test_absent_member_in_writing_counts_towards_the_threshold() -> None:
    base = given(at(Step.IN_COUNCIL), attend(*MEMBERS[:4]), open_voting()).world
    three = base.after(*(ballot(voter, (LINE, APPROVE)) for voter in MEMBERS[:3]))
    written = ballot("member-chi", (LINE, APPROVE), channel=Channel.WRITTEN)
    without, with_it = three.after(close_voting()), three.after(written, close_voting())
    assert outcomes(given(without).when(certify())) == [(REFUSED, "threshold")]
    assert outcomes(given(with_it).when(certify())) == [(GRANTED, "")]


def test_recused_member_stays_in_the_denominator() -> None:
    world = ONE.after(recuse("member-an"), recuse("member-binh"))
    world = world.after(*ballots(voters=("member-chu", "member-thu", "member-chi")), close_voting())
    (result,) = certified(given(world).when(certify())).results
    assert (result.count, result.members, result.result) == (Count(approve=3), 5, REFUSED)


def test_line_of_the_higher_level_is_forwarded_when_approved() -> None:
    world = voted(agenda(("cb-001", "LDTT", SUPREME)), (LINE, APPROVE))
    answer = given(world).when(certify())
    assert outcomes(answer) == [(FORWARDED, "")]
    assert answer.world.nomination(LINE).vote is FORWARDED


@pytest.mark.parametrize(
    ("choices", "result", "target"),
    [
        ((APPROVE, APPROVE, APPROVE, DOWNGRADE, REFUSE), DOWNGRADED, "DVTT"),
        ((DOWNGRADE,) * 4, DOWNGRADED, "DVTT"),
        ((APPROVE, APPROVE, DOWNGRADE, REFUSE, REFUSE), REFUSED, ""),
        ((APPROVE,) * 3 + (ABSTAIN,) * 2, REFUSED, ""),
    ],
)
def test_votes_for_the_award_count_for_the_lower_one(
    choices: tuple[Choice, ...], result: Outcome, target: str
) -> None:
    world = agenda(("tt-1", "DVQT", LOCAL), route=Route.MILITARY)
    for voter, choice in zip(MEMBERS, choices, strict=False):
        world = world.after(ballot(voter, (LINE, choice)))
    answer = given(world.after(close_voting())).when(certify())
    (found,) = certified(answer).results
    assert (found.result, found.cause, found.downgraded_to) == (result, "threshold", target)


# Prerequisites of the same year


def test_line_falls_with_its_prerequisite() -> None:
    world = agenda(("cb-001", "LDTT", LOCAL), ("cb-001", "CSTDCS", LOCAL))
    answer = given(voted(world, (LINE, REFUSE), (LINE_2, APPROVE))).when(certify())
    assert outcomes(answer) == [(REFUSED, "threshold"), (REFUSED, "prerequisite")]
    assert answer.world.nomination(LINE_2).vote is REFUSED


def test_line_falls_with_a_withdrawn_prerequisite() -> None:
    world = agenda(("cb-001", "LDTT", LOCAL), ("cb-001", "CSTDCS", LOCAL))
    world = voted(world, (LINE, APPROVE), (LINE_2, APPROVE)).after(withdraw(LINE))
    assert outcomes(given(world).when(certify())) == [(None, "postponed"), (REFUSED, "prerequisite")]


def test_anothers_award_is_nobodys_prerequisite() -> None:
    world = agenda(("cb-001", "LDTT", LOCAL), ("cb-001", "CSTDCS", LOCAL), ("cb-002", "LDTT", LOCAL))
    marks = ((LINE, REFUSE), (LINE_2, APPROVE), (LINE_3, APPROVE))
    answer = given(voted(world, *marks)).when(certify())
    assert outcomes(answer) == [(REFUSED, "threshold"), (REFUSED, "prerequisite"), (GRANTED, "")]


# Lines that left the council


def test_held_and_withdrawn_lines_have_no_result() -> None:
    world = agenda(("cb-001", "LDTT", LOCAL), ("cb-002", "LDTT", LOCAL), ("cb-003", "LDTT", LOCAL))
    world = voted(world, (LINE, APPROVE), (LINE_2, APPROVE), (LINE_3, APPROVE))
    answer = given(world, hold(LINE), withdraw(LINE_2)).when(certify())
    assert outcomes(answer) == [(None, "postponed"), (None, "postponed"), (GRANTED, "")]
    states = [answer.world.nomination(stream) for stream in (LINE, LINE_2, LINE_3)]
    assert [(state.step, state.hold, state.vote) for state in states] == [
        (Step.APPRAISED, "complaint", None),
        (Step.WITHDRAWN, "", None),
        (Step.VOTED, "", GRANTED),
    ]
    assert answer.events(LINE_2) == ()


# Caps


def many(ldtt: int, cstdcs: int) -> tuple[World, tuple[tuple[str, Choice], ...]]:
    """So many candidates for LDTT, the first of them for CSTDCS too."""
    proposed = [(f"cb-{n:03d}", "LDTT", LOCAL) for n in range(ldtt)]
    proposed += [(f"cb-{n:03d}", "CSTDCS", LOCAL) for n in range(cstdcs)]
    world = agenda(*proposed)
    return world, tuple((nomination_of(DOSSIER, n), APPROVE) for n in range(1, ldtt + cstdcs + 1))


@pytest.mark.parametrize(
    ("population", "granted", "limit"), [(6, 1, 0), (7, 1, 1), (13, 2, 1), (14, 2, 2), (20, 3, 3), (20, 4, 3)]
)
def test_cap_of_fifteen_percent_of_those_honoured_is_rounded_down(
    population: int, granted: int, limit: int
) -> None:
    world, marks = many(population, granted)
    answer = given(voted(world, *marks)).when(certify())
    if granted > limit:
        answer.refused("cap_exceeded", numerator=granted, limit=limit, percent=15, population=population)
    else:
        (check,) = certified(answer).caps
        assert (check.award, check.unit, check.numerator, check.population, check.limit, check.confirmed) == (
            "CSTDCS",
            UNIT,
            granted,
            population,
            limit,
            False,
        )


def test_cap_counts_only_lines_granted_here() -> None:
    proposed = [(f"cb-{n:03d}", "LDTT", LOCAL) for n in range(7)]
    world = agenda(*proposed, ("cb-000", "CSTDCS", LOCAL), ("cb-001", "CSTDCS", SUPREME))
    marks = tuple((nomination_of(DOSSIER, n), APPROVE) for n in range(1, 10))
    (check,) = certified(given(voted(world, *marks)).when(certify())).caps
    assert (check.numerator, check.population, check.limit) == (1, 7, 1)


def test_cap_refusal_names_the_parameters_source() -> None:
    world, marks = many(6, 1)
    refusal = given(voted(world, *marks)).when(certify()).refusal
    assert refusal is not None
    assert refusal.source == "NĐ 91/2017/NĐ-CP Điều 9 khoản 3 (verified)"


def test_cap_exceeded_is_mended_by_voting_again_on_that_award_alone() -> None:
    world, marks = many(13, 2)
    last = nomination_of(DOSSIER, 15)
    counting = voted(world, *marks)
    given(counting).when(certify()).refused("cap_exceeded")
    again = counting.after(reopen("CSTDCS"))
    first = nomination_of(DOSSIER, 14)
    again = again.after(
        *(ballot(voter, (first, APPROVE), (last, REFUSE)) for voter in MEMBERS), close_voting()
    )
    found = certified(given(again).when(certify())).results
    assert [result.result for result in found] == [GRANTED] * 14 + [REFUSED]


def test_voting_again_does_not_touch_other_awards() -> None:
    world = agenda(("cb-001", "LDTT", LOCAL), ("cb-001", "CSTDCS", LOCAL))
    late = MEMBERS[-1]
    cast = (ballot(voter, (LINE, APPROVE), (LINE_2, APPROVE)) for voter in MEMBERS[:-1])
    again = world.after(*cast, close_voting(), reopen("CSTDCS"))
    assert again.state(SESSION, Session).open_lines(late) == {LINE_2}
    given(again).when(ballot(late, (LINE, REFUSE), (LINE_2, APPROVE))).refused("ballot_incomplete")
    given(again).when(ballot(MEMBERS[0], (LINE, REFUSE), (LINE_2, APPROVE))).refused("vote_already_cast")
    given(again).when(ballot(late, (LINE_2, APPROVE))).accepted()


MILITARY = agenda(("cb-001", "LDTT", LOCAL), ("cb-002", "LDTT", LOCAL), route=Route.MILITARY)
BOTH = ((LINE, APPROVE), (LINE_2, APPROVE))


def test_unknown_population_needs_the_chairs_reason() -> None:
    world = voted(MILITARY, *BOTH)
    given(world).when(certify()).refused("cap_unconfirmed", award="LDTT")
    given(world).when(certify("CSTDCS")).refused("cap_unconfirmed", award="LDTT")
    empty = Order(SESSION, vc.CertifyTally((vc.CapConfirmation("LDTT", ""),)), CHAIR, NOW)
    given(world).when(empty).refused("cap_unconfirmed")
    event = certified(given(world).when(certify("LDTT")))
    (check,) = event.caps
    assert (check.population, check.limit, check.confirmed) == (None, None, True)
    assert event.cap_reasons == (Personal("Đã đối chiếu danh sách"),)


@pytest.mark.parametrize(("strength", "limit"), [(2, 1), (3, 2), (10, 7)])
def test_cap_of_the_unit_rests_on_its_recorded_strength(strength: int, limit: int) -> None:
    strengths = (record_strength(strength), record_strength(strength, unit=COUNCIL_UNIT))
    answer = given(voted(MILITARY, *BOTH).after(*strengths)).when(certify())
    if limit < len(BOTH):
        answer.refused("cap_exceeded", numerator=2, limit=limit, population=strength)
    else:
        assert certified(answer).caps[0].limit == limit


@pytest.mark.parametrize(
    ("level", "code"), [(2, "cap_exceeded"), (3, "cap_unconfirmed"), (None, "cap_unconfirmed")]
)
def test_strength_of_the_level_matters_where_nobody_knows_whose_it_is(level: int | None, code: str) -> None:
    """Two of the unit's two are too many; of the level's three they are not."""
    of_level = (record_strength(level, unit=COUNCIL_UNIT),) if level else ()
    world = voted(MILITARY, *BOTH).after(record_strength(2), *of_level)
    given(world).when(certify()).refused(code, award="LDTT")


def test_strength_of_another_year_is_no_population() -> None:
    world = voted(MILITARY, *BOTH).after(record_strength(10, year=2022))
    given(world).when(certify()).refused("cap_unconfirmed")


def test_cap_list_hash_is_of_the_sorted_people() -> None:
    world, marks = many(7, 1)
    (check,) = certified(given(voted(world, *marks)).when(certify())).caps
    listed = b"cb-000\ncb-001\ncb-002\ncb-003\ncb-004\ncb-005\ncb-006"
    assert check.list_hash == hashlib.sha256(listed).hexdigest()


# The arithmetic alone


@pytest.mark.parametrize(
    ("votes", "members", "percent", "passes"),
    [
        (4, 5, 80, True),
        (3, 5, 80, False),
        (7, 9, 80, False),
        (8, 9, 80, True),
        (1, 3, 33, True),
        (2, 3, 67, False),
    ],
)
def test_threshold_is_exact(votes: int, members: int, percent: int, *, passes: bool) -> None:
    assert reaches(votes, members, percent) is passes


@pytest.mark.parametrize(
    ("members", "numerator", "denominator", "needed"),
    [(5, 2, 3, 4), (6, 2, 3, 4), (7, 2, 3, 5), (5, 1, 2, 3), (1, 1, 2, 1)],
)
def test_quorum_is_rounded_up(members: int, numerator: int, denominator: int, needed: int) -> None:
    assert quorum_needed(members, numerator, denominator) == needed


@pytest.mark.parametrize(
    ("percent", "population", "minimum", "limit"),
    [
        (15, 0, 0, 0),
        (15, 6, 0, 0),
        (15, 7, 0, 1),
        (15, 99, 0, 14),
        (15, 100, 0, 15),
        (15, 3, 1, 1),
        (15, 20, 1, 3),
    ],
)
def test_cap_is_rounded_down_but_at_least_its_minimum(
    percent: int, population: int, minimum: int, limit: int
) -> None:
    cap = Cap(Route.CIVIL, percent, (), minimum, basis=Basis(Status.VERIFIED))
    assert cap_limit(cap, population) == limit
