"""What a dossier lacks or contradicts before it is submitted: each remark with the clause that asks for it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.dossier.commands import LineDraft
from domain.dossier.lint import Matter, Proposal, Register, Remark, Weight, lint
from domain.nomination.claims import Claims, Initiative, InitiativeScope, Rating, TitleHeld
from domain.register.state import PersonRecord, UnitRecord
from domain.rules.facts import Proceeding, ServiceKind, ServicePeriod, TargetResult
from domain.rules.library import packs
from domain.rules.pack import RulePack
from domain.values import CandidateKind, HoldGround, Route
from tests.audit.recorded import other_pack

R2019 = packs()["R2019"]
TODAY = date(2023, 12, 1)
CERTIFIED = Initiative(InitiativeScope.BASE, "SK-1/2023")
GOOD = Claims(Rating.GOOD, service_months=120)
TEAM = Claims(Rating.GOOD, targets_percent=104)
NOTHING_KNOWN = Register({}, {})
LAW = {"instrument": "LAW_2003"}
REPORT = {"id": "report", "name": "Báo cáo thành tích"}
ASKED = {**REPORT, **LAW, "status": "inferred", "question": "Quy định nào đòi?", "question_en": "Which rule?"}
NEEDED = {**REPORT, **LAW, "status": "verified", "article": "Điều 53"}


def line(award: str = "LDTT", claims: Claims = GOOD, candidate: str = "cb-1") -> LineDraft:
    return LineDraft(candidate, "Lan", CandidateKind.INDIVIDUAL, award, claims)


def team(award: str = "TTLDTT", claims: Claims = TEAM, candidate: str = "tt-1") -> LineDraft:
    return LineDraft(candidate, "Phòng 1", CandidateKind.COLLECTIVE, award, claims)


def held(award: str, *years: int, decision: str = "1/QĐ") -> tuple[TitleHeld, ...]:
    return tuple(TitleHeld(award, year, decision) for year in years)


def remarks(
    *lines: LineDraft,
    pack: RulePack = R2019,
    register: Register | None = None,
    papers: frozenset[str] = frozenset(),
) -> list[Remark]:
    proposal = Proposal("VKS-AG", Route.CIVIL, 2023, lines, papers)
    return list(lint(proposal, pack, TODAY, register))


def told(found: list[Remark]) -> list[tuple[Weight, Matter, int]]:
    return [(remark.weight, remark.matter, remark.line) for remark in found]


FAULT, CHECK = Weight.FAULT, Weight.CHECK


def test_dossier_in_order_has_no_remark() -> None:
    assert remarks(line(), team()) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([line("XYZ")], (FAULT, Matter.AWARD, 1)),
        ([line("TTLDTT")], (FAULT, Matter.AWARD, 1)),
        ([line("CSTT")], (FAULT, Matter.AWARD, 1)),
        ([line(), line()], (FAULT, Matter.DUPLICATE, 2)),
        ([line(claims=replace(GOOD, service_months=None))], (FAULT, Matter.CLAIM, 1)),
        ([line(claims=replace(GOOD, targets_percent=110))], (FAULT, Matter.CLAIM, 1)),
        ([team(claims=replace(TEAM, service_months=12))], (FAULT, Matter.CLAIM, 1)),
        (
            [team(), team("TTLDXS", claims=replace(TEAM, targets_percent=None))],
            (CHECK, Matter.CLAIM, 2),
        ),
        ([line(claims=replace(GOOD, titles=held("LDTT", 2022, decision=" ")))], (FAULT, Matter.TITLE, 1)),
        ([line(claims=replace(GOOD, titles=held("LDTT", 2024)))], (FAULT, Matter.TITLE, 1)),
        ([line(claims=replace(GOOD, titles=held("LDTT", 2022, 2022)))], (FAULT, Matter.TITLE, 1)),
        ([line(claims=replace(GOOD, titles=held("TTLDTT", 2022)))], (FAULT, Matter.TITLE, 1)),
        ([line(claims=replace(GOOD, titles=held("HCLD", 2022)))], (CHECK, Matter.TITLE, 1)),
        ([line(claims=replace(GOOD, service_months=9))], (FAULT, Matter.CRITERION, 1)),
        (
            [line(claims=replace(GOOD, initiative=Initiative(InitiativeScope.BASE, "")))],
            (FAULT, Matter.INITIATIVE, 1),
        ),
    ],
    ids=str,
)
def test_each_fault_is_told_once(lines: list[LineDraft], expected: tuple[Weight, Matter, int]) -> None:
    assert told(remarks(*lines)) == [expected]


@pytest.mark.parametrize("months", [10, 11])
def test_months_at_the_threshold_are_enough(months: int) -> None:
    assert remarks(line(claims=replace(GOOD, service_months=months))) == []


def test_condition_that_is_not_met_is_told_with_its_article() -> None:
    (remark,) = remarks(line(claims=replace(GOOD, service_months=9)))
    assert remark.instrument == "VKS_CIR_01_2019"
    assert remark.article.startswith("quy định về danh hiệu “Lao động tiên tiến”")
    assert remark.sentence.startswith(
        "dòng 1 (Lao động tiên tiến): Không đạt: 9 tháng công tác, cần từ 10 tháng"
    )


def test_initiative_without_certificate_names_the_clause_that_asks_for_it() -> None:
    claims = replace(
        GOOD, initiative=Initiative(InitiativeScope.SECTOR, ""), titles=held("CSTDCS", 2020, 2021, 2022)
    )
    (remark,) = remarks(line("CSTDN", claims))
    assert (remark.matter, remark.source) == (Matter.INITIATIVE, "TT 01/2019/TT-VKSTC Điều 16")


# Papers


def with_papers(*papers: dict[str, str]) -> RulePack:
    def change(awards: dict[str, Any]) -> None:
        for award in awards.values():
            award["papers"] = list(papers)

    return other_pack(change)


def test_verified_paper_is_missing_and_another_is_asked_after_once_for_all_awards() -> None:
    for paper, weight in ((NEEDED, FAULT), (ASKED, CHECK)):
        (remark,) = remarks(line(), line(candidate="cb-2"), team(), pack=with_papers(paper))
        assert (remark.weight, remark.matter, remark.line, remark.award) == (
            weight,
            Matter.PAPER,
            0,
            "LDTT, TTLDTT",
        )
        assert "“Báo cáo thành tích” (report)" in remark.sentence
    assert "Quy định nào đòi?" in remark.sentence


def test_paper_that_lies_in_the_dossier_is_not_asked_for() -> None:
    assert remarks(line(), pack=with_papers(NEEDED), papers=frozenset({"report"})) == []


def test_paper_of_collectives_is_not_asked_of_a_person() -> None:
    pack = with_papers({**NEEDED, "candidates": ["collective"]})  # type: ignore[dict-item]
    assert remarks(line(), pack=pack) == []
    assert told(remarks(team(), pack=pack)) == [(FAULT, Matter.PAPER, 0)]


# The register beside it


def test_title_is_held_against_the_register_only_where_there_is_one() -> None:
    claims = replace(GOOD, titles=held("LDTT", 2022))
    known = Register({"cb-1": PersonRecord(titles=held("LDTT", 2022))}, {})
    assert remarks(line(claims=claims)) == []
    assert remarks(line(claims=claims), register=known) == []
    assert told(remarks(line(claims=claims), register=NOTHING_KNOWN)) == [(CHECK, Matter.TITLE, 1)]


def test_chain_that_is_not_claimed_is_a_fault_only_where_the_register_was_asked() -> None:
    claims = replace(GOOD, initiative=Initiative(InitiativeScope.SECTOR, "1"))
    (asked,) = remarks(line("CSTDN", claims))
    assert (asked.weight, asked.matter, asked.article) == (CHECK, Matter.CRITERION, "Điều 16")
    assert asked.sentence.endswith("Chưa đối chiếu với sổ.")
    assert told(remarks(line("CSTDN", claims), register=NOTHING_KNOWN)) == [(FAULT, Matter.CRITERION, 1)]
    known = Register({"cb-1": PersonRecord(titles=held("CSTDCS", 2020, 2021, 2022))}, {})
    assert remarks(line("CSTDN", claims), register=known) == []


def test_title_of_the_same_year_may_be_sought_beside() -> None:
    claims = replace(GOOD, initiative=CERTIFIED)
    others = [line(candidate=f"cb-{number}") for number in range(2, 9)]
    assert remarks(line(claims=claims), line("CSTDCS", claims), *others) == []
    (remark,) = remarks(line("CSTDCS", claims), *others)
    assert remark.source == "NĐ 91/2017/NĐ-CP Điều 9"


@pytest.mark.parametrize(
    ("first", "fits"), [((2013, 12, 1), True), ((2013, 11, 1), True), ((2013, 10, 1), False)]
)
def test_months_are_held_against_the_day_of_recruitment(first: tuple[int, int, int], fits: bool) -> None:  # noqa: FBT001
    service = (ServicePeriod(ServiceKind.PROCURACY, date(*first)),)
    found = remarks(line(), register=Register({"cb-1": PersonRecord(service=service)}, {}))
    assert told(found) == ([] if fits else [(FAULT, Matter.SERVICE, 1)])
    assert fits or "kê khai 120 tháng công tác, sổ ghi từ 01/10/2013: 122 tháng" in found[0].sentence


def test_unit_s_own_record_settles_its_targets() -> None:
    def verified(awards: dict[str, Any]) -> None:
        awards["TTLDTT"]["criteria"] = [
            {
                "id": "t",
                "kind": "targets_exceeded",
                "status": "verified",
                "question": "Vượt?",
                "question_en": "Exceeded?",
                **LAW,
                "article": "1",
            }
        ]

    behind = UnitRecord(targets=(TargetResult("ct-1", 2023, 100, 100),))
    known = Register({}, {"tt-1": behind})
    assert told(remarks(team(), pack=other_pack(verified), register=known)) == [(FAULT, Matter.CRITERION, 1)]


def test_open_matter_holds_the_line() -> None:
    def verified(awards: dict[str, Any]) -> None:
        awards["LDTT"]["criteria"] = [
            {
                "id": "open",
                "kind": "no_open_proceeding",
                "status": "verified",
                "question": "?",
                "question_en": "?",
                **LAW,
                "article": "1",
            }
        ]

    opened = (Proceeding("v-1", HoldGround.INSPECTION, date(2023, 11, 1)),)
    known = Register({"cb-1": PersonRecord(proceedings=opened)}, {})
    (remark,) = remarks(line(), pack=other_pack(verified), register=known)
    assert remark.sentence.startswith(
        "dòng 1 (Lao động tiên tiến): Tạm dừng xét: đang thanh tra, kiểm tra từ ngày 01/11/2023"
    )


def test_year_that_has_not_come_is_told_and_not_raised() -> None:
    proposal = Proposal("VKS-AG", Route.CIVIL, 2024, (line(),))
    (remark,) = lint(proposal, R2019, TODAY)
    assert (remark.matter, remark.sentence) == (
        Matter.CLAIM,
        "dòng 1 (Lao động tiên tiến): Dữ kiện không thể có: năm xét 2024 (từ 1945 đến năm nay).",
    )


# Caps and exclusions within the dossier


@pytest.mark.parametrize(("fighters", "warned"), [(1, False), (2, True)])
def test_cap_counts_what_the_dossier_proposes(fighters: int, warned: bool) -> None:  # noqa: FBT001
    claims = replace(GOOD, initiative=CERTIFIED)
    lines = [line(candidate=f"cb-{number}") for number in range(13)]
    lines += [line("CSTDCS", claims, f"cb-{number}") for number in range(fighters)]
    found = remarks(*lines)
    assert told(found) == ([(CHECK, Matter.CAP, 0)] if warned else [])
    assert not warned or found[0].article == "Điều 9 khoản 3"


def test_cap_on_strength_needs_the_strength() -> None:
    def on_strength(awards: dict[str, Any]) -> None:
        cap = {
            "route": "civil",
            "percent": 10,
            "of": [],
            "minimum": 0,
            "status": "verified",
            **LAW,
            "article": "1",
        }
        awards["LDTT"]["caps"] = [cap]

    pack = other_pack(on_strength)
    assert remarks(line(), pack=pack, register=NOTHING_KNOWN) == []
    assert remarks(line(), pack=pack, register=Register({}, {}, strength=10)) == []
    assert told(remarks(line(), pack=pack, register=Register({}, {}, strength=9))) == [(CHECK, Matter.CAP, 0)]


@pytest.mark.parametrize(("status", "weight"), [("verified", FAULT), ("inferred", CHECK)])
def test_forms_that_exclude_each_other_are_not_sought_together(status: str, weight: Weight) -> None:
    def excluding(awards: dict[str, Any]) -> None:
        rule = {"id": "not_both", "kind": "no_same_year_title", "awards": ["BANG_KHEN_VT"], "status": status}
        awards["LDTT"]["criteria"].append(
            rule | {"question": "?", "question_en": "?", **LAW, "article": "Điều 4"}
        )

    found = remarks(line(), line("BANG_KHEN_VT"), pack=other_pack(excluding))
    assert told(found) == [(weight, Matter.EXCLUSION, 1)]
