"""Every sentence of a finding or a refusal is wholly in its language, and says names where the record has codes.

What may stand in both languages: the citation of a finding (it is quoted as the instrument has it), numbers of
documents, ids of packs, and what people themselves named: units, persons, lines, initiatives.
"""

import ast
import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import pytest

from domain import labels, labels_en, vocabulary
from domain.decision.state import Instrument, Stage
from domain.nomination.claims import InitiativeScope, Rating
from domain.nomination.state import Step
from domain.refusal import Refusal
from domain.refusals import REASONS, sentences
from domain.rules.assess import QUESTION_UNTOLD, Finding, assess
from domain.rules.basis import Basis, Status
from domain.rules.criteria.service import LongService
from domain.rules.facts import AbsenceCause, DisciplineGrade
from domain.rules.library import packs
from domain.rules.pack import Ballot, Denominator, RulePack
from domain.rules.sentences import TEMPLATES
from domain.rules.sentences import sentences as told_of
from domain.session import wording
from domain.session.check import _PHASES, check
from domain.session.state import Ground, Phase
from domain.telling import award_name, in_words
from domain.values import Authority, CandidateKind, HoldGround, Outcome, Role, Route, Verdict
from domain.wording import Told, told, vietnamese_letters
from tests.domain.rules.test_situations import SITUATIONS
from tests.domain.test_check import FORGERIES, TRUE

_CODE = re.compile(r"\b(?:[a-z]+_[a-z_]+|[A-Z]+_[A-Z_]+)\b")
"""How the record writes a code of several words."""
AWARDS = frozenset(code for pack in packs().values() for code in pack.awards)
ENUMS: tuple[type[StrEnum], ...] = (
    *(AbsenceCause, Authority, Ballot, CandidateKind, Denominator, DisciplineGrade, HoldGround),
    *(InitiativeScope, Instrument, Outcome, Phase, Rating, Role, Route, Stage, Status, Step, Verdict),
)
CODES_OF_ONE_WORD = frozenset(str(value) for kind in ENUMS for value in kind)


def raw_codes(text: str) -> set[str]:
    """What in a sentence is a code and no word, in either language."""
    words = set(re.findall(r"[A-Z0-9_]+", text))
    return set(_CODE.findall(text)) | words & AWARDS


def codes_in_vietnamese(text: str) -> set[str]:
    """The same, and values of one word: in English they are words, here they are none."""
    return raw_codes(text) | set(re.findall(r"\b[a-z]{4,}\b", text)) & CODES_OF_ONE_WORD


# What is no word is found


def test_codes_and_vietnamese_letters_are_found() -> None:
    assert raw_codes("needs same_year_title of CSTDCS and CO_NGANH by R2024B") == {
        "same_year_title",
        "CSTDCS",
        "CO_NGANH",
    }
    assert codes_in_vietnamese("bước in_council, vai trò appraiser, gói R2019") == {"in_council", "appraiser"}
    assert vietnamese_letters("Decree 152/2025/NĐ-CP and Decision 619/QĐ-VKSTC, Law 06/2022/QH15") == ""
    assert vietnamese_letters("Article 4 of NĐ 152, Hội đồng") == "Độđồ"
    assert vietnamese_letters("Ho\u0302i") == "ô", "letters written in parts count too"


# Findings


def every_finding() -> Iterator[tuple[str, Finding]]:
    """The finding of every situation, and of every condition of the shipped packs on facts that show something."""
    for one in SITUATIONS:
        found = assess(one.given, one.pack.award(one.award), one.pack).findings
        yield from ((f"{one.name} {finding.criterion}", finding) for finding in found)


@pytest.mark.parametrize("language", [0, 1], ids=["vi", "en"])
def test_finding_is_told_in_its_language_without_codes(language: int) -> None:
    kinds, wrong = set(), {}
    for name, finding in every_finding():
        kinds.add(finding.kind)
        sentence = told_of(finding)[language].replace(f"({finding.source})", "")
        faults = (
            raw_codes(sentence) | set(vietnamese_letters(sentence))
            if language
            else codes_in_vietnamese(sentence)
        )
        if faults:
            wrong[name] = sentence
    assert wrong == {}
    assert kinds == set(TEMPLATES) - {""}


