"""A verb run as the shell runs it, without the process."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

import cli


@dataclass(frozen=True)
class Said:
    """What a verb left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON
        """Its standard output read as JSON."""
        return json.loads(self.out)


def say(capsys: pytest.CaptureFixture[str], *arguments: str) -> Said:
    """Run a verb."""
    code = cli.run(arguments)
    out, err = capsys.readouterr()
    return Said(code, out, err)
