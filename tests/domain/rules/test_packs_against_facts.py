"""The packs say what the domain report says: its verified figures, and no more than those."""

from datetime import date, timedelta
from itertools import product

import pytest

from domain.refusal import Refusal
from domain.rules.basis import Status
from domain.rules.criteria.service import LongService, Seniority
from domain.rules.criteria.units import OldUnitOpinion, UnitStands
from domain.rules.library import gaps, pack_for, packs
from domain.rules.pack import AbsentVote, Award, Ballot, Denominator, Procedure, RulePack
from domain.values import CandidateKind, Track
from scripts.docs_rules import parameters
from tests.domain.rules.reported import (
    CAPS,
    CATALOGUE,
    CIRCULAR_2019,
    CIRCULAR_2024,
    DECREE_98,
    DECREE_152,
    EVERY,
    IN_FORCE,
    OPEN_QUESTIONS,
    OTHER_TRACKS,
    PRACTICE,
    PRIZES,
    R2019,
    R2024A,
    R2024B,
    R2025,
    R2026,
    READ,
    REGIMES,
    SINCE_2024,
)
from tests.domain.rules.verified import VERIFIED, Read

PACKS = packs()


def only(award: Award, kind: type, **which: object) -> object:
    """The one criterion of that kind on the award, and with those members."""
    (found,) = (
        entry
        for entry in award.criteria
        if isinstance(entry, kind) and all(getattr(entry, name) == value for name, value in which.items())
    )
    return found


def surely(pack: str, award: str, kind: type, **told: object) -> bool:
    """Whether that pack holds a verified criterion of that kind with those members."""
    return any(
        entry.status.may_decide and all(getattr(entry, name) == value for name, value in told.items())
        for entry in PACKS[pack].awards[award].criteria
        if isinstance(entry, kind)
    )


# Nothing is verified that nobody read


@pytest.mark.parametrize("pack", EVERY)
def test_what_is_verified_is_what_was_reviewed(pack: str) -> None:
    reviewed = {
        (parameter, read.instrument, read.article)
        for read in VERIFIED
        if pack in read.packs.split()
        for parameter in read.parameters
    }
    shipped = {
        (placed.subject.replace("`", ""), placed.basis.instrument, placed.basis.article)
        for placed in parameters(PACKS[pack])
        if placed.basis.status.may_decide
    }
    assert shipped == reviewed


@pytest.mark.parametrize("read", VERIFIED, ids=lambda read: f"{read.instrument} {read.article[:20]}")
def test_what_is_verified_rests_on_a_text_in_force_on_every_day_of_the_pack(read: Read) -> None:
    packs_of, instrument = read.packs.split(), read.instrument
    if instrument in PRACTICE:
        assert packs_of == [R2019]
        return
    first, last = IN_FORCE[instrument]
    for pack in packs_of:
        begins, ends, _texts = REGIMES[pack]
        assert first <= begins, (pack, instrument)
        assert last is None or (ends is not None and ends <= last), (pack, instrument)


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_what_is_not_verified_asks(pack: RulePack) -> None:
    for placed in parameters(pack):
        assert placed.basis.status.may_decide or "?" in placed.basis.question, placed


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_every_text_of_a_pack_is_one_that_something_rests_on(pack: RulePack) -> None:
    assert {placed.basis.instrument for placed in parameters(pack)} - {""} == set(pack.instruments)


# Which pack


@pytest.mark.parametrize("pack", EVERY)
def test_regime_has_its_days_and_its_texts(pack: str) -> None:
    first, last, texts = REGIMES[pack]
    shipped = PACKS[pack]
    assert (shipped.received_from, shipped.received_to) == (
        date.fromisoformat(first),
        date.fromisoformat(last) if last else None,
    )
    assert texts <= set(shipped.instruments)


@pytest.mark.parametrize(
    ("day", "pack"),
    [
        ("2019-06-28", R2019),
        ("2023-12-31", R2019),
        ("2024-01-01", R2024A),
        ("2024-09-30", R2024A),
        ("2024-10-01", R2024B),
        ("2025-06-30", R2024B),
        ("2025-07-01", R2025),
        ("2026-09-30", R2025),
        ("2026-10-01", R2026),
        ("2099-01-01", R2026),
    ],
)
def test_day_of_receipt_chooses_the_pack_on_both_sides_of_every_change(day: str, pack: str) -> None:
    assert pack_for(date.fromisoformat(day)).id == pack


def test_no_day_since_the_2019_circular_is_without_a_pack_and_none_before_has_one() -> None:
    assert gaps(PACKS.values()) == ()
    assert list(PACKS) == list(EVERY)
    with pytest.raises(Refusal, match="no_rule_pack"):
        pack_for(date(2019, 6, 28) - timedelta(days=1))


# The catalogue


@pytest.mark.parametrize(("pack", "code"), [*product(EVERY, CATALOGUE)])
def test_award_of_the_catalogue_is_for_its_candidates_on_its_routes(pack: str, code: str) -> None:
    award = PACKS[pack].awards[code]
    assert (" ".join(award.candidates), " ".join(award.routes)) == CATALOGUE[code]
    assert award.outsiders is (code == "KNC_VSNKS")


