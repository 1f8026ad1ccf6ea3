"""The verb that replays what is recorded under another rule pack."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from audit.bundle import open_bundle
from audit.evidence import BadEvidence
from audit.what_if import Scope, what_if
from audit.what_if_report import Tally, lines
from audit.what_if_report import as_json as json_of
from commandline.environment import DatabaseSettings, read, short_engine
from commandline.errors import UNUSABLE, CommandFailed
from commandline.evidence import database_away
from commandline.output import AsJson, progress, say
from commandline.packs import named_pack
from store.evidence import snapshot


def what_if_verb(
    bundle: Annotated[
        Path | None, typer.Argument(metavar="GÓI", help="Gói bằng chứng; bỏ trống để đọc cơ sở dữ liệu.")
    ] = None,
    *,
    pack: Annotated[str, typer.Option(metavar="MÃ", help="Gói quy định, ví dụ R2019, hoặc một tệp .json.")],
    case: Annotated[str, typer.Option(metavar="HỒ_SƠ", help="Chỉ các dòng của hồ sơ này.")] = "",
    year: Annotated[int | None, typer.Option(metavar="NĂM", help="Chỉ các dòng của năm này.")] = None,
    as_json: AsJson = False,
) -> None:
    """Xét lại dữ kiện đã ghi theo một gói quy định khác: kết quả nào đổi, theo điều nào. Không ghi gì."""
    tally, other = Tally(), named_pack(pack)
    try:
        with _leaves(bundle) as leaves:
            found = what_if(leaves, other, Scope.named(case, year))
            if as_json:
                sys.stdout.writelines(json_of(found, other, tally))
                say("")
            else:
                for line in lines(found, other, tally):
                    say(line)
    except BadEvidence as error:
        raise CommandFailed(error.sentence_vi, error.sentence_en, UNUSABLE) from error
    except DBAPIError as error:
        raise database_away(error) from error
    if not tally.total:
        raise CommandFailed(
            "Không có đề nghị nào đã thẩm định trong phạm vi này.", "nothing in this scope was appraised"
        )


@contextmanager
def _leaves(bundle: Path | None) -> Iterator[Iterator[bytes]]:
    """The leaves of a bundle or of one snapshot of the live database, with a bar that follows them."""
    with progress() as shown:
        if bundle is not None:
            with open_bundle(bundle) as opened:
                yield iter(shown.track(opened.leaves(), total=opened.manifest.leaves, description="Xét lại"))
            return
        with snapshot(short_engine(read(DatabaseSettings).database_url)) as taken:
            yield iter(shown.track(taken.leaves(), total=taken.size(), description="Xét lại"))
