"""The papers of a dossier: what may be attached, when, and by whom. Their bytes lie beside the log."""

from typing import Final

from domain.context import Context, pack_of
from domain.dossier import commands as c
from domain.dossier import events as e
from domain.dossier.state import Dossier
from domain.nomination.state import Nomination, Step
from domain.refusal import refuse_unless
from domain.rules.library import pack_for
from domain.rules.pack import RulePack
from domain.values import Personal, Role

OTHER: Final = "other"
"""The kind of a paper that no rule names."""

MOST_PAPERS: Final = 500
MOST_PAPER_BYTES: Final = 100 * 1024 * 1024
MOST_DOSSIER_BYTES: Final = 1024 * 1024 * 1024
"""What one dossier may ever hold; an office may allow less (`docs/operations.md`)."""

_SHA256_DIGITS: Final = frozenset("0123456789abcdef")
_SHA256_LENGTH: Final = 64


def attach(state: Dossier, command: c.AttachPaper, context: Context) -> e.PaperAttached:
    """Commit to a paper by its digest; raises `Refusal`."""
    _may_change(state, command, command.line, context)
    kinds = {paper.id for award in _pack(state).awards.values() for paper in award.papers}
    refuse_unless(command.paper in {*kinds, OTHER}, "unknown_paper_kind", paper=command.paper)
    spelled = len(command.sha256) == _SHA256_LENGTH and _SHA256_DIGITS.issuperset(command.sha256)
    refuse_unless(spelled, "malformed_id", value=command.sha256[:80])
    refuse_unless(
        0 < command.size_bytes <= MOST_PAPER_BYTES, "papers_too_large", limit=_mib(MOST_PAPER_BYTES)
    )
    _check_room(state, command)
    return e.PaperAttached(
        number=state.papers_so_far + 1,
        paper=command.paper,
        line=command.line,
        sha256=command.sha256,
        size_bytes=command.size_bytes,
        format=command.format,
        file_name=Personal(command.file_name),
    )


def detach(state: Dossier, command: c.DetachPaper, context: Context) -> e.PaperDetached:
    """Take a paper back out: the log keeps that it was there; raises `Refusal`."""
    found = next((paper for paper in state.papers if paper.number == command.number), None)
    refuse_unless(found, "unknown_paper", number=command.number)
    line = found.line if found else ""
    _may_change(state, command, line, context)
    return e.PaperDetached(command.number, Personal(command.reason))


def _may_change(state: Dossier, command: c.AttachPaper | c.DetachPaper, line: str, context: Context) -> None:
    """The unit's own people, before it is signed; after that only what belongs to a line that was returned."""
    context.require_role(Role.PROPOSING_OFFICER, Role.UNIT_HEAD)
    context.require_unit(state.unit)
    known = not line or line in {entry.nomination for entry in state.lines}
    refuse_unless(known, "unknown_line", line=line)
    if state.step is Step.DRAFT:
        return
    open_steps = state.step in {Step.SUBMITTED, Step.RECEIVED}
    refuse_unless(open_steps, "out_of_order", command=type(command).__name__, step=state.step)
    nomination = context.peers.get(line)
    returned = isinstance(nomination, Nomination) and nomination.step is Step.RETURNED
    refuse_unless(returned, "papers_sealed")


def _check_room(state: Dossier, command: c.AttachPaper) -> None:
    """No paper twice in one place, and no more than a dossier may hold."""
    place = (command.paper, command.line, command.sha256)
    held = {(paper.paper, paper.line, paper.sha256) for paper in state.papers}
    refuse_unless(place not in held, "paper_attached_already")
    refuse_unless(len(state.papers) < MOST_PAPERS, "too_many_papers", limit=MOST_PAPERS)
    total = sum(paper.size_bytes for paper in state.papers) + command.size_bytes
    refuse_unless(total <= MOST_DOSSIER_BYTES, "papers_too_large", limit=_mib(MOST_DOSSIER_BYTES))


def _pack(state: Dossier) -> RulePack:
    """The rules whose papers are asked for: those recorded at the receipt, before it those of the letter's day."""
    refuse_unless(state.letter_date, "unknown_stream", stream=state.unit)
    if state.pack or state.letter_date is None:
        return pack_of(state.pack)
    return pack_for(state.letter_date)


def _mib(size_bytes: int) -> str:
    return f"{size_bytes // (1024 * 1024)} MiB"