def test_finding_that_rests_on_no_rule_says_so_in_both_languages() -> None:
    finding = Finding(
        *(
            "unit_stands",
            "unit_stands",
            Verdict.NEEDS_REVIEW,
            Basis(Status.UNKNOWN).source,
            "",
            "",
            Status.UNKNOWN,
        ),
        *("Tập thể chưa giải thể?", "Not dissolved?", (("dissolved_on", "2025-07-01"),)),
    )
    vi, en = told_of(finding)
    assert vi == (
        "Cần xem xét: đơn vị giải thể ngày 01/07/2025, kế thừa: không có (Chưa tìm thấy quy định)."
        " [tham số chưa rõ] Tập thể chưa giải thể?"
    )
    assert en == (
        "Needs review: the unit was dissolved on 01/07/2025, successor: none (no rule was found)."
        " [parameter not known] Not dissolved?"
    )


def test_question_of_an_older_record_is_said_to_be_in_vietnamese() -> None:
    finding = Finding(
        *(
            "tasks",
            "judgement",
            Verdict.NEEDS_REVIEW,
            "Luật",
            "LAW",
            "Điều 1",
            Status.VERIFIED,
            "Tốt?",
            "",
            (),
        ),
    )
    assert finding.asked == Told("Tốt?", QUESTION_UNTOLD)
    assert told_of(finding)[1].endswith(QUESTION_UNTOLD)


@pytest.mark.parametrize("pack", packs().values(), ids=list(packs()))
def test_pack_asks_and_names_in_both_languages(pack: RulePack) -> None:
    bases = [criterion.basis for award in pack.awards.values() for criterion in award.criteria]
    asked = {(basis.question, basis.question_en) for basis in bases}
    english = [question for _vi, question in asked] + [award.name_en for award in pack.awards.values()]
    assert "" not in english
    assert {text: vietnamese_letters(text) for text in english if vietnamese_letters(text)} == {}
    assert [text for pair in asked for text in pair if raw_codes(text)] == []


def test_award_has_one_name_in_all_packs() -> None:
    names = {(code, one.name, one.name_en) for pack in packs().values() for code, one in pack.awards.items()}
    assert len(names) == len(AWARDS)
    assert award_name("CSTDCS") == ("Chiến sĩ thi đua cơ sở", "Grassroots emulation fighter")


def test_position_of_the_packs_has_its_words() -> None:
    rows = {
        row.position
        for pack in packs().values()
        for award in pack.awards.values()
        for criterion in award.criteria
        if isinstance(criterion, LongService)
        for row in criterion.rows
    }
    assert rows <= set(vocabulary.POSITIONS)


# Refusals

SAMPLES: dict[str, tuple[object, ...]] = {
    "amount": (5_000_000,),
    "award": tuple(AWARDS),
    "ballot": tuple(Ballot),
    "body": ("Công an tỉnh",),
    "candidate": ("cb-0001",),
    "chairs": (2,),
    "council": ("Hội đồng Thi đua - Khen thưởng",),
    "counted": (9,),
    "criteria": (told(("Hoàn thành tốt nhiệm vụ trong năm?", "Were the tasks of the year completed well?")),),
    "criterion": (Told("Đã công tác từ đủ 06 tháng?", "Were at least 6 months served?"),),
    "current": (7,),
    "command": ("anything",),
    "called": (date(2025, 7, 2), "02/07/2025"),
    "date": (date(2025, 7, 1), "01/07/2025"),
    "days": (9,),
    "denominator": tuple(Denominator),
    "detail": ("nomination-an-giang-2023.1",),
    "earlier": (date(2025, 7, 1),),
    "eligible": (8,),
    "expected": tuple(Authority),
    "field": tuple(vocabulary.FIELDS),
    "fraction": ("1/2",),
    "given": (*Authority, 3),
    "instrument": tuple(Instrument),
    "kind": tuple(CandidateKind),
    "later": (date(2025, 6, 30),),
    "limit": (4,),
    "line": ("nomination-an-giang-2023.1",),
    "loaded": ("0a5a1b15f717",),
    "members": (9,),
    "missing": (2,),
    "needed": ("LDTT, CSTT", 6, "2/3"),
    "number": ("12/QĐ-VKSTC",),
    "numerator": (5,),
    "other": tuple(AWARDS),
    "outcome": tuple(Outcome),
    "owed": (3,),
    "pack": ("R2024B",),
    "packs": ("R2024B, R2025",),
    "paper": ("bao-cao-khac",),
    "percent": (80,),
    "person": ("person-cb-0001",),
    "population": (20,),
    "present": (6,),
    "principal": ("cb-0002",),
    "proceeding": ("vv-1",),
    "recorded": ("85144a1a292e",),
    "role": tuple(Role),
    "route": tuple(Route),
    "step": (*Step, *Phase, *Stage, *Outcome),
    "stream": ("dossier-an-giang-2023",),
    "unit": ("VKS-KV-1",),
    "value": ("dossier-X Y",),
    "what": (Told("vụ việc mới", "a new matter"),),
    "year": (2025,),
}
"""Facts as the rules hand them to a refusal, of every name; where a fact is a code, every code."""


