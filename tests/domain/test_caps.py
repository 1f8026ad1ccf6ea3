"""Over whom a cap is counted: each proposing unit, or all that the level decides on; not known, it asks."""

from dataclasses import replace

import pytest

from domain.dossier import commands as sc
from domain.execution import Order
from domain.ids import nomination_of
from domain.refusal import Refusal
from domain.roll.caps import YearOf, list_hash
from domain.roll.state import Entry, Roll, Standing, read_roll
from domain.rules.basis import Basis, Status
from domain.rules.pack import Cap, CapScope, CountedOver
from domain.session.events import TallyCertified
from domain.session.state import Choice
from domain.values import Outcome, Personal, Route
from tests.domain.given import World, given
from tests.domain.office import (
    APPROVE,
    HEAD,
    NOW,
    OFFICE,
    OFFICER,
    SESSION,
    YEAR,
    acting,
    adopted,
    appraise,
    certify,
    draft,
    line,
    receive,
    register_unit,
    sitting,
    submit,
)

READ = Basis(Status.VERIFIED, title="Điều kiểm thử")
UNIT_WISE = CapScope(CountedOver.PROPOSING_UNIT, basis=READ)
LEVEL_WIDE = CapScope(CountedOver.DECIDING_LEVEL, basis=READ)
GUESSED = CapScope(CountedOver.PROPOSING_UNIT, basis=replace(READ, status=Status.INFERRED))
FIFTH = Cap(Route.CIVIL, 20, ("TTLDTT",), 1, basis=READ)
"""At most 20 % of the good collectives, at least one."""
SHARE = Cap(Route.CIVIL, 15, ("LDTT",), 0, basis=READ)
OF_STRENGTH = Cap(Route.MILITARY, 10, (), 0, basis=READ)
LEVEL = "VKS-X"


def year(*granted: tuple[str, str, str], strengths: dict[str, int] | None = None) -> YearOf:
    """A year in which these (unit, candidate, award) are granted by one act."""
    entries = (
        Entry(f"{unit}-{who}-{award}", who, award, Standing.GRANTED, unit=unit)
        for unit, who, award in granted
    )
    return YearOf(LEVEL, YEAR, Roll(), Roll().with_entries(entries), strengths or {})


def one_each(units: int) -> YearOf:
    """So many units of one good collective each, all of them proposed as excellent."""
    return year(*((f"P-{n}", f"tt-{n}", award) for n in range(units) for award in ("TTLDTT", "TTLDXS")))


def told(of_year: YearOf, award: str, cap: Cap, *units: str) -> list[tuple[object, ...]]:
    return [
        (check.scope, check.unit, check.numerator, check.population, check.limit, check.confirmed)
        for check in of_year.checks(award, cap, *units)
    ]


def bound(of_year: YearOf, award: str, cap: Cap) -> str:
    """`held`, `asked`, or the refusal."""
    checks = of_year.checks(award, cap)
    try:
        for check in checks:
            check.bind()
    except Refusal as refusal:
        return refusal.code
    return "asked" if any(check.confirmed for check in checks) else "held"


@pytest.mark.parametrize(
    ("scope", "answer"),
    [(UNIT_WISE, "held"), (LEVEL_WIDE, "cap_exceeded"), (None, "asked"), (GUESSED, "asked")],
)
def test_unit_split_in_five_does_not_split_its_cap(scope: CapScope | None, answer: str) -> None:
    """One of one in each part, at least one everywhere; but five of five where one is allowed."""
    assert bound(one_each(5), "TTLDXS", replace(FIFTH, scope=scope)) == answer
    assert bound(one_each(1), "TTLDXS", replace(FIFTH, scope=scope)) == "held"


def test_both_ways_of_counting_are_recorded_with_their_lists() -> None:
    assert told(one_each(2), "TTLDXS", FIFTH) == [
        (CountedOver.PROPOSING_UNIT, "P-0", 1, 1, 1, False),
        (CountedOver.PROPOSING_UNIT, "P-1", 1, 1, 1, False),
        (CountedOver.DECIDING_LEVEL, LEVEL, 2, 2, 1, True),
    ]
    over_level = one_each(2).checks("TTLDXS", FIFTH)[-1]
    assert over_level.numerator_hash == over_level.list_hash == list_hash(["tt-0", "tt-1"])


def test_level_of_one_unit_is_counted_once() -> None:
    assert told(one_each(1), "TTLDXS", FIFTH) == [(None, "P-0", 1, 1, 1, False)]


def people(unit: str, count: int, fighters: int = 0) -> tuple[tuple[str, str, str], ...]:
    names = [f"{unit}-{n:02d}" for n in range(count)]
    honoured = tuple((unit, name, "LDTT") for name in names)
    return honoured + tuple((unit, name, "CSTDCS") for name in names[:fighters])


