"""A dossier while it is drawn up: what was typed, kept at every step, and how far it is ready."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from domain.dossier.commands import DraftDossier
from domain.ids import Kind, key_of, stream_id
from domain.register.state import UnitRecord
from domain.values import Role
from readmodel import proposals
from readmodel.accounts import Account
from readmodel.proposals import Kept
from web.acting import sentence_of
from web.asked import day_of
from web.bodies import checked
from web.forms import model_of
from web.i18n import N_, _
from web.problems import Problem
from web.proposing.lines import Checked, Line, check
from web.shell import Shell

GENERAL: Final = ("year", "title", "letter_number", "letter_date", "handled_by")
STEPS: Final = (
    ("chung", N_("Thông tin chung")),
    ("dong", N_("Các đề nghị")),
    ("giay-to", N_("Giấy tờ")),
    ("soat", N_("Soát và gửi")),
)
_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
_MOST_BODY: Final = 1_900_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody is drawing up; `unit` is whom it is for."""

    stream: str
    unit: str
    general: Mapping[str, str]
    lines: tuple[Line, ...]
    papers: tuple[Mapping[str, Any], ...]
    pending: Mapping[str, Any] | None
    revision: int
    saved_at: datetime

    @property
    def key(self) -> str:
        """The key that the dossier will have."""
        return key_of(self.stream)

    def body(self) -> str:
        """As it is saved."""
        told = {
            "unit": self.unit,
            "general": dict(self.general),
            "lines": [dict(line) for line in self.lines],
            "papers": [dict(paper) for paper in self.papers],
            "pending": self.pending,
        }
        return json.dumps(told, ensure_ascii=False)


def of(kept: Kept) -> Proposal:
    """A proposal as it was saved."""
    body = kept.body
    return Proposal(
        kept.stream,
        body["unit"],
        body["general"],
        tuple(body["lines"]),
        tuple(body["papers"]),
        body.get("pending"),
        kept.revision,
        kept.saved_at,
    )


async def begin(shell: Shell, account: Account, unit: str) -> str:
    """Begin a dossier for a unit that the account draws up for; its key. Raises `Problem`."""
    if not any(grant.role is Role.PROPOSING_OFFICER and grant.unit == unit for grant in account.grants):
        raise Problem("role_not_granted", {"role": Role.PROPOSING_OFFICER, "role_label": "", "unit": unit})
    ending = "".join(secrets.choice(_ALPHABET) for _place in range(5))
    stream = stream_id(Kind.DOSSIER, f"{unit.lower()[:60]}-{ending}")
    first = Proposal(stream, unit, {"year": str(shell.now().year)}, (), (), None, 0, shell.now())
    if not await shell.database.ask(proposals.begin, account.id, stream, first.body()):
        raise Problem("too_many_proposals", {"limit": proposals.MOST_PROPOSALS})
    return key_of(stream)


async def kept(shell: Shell, account: Account, key: str) -> Proposal:
    """The account's own proposal; raises `Problem` where it has none of that key."""
    stream = stream_id(Kind.DOSSIER, key)
    found = await shell.database.ask(proposals.proposal, account.id, stream)
    if found is None:
        raise Problem("unknown_record", {"stream": stream})
    return of(found)


async def save(shell: Shell, account: Account, changed: Proposal) -> Proposal:
    """Save it; raises `Problem` where it was saved from another page since, and nothing is lost there."""
    body = changed.body()
    if len(body.encode()) > _MOST_BODY:
        raise Problem("body_too_large", {"limit": "1,9 MB"})
    saved = await shell.database.ask(proposals.save, account.id, changed.stream, body, changed.revision)
    if saved is None:
        raise Problem("proposal_moved_on")
    return replace(changed, revision=saved[0], saved_at=saved[1])


def command_of(proposal: Proposal, unit: UnitRecord) -> tuple[dict[str, Any], dict[str, str], list[Checked]]:
    """The command to send, the faults of its general part, and each line as it was held against its form."""
    lines = [check(line) for line in proposal.lines]
    general: dict[str, Any] = {name: proposal.general.get(name, "").strip() for name in GENERAL}
    year, day = general["year"], day_of(general["letter_date"])
    general["year"] = int(year) if re.fullmatch("[0-9]{1,6}", year) else year
    general["letter_date"] = day.isoformat() if day else general["letter_date"]
    command = {
        **general,
        "unit": proposal.unit,
        "route": unit.route or "civil",
        "lines": [line.command for line in lines if line.command is not None],
    }
    return command, _faults(command, proposal.general), lines


def _faults(command: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, str]:
    try:
        checked(json.dumps({**command, "lines": []}), model_of(DraftDossier))
    except Problem as problem:
        told = problem.body()
        items = told.get("items") or [told]
        return {
            str(item["field"]).lstrip("/"): sentence_of(item, typed.get(str(item["field"]).lstrip("/"), ""))
            for item in items
        }
    return {}


def standing(proposal: Proposal, faults: Mapping[str, str], lines: list[Checked]) -> dict[str, str]:
    """What is still to do at each step, in words; empty where it is done."""
    wrong = sum(bool(line.faults) for line in lines)
    todo = _("Còn %(count)s dòng phải sửa.", count=wrong) if wrong else ""
    return {
        "chung": _("Còn chỗ phải điền.") if faults else "",
        "dong": todo or ("" if proposal.lines else _("Chưa có dòng nào.")),
        "giay-to": "",
        "soat": "",
    }