@pytest.mark.parametrize("pack", EVERY)
def test_forms_of_the_other_tracks_have_codes_of_their_own(pack: str) -> None:
    found = {
        track: {code for code, award in PACKS[pack].awards.items() if award.track is track} for track in Track
    }
    merit = found.pop(Track.MERIT)
    assert found == OTHER_TRACKS
    assert merit == (set(CATALOGUE) - {"KNC_VSNKS"}) | {"CO_TCCT"}


@pytest.mark.parametrize("pack", EVERY)
def test_every_pack_has_the_same_awards_under_the_same_names(pack: str) -> None:
    named = {code: award.name for code, award in PACKS[pack].awards.items()}
    assert named == {code: award.name for code, award in PACKS[R2026].awards.items()}


# Figures


@pytest.mark.parametrize("pack", EVERY)
def test_verified_caps_are_the_ones_read(pack: str) -> None:
    shipped = {
        (award.code, str(cap.route)): (cap.percent, cap.of, cap.minimum)
        for award in PACKS[pack].awards.values()
        for cap in award.caps
        if cap.status.may_decide
    }
    assert shipped == {
        key: (percent, of, least) for key, (percent, of, least, where) in CAPS.items() if pack in where
    }


@pytest.mark.parametrize("pack", SINCE_2024)
def test_cap_of_an_older_text_only_asks_whether_it_still_holds(pack: str) -> None:
    awards = PACKS[pack].awards
    for code, route in CAPS:
        cap = next(cap for cap in awards[code].caps if cap.route == route) if awards[code].caps else None
        if code == "TTLDXS":
            assert (cap is None) is (pack == R2024A)
        else:
            assert cap is not None
            assert (cap.status, cap.percent) == (Status.UNKNOWN, CAPS[code, route][0])


@pytest.mark.parametrize("pack", EVERY)
def test_prizes_are_those_of_the_decrees_and_of_no_older_one(pack: str) -> None:
    shipped = {award.code: award.prize for award in PACKS[pack].awards.values() if award.prize}
    assert {code: prize.tenths for code, prize in shipped.items()} == ({} if pack == R2019 else PRIZES)
    assert all(prize.status.may_decide for prize in shipped.values())


@pytest.mark.parametrize("pack", SINCE_2024)
def test_state_honours_are_public_for_ten_working_days_before_the_sector_sits(pack: str) -> None:
    verified = {
        code: (award.public_comment.min_working_days, award.public_comment.basis.article)
        for code, award in PACKS[pack].awards.items()
        if award.public_comment and award.public_comment.status.may_decide
    }
    article = "Điều 46 khoản 2" if pack in DECREE_98 else "Điều 44 khoản 2"  # [18]; [16]
    assert verified == dict.fromkeys(("CSTDTQ", "HUAN_CHUONG", "AHLD"), (10, article))


def test_old_regime_asks_about_public_comment() -> None:
    rules = [award.public_comment for award in PACKS[R2019].awards.values() if award.public_comment]
    assert {rule.status for rule in rules} == {Status.UNKNOWN}


# Votes


@pytest.mark.parametrize("pack", EVERY)
def test_only_the_2017_decree_gives_a_vote_that_decides(pack: str) -> None:
    sure = {
        code: (award.vote.pass_percent, award.vote.ballot, award.vote.denominator, award.vote.absent)
        for code, award in PACKS[pack].awards.items()
        if award.vote and award.vote.status.may_decide
    }
    rule = (90, Ballot.SECRET, Denominator.MEMBERS, AbsentVote.WRITTEN)  # [35]
    assert sure == ({"CSTDN": rule, "CSTDTQ": rule, "AHLD": rule} if pack == R2019 else {})


@pytest.mark.parametrize(
    ("pack", "award", "percent", "status"),
    [
        (R2024A, "CSTDN", 90, Status.INFERRED),  # the 2019 circular [11] under a decree that nobody read
        *((pack, "CSTDN", 80, Status.RECALLED) for pack in CIRCULAR_2024),
        *((pack, "CSTDTQ", 90, Status.RECALLED) for pack in SINCE_2024),
        *((pack, "AHLD", 90, Status.RECALLED) for pack in SINCE_2024),
        *((pack, "CO_NGANH", 80, Status.RECALLED) for pack in SINCE_2024),
        *((pack, "CO_CP", 80, Status.RECALLED) for pack in SINCE_2024),
    ],
)
def test_votes_of_later_decrees_are_recalled_and_ask(
    pack: str, award: str, percent: int, status: Status
) -> None:
    vote = PACKS[pack].awards[award].vote
    assert vote is not None
    assert (vote.pass_percent, vote.status, vote.denominator) == (percent, status, Denominator.MEMBERS)
    assert vote.quorum is not None
    assert (vote.quorum.numerator, vote.quorum.denominator, vote.quorum.status) == (2, 3, Status.RECALLED)


