"""The verb that checks a session of the council against the live store."""

from typing import Annotated

import typer

from audit.evidence import BadEvidence
from audit.session import SessionReport, as_facts, session_report, told
from commandline.environment import DatabaseSettings, read, short_engine
from commandline.errors import FAILED, UNUSABLE, CommandFailed
from commandline.evidence import LiveEvidence, reachable
from commandline.output import AsJson, say, say_json
from domain.ids import Kind, stream_id
from domain.refusal import Refusal
from domain.refusals import sentences
from store.evidence import snapshot


def check_verb(
    session: Annotated[str, typer.Argument(metavar="PHIÊN", help="Mã phiên họp.")], *, as_json: AsJson = False
) -> None:
    """Tính lại một phiên họp từ các sự kiện. Mã thoát 1 nếu có điều không đúng."""
    report = check_live(read(DatabaseSettings).database_url, session)
    if as_json:
        say_json(as_facts(report))
    else:
        for line in told(report, "vi"):
            say(line)
    raise typer.Exit(0 if report.ok else FAILED)


def check_live(database_url: str, session: str) -> SessionReport:
    """Check a session in one snapshot of the live database. Raises `CommandFailed`."""
    try:
        stream = stream_id(Kind.SESSION, session.removeprefix(f"{Kind.SESSION}-"))
        with reachable(), snapshot(short_engine(database_url)) as taken:
            return session_report(LiveEvidence(taken), stream)
    except Refusal as refusal:
        vi, en, _source = sentences(refusal)
        raise CommandFailed(vi, en, UNUSABLE) from refusal
    except BadEvidence as error:
        raise CommandFailed(error.sentence_vi, error.sentence_en, UNUSABLE) from error
