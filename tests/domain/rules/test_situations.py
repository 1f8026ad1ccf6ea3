"""More than 500 legal situations: given these facts, this verdict by this article, in whatever order they are told.

Those of `shipped` and `shipped_careers` stand on the packs that are in use, one group for each thing that verdicts must
cover; the others try every kind of condition, on a pack of their own where no shipped pack knows it for sure.
"""

from collections import Counter
from dataclasses import fields, replace
from typing import Any

import pytest

from domain.rules.assess import Finding, assess
from domain.rules.basis import Status
from domain.rules.facts import Facts
from domain.rules.library import packs
from domain.rules.pack import Cap
from domain.rules.sentences import TEMPLATES, VERDICTS, sentences
from domain.rules.voting import cap_limit
from domain.values import CandidateKind, Route, Verdict
from tests.domain.rules.situations import (
    careers,
    chains,
    conduct,
    initiatives,
    regimes,
    service,
    shipped,
    shipped_careers,
    units,
)
from tests.domain.rules.situations.words import THU, Situation

SITUATIONS: tuple[Situation, ...] = (
    *service.SITUATIONS,
    *conduct.SITUATIONS,
    *chains.SITUATIONS,
    *initiatives.SITUATIONS,
    *units.SITUATIONS,
    *careers.SITUATIONS,
    *regimes.SITUATIONS,
    *shipped_careers.everything(shipped.GROUPS, shipped_careers.GROUPS),
)


def finding(situation: Situation, facts: Facts) -> Finding:
    assessment = assess(facts, situation.pack.award(situation.award), situation.pack)
    assert (assessment.award, assessment.pack_hash) == (situation.award, situation.pack.hash)
    (found,) = [found for found in assessment.findings if found.criterion == situation.criterion]
    return found


def reversed_facts(facts: Facts) -> Facts:
    """The same facts, every list told from its end."""
    lists: dict[str, Any] = {
        entry.name: value[::-1]
        for entry in fields(facts)
        if isinstance(value := getattr(facts, entry.name), tuple)
    }
    claims = replace(facts.claims, titles=facts.claims.titles[::-1])
    return replace(facts, claims=claims, **lists)


@pytest.mark.parametrize("situation", SITUATIONS, ids=[situation.name for situation in SITUATIONS])
def test_situation_comes_to_its_verdict_by_its_article(situation: Situation) -> None:
    found = finding(situation, situation.given)
    assert (found.verdict, found.article) == (situation.verdict, situation.article)
    assert finding(situation, reversed_facts(situation.given)) == found


@pytest.mark.parametrize("situation", SITUATIONS, ids=[situation.name for situation in SITUATIONS])
def test_situation_is_told_in_both_languages(situation: Situation) -> None:
    found = finding(situation, situation.given)
    questions = found.question, found.question_en
    for told, verdict, question in zip(sentences(found), VERDICTS[found.verdict], questions, strict=True):
        assert told.startswith(f"{verdict}: ")
        assert found.source in told or not found.instrument
        assert (question in told) is (found.verdict is Verdict.NEEDS_REVIEW)
        assert not {"{", "}"} & set(told)


def test_situations_are_many_distinct_and_of_every_kind() -> None:
    twice = [name for name, times in Counter(one.name for one in SITUATIONS).items() if times > 1]
    assert twice == []
    assert len(SITUATIONS) >= 200
    told = {(finding(one, one.given).kind, one.verdict) for one in SITUATIONS}
    kinds = {kind for kind, _verdict in told}
    assert kinds == set(TEMPLATES) - {""}
    always_asked = {"judgement", "later_text", "members_under_hold", "old_unit_opinion"}
    denied = {kind for kind, verdict in told if verdict in {Verdict.NOT_MET, Verdict.HELD}}
    assert kinds - denied == always_asked


MUST_COVER = {
    *(
        "chains of consecutive years",
        "sliding windows",
        "unexpected and thematic awards never count for merit",
    ),
    *("once per person", "one achievement one award, across both routes"),
    *("discipline from khiển trách up, conduct already used not counted twice",),
    *("accrual that restarts when the discipline ends", "held, not refused, and resumed by a conclusion"),
    *("recruited under 6 (2019: 10) months", "long absence, maternity and injury exceptions"),
    *("dissolved units and successors", "transferred people (old unit's opinion)"),
    *("targets exceeded, not merely met", "a collective shows its members under hold"),
    *("initiatives with scope, co-authors, certificate",),
    *("Kỷ niệm chương service-time with all its additions and subtractions",),
    *("long-service and seniority calculators",),
    *("the leader of a cluster, by the agreement of 80 % of its members",),
}
"""What a verdict must be able to tell; caps are below."""
GROUPS = {**shipped.GROUPS, **shipped_careers.GROUPS}


def test_shipped_packs_are_tried_on_all_that_verdicts_must_cover() -> None:
    assert set(GROUPS) == MUST_COVER
    on_shipped = [one for one in SITUATIONS if one.pack.id in packs()]
    assert len(on_shipped) >= 150
    assert {one.pack.id for one in on_shipped} == set(packs())


@pytest.mark.parametrize("item", sorted(GROUPS))
def test_item_that_is_known_for_sure_is_tried_on_both_sides(item: str) -> None:
    """Where no shipped pack knows it for sure, every situation only asks, or uses no parameter."""
    verified = {one.verdict for one in GROUPS[item] if _status(one).may_decide}
    unverified = {one.verdict for one in GROUPS[item] if not _status(one).may_decide}
    assert unverified <= {Verdict.NEEDS_REVIEW, Verdict.MET}
    assert Verdict.MET in verified | unverified or item in {
        "sliding windows",
        "long-service and seniority calculators",
    }
    if verified and item not in MET_OR_ASKED:
        assert verified & {Verdict.NOT_MET, Verdict.HELD}


