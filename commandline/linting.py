"""The verb that looks through a dossier file before it is submitted."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from commandline.dossier_file import read_dossier
from commandline.errors import FAILED, UNUSABLE, CommandFailed
from commandline.output import AsJson, say, say_json
from commandline.packs import named_pack
from domain.dossier.lint import Proposal, Weight, lint
from domain.labels import WEIGHTS
from domain.refusal import Refusal
from domain.refusals import sentences
from domain.rules.calendar import civil_date
from domain.rules.library import pack_for
from domain.rules.pack import RulePack
from web.words import source

Papers = Annotated[
    list[str] | None, typer.Option("--paper", metavar="MÃ", help="Giấy tờ đã có trong hồ sơ; dùng nhiều lần.")
]


def lint_verb(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Hồ sơ JSON; mẫu: docs/examples/dossier.json.")],
    *,
    paper: Papers = None,
    pack: Annotated[
        str, typer.Option(metavar="MÃ", help="Gói quy định hoặc tệp .json; mặc định theo ngày tờ trình.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Soát một tệp hồ sơ trước khi trình: thiếu gì, mâu thuẫn gì, theo điều nào. Mã thoát 1 nếu có lỗi."""
    draft = read_dossier(file).draft
    proposal = Proposal(draft.unit, draft.route, draft.year, draft.lines, frozenset(paper or ()))
    rules = named_pack(pack) if pack else _in_force(draft.letter_date)
    remarks = lint(proposal, rules, civil_date(datetime.now(UTC)))
    if as_json:
        say_json({"pack": rules.id, "remarks": [asdict(remark) for remark in remarks]})
    else:
        for remark in remarks:
            say(told(remark.weight, remark.sentence, remark.source, remark.status))
        faults = sum(remark.weight is Weight.FAULT for remark in remarks)
        say(f"Gói quy định {rules.id}: {faults} lỗi phải sửa, {len(remarks) - faults} điều cần kiểm tra.")
    if any(remark.weight is Weight.FAULT for remark in remarks):
        raise typer.Exit(FAILED)


def told(weight: str, sentence: str, basis: str, status: str) -> str:
    """A remark in one line: how grave it is, what it says, and the clause with how surely it is known."""
    return f"{WEIGHTS[weight]}: {sentence} [{source(f'{basis} ({status})')}]"


def _in_force(day: date) -> RulePack:
    try:
        return pack_for(day)
    except Refusal as refusal:
        vietnamese, english, _source = sentences(refusal)
        raise CommandFailed(vietnamese, english, UNUSABLE) from refusal
