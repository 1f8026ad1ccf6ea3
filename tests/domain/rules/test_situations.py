"""More than 200 legal situations: given these facts, this verdict by this article, in whatever order they are told."""

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
from tests.domain.rules.situations import careers, chains, conduct, initiatives, regimes, service, units
from tests.domain.rules.situations.words import THU, Situation

SITUATIONS: tuple[Situation, ...] = (
    *service.SITUATIONS,
    *conduct.SITUATIONS,
    *chains.SITUATIONS,
    *initiatives.SITUATIONS,
    *units.SITUATIONS,
    *careers.SITUATIONS,
    *regimes.SITUATIONS,
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
