"""`minhbach lint`: a dossier file looked through on this machine, without a system."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.audit.recorded import OTHER, pack_text
from tests.cli.shell import say

Capture = pytest.CaptureFixture[str]
SAMPLE = json.loads(Path(__file__).with_name("dossier.json").read_text(encoding="utf-8"))
PAPER = {
    "id": "report",
    "name": "Báo cáo",
    "status": "verified",
    "instrument": "LAW_2003",
    "article": "Điều 53",
}


def written(folder: Path, content: object, name: str = "dossier.json") -> str:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(path)


def test_file_without_a_fault_exits_0_and_warns(tmp_path: Path, capsys: Capture) -> None:
    said = say(capsys, "lint", written(tmp_path, SAMPLE))
    assert said.code == 0
    assert said.out.splitlines() == [
        (
            "Cần kiểm tra: Chiến sĩ thi đua cơ sở: đề nghị 1, giới hạn 0 (15 % của 1, ít nhất 0; tính trong hồ sơ này)"
            " [NĐ 91/2017/NĐ-CP Điều 9 khoản 3 (đã kiểm chứng)]"
        ),
        "Gói quy định R2019: 0 lỗi phải sửa, 1 điều cần kiểm tra.",
    ]


def test_fault_exits_1_and_is_told_with_its_clause(tmp_path: Path, capsys: Capture) -> None:
    spoiled = json.loads(json.dumps(SAMPLE))
    spoiled["lines"][0]["claims"]["service_months"] = 9
    path = written(tmp_path, spoiled)
    said = say(capsys, "lint", path)
    assert said.code == 1
    assert said.out.startswith("Cần kiểm tra: ")
    assert "Phải sửa: dòng 1 (Lao động tiên tiến): Không đạt: 9 tháng công tác, cần từ 10 tháng" in said.out
    told = say(capsys, "lint", path, "--json")
    assert told.code == 1
    (fault,) = (remark for remark in told.json["remarks"] if remark["weight"] == "fault")
    assert (fault["line"], fault["matter"], fault["instrument"]) == (1, "criterion", "VKS_CIR_01_2019")


def test_papers_are_asked_for_until_they_are_named(tmp_path: Path, capsys: Capture) -> None:
    def with_paper(awards: dict[str, Any]) -> None:
        awards["LDTT"]["papers"] = [PAPER]

    pack = written(tmp_path, pack_text(with_paper), f"{OTHER}.json")
    path = written(tmp_path, SAMPLE)
    missing = say(capsys, "lint", path, "--pack", pack)
    assert missing.code == 1
    assert "Phải sửa: Lao động tiên tiến: thiếu “Báo cáo” (report)" in missing.out
    assert say(capsys, "lint", path, "--pack", pack, "--paper", "report").code == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"letter_date": "1999-01-01"}, "Chưa có gói quy định cho hồ sơ nhận ngày 01/01/1999."),
        ({"lines": 7}, "Tệp "),
    ],
)
def test_file_that_cannot_be_looked_through_exits_2(
    tmp_path: Path, capsys: Capture, change: dict[str, object], told: str
) -> None:
    said = say(capsys, "lint", written(tmp_path, SAMPLE | change))
    assert said.code == 2
    assert said.err.startswith(told)


def test_unknown_pack_exits_2(tmp_path: Path, capsys: Capture) -> None:
    assert say(capsys, "lint", written(tmp_path, SAMPLE), "--pack", "R1999").code == 2
