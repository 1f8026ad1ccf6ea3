"""The registries are whole: event names, commands and refusal codes, each once and each used."""

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import get_args

import pytest

from domain.catalogue import COMMANDS, ENGINE_COMMANDS, EVENTS, NAMES
from domain.comment.commands import CommentCommand
from domain.comment.events import CommentEvent
from domain.council.commands import CouncilCommand
from domain.council.events import CouncilEvent
from domain.deadline import Rung
from domain.deciders import DECIDERS
from domain.decision.commands import DecisionCommand
from domain.decision.events import DecisionEvent
from domain.decision.state import Instrument, Stage
from domain.delegation.commands import DelegationCommand
from domain.delegation.events import DelegationEvent
from domain.dossier.commands import DossierCommand
from domain.dossier.events import DossierEvent
from domain.ids import Kind
from domain.labels import (
    AUTHORITIES,
    CHANNELS,
    INSTRUMENTS,
    KINDS,
    OUTCOMES,
    RECOMMENDATIONS,
    ROLES,
    ROUTES,
    RUNGS,
    STEPS,
)
from domain.nomination.commands import NominationCommand
from domain.nomination.events import NominationEvent
from domain.nomination.state import Step
from domain.refusal import Reason
from domain.refusals import AREAS, REASONS
from domain.register.commands import RegisterCommand
from domain.register.events import RegisterEvent
from domain.roll.commands import RollCommand
from domain.roll.events import RollEvent
from domain.session.commands import SessionCommand
from domain.session.events import SessionEvent
from domain.session.state import Channel, Phase
from domain.values import Authority, CandidateKind, Outcome, Recommendation, Role, Route

ROOT = Path(__file__).parents[2]
EVENT_UNIONS = (
    NominationEvent,
    DossierEvent,
    SessionEvent,
    DecisionEvent,
    RegisterEvent,
    RollEvent,
    CommentEvent,
    CouncilEvent,
    DelegationEvent,
)
COMMAND_UNIONS = (
    NominationCommand,
    DossierCommand,
    SessionCommand,
    DecisionCommand,
    RegisterCommand,
    RollCommand,
    CommentCommand,
    CouncilCommand,
    DelegationCommand,
)
RELAYED = {
    "DraftNomination",
    "SubmitNomination",
    "ReceiveNomination",
    "PlaceOnAgenda",
    "RecordVote",
    "DecideOutcome",
    "RecordSignature",
    "RecordPublication",
    "RecordArchival",
    "ListForComment",
    "RecordGrant",
    "RevokeTitle",
    "CountMembersUnderHold",
    "EnterResults",
    "AnswerNomination",
}
"""What comes only with another stream's act: nobody may ask it by name."""

IRREGULAR = {"held", "withdrawn", "cast"}
"""Past participles that do not end in -ed."""


def classes(unions: tuple[object, ...]) -> list[type]:
    return [cls for union in unions for cls in get_args(union) or (union,)]


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


# Events


def test_every_event_is_registered_once_and_nothing_else_is() -> None:
    registered = Counter(cls.__qualname__ for cls, _schema in EVENTS.values())
    assert registered == Counter(cls.__qualname__ for cls in classes(EVENT_UNIONS))
    assert {cls for cls, _schema in EVENTS.values()} == set(classes(EVENT_UNIONS))


def test_names_and_classes_are_each_others_inverse() -> None:
    assert {name: cls for cls, name in NAMES.items()} == {
        name: cls for name, (cls, _schema) in EVENTS.items()
    }


@pytest.mark.parametrize("name", EVENTS)
def test_event_name_is_a_kind_and_a_past_tense(name: str) -> None:
    kind, dot, fact = name.partition(".")
    assert dot
    assert kind in set(Kind)
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", fact), f"{name} is not snake_case"
    past = [word for word in fact.split("_") if word.endswith("ed") or word in IRREGULAR]
    assert past, f"{name} tells no past tense"


@pytest.mark.parametrize(("name", "cls"), [(name, cls) for name, (cls, _schema) in EVENTS.items()])
def test_event_lies_in_its_kinds_package(name: str, cls: type) -> None:
    kind = name.partition(".")[0]
    package = "register" if kind in {Kind.PERSON, Kind.UNIT} else kind
    assert cls.__module__ == f"domain.{package}.events"


@pytest.mark.parametrize(("cls", "schema"), EVENTS.values())
def test_event_is_frozen_data_with_a_schema_and_a_sentence(cls: type, schema: int) -> None:
    assert is_dataclass(cls)
    assert cls.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert type(schema) is int
    assert schema >= 1
    assert cls.__doc__
    assert not cls.__doc__.startswith(f"{cls.__name__}("), f"{cls.__name__} has no docstring"


# Commands


def asked() -> list[type]:
    return [cls for named in (*COMMANDS.values(), *ENGINE_COMMANDS.values()) for cls in named.values()]


def test_every_command_is_asked_by_a_person_or_the_engine_or_is_relayed() -> None:
    ours = Counter(asked()) + Counter(cls for cls in classes(COMMAND_UNIONS) if cls.__name__ in RELAYED)
    assert ours == Counter(classes(COMMAND_UNIONS))


def test_no_relayed_command_can_be_asked() -> None:
    """Their deciders check no role: the bulk act that carries them does."""
    assert RELAYED.isdisjoint(cls.__name__ for cls in asked())


@pytest.mark.parametrize(
    ("name", "cls"), [(name, cls) for named in COMMANDS.values() for name, cls in named.items()]
)
def test_command_name_is_that_of_its_class(name: str, cls: type) -> None:
    assert name == snake(cls.__name__)


