"""Which browser the tests drive: the one that is named, the one chosen before, one on the PATH; and what is refused."""

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from scripts.install_browser import Browser, NoBrowserError, choose, chosen, fits


def program(path: Path) -> str:
    """Something that can be executed and is no browser."""
    path.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def remember(folder: Path, executable: str, environment: Mapping[str, str]) -> None:
    content = {"executable": executable, "environment": environment}
    (folder / "chosen.json").write_text(json.dumps(content), encoding="utf-8")


def test_named_program_that_is_no_browser_is_refused_by_its_name(tmp_path: Path) -> None:
    named = program(tmp_path / "chromium")
    with pytest.raises(NoBrowserError, match=f"CHROMIUM={named} không chạy được"):
        choose({"CHROMIUM": named}, tmp_path)
    assert not (tmp_path / "chosen.json").exists()


def test_what_was_chosen_before_is_chosen_again_without_being_started(tmp_path: Path) -> None:
    remember(tmp_path, program(tmp_path / "kept"), {"LD_LIBRARY_PATH": "lib"})
    known = Browser(str(tmp_path / "kept"), {"LD_LIBRARY_PATH": "lib"})
    assert (chosen(tmp_path), choose({}, tmp_path)) == (known, known)


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"path": "x"}', '{"executable": "/nowhere/chromium"}'])
def test_what_is_spoilt_or_gone_is_not_chosen(tmp_path: Path, kept: str) -> None:
    (tmp_path / "chosen.json").write_text(kept, encoding="utf-8")
    assert chosen(tmp_path) is None


def test_stub_on_the_path_is_no_browser(tmp_path: Path) -> None:
    assert not Browser(program(tmp_path / "chromium-browser")).starts()


def test_archive_fits_its_own_hash_alone(tmp_path: Path) -> None:
    archive = tmp_path / "package.tgz"
    archive.write_bytes(b"what was pinned")
    pinned = "sha512-" + base64.b64encode(hashlib.sha512(b"what was pinned").digest()).decode()
    assert fits(archive, pinned)
    archive.write_bytes(b"what was pinneD")
    assert not fits(archive, pinned)
