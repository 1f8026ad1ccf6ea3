"""A paper that comes with a form: looked through and kept, and told as the command that attaches it speaks of it."""

import asyncio
from typing import Any, Final

from starlette.datastructures import FormData, UploadFile

from domain.dossier.papers import OTHER
from domain.rules.pack import Award
from readmodel.accounts import Account
from web.i18n import _
from web.papers import take_in
from web.problems import Problem
from web.shell import Shell
from web.texts import visible
from web.uploads.recognise import fitting_name
from web.uploads.stream import hashed

_MOST_NAME: Final = 200


async def paper_of(shell: Shell, account: Account, form: FormData) -> dict[str, Any]:
    """The file of a form as `AttachPaper` names it; raises `Problem`, and then nothing is kept."""
    upload = form.get("tep")
    if not isinstance(upload, UploadFile):
        raise Problem("paper_empty")
    content = await take_in(shell, account, await asyncio.to_thread(hashed, upload))
    name = fitting_name(_plain(upload.filename or ""), content.format)  # type: ignore[arg-type] # a StrEnum
    return {
        "sha256": content.sha256,
        "size_bytes": content.size_bytes,
        "format": str(content.format),
        "file_name": name[-_MOST_NAME:],
    }


def _plain(name: str) -> str:
    """The file's name, if every letter of it can be seen."""
    try:
        return visible(name)
    except ValueError:
        raise Problem("text_invisible_character") from None


def kinds_for(awards: list[Award]) -> dict[str, str]:
    """The kinds of papers that the rules name for these awards, and any other."""
    found = {paper.id: paper.name for award in awards for paper in award.papers}
    return {**found, OTHER: _("Giấy tờ khác")}
