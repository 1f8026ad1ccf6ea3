"""From a command's dataclass to the form that checks it: every bound is in the OpenAPI document too.

pydantic reads strict JSON against these models; what passes is decoded by the store's codec into the dataclass.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import GenericAlias, MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import pydantic
from pydantic import BaseModel, ConfigDict, create_model

from domain.catalogue import COMMANDS
from domain.ids import PLURALS, Kind
from domain.values import Role
from web import texts

STRICT = ConfigDict(extra="forbid", strict=True, frozen=True)
_YEARS = (1945, 2100)
_FIRST_DAY, _LAST_DAY = date(1945, 1, 1), date(2100, 12, 31)
_MOST_ITEMS = 1_000
_MOST_VERSION = 2**31 - 1

TEXTS: Mapping[str, Any] = MappingProxyType(
    dict.fromkeys(
        ("reason", "note", "basis", "quorum_basis", "comment_basis", "late_entry_basis", "reference"),
        texts.Prose,
    )
    | dict.fromkeys(
        ("candidate_name", "name", "signatory", "signatory_title", "answered_by", "title", "level"),
        texts.Name,
    )
    | dict.fromkeys(
        ("letter_number", "number", "certificate", "decision", "document", "archive_reference"), texts.Name
    )
    | dict.fromkeys(("candidate", "member", "person", "present", "certifiers", "delegate"), texts.PersonId)
    | dict.fromkeys(("unit", "handled_by", "body"), texts.UnitCode)
    | dict.fromkeys(("award", "awards"), texts.AwardCode)
    | dict.fromkeys(("nomination", "nominations", "agenda"), texts.NominationId)
    | {
        **dict.fromkeys(("id", "conduct", "position"), texts.Code),
        "achievement": texts.OptionalCode,
        **dict.fromkeys(("opinion", "mandate"), texts.OptionalName),
        "successor": texts.OptionalUnitCode,
        "downgraded_to": texts.OptionalAwardCode,
        "session": texts.OptionalSessionId,
        "council": texts.CouncilId,
        "follows": texts.OptionalCouncilId,
        "collective": texts.OptionalPersonId,
        "criterion": texts.Criterion,
        "paper": texts.Criterion,
        "sha256": texts.Sha256,
        "file_name": texts.Name,
        "line": texts.OptionalNominationId,
    }
)
"""What kind of text each field of that name holds; a name that is not here is prose."""

NUMBERS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "year": _YEARS,
        "used_in": (0, _YEARS[1]),
        "authors": (1, 1_000),
        **dict.fromkeys(("target", "result"), (0, 1_000_000_000)),
        "service_months": (0, 840),
        "targets_percent": (0, 1_000),
        "pass_percent": (0, 100),
        "people": (0, 1_000_000),
        "delegation": (0, _MOST_VERSION),
        **dict.fromkeys(("views", "opinions"), (0, 1_000_000_000)),
        "size_bytes": (1, 100 * 1024 * 1024),
        "number": (1, 1_000_000),
        "amount_vnd": (0, 10_000_000_000),
        "quorum_numerator": (0, 1_000),
        "quorum_denominator": (0, 1_000),
        **dict.fromkeys(("approve", "refuse", "downgrade", "abstain"), (0, 10_000)),
    }
)
"""The range of each number by its field's name."""

LENGTHS: Mapping[str, int] = MappingProxyType(
    {"marks": 2_000, "titles": 100, "answers": 100, "rules": 100, "awards": 100}
)
"""How long a list may be, where not a thousand."""


class ActingAs(BaseModel):
    """Which of the account's grants to act under, or whose role, where that person delegated it."""

    model_config = STRICT
    role: Role
    unit: texts.UnitCode
    on_behalf_of: texts.PersonId | None = None


class CommandBody(BaseModel):
    """What every command's body holds besides the command itself."""

    model_config = STRICT
    command_id: UUID
    seen_version: Annotated[int, pydantic.Field(ge=0, le=_MOST_VERSION)] | None = None
    acting_as: ActingAs | None = None


@dataclass(frozen=True, slots=True)
class CommandForm:
    """A command that people may send, and the model of its body."""

    kind: Kind
    name: str
    command: type
    body: type[CommandBody]

    @property
    def path(self) -> str:
        """Where it is posted to."""
        return f"/api/v1/{PLURALS[self.kind]}/{{key}}/{self.name.replace('_', '-')}"


@cache
def command_forms() -> tuple[CommandForm, ...]:
    """One form for each command of the catalogue."""
    return tuple(
        CommandForm(kind, name, command, _body_of(command))
        for kind, commands in COMMANDS.items()
        for name, command in commands.items()
    )


def _body_of(command: type) -> type[CommandBody]:
    return create_model(
        f"{command.__name__}Body",
        __base__=CommandBody,
        __doc__=f"The body of {command.__name__}.",
        command=(model_of(command), ...),
    )


@cache
def model_of(cls: Any) -> type[BaseModel]:  # noqa: ANN401 - any dataclass
    """The strict model of a command's dataclass, field by field."""
    members: dict[str, Any] = dict(_members(cls))
    model: type[BaseModel] = create_model(cls.__name__, __config__=STRICT, __doc__=cls.__doc__, **members)
    return model


def _members(cls: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:  # noqa: ANN401 - any dataclass
    hints = get_type_hints(cls)
    for entry in fields(cls):
        yield entry.name, (_annotation(entry.name, hints[entry.name]), _default(entry))


def _default(entry: Field[Any]) -> Any:  # noqa: ANN401 - any default
    return ... if entry.default is MISSING else entry.default


def _annotation(name: str, hint: Any) -> Any:  # noqa: ANN401 - any annotation
    """The annotation of a field with its bounds, by its type and its name."""
    origin = get_origin(hint)
    if origin in {Union, UnionType}:
        (inner,) = (option for option in get_args(hint) if option is not NoneType)
        return _annotation(name, inner) | None
    if origin is tuple:
        return _list(name, get_args(hint))
    if is_dataclass(hint):
        cls: Any = hint
        return model_of(cls)
    if hint is date:
        return Annotated[date, pydantic.Field(ge=_FIRST_DAY, le=_LAST_DAY)]
    if hint is bool:
        return bool
    if hint is int:
        least, most = NUMBERS.get(name, (0, _MOST_VERSION))
        return Annotated[int, pydantic.Field(ge=least, le=most)]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if hint is bool:
        return bool
    if hint is str:
        return TEXTS.get(name, texts.Prose)
    raise TypeError(f"no form for {name}: {hint}")


def _list(name: str, hints: tuple[Any, ...]) -> Any:  # noqa: ANN401 - any annotation
    if hints[-1] is not Ellipsis:
        return GenericAlias(tuple, tuple(_annotation(name, hint) for hint in hints))
    items = GenericAlias(tuple, (_annotation(name, hints[0]), Ellipsis))
    return Annotated[items, pydantic.Field(max_length=LENGTHS.get(name, _MOST_ITEMS))]
