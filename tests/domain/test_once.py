"""One award once: over the years, over the units, and one achievement under whatever award."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from domain import context
from domain.decision import commands as dc
from domain.decision.state import Instrument
from domain.execution import Order
from domain.ids import nomination_of
from domain.nomination import commands as nc
from domain.nomination.claims import Claims, Rating, TitleHeld
from domain.register import commands as rc
from domain.register.state import PersonRecord
from domain.roll.once import held_already
from domain.roll.state import Roll
from domain.rules.basis import Basis, Status
from domain.rules.criteria.titles import OncePerPerson
from domain.rules.library import packs
from domain.rules.pack import Award
from domain.session.events import TallyCertified
from domain.values import Answer, Authority, Outcome, Recommendation, Track
from tests.domain.given import World, given
from tests.domain.office import (
    APPRAISER,
    APPROVE,
    CLERK,
    DECIDER,
    DECISION,
    DOSSIER,
    NOW,
    OFFICE,
    REGISTRAR,
    SESSION,
    TODAY,
    YEAR,
    annul,
    certify,
    draft,
    line,
    receive,
    settle,
    settling,
    sign,
    sitting,
    submit,
)

LINE, LINE_2 = nomination_of(f"{DOSSIER}-1", 1), nomination_of(f"{DOSSIER}-2", 1)
VERIFIED = Basis(Status.VERIFIED, title="Điều kiểm thử")
MERIT = packs()["R2019"].award("LDTT")
UNEXPECTED = replace(MERIT, track=Track.UNEXPECTED)
ONCE = OncePerPerson("once", VERIFIED, awards=("LDTT", "CSTDCS"))
LIFELONG = replace(MERIT, criteria=(*MERIT.criteria, ONCE))
UNREAD = replace(
    MERIT, criteria=(OncePerPerson("once", replace(VERIFIED, status=Status.RECALLED), awards=("LDTT",)),)
)


def won(award: str = "LDTT", year: int = YEAR, achievement: str = "") -> TitleHeld:
    return TitleHeld(award, year, "", achievement=achievement)


@pytest.mark.parametrize(
    ("award", "title", "other", "expected"),
    [
        (MERIT, won(), won(), True),
        (MERIT, won(), won(year=2022), False),
        (MERIT, won(), won("CSTDCS"), False),
        (MERIT, won(achievement="a"), won(achievement="b"), True),
        (MERIT, won(achievement="a"), won("GIAY_KHEN", 2021, "a"), True),
        (UNEXPECTED, won(achievement="a"), won(achievement="b"), False),
        (UNEXPECTED, won(achievement="a"), won(achievement="a"), True),
        (UNEXPECTED, won(achievement="a"), won(), True),
        (UNEXPECTED, won(), won(), True),
        (LIFELONG, won(), won(year=1999), True),
        (LIFELONG, won(), won("CSTDCS", 1999), True),
        (LIFELONG, won(), won("GIAY_KHEN"), False),
        (UNREAD, won(), won(year=1999), False),
    ],
)
def test_title_stands_in_the_way_of_the_same_again(
    award: Award, title: TitleHeld, other: TitleHeld, *, expected: bool
) -> None:
    assert held_already(title, award, (other,)) is expected


@pytest.fixture
def _as_if(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack in which Lao động tiên tiến is another kind of award."""
    pack = packs()["R2019"]
    changed = replace(pack, awards=MappingProxyType({**pack.awards, "LDTT": request.param}))
    monkeypatch.setattr(context, "packs", lambda: {"R2019": changed})


def appraisal_of(achievement: str) -> nc.RecordAppraisal:
    asked = ("tasks_done_well", "one_achievement") if achievement else ("tasks_done_well",)
    answers = tuple(nc.ReviewAnswer(question, Answer.MET, "Đã kiểm tra") for question in asked)
    return nc.RecordAppraisal(Recommendation.APPROVE, Authority.LOCAL, answers)


def appraised(achievement: str, number: int = 1) -> tuple[Order, ...]:
    """A dossier of one line for an achievement, up to its appraisal."""
    dossier = f"{DOSSIER}-{number}"
    stated = Claims(Rating.GOOD, service_months=12, achievement=achievement)
    return (
        draft(line(claims=stated), dossier=dossier),
        submit(dossier=dossier),
        receive(dossier=dossier),
        Order(nomination_of(dossier, 1), appraisal_of(achievement), APPRAISER, NOW),
    )


def claiming(*achievements: str) -> World:
    """Lines of one candidate for one award, each for an achievement, voted for by everybody."""
    world = World().after(*OFFICE)
    for number, achievement in enumerate(achievements, start=1):
        world = world.after(*appraised(achievement, number))
    return world.after(*sitting(*((name, APPROVE) for name in (LINE, LINE_2)[: len(achievements)])))


def results(world: World) -> list[tuple[Outcome | None, str]]:
    (event,) = given(world).when(certify()).events(SESSION)
    assert isinstance(event, TallyCertified)
    return [(result.result, result.cause) for result in event.results]


