"""A command sent from a page: the same door and the same checks as the API, told beside the fields of a form.

A page draws a `Draft` (a blank one, or one that came back with faults), and posts it to `act`. What comes back is
either a `Done`, which leads on, or the draft again with every field as it was typed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlencode
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from domain.envelope import RefusalAnswer
from domain.ids import Kind, stream_id
from domain.labels import ROLES
from domain.refusal import Refusal
from readmodel.accounts import Account, Grant
from web.auth import require_same_origin
from web.bodies import FORM, checked, read_text
from web.commands import conduct
from web.door import UnderWay
from web.filling import Fields, Filled, fill
from web.forms import CommandForm, command_forms
from web.i18n import _, spoken
from web.problems import Problem
from web.roles import ANY, FITTING


class Bounds(NamedTuple):
    """How much of a form is read: bytes of its body, and fields."""

    size_bytes: int
    fields: int


OF_AN_OFFICE: Final = Bounds(2 * 1024 * 1024, 20_000)
"""A form that sends a command: a dossier may have hundreds of lines."""
OF_ANYBODY: Final = Bounds(64 * 1024, 30)
"""A form that may come from somebody who is not signed in."""

_BELONGING: Final = ("command_id", "seen_version", "acting_as")
"""What a form holds besides the command: which sending it is, which state was seen, which role acts."""


@dataclass(frozen=True, slots=True)
class Alert:
    """Why it was not done, above the form: a sentence, the rule's source, and a line for each item."""

    sentence: str
    source: str = ""
    items: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it stands: what was typed, what is wrong with it, and under which of several roles it may be sent."""

    command: str
    command_id: str
    seen_version: int | None = None
    desks: tuple[Grant, ...] = ()
    given: Fields = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    alert: Alert | None = None
    status: int = 200

    def typed(self, name: str, default: object = "") -> str:
        """What stands in a field."""
        values = self.given.get(name)
        return values[-1] if values else str(default if default is not None else "")

    def checked(self, name: str, value: str = "on", *, default: bool = False) -> bool:
        """Whether a box or a choice is marked."""
        return value in self.given.get(name, ()) if self.given else default

    def rows(self, name: str, least: int = 1) -> range:
        """The rows of a list to draw: those that were sent, and at least so many."""
        heads = (entry.split(".")[1] for entry in self.given if entry.startswith(f"{name}."))
        sent = [int(head) for head in heads if head.isascii() and head.isdigit()]
        return range(min(max([least - 1, *sent]) + 1, 1_000))

    def fault(self, name: str) -> str:
        """What is wrong with a field."""
        return self.faults.get(name, "")


@dataclass(frozen=True, slots=True)
class Done:
    """It was recorded, or will be: the worker holds it."""

    command: str
    command_id: str
    under_way: bool

    def lead_to(self, place: str) -> Response:
        """Where the person goes next, with word of what was done."""
        if self.under_way:
            return RedirectResponse(f"/dang-ghi/{self.command_id}?{urlencode({'ve': place})}", 303)
        mark = "&" if "?" in place else "?"
        return RedirectResponse(f"{place}{mark}{urlencode({'xong': self.command})}", 303)


def form_of(kind: Kind, name: str) -> CommandForm:
    """The form of a command by its kind of stream and its name."""
    return _FORMS[kind, name]


_FORMS: Final = {(form.kind, form.name): form for form in command_forms()}


def blank(account: Account, command: str, seen_version: int | None = None, **given: object) -> Draft:
    """A new form, filled with these values; its command id is made now, so that a double click is one command."""
    filled = {name: [str(value)] for name, value in given.items() if value is not None}
    return Draft(command, str(uuid4()), seen_version, desks_for(account, command), filled)


def desks_for(account: Account, command: str) -> tuple[Grant, ...]:
    """The account's grants that may fit a command; a form asks which where there are several."""
    fitting = FITTING.get(command, ANY)
    found = {(grant.role, grant.unit): grant for grant in account.grants if grant.role in fitting}
    return tuple(found.values())


async def read_fields(request: Request, bounds: Bounds = OF_AN_OFFICE) -> Fields:
    """The fields that a page of ours posted, kept should the person have to show who they are; raises `Problem`."""
    require_same_origin(request)
    request.state.kept = await form_fields(request, bounds)
    fields: Fields = request.state.kept
    return fields


