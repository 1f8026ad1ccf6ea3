"""Take the pictures that the manual shows from the last run of the browser tests; `make manual` runs both.

Exit code 1 with a sentence where a page names a picture that no test took.
"""

import re
import shutil
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
MANUAL: Final = ROOT / "docs" / "huong-dan"
SHOWN: Final = MANUAL / "anh"
TAKEN: Final = ROOT / "var" / "pictures"
IMAGE: Final = re.compile(r"!\[[^\]]+\]\(anh/([a-z0-9-]+\.webp)\)")


def pictures_of(pages: Path = MANUAL) -> set[str]:
    """The names of the pictures that the pages show."""
    return {name for page in pages.glob("*.md") for name in IMAGE.findall(page.read_text(encoding="utf-8"))}


def renew(taken: Path = TAKEN, shown: Path = SHOWN) -> list[str]:
    """Copy what is shown, remove what is not; the names of those that no test took."""
    wanted = pictures_of(shown.parent)
    shown.mkdir(exist_ok=True)
    for old in shown.glob("*.webp"):
        if old.name not in wanted:
            old.unlink()
    missing = sorted(name for name in wanted if not (taken / name).exists())
    for name in sorted(wanted.difference(missing)):
        shutil.copyfile(taken / name, shown / name)
    return missing


def main() -> int:
    """Renew the pictures and tell how it went."""
    missing = renew()
    for name in missing:
        sys.stderr.write(f"Không kiểm thử nào chụp {name} (no test took this picture)\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
