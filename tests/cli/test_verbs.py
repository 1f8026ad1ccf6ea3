"""The verbs from outside: help, mistakes at the shell, what is missing from the environment."""

import pytest

from tests.cli.shell import say

VERBS = {
    "up": "Ctrl-C",
    "demo": "đã công bố",
    "worker": "worker",
    "web": "API",
    "sign-in": "Đăng nhập",
    "lint": "Soát",
    "submit": "dossier.json",
    "sign": "thủ trưởng",
    "tasks": "hạn sớm nhất",
    "list": "Liệt kê",
    "show": "quyết định",
    "history": "lịch sử",
    "finder": "sắp đủ điều kiện",
    "verify": "Mã thoát 1",
    "what-if": "gói quy định khác",
    "seal": "Niêm phong",
    "reconcile": "Đánh thức",
    "rebuild": "nhật ký",
    "migrate": "phiên bản",
    "evidence export": "ngoại tuyến",
    "account add": "VAI_TRÒ@ĐƠN_VỊ",
    "account link": "DANH_TÍNH",
    "token add": "VAI_TRÒ@ĐƠN_VỊ",
    "token list": "Các mã truy cập",
    "token revoke": "SỐ_HIỆU",
}


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.parametrize(("verb", "word"), VERBS.items())
def test_help_of_every_verb_says_what_it_does(
    capsys: pytest.CaptureFixture[str], verb: str, word: str
) -> None:
    said = say(capsys, *verb.split(), "--help")
    assert said.code == 0
    assert word in said.out
    assert "--json" in said.out


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    said = say(capsys, "--help")
    assert said.code == 0
    assert [verb for verb in VERBS if verb.split()[0] not in said.out] == []


@pytest.mark.parametrize(
    "arguments", [("bogus",), ("list", "--bogus"), ("submit",), ("up", "--port", "70000")]
)
def test_mistake_at_the_shell_exits_2(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    said = say(capsys, *arguments)
    assert said.code == 2
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("verb", "missing"),
    [
        ("worker", "DATABASE_URL, MINHBACH_PAYLOAD_KEYS"),
        ("web", "DATABASE_URL, MINHBACH_PAYLOAD_KEYS"),
        ("seal", "DATABASE_URL, MINHBACH_PAYLOAD_KEYS"),
        ("reconcile", "DATABASE_URL, MINHBACH_PAYLOAD_KEYS"),
        ("migrate", "DATABASE_OWNER_URL"),
        ("verify", "DATABASE_URL"),
        ("rebuild", "DATABASE_URL"),
    ],
)
def test_missing_environment_is_named_in_one_sentence(
    capsys: pytest.CaptureFixture[str], verb: str, missing: str
) -> None:
    said = say(capsys, verb)
    assert said.code == 2
    assert said.err.splitlines()[0] == f"Biến môi trường thiếu hoặc sai: {missing}."
    assert said.out == ""


def test_failure_with_json_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    said = say(capsys, "verify", "--json")
    assert said.json == {
        "error": "Biến môi trường thiếu hoặc sai: DATABASE_URL.",
        "error_en": "environment variables missing or wrong: DATABASE_URL",
        "exit_code": 2,
    }


def test_worker_with_nothing_to_serve_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("MINHBACH_PAYLOAD_KEYS", "k1:" + "A" * 43 + "=")
    said = say(capsys, "worker", "--no-paths")
    assert said.code == 2
    assert "MINHBACH_LOG_KEY_FILE" in said.err


@pytest.mark.parametrize("verb", ["verify", "rebuild"])
def test_database_that_is_away_is_told_without_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, log_key: str, verb: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("MINHBACH_LOG_KEY_FILE", log_key)
    said = say(capsys, verb)
    assert said.code == 1
    assert said.err.startswith("Cơ sở dữ liệu không trả lời: ")
    assert "Traceback" not in said.err


def test_address_that_is_no_database_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "nonsense")
    said = say(capsys, "rebuild")
    assert said.code == 2
    assert said.err.startswith("DATABASE_URL không phải địa chỉ cơ sở dữ liệu hợp lệ.")
