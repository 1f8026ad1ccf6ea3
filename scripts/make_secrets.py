"""Make the secrets of a new installation, each in a file: `python -m scripts.make_secrets ORIGIN [FOLDER]`.

ORIGIN names the log in its checkpoints for ever, for instance `vks.example.vn/khen-thuong`. What exists is kept.
"""

import base64
import secrets
import sys
from pathlib import Path

from tlog.note import Signer, generate

FOLDER = Path(__file__).resolve().parents[1] / "deploy" / "secrets"
DATABASE = "postgres:5432/minhbach"
"""Host, port and name of the database as compose.yaml has them."""


def make(folder: Path, origin: str) -> list[Path]:
    """Write every secret that is missing; returns what was written. The folder is for its owner alone.

    The files themselves are readable: the containers' users, who are others, read them through their mounts.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    passwords = {name: _kept(folder / f"{name}_password", _password()) for name in ("owner", "app")}
    signer = _kept(folder / "log_key", generate(origin, secrets.token_bytes(32)).to_text())
    wanted = {
        "postgres_password": _password(),
        "temporal_password": _password(),
        "owner_password": passwords["owner"],
        "app_password": passwords["app"],
        "database_owner_url": f"postgresql+psycopg://minhbach_owner:{passwords['owner']}@{DATABASE}",
        "database_url": f"postgresql+psycopg://minhbach_app:{passwords['app']}@{DATABASE}",
        "payload_keys": f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        "log_key": signer,
        "log.pub": Signer.from_text(signer).verifier.to_text(),
    }
    return [folder / name for name, value in wanted.items() if _write(folder / name, value)]


def _password() -> str:
    return secrets.token_urlsafe(24)


def _kept(path: Path, fresh: str) -> str:
    """What the file holds, or the fresh value where there is none."""
    return path.read_text(encoding="utf-8").strip() if path.exists() else fresh


def _write(path: Path, value: str) -> bool:
    if path.exists():
        return False
    path.write_text(value + "\n", encoding="utf-8")
    path.chmod(0o444)
    return True


def main(arguments: list[str]) -> int:
    """Make the secrets and name what was made."""
    if len(arguments) not in {1, 2}:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(arguments[1]) if arguments[1:] else FOLDER
    for path in make(folder, arguments[0]):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