@pytest.mark.usefixtures("_as_if")
@pytest.mark.parametrize("_as_if", [UNEXPECTED], indirect=True)
@pytest.mark.parametrize(
    ("achievements", "second"),
    [
        (("cuu-nguoi", "bat-cuop"), (Outcome.GRANTED, "")),
        (("cuu-nguoi", "cuu-nguoi"), (Outcome.REFUSED, "already_held")),
    ],
)
def test_each_act_is_rewarded_once_in_a_session(
    achievements: tuple[str, ...], second: tuple[Outcome, str]
) -> None:
    assert results(claiming(*achievements)) == [(Outcome.GRANTED, ""), second]


@pytest.mark.usefixtures("_as_if")
@pytest.mark.parametrize("_as_if", [UNEXPECTED], indirect=True)
def test_two_acts_of_a_year_become_two_titles() -> None:
    both = (dc.LineOutcome(LINE, Outcome.GRANTED), dc.LineOutcome(LINE_2, Outcome.GRANTED))
    world = claiming("cuu-nguoi", "bat-cuop").after(certify(), settle(*both), sign())
    titles = world.state("person-cb-001", PersonRecord).titles
    assert [title.achievement for title in titles] == ["cuu-nguoi", "bat-cuop"]


TWO_ACTS = ("cuu-nguoi", "bat-cuop")
BOTH = (dc.LineOutcome(LINE, Outcome.GRANTED), dc.LineOutcome(LINE_2, Outcome.GRANTED))


@pytest.mark.usefixtures("_as_if")
@pytest.mark.parametrize("_as_if", [UNEXPECTED], indirect=True)
def test_annulling_one_of_two_acts_leaves_the_other_title() -> None:
    world = claiming(*TWO_ACTS).after(certify(), settle(*BOTH), sign(number="9/QĐ"), annul(LINE_2))
    kept = TitleHeld("LDTT", YEAR, "9/QĐ", achievement="cuu-nguoi")
    assert world.state("person-cb-001", PersonRecord).titles == (kept,)


@pytest.mark.usefixtures("_as_if")
@pytest.mark.parametrize("_as_if", [UNEXPECTED], indirect=True)
def test_correcting_the_decision_of_one_act_leaves_the_title_of_the_other() -> None:
    """Each act in a decision of its own: the second one's number was entered wrongly."""
    first, second = (settling(outcome) for outcome in BOTH)
    world = claiming(*TWO_ACTS).after(certify())
    for decision, command, number in ((DECISION, first, "9/QĐ"), ("decision-2", second, "10/QĐ")):
        world = world.after(Order(decision, command, DECIDER, NOW), sign(decision=decision, number=number))
    right = dc.CorrectDecision("11/QĐ", TODAY, "Nguyễn Văn A", "Viện trưởng", "Ghi nhầm số")
    corrected = world.after(Order("decision-2", right, DECIDER, NOW))
    titles = [
        TitleHeld("LDTT", YEAR, n, achievement=act)
        for n, act in zip(("9/QĐ", "11/QĐ"), TWO_ACTS, strict=True)
    ]
    assert corrected.state("person-cb-001", PersonRecord).titles == tuple(titles)
    annulled = corrected.after(annul(LINE_2))
    assert annulled.state("person-cb-001", PersonRecord).titles == (titles[0],)


@pytest.mark.usefixtures("_as_if")
@pytest.mark.parametrize("_as_if", [LIFELONG], indirect=True)
def test_award_given_once_in_a_life_is_refused_for_the_title_of_any_year() -> None:
    earlier = rc.RecordTitle(TitleHeld("LDTT", 2001, "9/QĐ"))
    held = Order("person-cb-001", earlier, REGISTRAR, NOW)
    voted = claiming("")
    assert results(voted.after(held)) == [(Outcome.REFUSED, "already_held")]
    given(voted, certify(), held).when(settle(dc.LineOutcome(LINE, Outcome.GRANTED))).refused(
        "award_already_held"
    )


def test_roll_keeps_the_achievement_and_so_does_a_title_from_above() -> None:
    above = Order(LINE, replace(appraisal_of("de-tai"), authority=Authority.SUPREME), APPRAISER, NOW)
    presented = World().after(
        *OFFICE,
        *appraised("de-tai")[:-1],
        above,
        *sitting((LINE, APPROVE)),
        certify(),
        settle(dc.LineOutcome(LINE, Outcome.FORWARDED), instrument=Instrument.PRESENTATION),
        sign(number="12/TTr"),
    )
    assert presented.state("roll-vks-x.2023", Roll).entries[LINE].achievement == "de-tai"
    command = dc.RecordAnswer("900/QĐ", TODAY, "Viện trưởng", (dc.LineAnswer(LINE, Outcome.GRANTED),))
    answered = presented.after(Order(DECISION, command, CLERK, NOW))
    title = TitleHeld("LDTT", YEAR, "900/QĐ", achievement="de-tai")
    assert answered.state("person-cb-001", PersonRecord).titles == (title,)
