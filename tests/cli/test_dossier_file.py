"""A dossier file: the example passes, and whatever is wrong is told in one sentence with exit code 2."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commandline.dossier_file import MAX_BYTES, read_dossier
from domain.nomination.claims import Position
from tests.cli.shell import Said, say

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "dossier.json"
SAMPLE = Path(__file__).with_name("dossier.json")
Check = Callable[[bytes], Said]
Content = dict[str, Any]


@pytest.fixture
def content() -> Content:
    """The sample, to be spoilt."""
    found: Content = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Check:
    """Check a file of these bytes."""
    path = tmp_path / "dossier.json"

    def run(raw: bytes) -> Said:
        path.write_bytes(raw)
        return say(capsys, "submit", str(path), "--check")

    return run


def spoilt(content: Content) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def test_example_of_the_documentation_passes(capsys: pytest.CaptureFixture[str]) -> None:
    said = say(capsys, "submit", str(EXAMPLE), "--check")
    assert (said.code, said.err) == (0, "")


def test_sample_passes(capsys: pytest.CaptureFixture[str]) -> None:
    said = say(capsys, "submit", str(SAMPLE), "--check", "--json")
    assert (said.code, said.json) == (0, {"dossier": "vks-mau-2023-01", "lines": 3, "receipts": []})


def test_what_a_line_leaves_out_has_its_default(content: Content, tmp_path: Path) -> None:
    path = tmp_path / "dossier.json"
    path.write_bytes(spoilt(content))
    claims = read_dossier(path).draft.lines[0].claims
    assert (claims.position, claims.initiative, claims.titles) == (Position.STAFF, None, ())


def test_byte_order_mark_is_no_obstacle(check: Check, content: Content) -> None:
    assert check(b"\xef\xbb\xbf" + spoilt(content)).code == 0


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "tệp rỗng"),
        (b" \n", "tệp rỗng"),
        (b'{"dossier": "x",', "không phải JSON (dòng 1, cột 17)"),
        (b"[]", "cần một đối tượng JSON có mục “dossier”"),
        (b'{"unit": "A"}', "cần một đối tượng JSON có mục “dossier”"),
        (b'{"dossier": "X Y"}', "Mã không hợp lệ: X Y"),
        ('{"dossier": "hồ-sơ"}'.encode(), "Mã không hợp lệ: hồ-sơ"),
        ('{"dossier": "Đề nghị"}'.encode("cp1258", "replace"), "không phải UTF-8"),
        (b'{"dossier": ' + b"9" * 5000 + b"}", "có số quá dài"),
        ('{"dossier": "Hồ sơ"}'.encode("utf-16"), "không phải UTF-8"),
        (b'{"dossier": "\xff"}', "không phải UTF-8 (byte 13)"),
        (b"[" * 100_000, "JSON lồng quá sâu"),
        (b" " * (10 * 1024 * 1024), f"lớn hơn {MAX_BYTES:,} byte"),
    ],
)
def test_file_that_is_no_dossier_exits_2(check: Check, raw: bytes, sentence: str) -> None:
    said = check(raw)
    assert said.code == 2
    assert sentence in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda c: c["lines"].clear(), "Hồ sơ không có dòng nào"),
        (lambda c: c["lines"][0].update(award="LDXX"), "Danh hiệu LDXX không có trong gói quy định"),
        (
            lambda c: c["lines"].append(c["lines"][0]),
            "mau-0001 được đề nghị Lao động tiên tiến hai lần trong hồ sơ",
        ),
        (lambda c: c["lines"][2].update(award="CSTDCS"), "Chiến sĩ thi đua cơ sở không dành cho Tập thể"),
        (
            lambda c: c["lines"][0].update(candidate="Lan"),
            "dòng 1, mục candidate: trường này không phải mã hợp lệ",
        ),
        (
            lambda c: c["lines"][0]["claims"].update(rating="best"),
            "dòng 1, mục claims.rating: trường này phải là một trong: excellent, good",
        ),
        (
            lambda c: c["lines"][1]["claims"].update(service_months="96"),
            "dòng 2, mục claims.service_months: trường này phải là số nguyên",
        ),
        (
            lambda c: c["lines"][0]["claims"].update(service_months=-1),
            "dòng 1, mục claims.service_months: số ở trường này nằm ngoài khoảng cho phép",
        ),
        (
            lambda c: c["lines"][1]["claims"].update(initiatives=1),
            "dòng 2, mục claims.initiatives: không có trường này",
        ),
        (
            lambda c: c["lines"][2]["claims"].update(
                titles=[{"award": "LDTT", "year": "nay", "decision": "1"}]
            ),
            "dòng 3, mục claims.titles, thứ 1, mục year: trường này phải là số nguyên",
        ),
        (lambda c: c.update(note="x"), "mục note: không có trường này"),
        (
            lambda c: c.update(letter_date="01/12/2023"),
            "mục letter_date: trường này phải là ngày dạng NĂM-THÁNG-NGÀY",
        ),
        (
            lambda c: c["lines"][0].update(candidate_name="\u202eLan"),
            "dòng 1, mục candidate_name: trường này có ký tự đảo chiều chữ",
        ),
        (lambda c: c.update(letter_date="2099-01-01"), "ở tương lai"),
        (lambda c: c.update(letter_date="2001-01-01"), "Chưa có gói quy định"),
        (lambda c: c.pop("route"), "mục route: thiếu trường này"),
    ],
)
def test_content_that_breaks_a_rule_exits_2(
    check: Check, content: Content, spoil: Callable[[Content], None], sentence: str
) -> None:
    spoil(content)
    said = check(spoilt(content))
    assert said.code == 2
    assert sentence in said.err.splitlines()[0]


def test_every_fault_of_the_form_is_told_in_both_languages(check: Check, content: Content) -> None:
    content["lines"][1].update(award="ldtt", kind="team")
    vietnamese, english = check(spoilt(content)).err.splitlines()
    assert vietnamese.endswith(
        "dùng được: dòng 2, mục kind: trường này phải là một trong: individual, collective; "
        "dòng 2, mục award: trường này không phải mã hợp lệ."
    )
    assert english.endswith(
        "line 2, field kind: this field must be one of: individual, collective; "
        "line 2, field award: this field is not a valid code)"
    )


def test_faults_beyond_the_first_are_not_passed_over_in_silence(check: Check, content: Content) -> None:
    content["lines"] = [{"candidate": f"cb-{n:03d}"} for n in range(30)]
    said = check(spoilt(content))
    assert "(chỉ nêu 20 lỗi đầu)" in said.err
    assert said.err.splitlines()[0].count("thiếu trường này") == 20


def test_file_that_is_not_there_exits_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    said = say(capsys, "submit", str(tmp_path / "none.json"), "--check")
    assert said.code == 2
    assert "không đọc được" in said.err


def test_submit_without_a_sign_in_says_how(capsys: pytest.CaptureFixture[str]) -> None:
    said = say(capsys, "submit", str(EXAMPLE))
    assert said.code == 2
    assert "minhbach sign-in" in said.err