def facts_of(code: str) -> set[str]:
    """The facts that the sentences of a refusal tell."""
    reason = REASONS[code]
    return set(re.findall(r"{(\w+)}", reason.vi + reason.en))


@pytest.mark.parametrize("code", list(REASONS))
def test_refusal_is_told_in_its_language_without_codes(code: str) -> None:
    names = facts_of(code)
    for place in range(max((len(SAMPLES[name]) for name in names), default=1)):
        facts = {name: SAMPLES[name][place % len(SAMPLES[name])] for name in names}
        vi, en, source = sentences(Refusal(code, facts))
        own = [str(SAMPLES[name][0]) for name in ("body", "council") if name in names]
        for text in own:
            en = en.replace(text, "")
        assert codes_in_vietnamese(vi) == set(), vi
        assert raw_codes(en) == set(), en
        assert vietnamese_letters(en) == "", en
        assert source


def test_every_fact_of_a_refusal_is_tried_as_the_rules_hand_it() -> None:
    untried = {name for code in REASONS for name in facts_of(code)} - set(SAMPLES)
    assert not untried, f"give SAMPLES the values that the rules hand to a refusal as {sorted(untried)}"


def test_field_that_a_refusal_names_has_its_words() -> None:
    """Fields are written out where a date or a figure is refused."""
    written = set()
    for path in Path("domain").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                written |= set(_fields(node))
    assert {"letter_date", "people", "year"} <= written
    assert written <= set(vocabulary.FIELDS)


def _fields(call: ast.Call) -> Iterator[str]:
    named = [word.value for word in call.keywords if word.arg == "field"]
    first = call.args[:1] if getattr(call.func, "attr", "") == "require_past" else []
    for node in (*named, *first):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_both_tables_of_labels_name_the_same_codes() -> None:
    tables = [name for name in vars(labels_en) if name.isupper()]
    assert {name: set(getattr(labels, name)) for name in tables} == {
        name: set(getattr(labels_en, name)) for name in tables
    }


@pytest.mark.parametrize(
    "kind", [kind for kind in ENUMS if kind is not Verdict], ids=lambda kind: kind.__name__
)
def test_every_value_that_a_sentence_may_tell_has_a_word(kind: type[StrEnum]) -> None:
    tables = [table for table in vars(vocabulary).values() if isinstance(table, MappingProxyType)]
    assert {str(value) for value in kind} <= {code for table in tables for code in table}


def test_what_is_no_code_stands_as_it_is() -> None:
    assert in_words("unit", "VKS-KV-1") == ("VKS-KV-1", "VKS-KV-1")
    assert in_words("award", "KHONG_CO") == ("KHONG_CO", "KHONG_CO"), "nobody knows this award"
    assert in_words("opened_on", "2025-07-01") == ("01/07/2025", "01/07/2025")
    assert in_words("span", "2022-2024") == ("2022-2024", "2022-2024")
    assert in_words("held", "LDTT, CSTT") == (
        "Lao động tiên tiến, Chiến sĩ tiên tiến",
        "Advanced labourer, Advanced fighter",
    )


# The check of a session


def test_check_of_a_session_has_words_for_all_it_tells() -> None:
    assert set(wording.ACTS) == set(_PHASES)
    assert {str(phase) for phase in Phase} == set(wording.PHASES)
    assert set(Ground) == set(wording.GROUNDS)
    tables = (wording.ACTS, wording.PHASES, wording.GROUNDS, wording.CAUSES)
    told_in_english = [pair[1] for table in tables for pair in table.values()]
    assert [text for text in told_in_english if vietnamese_letters(text) or raw_codes(text)] == []


@pytest.mark.parametrize("name", FORGERIES)
def test_what_a_check_finds_is_told_in_its_language_without_codes(name: str) -> None:
    found = list(TRUE)
    FORGERIES[name][0](found)
    failures = [failure for checked in check(found) for failure in checked.failures]
    assert failures
    for failure in failures:
        codes = raw_codes(failure.sentence_vi) | raw_codes(failure.sentence_en)
        assert codes <= {"KHONG_CO"}, f"only what no pack knows has no name: {failure}"
        assert vietnamese_letters(failure.sentence_en) == "", failure
