"""The registrar's pages: find a person or a unit, read their record over time, enter one act at a time."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.council.state import Council
from domain.ids import Kind, stream_id
from domain.refusal import Refusal
from domain.register.state import PersonRecord, UnitRecord
from domain.values import Role
from readmodel import council, registers
from readmodel.accounts import Account
from web.acting import Alert, Draft, act, blank, form_of, read_fields
from web.auth import signed_in
from web.filling import Fields
from web.i18n import N_, _
from web.privacy import audits
from web.problems import Problem
from web.register_forms import ACTS, NEW, Act, act_of, offered
from web.register_records import Section, of_council, of_person, of_unit
from web.rendering import page
from web.shell import Shell, shell_of

PLACE: Final = "/so-theo-doi"
KINDS: Final = {"ca-nhan": Kind.PERSON, "don-vi": Kind.UNIT, "hoi-dong": Kind.COUNCIL}
"""The records by the word that addresses them."""
TITLES: Final[Mapping[Kind, str]] = {
    Kind.PERSON: N_("Cá nhân, tập thể nhỏ"),
    Kind.UNIT: N_("Đơn vị"),
    Kind.COUNCIL: N_("Hội đồng"),
}
_EMPTY: Final = {Kind.PERSON: PersonRecord(), Kind.UNIT: UnitRecord(), Kind.COUNCIL: Council()}

router = APIRouter(include_in_schema=False)


async def keeper(request: Request) -> tuple[Account, bool]:
    """Who reads the register, and whether they may enter something; raises `Problem` for anybody else."""
    account = await signed_in(request)
    keeps = any(grant.role is Role.REGISTRAR for grant in account.grants)
    if not keeps and not audits(account):
        raise Problem("no_role")
    return account, keeps


async def _registrar(request: Request) -> Account:
    """Who enters something in the register; an auditor only reads it. Raises `Problem`."""
    account, keeps = await keeper(request)
    if not keeps:
        raise Problem("no_role")
    return account


@router.get(PLACE)
async def get_register(request: Request) -> Response:
    """Find somebody; the units and the councils."""
    account, keeps = await keeper(request)
    ask = shell_of(request).database.ask
    words, unit = request.query_params.get("tu", "")[:200], request.query_params.get("don-vi", "")[:80]
    plain, narrowed = ("".join(letter for letter in given if letter.isprintable()) for given in (words, unit))
    found = await ask(registers.find_people, plain, narrowed) if plain.strip() or narrowed.strip() else None
    return page(
        request,
        "register_desk.html",
        account,
        keeps=keeps,
        words=words,
        unit=unit,
        found=found,
        most=registers.MOST_FOUND,
        units=await ask(registers.units),
        councils=await ask(council.councils),
    )


@router.get(f"{PLACE}/{{word}}/moi")
async def get_new(request: Request, word: str) -> Response:
    """The form with which a record begins."""
    account = await _registrar(request)
    return _draw_new(request, account, word, blank(account, NEW[_kind(word)].command))


@router.post(f"{PLACE}/{{word}}/moi")
async def post_new(request: Request, word: str) -> Response:
    """Begin a record under a key of its own."""
    fields = await read_fields(request)
    account = await _registrar(request)
    kind, key = _kind(word), fields.get("ma", [""])[-1].strip().lower()
    try:
        stream_id(kind, key)
    except Refusal:
        return _draw_new(request, account, word, _bad_key(account, NEW[kind].command, fields))
    told = await act(request, account, form_of(kind, NEW[kind].command), key, fields)
    if isinstance(told, Draft):
        return _draw_new(request, account, word, told)
    return told.lead_to(f"{PLACE}/{word}/{key}")


def _bad_key(account: Account, command: str, fields: Fields) -> Draft:
    return replace(
        blank(account, command),
        given=fields,
        faults={"ma": _("Mã gồm chữ thường không dấu, số, dấu chấm và gạch ngang, nhiều nhất 80 ký tự.")},
        alert=Alert(_("Chưa ghi được: hãy sửa những chỗ được đánh dấu dưới đây.")),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )


@router.get(f"{PLACE}/{{word}}/{{key}}")
async def get_record(request: Request, word: str, key: str) -> Response:
    """A record over time, and the acts that may be entered."""
    account, keeps = await keeper(request)
    return await _draw(request, account, word, key, keeps=keeps)


@router.post(f"{PLACE}/{{word}}/{{key}}/{{what}}")
async def post_act(request: Request, word: str, key: str, what: str) -> Response:
    """Enter one act."""
    fields = await read_fields(request)
    account = await _registrar(request)
    kind = _kind(word)
    chosen = act_of(kind, what)
    if chosen is None:
        raise Problem("not_found")
    told = await act(request, account, form_of(kind, chosen.command), key, fields)
    if isinstance(told, Draft):
        return await _draw(request, account, word, key, keeps=True, draft=told)
    return told.lead_to(f"{PLACE}/{word}/{key}")


def _kind(word: str) -> Kind:
    if word not in KINDS:
        raise Problem("not_found")
    return KINDS[word]


def _draw_new(request: Request, account: Account, word: str, draft: Draft) -> Response:
    kind = _kind(word)
    return page(
        request,
        "register_new.html",
        account,
        status=draft.status,
        word=word,
        title=TITLES[kind],
        act=NEW[kind],
        choices=offered(NEW[kind], {}),
        draft=draft,
    )


async def _draw(  # noqa: PLR0913 - whose record, who reads it, what came back
    request: Request, account: Account, word: str, key: str, *, keeps: bool, draft: Draft | None = None
) -> Response:
    kind, shell = _kind(word), shell_of(request)
    stream = stream_id(kind, key)
    state: Any = (await shell.database.ask(shell.load, (stream,)))[stream]
    if state == _EMPTY[kind]:
        raise Problem("unknown_record", {"stream": stream})
    acts = ACTS[kind] if keeps else ()
    drafts = {one.command: blank(account, one.command) for one in acts}
    if draft is not None:
        drafts[draft.command] = draft
    name, about = await _named(shell, kind, key, state)
    return page(
        request,
        "register_record.html",
        account,
        status=draft.status if draft else HTTPStatus.OK,
        word=word,
        key=key,
        title=TITLES[kind],
        name=name,
        about=about,
        sections=_sections(state),
        acts=[(one, drafts[one.command], offered(one, _of_record(one, state))) for one in acts],
    )


def _sections(state: PersonRecord | UnitRecord | Council) -> list[Section]:
    match state:
        case PersonRecord():
            return of_person(state)
        case UnitRecord():
            return of_unit(state)
        case Council():
            return of_council(state)


def _of_record(chosen: Act, state: PersonRecord | UnitRecord | Council) -> dict[str, list[tuple[str, str]]]:
    """What only the record can offer: which matters are open, who holds a seat."""
    match chosen.command, state:
        case "conclude_proceeding", PersonRecord():
            return {"id": [(entry.id, entry.id) for entry in state.open_proceedings]}
        case "end_seat", Council():
            held = [member.person for member in state.members if member.seated_to is None]
            return {"person": [(person, person) for person in held]}
        case _:
            return {}


async def _named(
    shell: Shell, kind: Kind, key: str, state: PersonRecord | UnitRecord | Council
) -> tuple[str, str]:
    """What the record is called, and where it belongs."""
    match state:
        case PersonRecord(unit=unit):
            return await shell.database.ask(registers.person_name, stream_id(kind, key)) or key, unit
        case Council(name=name, unit=unit):
            return name, unit
        case UnitRecord():
            names = {row["id"]: row["name"] for row in await shell.database.ask(registers.units)}
            return names.get(key, key), key.upper()
