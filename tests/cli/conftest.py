"""Nothing of the developer's own environment reaches a verb under test."""

from pathlib import Path

import pytest

from tests.store.live import SIGNER

OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE")


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*OURS, "MINHBACH_URL", "MINHBACH_TOKEN", "MINHBACH_LOG_KEY_FILE", "MINHBACH_LOG_ORIGIN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def log_key(tmp_path: Path) -> str:
    """The file of the test log's signing key."""
    path = tmp_path / "log-key"
    path.write_text(SIGNER.to_text() + "\n", encoding="utf-8")
    return str(path)