# Criteria


@pytest.mark.parametrize(("award", "kind", "told", "where"), READ)
def test_criterion_is_verified_where_its_text_was_read_and_nowhere_else(
    award: str, kind: type, told: dict[str, object], where: tuple[str, ...]
) -> None:
    assert tuple(pack for pack in EVERY if surely(pack, award, kind, **told)) == where


@pytest.mark.parametrize(("pack", "code"), [*product(EVERY, CATALOGUE)])
def test_dissolved_collective_is_refused_by_the_2025_circular_only(pack: str, code: str) -> None:
    collective = CandidateKind.COLLECTIVE in PACKS[pack].awards[code].candidates
    assert not collective or surely(pack, code, UnitStands) is (pack in DECREE_152)  # [66]


@pytest.mark.parametrize("pack", SINCE_2024)
def test_transferred_person_needs_the_old_unit_after_six_months_by_another_ministry(pack: str) -> None:
    found = only(PACKS[pack].awards["LDTT"], OldUnitOpinion, months=6)
    assert isinstance(found, OldUnitOpinion)
    assert found.status is Status.VERIFIED_SECONDARY  # [32]


@pytest.mark.parametrize("pack", EVERY)
def test_seniority_is_ten_fifteen_twenty_and_twenty_five_years_and_asks(pack: str) -> None:
    found = {
        entry.years: entry.status
        for award in PACKS[pack].awards.values()
        for entry in award.criteria
        if isinstance(entry, Seniority)
    }
    status = Status.INFERRED if pack == R2019 else Status.VERIFIED_SECONDARY  # [62]
    assert found == dict.fromkeys((10, 15, 20, 25), status)


@pytest.mark.parametrize("pack", DECREE_152)
def test_long_service_table_is_read_in_a_secondary_source_only(pack: str) -> None:
    found = only(PACKS[pack].awards["HUAN_CHUONG_CH"], LongService)
    assert isinstance(found, LongService)
    assert found.status is Status.VERIFIED_SECONDARY  # [25]
    assert [(row.position, row.from_years, row.below_years) for row in found.rows] == [
        ("vu_truong", 6, 10),
        ("pho_vu_truong", 10, 15),
    ]


@pytest.mark.parametrize("pack", EVERY)
def test_simplified_procedure_is_recalled_for_what_is_no_merit(pack: str) -> None:
    simplified = {
        code: award.procedure.status
        for code, award in PACKS[pack].awards.items()
        if award.procedure and award.procedure.value is Procedure.SIMPLIFIED
    }
    tracks = (Track.UNEXPECTED, Track.LONG_SERVICE, Track.SENIORITY)
    assert simplified == dict.fromkeys(
        set().union(*(OTHER_TRACKS[track] for track in tracks)), Status.RECALLED
    )


@pytest.mark.parametrize("pack", DECREE_152)
def test_certificate_of_the_prime_minister_needs_four_papers(pack: str) -> None:
    papers = PACKS[pack].awards["BANG_KHEN_TTG"].papers
    assert [paper.id for paper in papers] == [
        "submission_letter",
        "achievement_report",
        "council_minutes",
        "supporting_documents",
    ]
    assert {(paper.status, paper.basis.article) for paper in papers} == {(Status.VERIFIED, "Điều 42")}  # [24]


# What is open


def provisions(pack: str) -> dict[str, Status]:
    return {entry.id: entry.status for entry in PACKS[pack].provisions}


def test_last_pack_asks_every_open_question() -> None:
    assert {OPEN_QUESTIONS[question]: Status.UNKNOWN for question in OPEN_QUESTIONS}.items() <= provisions(
        R2026
    ).items()


@pytest.mark.parametrize("pack", DECREE_152)
def test_more_favourable_text_of_2026_is_for_a_human_to_confirm(pack: str) -> None:
    assert provisions(pack)["more_favourable_2026"] is Status.VERIFIED_SECONDARY  # [59]


@pytest.mark.parametrize(
    ("provision", "where"),
    [
        ("annulment", (R2024A, R2024B, R2025)),  # [26]
        ("track_separation", DECREE_152),  # [22]
        ("no_ladder", DECREE_152),  # [22]
        ("state_secret", DECREE_152),  # [24]
        ("dual_regime", (R2019, R2024A, R2024B)),  # [42]
        ("priority", CIRCULAR_2019),  # [77]
        ("medal_day", CIRCULAR_2024),  # [9]
        ("absence_exceptions", CIRCULAR_2024),  # [8]
        ("title_timing", (R2019,)),  # [39]
        ("unit_misconduct", (R2019,)),  # [56]
        ("measured_achievement", (R2019,)),  # [73]
        ("initiative_claim", (R2019,)),  # [49]
    ],
)
def test_provision_is_verified_where_its_text_was_read(provision: str, where: tuple[str, ...]) -> None:
    found = tuple(pack for pack in EVERY if provisions(pack).get(provision) is Status.VERIFIED)
    assert found == where
