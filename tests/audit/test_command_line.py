import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from audit.__main__ import main
from tests.audit.samples import OTHER_SIGNER, SIGNER, evidence, rewritten, with_lines, write

LOG = evidence()
ROOT_FOLDER = Path(__file__).parents[2]
FINGERPRINT = SIGNER.verifier.fingerprint


def keyfile(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def untimed(text: str) -> str:
    return re.sub(r"[0-9.]+ (giây|s), [0-9]+", r"0 \1, 0", text)


@pytest.fixture
def good(tmp_path: Path) -> str:
    return str(write(LOG, tmp_path / "good.zip"))


@pytest.fixture
def bad(tmp_path: Path) -> str:
    changed = with_lines(LOG, lambda lines: lines.__setitem__(5, rewritten(lines[5])))
    return str(write(changed, tmp_path / "bad.zip"))


def test_verify_in_order_says_so_in_vietnamese(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", good]) == 0
    root = "ad7887894c012e4bcb64c87d2db2bb672cb9332cb0d73537643e81eb8f1d381a"
    lines = untimed(capsys.readouterr().out).splitlines()
    assert lines == [
        f"Gói bằng chứng: {good}",
        f"Khóa kiểm tra: minhbach.example/log, dấu vân tay SHA-256 {FINGERPRINT}",
        "Lưu ý: khóa này đi kèm gói. Hãy đối chiếu dấu vân tay với một nguồn khác trước khi tin.",
        "Sự kiện: 14, thuộc 4 luồng",
        f"Cây Merkle: 14 bản ghi, gốc {root}",
        "Mốc niêm phong: 3 khớp trên tổng số 3",
        "Bản ghi chưa niêm phong: 2 (nối chuỗi nhưng chưa có chữ ký nào chứng thực)",
        "Thông tin công bố đã đối chiếu: 14",
        "Thời gian: 0 giây, 0 sự kiện mỗi giây",
        "KẾT LUẬN: không phát hiện sai lệch nào.",
    ]


def test_verify_with_a_trusted_key_does_not_warn_of_it(
    good: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = keyfile(tmp_path / "log.pub", SIGNER.verifier.to_text() + "\n")
    assert main(["verify", good, "--key", key, "--lang", "en"]) == 0
    assert "came with the bundle" not in capsys.readouterr().out


def test_verify_with_another_key_finds_unsigned_checkpoints(
    good: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = keyfile(tmp_path / "log.pub", OTHER_SIGNER.verifier.to_text())
    assert main(["verify", good, "--key", key]) == 1
    assert "Mốc niêm phong 12 không có chữ ký hợp lệ" in capsys.readouterr().out


def test_verify_with_findings_tells_each(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", bad]) == 1
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "KẾT LUẬN: phát hiện 2 sai lệch.",
        (
            "- Vị trí 5: nội dung của sự kiện thứ 3 (nomination.appraisal_recorded) của luồng nomination-a "
            "đã bị thay đổi, không còn khớp với mục lục. Mốc niêm phong đầu tiên không còn khớp: mốc 8."
        ),
        "- Mốc niêm phong 8 không còn khớp: có thay đổi trong các vị trí từ 4 đến trước 8.",
    ]


def test_verify_as_json_holds_the_whole_report(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", bad, "--json", "--timing"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["events"], told["unsealed"], told["checkpoints_verified"]) == (False, 14, 10, 1)
    assert told["key"] == {"name": SIGNER.name, "fingerprint": FINGERPRINT, "from_bundle": True}
    assert [finding["code"] for finding in told["findings"]] == ["leaf_changed", "checkpoint_root_differs"]
    assert 0 < told["hashing_share"] < 1


def test_verify_with_timing_tells_the_share_of_hashing(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", good, "--timing", "--lang", "en"]) == 0
    assert re.search(r"^Hashing takes [0-9.]+% of the time$", capsys.readouterr().out, re.MULTILINE)


def test_verify_of_no_bundle_is_refused_in_either_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "none.zip")
    assert main(["verify", path]) == 2
    assert capsys.readouterr().err.startswith("Không đọc được none.zip trong gói bằng chứng")
    assert main(["verify", path, "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith("Cannot read none.zip of the evidence bundle")
    assert main(["verify", path, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_verify_of_a_bundle_that_breaks_off_exits_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "unpacked"
    (folder / "keys").mkdir(parents=True)
    write(LOG, tmp_path / "good.zip")
    with zipfile.ZipFile(tmp_path / "good.zip") as archive:
        archive.extractall(folder)
    (folder / "index.jsonl").write_bytes(b"rubbish\n")
    assert main(["verify", str(folder)]) == 2
    assert "Không đọc được index.jsonl" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "rubbish", "PRIVATE+KEY+x"])
def test_verify_with_a_malformed_key_is_refused(
    text: str, good: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", good, "--key", keyfile(tmp_path / "log.pub", text)]) == 2
    assert capsys.readouterr().err.startswith("Không đọc được khóa kiểm tra")


def test_verify_with_a_missing_key_is_refused(good: str, tmp_path: Path) -> None:
    assert main(["verify", good, "--key", str(tmp_path / "none.pub")]) == 2


def test_verify_as_a_program_in_a_console_without_vietnamese(bad: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "audit", "verify", bad],
        cwd=ROOT_FOLDER,
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (1, b"")
    assert "KẾT LUẬN: phát hiện 2 sai lệch." in run.stdout.decode()


def test_audit_imports_nothing_but_the_standard_library_and_cryptography() -> None:
    script = (
        "import sys; before = set(sys.modules); import audit.__main__\n"
        "roots = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(roots - set(sys.stdlib_module_names)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT_FOLDER, capture_output=True, check=True, text=True
    )
    # _cffi_backend and _openssl are the compiled halves of cryptography.
    assert set(run.stdout.split()) - {"_cffi_backend", "_openssl"} == {
        "audit",
        "cryptography",
        "domain",
        "store",
        "tlog",
    }


def test_tlog_needs_cryptography_for_notes_only() -> None:
    modules = ["canonical", "checkpoint", "disclosure", "leaf", "merkle"]
    script = (
        f"import sys; before = set(sys.modules); import {', '.join(f'tlog.{name}' for name in modules)}\n"
        "roots = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(roots - set(sys.stdlib_module_names)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT_FOLDER, capture_output=True, check=True, text=True
    )
    assert run.stdout.split() == ["tlog"]