def test_every_kind_has_commands_and_a_decider() -> None:
    assert set(COMMANDS) == set(DECIDERS) == set(Kind)


# Labels


@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        (STEPS, {*Step, *Phase, *Stage}),
        (ROLES, set(Role)),
        (OUTCOMES, set(Outcome)),
        (RUNGS, set(Rung)),
        (KINDS, set(CandidateKind)),
        (ROUTES, set(Route)),
        (RECOMMENDATIONS, set(Recommendation)),
        (AUTHORITIES, set(Authority)),
        (CHANNELS, set(Channel)),
        (INSTRUMENTS, set(Instrument)),
    ],
    ids=lambda given: next(iter(sorted(given))) if isinstance(given, set) else "",
)
def test_every_code_that_people_meet_has_a_label(labels: Mapping[str, str], codes: set[str]) -> None:
    assert set(labels) == {str(code) for code in codes}
    assert all(labels.values())


# Refusals


@dataclass(frozen=True)
class Use:
    """One place where a refusal is made."""

    where: str
    code: str | None
    facts: frozenset[str]


def product() -> Iterator[tuple[Path, ast.Module]]:
    hidden = {".venv", "var", "build", "dist", "tests", "scripts"}
    for path in sorted(ROOT.rglob("*.py")):
        inside = path.relative_to(ROOT)
        if not hidden.intersection(inside.parts):
            yield inside, ast.parse(path.read_text(encoding="utf-8"))


TREES = list(product())


def uses() -> Iterator[Use]:
    for path, tree in TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                where = f"{path}:{node.lineno}"
                if node.func.id == "refuse_unless":
                    facts = {str(keyword.arg) for keyword in node.keywords} - {"source"}
                    yield Use(where, literal(node.args[1]), frozenset(facts))
                elif node.func.id == "Refusal":
                    given = node.args[1] if len(node.args) > 1 else ast.Dict([], [])
                    keys = given.keys if isinstance(given, ast.Dict) else []
                    yield Use(where, literal(node.args[0]), frozenset(literal(key) or "?" for key in keys))


def literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


USES = list(uses())
DYNAMIC = {"domain/refusal.py", "domain/execution.py", "store/command_handler.py"}
"""Where a refusal is made of a code at hand: `refuse_unless`, the first of a bulk act, and the database's."""

FROM_THE_DATABASE = {"duplicate_nomination", "decision_number_taken"}
"""The codes of a uniqueness that the database guards; the store supplies `detail` and `number`."""


def test_refusals_are_found_at_all() -> None:
    assert len(USES) > len(REASONS)


@pytest.mark.parametrize("use", [use for use in USES if use.code], ids=lambda use: f"{use.where} {use.code}")
def test_refusal_code_is_in_the_catalogue_and_its_sentence_gets_its_facts(use: Use) -> None:
    assert use.code in REASONS, f"{use.where}: {use.code} has no sentence in domain/reasons/"
    reason = REASONS[use.code]
    missing = placeholders(reason.vi, reason.en) - use.facts
    assert not missing, f"{use.where}: the sentence of {use.code} needs {sorted(missing)}"


def placeholders(*sentences: str) -> set[str]:
    return {
        name for text in sentences for _before, name, _spec, _conv in string.Formatter().parse(text) if name
    }


def test_refusal_code_is_written_out_where_it_is_made() -> None:
    computed = {use.where.partition(":")[0] for use in USES if use.code is None}
    assert computed <= DYNAMIC, f"a computed refusal code hides from this test: {sorted(computed - DYNAMIC)}"


@pytest.mark.parametrize("code", sorted(FROM_THE_DATABASE))
def test_sentence_of_a_uniqueness_is_filled_by_the_store(code: str) -> None:
    assert placeholders(REASONS[code].vi, REASONS[code].en) <= {"detail", "number"}


def test_every_code_in_the_catalogue_is_used() -> None:
    written = {
        node.value
        for path, tree in TREES
        if path.parent != Path("domain/reasons")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    unused = sorted(set(REASONS) - written)
    assert not unused, f"nobody refuses with {unused}: drop them from domain/reasons/"


@pytest.mark.parametrize(("code", "reason"), REASONS.items(), ids=list(REASONS))
def test_refusal_is_a_snake_case_code_with_two_sentences_of_the_same_facts(code: str, reason: Reason) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code)
    assert reason.vi.strip().rstrip("}.") != ""
    assert reason.source
    unknown_to_vi = placeholders(reason.en) ^ placeholders(reason.vi)
    assert unknown_to_vi <= {"detail"}, f"{code}: the two sentences tell different facts: {unknown_to_vi}"


def test_each_area_is_in_alphabetical_order_and_no_code_stands_in_two() -> None:
    codes = [list(area.REASONS) for area in AREAS]
    assert codes == [sorted(area) for area in codes]
    assert sorted(code for area in codes for code in area) == list(REASONS)


# Figures


def test_domain_knows_no_float() -> None:
    """No fraction literal, no true division, no `float`: shares and thresholds are whole numbers."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree in TREES
        if path.parts[0] == "domain"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float | complex))
        or (isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]
    assert not found, f"a float in the domain: {found}"


def test_domain_asks_no_clock_and_no_dice() -> None:
    """Time and identity are handed in with the order."""
    forbidden = {"now", "today", "utcnow", "uuid4", "time_ns", "monotonic", "getenv", "environ", "urandom"}
    found = [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for path, tree in TREES
        if path.parts[0] == "domain"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in forbidden
        and ast.unparse(node.value) in {"datetime", "date", "time", "uuid", "os", "random", "secrets"}
    ]
    assert not found, f"the domain looks at the world: {found}"