MET_OR_ASKED = frozenset(
    {"a collective shows its members under hold", "transferred people (old unit's opinion)"}
)
"""No shipped pack decides these against anybody."""


def _status(situation: Situation) -> Status:
    award = situation.pack.award(situation.award)
    return next(one.status for one in award.criteria if one.id == situation.criterion)


def test_every_verified_condition_of_a_shipped_pack_has_its_situation() -> None:
    tried = {(one.pack.id, one.award, one.criterion) for one in SITUATIONS}
    common = {one.criterion for one in SITUATIONS if one.pack.id in packs()}
    untried = [
        (pack.id, award.code, criterion.id)
        for pack in packs().values()
        for award in pack.awards.values()
        for criterion in award.criteria
        if criterion.status.may_decide and criterion.kind != "judgement"
        if (pack.id, award.code, criterion.id) not in tried
        if criterion.id not in COMMON or criterion.id not in common
    ]
    assert untried == []


COMMON = frozenset({"no_open_proceeding", "one_achievement", "unit_stands"})
"""Conditions that a pack sets for many awards at once: tried on one of them."""


@pytest.mark.parametrize("situation", [one for one in SITUATIONS if one.verdict is not Verdict.MET])
def test_unverified_parameter_never_decides_against_anybody(situation: Situation) -> None:
    """The same situation under the same condition, were it only heard of, asks a human."""
    award = situation.pack.award(situation.award)
    (criterion,) = [one for one in award.criteria if one.id == situation.criterion]
    heard = replace(criterion, basis=replace(criterion.basis, status=Status.RECALLED))
    found = assess(situation.given, replace(award, criteria=(heard,)), situation.pack).findings
    assert [one.verdict for one in found] == [Verdict.NEEDS_REVIEW]


def test_sentence_names_the_figures_in_words() -> None:
    (situation,) = [one for one in SITUATIONS if one.name.startswith("Tuyển dụng ngày 02/07/2025")]
    assert sentences(finding(situation, situation.given)) == (
        "Không đạt: 5 tháng công tác, cần từ 6 tháng (TT 02/2024/TT-VKSTC Điều 15).",
        "Not met: 5 months of service, at least 6 needed (TT 02/2024/TT-VKSTC Điều 15).",
    )


def test_open_matter_is_told_with_its_day() -> None:
    (situation,) = [one for one in SITUATIONS if one.name == "Đang bị điều tra: tạm dừng xét"]
    vi, en = sentences(finding(situation, situation.given))
    assert vi.startswith("Tạm dừng xét: đang điều tra từ ngày 01/10/2025, 1 việc chưa kết luận")
    assert en.startswith("Held: investigation since 01/10/2025, 1 matters not concluded")


CIVIL = packs()["R2019"].award("CSTDCS").cap_for(Route.CIVIL)
TWENTY = THU.award("TTLDXS").cap_for(Route.CIVIL)


@pytest.mark.parametrize(
    ("name", "cap", "population", "limit"),
    [
        ("15 % của 226 người là 33,9: tối đa 33", CIVIL, 226, 33),
        ("15 % của 100 người: đúng 15", CIVIL, 100, 15),
        ("15 % của 99 người là 14,85: tối đa 14", CIVIL, 99, 14),
        ("15 % của 106 người là 15,9: tối đa 15", CIVIL, 106, 15),
        ("15 % của 107 người là 16,05: tối đa 16", CIVIL, 107, 16),
        ("15 % của 6 người là 0,9: không có ai", CIVIL, 6, 0),
        ("15 % của 7 người là 1,05: một người", CIVIL, 7, 1),
        ("15 % của 33 trên 226 là 14,6 %: còn trong mức", CIVIL, 226, 33),
        ("20 % của 20 tập thể: 4", TWENTY, 20, 4),
        ("20 % của 19 tập thể là 3,8: tối đa 3", TWENTY, 19, 3),
        ("20 % của 5 tập thể: 1", TWENTY, 5, 1),
        ("20 % của 4 tập thể là 0,8: dưới 1 thì được 1", TWENTY, 4, 1),
        ("20 % của 1 tập thể: dưới 1 thì được 1", TWENTY, 1, 1),
        ("20 % của 9 tập thể là 1,8: làm tròn xuống", TWENTY, 9, 1),
        ("20 % của 10 tập thể: 2", TWENTY, 10, 2),
    ],
)
def test_cap_is_rounded_down_but_keeps_its_minimum(
    name: str, cap: Cap | None, population: int, limit: int
) -> None:
    assert cap is not None, name
    assert cap_limit(cap, population) == limit


@pytest.mark.parametrize("code", ["R2024B", "R2025", "R2026"])
@pytest.mark.parametrize(("population", "limit"), [(1, 1), (4, 1), (9, 1), (10, 2), (14, 2), (15, 3)])
def test_fifth_of_the_collectives_and_at_least_one_may_be_excellent(
    code: str, population: int, limit: int
) -> None:
    cap = packs()[code].award("TTLDXS").cap_for(Route.CIVIL)
    assert cap is not None
    assert (cap.of, cap.status) == (("TTLDTT",), Status.VERIFIED)
    assert cap_limit(cap, population) == limit


def test_collective_is_not_asked_what_concerns_a_person() -> None:
    award = THU.award("BANG_KHEN_VT_DX")
    asked = {kind: {one.id for one in award.criteria_for(kind, Route.CIVIL)} for kind in award.candidates}
    of_both = {"no_open_proceeding", "one_achievement"}
    assert asked == {
        CandidateKind.INDIVIDUAL: of_both,
        CandidateKind.COLLECTIVE: {*of_both, "unit_stands", "members_under_hold"},
    }
