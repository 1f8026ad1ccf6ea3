"""The whole system, with a stand-in for the application's command and servers that are elsewhere."""

import base64
import os
import shutil
import socket
import ssl
import stat
import threading
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from embedded import stack as module
from embedded.errors import EmbeddedError
from embedded.identity import identity
from embedded.stack import Stack
from tlog.note import Signer

ELSEWHERE = {
    "PATH": os.environ["PATH"],
    "DATABASE_URL": "postgresql+psycopg://app@db/x",
    "DATABASE_OWNER_URL": "postgresql+psycopg://owner@db/x",
    "TEMPORAL_ADDRESS": "temporal:7233",
}


@pytest.fixture(autouse=True)
def stub_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(Path(__file__).with_name("stub_cli.py"), tmp_path / "cli.py")
    monkeypatch.setattr(module, "PROJECT", tmp_path)


def told(url: str) -> Mapping[str, str]:
    answer: dict[str, str] = httpx.get(url, trust_env=False).json()
    return answer


def test_application_is_given_what_it_needs_and_not_the_owner(tmp_path: Path) -> None:
    with Stack(tmp_path / "var", environ=ELSEWHERE) as stack:
        given = told(stack.url)
    secrets = tmp_path / "var" / "secrets"
    assert given["DATABASE_URL"] == ELSEWHERE["DATABASE_URL"]
    assert "DATABASE_OWNER_URL" not in given
    assert (given["TEMPORAL_ADDRESS"], given["TEMPORAL_NAMESPACE"]) == ("temporal:7233", "default")
    name, _, key = given["MINHBACH_PAYLOAD_KEYS"].partition(":")
    assert (name, len(base64.b64decode(key))) == ("k1", 32)
    assert given["MINHBACH_LOG_KEY_FILE"] == str(secrets / "log-key")
    signer = Signer.from_text((secrets / "log-key").read_text(encoding="utf-8"))
    assert signer.name == given["MINHBACH_LOG_ORIGIN"]


def test_keys_are_for_us_alone_and_stay_the_same(tmp_path: Path) -> None:
    kept = []
    for _ in range(2):
        with Stack(tmp_path / "var", environ=ELSEWHERE, workers=0, webs=0) as stack:
            kept.append(stack.environment())
    assert kept[0] == kept[1]
    secrets = tmp_path / "var" / "secrets"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in secrets.iterdir()} == {0o600}
    with Stack(tmp_path / "other", environ=ELSEWHERE, workers=0, webs=0) as other:
        assert other.environment()["MINHBACH_LOG_ORIGIN"] != kept[0]["MINHBACH_LOG_ORIGIN"]


def test_what_the_environment_sets_wins(tmp_path: Path) -> None:
    mine = {
        "MINHBACH_PAYLOAD_KEYS": "mine:AA==",
        "MINHBACH_LOG_ORIGIN": "example.vn/log",
        "MINHBACH_HOST": "0.0.0.0",  # noqa: S104  (the point of the test)
    }
    with Stack(tmp_path / "var", environ=ELSEWHERE | mine, workers=0) as stack:
        given = told(stack.url)
    assert {name: given[name] for name in mine} == mine
    key = (tmp_path / "var" / "secrets" / "log-key").read_text(encoding="utf-8")
    assert Signer.from_text(key).name == "example.vn/log"


def test_several_workers_and_webs_all_end_with_the_stack(tmp_path: Path) -> None:
    with Stack(tmp_path / "var", environ=ELSEWHERE, workers=2, webs=2) as stack:
        stack.check()
        pids = [child.process.pid for child in (*stack.worker_children, *stack.web_children)]
        assert len({told(url)["MINHBACH_PORT"] for url in stack.web_urls}) == 2
        assert all(identity(pid) for pid in pids)
    assert [identity(pid) for pid in pids] == [None] * 4


def test_process_that_ends_by_itself_ends_the_wait(tmp_path: Path) -> None:
    with (
        pytest.raises(EmbeddedError, match=r"(?s)hỏng.*worker-1 ended with code 1"),
        Stack(tmp_path / "var", environ=ELSEWHERE | {"STUB": "bad-worker"}, webs=0) as stack,
    ):
        stack.wait()


def test_failed_migration_is_a_sentence_and_leaves_nothing_running(tmp_path: Path) -> None:
    broken = Stack(tmp_path / "var", environ=ELSEWHERE | {"STUB": "bad-migration"})
    with pytest.raises(EmbeddedError, match=r"(?s)không có bảng.*migrate failed"), broken:
        pass
    assert list((tmp_path / "var" / "pid").iterdir()) == []
    with Stack(tmp_path / "var", environ=ELSEWHERE, workers=0, webs=0):
        pass


@pytest.mark.parametrize(
    ("answer", "well"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", True),
        (b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", False),
        (b"nonsense\r\n\r\n", False),
        (b"", False),
    ],
)
def test_web_is_well_only_when_it_says_so(
    monkeypatch: pytest.MonkeyPatch, answer: bytes, *, well: bool
) -> None:
    def refuse(*_given: object, **_named: object) -> ssl.SSLContext:
        raise AssertionError("no poll may read the certificates of this machine")

    monkeypatch.setattr(ssl, "create_default_context", refuse)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        web = threading.Thread(target=_answer_once, args=(server, answer))
        web.start()
        assert module._is_well(f"http://127.0.0.1:{port}") is well
        web.join(timeout=5)
    assert not module._is_well(f"http://127.0.0.1:{port}"), "nobody listens there any more"


def _answer_once(server: socket.socket, answer: bytes) -> None:
    asked, _address = server.accept()
    with asked:
        assert asked.recv(4096).startswith(b"GET /healthz HTTP/1.1\r\n")
        asked.sendall(answer)


def test_taken_web_port_is_a_sentence_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        taken = Stack(tmp_path / "var", environ=ELSEWHERE, web_port=port)
        with (
            pytest.raises(EmbeddedError, match=rf"port {port} for web is taken: choose another with --port"),
            taken,
        ):
            pass
    assert not (tmp_path / "var").exists()