async def form_fields(request: Request, bounds: Bounds) -> Fields:
    """The fields of a form, whoever posted it; raises `Problem`, also for a NUL, which no form of ours can hold."""
    text = await read_text(request, FORM, bounds.size_bytes)
    if not text:
        return {}
    try:
        fields = parse_qs(
            text, keep_blank_values=True, strict_parsing=True, max_num_fields=bounds.fields, errors="strict"
        )
    except ValueError:
        raise Problem("malformed_form") from None
    if any("\x00" in given for name, values in fields.items() for given in (name, *values)):
        raise Problem("malformed_form")
    return fields


async def act(
    request: Request, account: Account, form: CommandForm, key: str, fields: Fields
) -> Draft | Done:
    """Send the command that the fields spell; the draft comes back where it was refused.

    Raises `Problem` for what no form can mend: away, too large, no role.
    """
    draft, filled = _received(account, form.name, fields), fill(form.command, fields)
    try:
        stream = stream_id(form.kind, key)
        body = checked(_body(draft, filled, fields), form.body)
        answer = await conduct(request, form, stream, body, account)
    except Refusal as refusal:
        raise Problem("unknown_record", {"stream": key}) from refusal
    except Problem as problem:
        return _at_fault(draft, filled, problem)
    if isinstance(answer, UnderWay):
        return Done(form.name, draft.command_id, under_way=True)
    if answer.refusal is not None:
        return _refused(draft, answer.refusal)
    return Done(form.name, draft.command_id, under_way=False)


def _received(account: Account, command: str, fields: Fields) -> Draft:
    """The draft as it was posted."""
    seen = _last(fields, "seen_version")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None  # noqa: PLR2004
    given = {name: values for name, values in fields.items() if name not in _BELONGING[:2]}
    command_id = _uuid(_last(fields, "command_id"))
    return Draft(command, command_id, version, desks_for(account, command), given)


def _body(draft: Draft, filled: Filled, fields: Fields) -> str:
    role, _at, unit = _last(fields, "acting_as").partition("@")
    if not role and len(draft.desks) == 1:
        role, unit = draft.desks[0].role, draft.desks[0].unit
    body: dict[str, Any] = {"command_id": draft.command_id, "command": filled.command}
    if draft.seen_version is not None:
        body["seen_version"] = draft.seen_version
    if role:
        body["acting_as"] = {"role": role, "unit": unit}
    return json.dumps(body, ensure_ascii=False)


def _at_fault(draft: Draft, filled: Filled, problem: Problem) -> Draft:
    """The draft with a sentence beside each field at fault; a problem that names no field is the caller's."""
    told = problem.body()
    items = told.get("items") or ([told] if "field" in told else [])
    if not items:
        raise problem
    faults: dict[str, str] = {}
    for item in items:
        name = _field(filled, str(item["field"]))
        faults.setdefault(name, sentence_of(item, draft.typed(name)))
    lost = tuple(sentence for name, sentence in faults.items() if not name)
    alert = Alert(_("Chưa ghi được: hãy sửa những chỗ được đánh dấu dưới đây."), items=lost)
    return replace(draft, faults=faults, alert=alert, status=422)


def _field(filled: Filled, pointer: str) -> str:
    if pointer.startswith("/acting_as"):
        return "acting_as"
    return filled.field_at(pointer.removeprefix("/command")) if pointer.startswith("/command") else ""


def sentence_of(item: Mapping[str, Any], typed: str) -> str:
    """The fault in words for somebody who fills in a form, not for a program."""
    if not typed.strip() and item["code"] in {
        "malformed_code",
        "field_missing",
        "text_empty",
        "not_a_choice",
    }:
        return _("Cần điền chỗ này.")
    if item["code"] == "malformed_date":
        return _("Ngày ghi dạng ngày/tháng/năm, ví dụ 05/12/2023.")
    return spoken(str(item["detail"]), str(item["detail_en"]))


def _refused(draft: Draft, refusal: RefusalAnswer) -> Draft:
    """The draft with the rules' refusal; it is sent again under a new id, for the old one has its answer."""
    items = tuple(
        f"{entry['stream']}: {spoken(entry['sentence_vi'], entry['sentence_en'])}" for entry in refusal.items
    )
    sentence = spoken(refusal.sentence_vi, refusal.sentence_en)
    alert = Alert(sentence, refusal.source, items, refusal.code)
    return replace(draft, command_id=str(uuid4()), alert=alert, status=409)


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())


def _last(fields: Mapping[str, Sequence[str]], name: str) -> str:
    values = fields.get(name)
    return values[-1] if values else ""


def desk_label(grant: Grant) -> str:
    """A role for a unit, in words."""
    return f"{_(ROLES[grant.role])}, {grant.unit}"
