"""The pages of what is stored, what may be asked, and what may be answered: docs/events.md, commands.md, errors.md."""

from collections.abc import Iterator, Mapping
from typing import get_args

from domain.catalogue import COMMANDS, ENGINE_COMMANDS, EVENTS
from domain.envelope import RefusalAnswer
from domain.ids import PLURALS, Kind
from domain.labels import ROLES
from domain.nomination.commands import NominationCommand
from domain.refusals import REASONS
from domain.values import Role
from scripts.docs_types import GENERATED, docstring, fields_table, value_sections
from web.problems import TYPE_PREFIX, refused
from web.roles import FITTING
from web.troubles import CATALOGUE

_TITLES: Mapping[Kind, str] = {
    Kind.NOMINATION: "Nomination (đề nghị khen thưởng)",
    Kind.DOSSIER: "Dossier (hồ sơ)",
    Kind.SESSION: "Session (phiên họp Hội đồng)",
    Kind.DECISION: "Decision (quyết định, tờ trình, thông báo)",
    Kind.PERSON: "Person (sổ cá nhân, tập thể nhỏ)",
    Kind.UNIT: "Unit (sổ đơn vị)",
    Kind.ROLL: "Roll (sổ kết quả của đơn vị trong năm)",
    Kind.COMMENT: "Comment (công khai lấy ý kiến)",
    Kind.DELEGATION: "Delegation (ủy quyền của một người)",
    Kind.COUNCIL: "Council (Hội đồng, cụm, khối thi đua)",
}

_EVENTS_INTRO = """
Every fact that the evidence log holds. The name on the left is what is stored, for ever; the class behind it may be
renamed. A leaf carries the payload described here together with stream, version, schema, actor (id, role and unit as
they were, and `on_behalf_of` where somebody acted for another), command id, `accepted_at`, `recorded_at` and the
hash of the same stream's previous leaf ([ADR 0005](adr/0005-leaf-and-disclosures.md)).
A personal text is stored as `{"digest": …}`.
"""
_COMMANDS_INTRO = """
Everything that may be asked of the engine. A person's command is sent as
`POST /api/v1/<kind in the plural>/<key>/<command-with-dashes>` with the body
`{"command_id": uuid, "seen_version"?: n, "acting_as"?: {"role", "unit", "on_behalf_of"?}, "command": {fields}}`.
The answer is a receipt, or a refusal from [errors.md](errors.md). The same `command_id` always gets the same answer.
"""
_ERRORS_INTRO = f"""
Every answer that is not a success, as an RFC 9457 body (`application/problem+json`): `type` is
`{TYPE_PREFIX}` followed by the code, `detail` the Vietnamese sentence, `detail_en` the English one,
`source` the rule it rests on. Codes are stable; sentences may be reworded. `{{…}}` is filled in.
"""


def events_page() -> Iterator[str]:
    """Every stored event, by kind of stream."""
    yield from ("# Events", "", GENERATED, "", _EVENTS_INTRO.strip())
    for kind in Kind:
        names = [name for name in EVENTS if name.partition(".")[0] == kind]
        yield from ("", f"## {_TITLES[kind]}")
        for name in names:
            cls, schema = EVENTS[name]
            yield from ("", f"### `{name}`", "", f"{docstring(cls)} Schema {schema}.", "")
            yield from fields_table(cls)
    yield from ("", "## Values", "", "The types that the payloads use.")
    yield from value_sections(cls for cls, _schema in EVENTS.values())


def commands_page() -> Iterator[str]:
    """Every command: people's, the calendar's, and the relayed ones."""
    yield from ("# Commands", "", GENERATED, "", _COMMANDS_INTRO.strip())
    for kind in Kind:
        yield from ("", f"## {_TITLES[kind]}")
        for name, cls in COMMANDS[kind].items():
            yield from _command(f"POST /api/v1/{PLURALS[kind]}/{{key}}/{name.replace('_', '-')}", cls)
            yield from ("", f"Asked by: {_who(name)}.")
    yield from ("", "## The calendar's own", "", "Sent by a path's timer, never by a person.")
    for kind, commands in ENGINE_COMMANDS.items():
        for name, cls in commands.items():
            yield from _command(f"{kind}: {name}", cls)
    yield from ("", "## Relayed", "", _RELAYED)
    for cls in _relayed():
        yield from _command(cls.__name__, cls)
    yield from ("", "## Values", "", "The types that the fields use.")
    yield from value_sections(_all_commands())


_RELAYED = (
    "Steps that a dossier, a session or a decision takes for its nominations, in the same transaction as its own "
    "event. They cannot be sent from outside."
)


def _who(name: str) -> str:
    """The roles a command is meant for, in the office's words."""
    return ", ".join(f"{ROLES[role]} (`{role}`)" for role in Role if role in FITTING[name])


def _command(title: str, cls: type) -> Iterator[str]:
    yield from ("", f"### `{title}`", "", docstring(cls), "")
    yield from fields_table(cls)


def _relayed() -> Iterator[type]:
    known = {*COMMANDS[Kind.NOMINATION].values(), *ENGINE_COMMANDS[Kind.NOMINATION].values()}
    return (cls for cls in get_args(NominationCommand) if cls not in known)


def _all_commands() -> Iterator[type]:
    for commands in (*COMMANDS.values(), *ENGINE_COMMANDS.values()):
        yield from commands.values()
    yield from _relayed()


def errors_page() -> Iterator[str]:
    """Every refusal of the rules and every problem of the edge."""
    yield from ("# Errors", "", GENERATED, "", _ERRORS_INTRO.strip())
    yield from ("", "## Refusals: the rules say no", "", _REFUSALS_INTRO)
    for code in sorted(REASONS):
        yield from _refusal(code)
    yield from ("", "## Problems of the edge", "", _PROBLEMS_INTRO, "")
    yield "| code | status | Vietnamese | English |"
    yield "| --- | --- | --- | --- |"
    for code in sorted(CATALOGUE):
        trouble = CATALOGUE[code]
        yield f"| `{code}` | {trouble.status} | {_cell(trouble.vi)} | {_cell(trouble.en)} |"


_REFUSALS_INTRO = """
A refusal is an answer, not a fault: it is recorded in the receipt of its command, and asking again gives it again.
""".strip()
_PROBLEMS_INTRO = "Said before a command reaches the rules, or instead of them."


def _refusal(code: str) -> Iterator[str]:
    """The code with its sentences as the catalogue has them, and the status that the API gives it."""
    reason = REASONS[code]
    status = refused(RefusalAnswer(code, reason.kind, reason.vi, reason.en, reason.source)).status_code
    yield from ("", f"### `{code}`", "", f"- {reason.vi}", f"- {reason.en}")
    yield f"- {reason.kind}, HTTP {status}; source: {reason.source}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