@pytest.mark.parametrize(
    ("granted", "answer"),
    [
        ((*people("H", 7, 1), *people("K", 7, 1)), "held"),
        ((*people("H", 7), *people("K", 6, 1)), "asked"),
        ((*people("H", 7, 1), *people("K", 6, 1)), "cap_exceeded"),
        ((*people("H", 14), *people("K", 6, 3)), "asked"),
        ((*people("H", 14), *people("K", 6, 4)), "cap_exceeded"),
    ],
)
def test_unknown_scope_binds_where_both_ways_agree_and_asks_where_they_do_not(
    granted: tuple[tuple[str, str, str], ...], answer: str
) -> None:
    """15 %, rounded down: one of seven, none of six, one of thirteen, three of twenty."""
    assert bound(year(*granted), "CSTDCS", SHARE) == answer


def test_part_that_is_counted_twice_in_the_strengths_is_found_out() -> None:
    """Ten in a room that has twenty-nine people with its unit: two of the unit and one of the room are three of 29."""
    granted = (("H", "a", "CSTDCS"), ("H", "b", "CSTDCS"), ("H-P1", "c", "CSTDCS"))
    strengths = {"H": 29, "H-P1": 10, LEVEL: 29}
    assert bound(year(*granted, strengths=strengths), "CSTDCS", OF_STRENGTH) == "asked"
    assert bound(year(*granted, strengths=strengths), "CSTDCS", replace(OF_STRENGTH, scope=LEVEL_WIDE)) == (
        "cap_exceeded"
    )
    assert bound(year(*granted, strengths={**strengths, LEVEL: 30}), "CSTDCS", OF_STRENGTH) == "held"
    unrecorded = {"H": 29, "H-P1": 10}
    assert bound(year(*granted, strengths=unrecorded), "CSTDCS", OF_STRENGTH) == "asked"


def test_units_that_the_act_left_alone_are_looked_at_where_they_are_named() -> None:
    """As at the signature, which changes no list."""
    settled = year(*people("H", 7, 1), *people("K", 7, 2))
    signing = replace(settled, before=settled.after)
    assert [unit for _scope, unit, *_rest in told(signing, "CSTDCS", SHARE, "K")] == ["K", LEVEL]
    assert [unit for _scope, unit, *_rest in told(signing, "CSTDCS", SHARE)] == [LEVEL]


def test_roll_that_was_a_units_own_is_read_beside_the_levels() -> None:
    old = Roll().with_entries([Entry("n-1", "a", "LDTT", Standing.GRANTED)], "session-1")
    new = Roll().with_entries([Entry("n-2", "b", "LDTT", Standing.GRANTED, unit="K")], "session-2")
    again = Roll().with_entries([Entry("n-1", "a", "LDTT", Standing.LOST, unit="H")], "decision-1")
    peers = {"roll-h.2023": old, "roll-x.2023": new}
    read = read_roll(peers, "X", ("H", "K"), 2023)
    assert (read.granted("LDTT", unit="H"), read.granted("LDTT", unit="K")) == (
        frozenset("a"),
        frozenset("b"),
    )
    whole = read_roll({**peers, "roll-x.2023": new.joined(again, "X")}, "X", ("H", "K"), 2023)
    assert (whole.granted("LDTT"), whole.acts["n-1"]) == (frozenset("b"), "decision-1")


# Through a council


def two_units() -> World:
    """Four good workers of VKS-H, three of VKS-K, one of whom is to be more: none of three, but one of seven."""
    own = given(*OFFICE, draft(*(line(f"h-{n}") for n in range(4))), submit(), receive()).world
    order = draft(*(line(f"k-{n}") for n in range(3)), line("k-0", "CSTDCS"), dossier="dossier-k", by=OFFICER)
    assert isinstance(order.command, sc.DraftDossier)
    theirs = replace(order, command=replace(order.command, unit="VKS-K"), actor=acting(OFFICER, unit="VKS-K"))
    signing = Order("dossier-k", sc.SubmitDossier(), acting(HEAD, unit="VKS-K"), NOW)
    both = own.after(register_unit("VKS-K"), theirs, signing, receive(dossier="dossier-k"))
    lines = [*((nomination_of("dossier-h-2023", n), "LDTT") for n in range(1, 5)), *K_LINES]
    appraised = both.after(*(appraise(name, award) for name, award in lines))
    marks: list[tuple[str, Choice]] = [(name, APPROVE) for name, _award in lines]
    return appraised.after(*sitting(*marks, rules=(adopted("LDTT"), adopted("CSTDCS"))))


K_LINES = (
    *((nomination_of("dossier-k", n), "LDTT") for n in range(1, 4)),
    (nomination_of("dossier-k", 4), "CSTDCS"),
)


def test_chair_says_over_whom_a_cap_is_counted_where_it_matters_and_is_recorded() -> None:
    given(two_units()).when(certify()).refused("cap_unconfirmed", award="CSTDCS")
    answer = given(two_units()).when(certify("CSTDCS"))
    (event,) = answer.accepted().streams[SESSION][-1:]
    assert isinstance(event.event, TallyCertified)
    assert [(check.scope, check.unit, check.limit, check.confirmed) for check in event.event.caps] == [
        (CountedOver.PROPOSING_UNIT, "VKS-K", 0, True),
        (CountedOver.DECIDING_LEVEL, "VKS-X", 1, False),
    ]
    assert event.event.cap_reasons == (Personal("Đã đối chiếu danh sách"),)
    assert [result.result for result in event.event.results] == [Outcome.GRANTED] * 8
