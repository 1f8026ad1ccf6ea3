"""The lines of a dossier as a workbook, for those who may read its names."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.ids import Kind, key_of, stream_id
from readmodel import queries
from readmodel.accounts import Account
from web.auth import reader
from web.concealment import concealed_from
from web.outcomes import fate
from web.pages import dossier_row
from web.privacy import may_read_personal
from web.problems import Problem
from web.proposing.sheet import SHEET, exported, xlsx_file
from web.rendering import FATE_LABELS
from web.shell import shell_of
from web.showing import nomination_view

router = APIRouter(include_in_schema=False)
COLUMNS: Final = ("Số", "Mã", "Cá nhân, tập thể", "Danh hiệu", "Đang ở đâu", "Kết quả", "Mã đề nghị")
"""The headings, always in Vietnamese: a table travels between people who chose different languages."""

_MOST_LINES: Final = 1_000


@router.get("/ho-so/{key}/cac-dong.xlsx")
async def get_lines(request: Request, key: str) -> Response:
    """Every line that the reader may see; what an auditor takes away is kept as such where they are known."""
    shell, account = shell_of(request), await reader(request)
    row = await dossier_row(shell, stream_id(Kind.DOSSIER, key), account)
    if not may_read_personal(account, (row["unit"], row["handled_by"])):
        raise Problem("unknown_record", {"stream": row["id"]})
    hidden = await concealed_from(shell, account)
    found = await shell.database.ask(queries.nominations, dossier=row["id"], limit=_MOST_LINES)
    rows = [_told(line, account) for line in found if line["id"] not in hidden]
    return xlsx_file("cac-dong", await asyncio.to_thread(exported, SHEET, COLUMNS, rows))


def _told(row: Mapping[str, Any], account: Account) -> dict[str, object]:
    shown = nomination_view(row, account)
    number = int(key_of(row["id"]).rpartition(".")[2])
    what = FATE_LABELS[fate(row["step"], row["outcome"])]
    cells = (number, shown.candidate, shown.name, shown.award_name, shown.step_label, what, shown.key)
    return dict(zip(COLUMNS, cells, strict=True))
