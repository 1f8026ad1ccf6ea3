"""The verbs that read and keep a live database: verify, export, rebuild, accounts."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from embedded.testing import Database
from readmodel.accounts import verify_password
from tests.cli.shell import say
from tests.store.desk import READ_MODEL, Desk, contents
from tests.store.live import ORIGIN, SIGNER, sealer
from tests.store.scenario import play

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def live(database: Database, engine: Engine, monkeypatch: pytest.MonkeyPatch, log_key: str) -> Engine:
    """A database with a year of events, sealed, that the environment names."""
    play(Desk(engine))
    sealer(engine).seal()
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    monkeypatch.setenv("MINHBACH_LOG_KEY_FILE", log_key)
    monkeypatch.setenv("MINHBACH_LOG_ORIGIN", ORIGIN)
    return engine


def events(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM leaf")) or 0)


def test_live_database_in_order_verifies(live: Engine, capsys: Capture) -> None:
    said = say(capsys, "verify", "--json")
    report = said.json
    assert (said.code, report["ok"], report["events"], report["unsealed"]) == (0, True, events(live), 0)
    assert report["key"]["name"] == ORIGIN
    assert report["findings"] == []


def test_verdict_is_told_to_people(live: Engine, capsys: Capture) -> None:
    said = say(capsys, "verify")
    assert said.code == 0
    assert f"Sự kiện: {events(live)}, thuộc" in said.out
    assert said.out.splitlines()[-1] == "KẾT LUẬN: không phát hiện sai lệch nào."


def test_changed_event_is_found_with_exit_1(live: Engine, superuser_engine: Engine, capsys: Capture) -> None:
    assert events(live) > 5
    with superuser_engine.connect() as connection:
        connection.execute(text("UPDATE leaf SET bytes = bytes || '\\x20' WHERE position = 5"))
    said = say(capsys, "verify", "--json")
    assert said.code == 1
    assert ("leaf_changed", 5) in [(found["code"], found["position"]) for found in said.json["findings"]]
    assert "\n- Vị trí 5: " in say(capsys, "verify").out


def test_live_database_is_verified_with_the_public_key_alone(
    live: Engine, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MINHBACH_LOG_KEY_FILE")
    key = tmp_path / "log.pub"
    key.write_text(SIGNER.verifier.to_text(), encoding="utf-8")
    assert events(live) > 0
    assert say(capsys, "verify", "--key", str(key)).code == 0
    assert say(capsys, "verify").code == 2


def test_key_that_is_none_exits_2(live: Engine, capsys: Capture, tmp_path: Path) -> None:
    assert events(live) > 0
    said = say(capsys, "verify", "--key", str(tmp_path / "none"))
    assert said.code == 2
    assert said.err.startswith("Không đọc được khóa")


def test_exported_bundle_verifies_alone(
    live: Engine, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "out.zip"
    exported = say(capsys, "evidence", "export", str(out), "--json")
    assert (exported.code, exported.json["leaves"], exported.json["size_bytes"]) == (
        0,
        events(live),
        out.stat().st_size,
    )
    assert [path.name for path in tmp_path.glob("out.zip*")] == ["out.zip"]
    monkeypatch.delenv("DATABASE_URL")
    said = say(capsys, "verify", str(out), "--json")
    assert (said.code, said.json["events"], said.json["key"]["from_bundle"]) == (0, events(live), True)


def test_bundle_that_cannot_be_written_exits_2(live: Engine, capsys: Capture, tmp_path: Path) -> None:
    assert events(live) > 0
    said = say(capsys, "evidence", "export", str(tmp_path / "none" / "out.zip"))
    assert said.code == 2
    assert said.err.startswith("Không ghi được ")


def test_bundle_that_is_none_exits_2(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(b"no zip")
    assert say(capsys, "verify", str(path)).code == 2
    assert say(capsys, "verify", str(tmp_path / "none.zip"), "--json").json["exit_code"] == 2


def test_rebuilt_rows_are_those_that_were_written_with_the_events(live: Engine, capsys: Capture) -> None:
    before = contents(live, READ_MODEL)
    with live.connect() as connection:
        connection.execute(text("UPDATE nomination SET step = 'draft', outcome = NULL, live = false"))
        connection.execute(text("DELETE FROM nominee"))
        connection.execute(text("DELETE FROM work_queue"))
    assert contents(live, READ_MODEL) != before
    said = say(capsys, "rebuild", "--json")
    assert said.json == {name: len(rows) for name, rows in before.items()}
    assert contents(live, READ_MODEL) == before


def test_rebuild_leaves_an_erased_name_out(live: Engine, superuser_engine: Engine, capsys: Capture) -> None:
    with superuser_engine.connect() as connection:
        connection.execute(text("DELETE FROM disclosure WHERE pointer = '/candidate_name'"))
    assert say(capsys, "rebuild", "--json").json["nominee"] == 0
    with live.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM nomination")) > 0


def test_broken_chain_is_not_rebuilt(live: Engine, superuser_engine: Engine, capsys: Capture) -> None:
    before = contents(live, READ_MODEL)
    with superuser_engine.connect() as connection:
        connection.execute(text("UPDATE leaf SET bytes = bytes || '\\x20' WHERE version = 1"))
    said = say(capsys, "rebuild")
    assert said.code == 1
    assert said.err.startswith("Chuỗi sự kiện bị đứt, không dựng lại: ")
    assert contents(live, READ_MODEL) == before


def add(capsys: Capture, *more: str) -> dict[str, str]:
    said = say(capsys, "account", "add", "vks-01", "--username", "lan", "--name", "Lan", "--json", *more)
    assert said.code == 0, said.err
    found: dict[str, str] = json.loads(said.out)
    return found


def test_account_opens_with_the_password_that_was_printed(live: Engine, capsys: Capture) -> None:
    made = add(capsys, "--grant", "appraiser@VKS-AG", "--grant", "publisher@VKS-AG")
    account = verify_password(live, "lan", made["password"])
    assert account is not None
    assert [(grant.role, grant.unit) for grant in account.grants] == [
        ("appraiser", "VKS-AG"),
        ("publisher", "VKS-AG"),
    ]


@pytest.mark.parametrize("grant", ["appraiser", "appraiser@", "engine@VKS-AG", "king@VKS-AG"])
def test_grant_that_is_none_exits_2(live: Engine, capsys: Capture, grant: str) -> None:
    assert events(live) > 0
    said = say(capsys, "account", "add", "vks-01", "--username", "lan", "--name", "Lan", "--grant", grant)
    assert said.code == 2
    assert "VAI_TRÒ@ĐƠN_VỊ" in said.err


def test_username_of_another_exits_2(live: Engine, capsys: Capture) -> None:
    assert events(live) > 0
    add(capsys, "--grant", "appraiser@VKS-AG")
    said = say(
        capsys, "account", "add", "vks-02", "--username", "lan", "--name", "L", "--grant", "publisher@V"
    )
    assert said.code == 2
    assert said.err.startswith("Tên đăng nhập lan đã có người dùng.")


def test_session_is_recomputed_from_the_store(live: Engine, capsys: Capture) -> None:
    assert events(live) > 0
    said = say(capsys, "session", "check", "2023-1", "--json")
    assert (said.code, said.json["ok"], said.json["session"]) == (0, True, "session-2023-1")
    assert said.json["minutes"]["quorum"] == [5, 4, 5]
    told = say(capsys, "session", "check", "session-2023-1")
    assert told.out.splitlines()[-1] == "KẾT LUẬN: phiên họp tính lại khớp."
    assert "[đạt] Số thành viên tối thiểu" in told.out


def test_session_that_does_not_stand_is_told_with_exit_1(
    live: Engine, superuser_engine: Engine, capsys: Capture
) -> None:
    assert events(live) > 0
    with superuser_engine.connect() as connection:
        connection.execute(
            text("""
                UPDATE leaf SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'),
                    '"present":["member-chu","member-thu","member-an","member-binh","member-chi"]',
                    '"present":["member-chu","member-thu","member-an"]'), 'UTF8')
                WHERE name = 'session.attendance_recorded'
            """)
        )
    said = say(capsys, "session", "check", "2023-1")
    assert said.code == 1
    assert "không đủ thành viên: có 3 trên 5, cần 4" in said.out


@pytest.mark.parametrize("key", ["never", "Not A Key"])
def test_session_that_is_not_there_is_unusable(live: Engine, capsys: Capture, key: str) -> None:
    assert events(live) > 0
    assert say(capsys, "session", "check", key).code == 2


def test_log_is_replayed_under_a_pack_without_a_change(live: Engine, capsys: Capture) -> None:
    before = events(live)
    said = say(capsys, "what-if", "--pack", "R2019", "--json")
    assert said.code == 0
    assert said.json["nominations"] == []
    assert sum(counts["same"] for counts in said.json["awards"].values()) > 0
    assert {cap["flips"] for cap in said.json["caps"]} == {False}
    assert events(live) == before
    assert "Nếu áp dụng gói quy định R2019" in say(capsys, "what-if", "--pack", "R2019").out


def test_replay_of_nothing_exits_1_and_of_no_pack_2(live: Engine, capsys: Capture) -> None:
    assert events(live) > 0
    said = say(capsys, "what-if", "--pack", "R2019", "--case", "khong-co")
    assert (said.code, said.err.splitlines()[0]) == (
        1,
        "Không có đề nghị nào đã thẩm định trong phạm vi này.",
    )
    assert say(capsys, "what-if", "--pack", "R1999").code == 2
