"""The command line `minhbach`: its verbs, and how each failure is told."""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

import typer

from commandline import (
    accounts,
    dossiers,
    evidence,
    finding,
    linting,
    reading,
    rebuild,
    rounds,
    running,
    servers,
    sessions,
    signing_in,
    tokens,
    what_if,
)
from commandline.errors import FAILED, CommandFailed
from demo.run import demo
from embedded.errors import EmbeddedError

_HELP = "Minh Bạch: xét thi đua - khen thưởng công khai, có bằng chứng kiểm tra được."
_RUN, _LOOK, _KEEP = "Chạy hệ thống", "Hồ sơ (qua hệ thống đang chạy)", "Vận hành và kiểm tra"

_VERBS: Mapping[str, Mapping[str, Callable[..., None]]] = {
    _RUN: {"up": running.up, "demo": demo, "worker": servers.worker, "web": servers.web},
    _LOOK: {
        "sign-in": signing_in.sign_in,
        "lint": linting.lint_verb,
        "submit": dossiers.submit,
        "sign": dossiers.sign,
        "tasks": reading.tasks,
        "list": reading.list_verb,
        "show": reading.show,
        "history": reading.history,
        "finder": finding.finder_verb,
    },
    _KEEP: {
        "verify": evidence.verify_verb,
        "what-if": what_if.what_if_verb,
        "seal": rounds.seal,
        "reconcile": rounds.reconcile,
        "rebuild": rebuild.rebuild,
        "migrate": servers.migrate,
    },
}


def application() -> typer.Typer:
    """Every verb under its heading."""
    app = typer.Typer(help=_HELP, no_args_is_help=True, add_completion=False, rich_markup_mode="rich")
    for heading, verbs in _VERBS.items():
        for name, verb in verbs.items():
            app.command(name, rich_help_panel=heading)(verb)
    bundles = typer.Typer(help="Bằng chứng: xuất gói để kiểm tra ngoại tuyến.", no_args_is_help=True)
    bundles.command("export")(evidence.export_verb)
    sittings = typer.Typer(help="Phiên họp của Hội đồng: tính lại từ các sự kiện.", no_args_is_help=True)
    sittings.command("check")(sessions.check_verb)
    people = typer.Typer(help="Tài khoản của người dùng.", no_args_is_help=True)
    people.command("add")(accounts.add)
    people.command("link")(accounts.link)
    app.add_typer(bundles, name="evidence", rich_help_panel=_KEEP)
    app.add_typer(sittings, name="session", rich_help_panel=_KEEP)
    app.add_typer(people, name="account", rich_help_panel=_KEEP)
    programs = typer.Typer(help="Mã truy cập của tôi cho chương trình.", no_args_is_help=True)
    for name, verb in (("add", tokens.add), ("list", tokens.listed), ("revoke", tokens.revoke)):
        programs.command(name)(verb)
    app.add_typer(programs, name="token", rich_help_panel=_KEEP)
    return app


def main() -> NoReturn:
    """Run the verb that the shell names, and end the process with its exit code.

    All work is done and every context closed by then, so the interpreter is not torn down: Temporal's native
    threads still let go of their last answers, and when they meet a half-finalized interpreter it aborts.
    """
    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a verb and return its exit code: 0 done, 1 the answer is no, 2 unusable input."""
    given = list(arguments)
    try:
        application()(args=given, prog_name="minhbach")
    except CommandFailed as error:
        return _tell(error.vietnamese, error.english, error.code, as_json="--json" in given)
    except EmbeddedError as error:
        return _tell(error.vietnamese, error.english, FAILED, as_json="--json" in given)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    return 0


def _tell(vietnamese: str, english: str, code: int, *, as_json: bool) -> int:
    """Say what went wrong: one sentence on stderr, and for programs the same as JSON on stdout."""
    if as_json:
        failure = {"error": vietnamese, "error_en": english, "exit_code": code}
        sys.stdout.write(json.dumps(failure, ensure_ascii=False) + "\n")
    sys.stderr.write(f"{vietnamese}\n({english})\n" if english != vietnamese else f"{vietnamese}\n")
    return code


if __name__ == "__main__":
    main()
