"""A carried case under other rules: which caps and verdicts flip, by which article, and what is not guessed."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit.__main__ import main
from audit.bundle import write_bundle
from audit.what_if import Scope, what_if
from audit.what_if_report import Tally, lines
from domain.rules.library import packs
from domain.rules.pack import RulePack
from domain.rules.replay import Fate, Reassessed, Recapped
from domain.values import Answer, Verdict
from tests.audit.recorded import OTHER, log, other_pack, pack_text
from tests.audit.samples import ORIGIN, SIGNER, START, Evidence, indexed

CASE = "an-giang-2023"
EVERYTHING = Scope()
LATER = [packs()[name] for name in ("R2024B", "R2025", "R2026")]
"""The packs under which TT 02/2024/TT-VKSTC is in force."""
"""The shipped packs of 2024, each of which has the circular's cap."""


def replayed(
    pack: RulePack, scope: Scope = EVERYTHING, leaves: tuple[bytes, ...] = ()
) -> tuple[list[Reassessed], list[Recapped]]:
    found = list(what_if(leaves or log(CASE), pack, scope))
    lines_ = [one for one in found if isinstance(one, Reassessed)]
    return lines_, [one for one in found if isinstance(one, Recapped)]


def cap_of(caps: list[Recapped], award: str) -> Recapped:
    (found,) = (cap for cap in caps if cap.granted.award == award)
    return found


@pytest.mark.parametrize("pack", [other_pack(), *LATER], ids=lambda pack: pack.id)
def test_seven_excellent_collectives_of_twenty_are_four_under_the_circular_of_2024(pack: RulePack) -> None:
    _lines, caps = replayed(pack)
    cap = cap_of(caps, "TTLDXS")
    assert cap.old is not None
    assert (cap.granted.unit, cap.granted.count, cap.old.verdict, cap.old.percent) == (
        "VKS-AG",
        7,
        Verdict.MET,
        None,
    )
    new = cap.new
    assert new.population is not None
    assert new.basis is not None
    assert (new.verdict, new.population.count, new.limit) == (Verdict.NOT_MET, 20, 4)
    assert new.basis.source == "TT 02/2024/TT-VKSTC Điều 18"
    assert cap.flips


def test_population_is_the_frozen_list_of_holders() -> None:
    holders = [
        json.loads(leaf)["payload"]["candidate"]["id"]
        for leaf in log(CASE)
        if b'"name":"nomination.drafted"' in leaf and b'"award":"TTLDTT"' in leaf
    ]
    _lines, caps = replayed(other_pack())
    population = cap_of(caps, "TTLDXS").new.population
    assert population is not None
    assert population.list_hash == hashlib.sha256("\n".join(sorted(holders)).encode()).hexdigest()


def test_cap_that_holds_under_both_packs_does_not_flip() -> None:
    _lines, caps = replayed(other_pack())
    cap = cap_of(caps, "CSTDCS")
    assert cap.old is not None
    assert (cap.granted.count, cap.new.limit, cap.new.verdict, cap.flips) == (32, 33, Verdict.MET, False)


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"percent": 35}, Verdict.MET),
        ({"percent": 34}, Verdict.NOT_MET),
        ({"percent": 1, "minimum": 7}, Verdict.MET),
        ({"percent": 1, "minimum": 6}, Verdict.NOT_MET),
        ({"status": "recalled", "question": "Tỷ lệ nào?", "question_en": "Which?"}, Verdict.NEEDS_REVIEW),
        ({"of": []}, Verdict.NEEDS_REVIEW),
    ],
    ids=str,
)
def test_only_a_verified_cap_over_a_known_population_settles(
    change: dict[str, object], verdict: Verdict
) -> None:
    def changed(awards: dict[str, Any]) -> None:
        awards["TTLDXS"]["caps"] = [{**awards["TTLDXS"]["caps"][0], **change}]

    _lines, caps = replayed(other_pack(changed))
    assert cap_of(caps, "TTLDXS").new.verdict is verdict


def test_strength_of_the_unit_is_read_from_the_register() -> None:
    def changed(awards: dict[str, Any]) -> None:
        awards["DVQT"]["caps"] = [
            {"route": "military", "percent": 2, "of": [], "minimum": 1, "status": "verified"}
            | {"instrument": "MOD_CIR_151_2018", "article": "quy định về tỷ lệ"}
        ]

    _lines, caps = replayed(other_pack(changed), leaves=log("vksqstw-2023"))
    cap = cap_of(caps, "DVQT")
    assert cap.new.population is not None
    assert (cap.granted.count, cap.new.population.count, cap.new.limit) == (2, 70, 1)
    assert cap.new.verdict is Verdict.NOT_MET


def test_stricter_months_flip_the_lines_below_them_and_no_other() -> None:
    def stricter(awards: dict[str, Any]) -> None:
        awards["LDTT"]["criteria"][0]["minimum"] = 60

    found, _caps = replayed(other_pack(stricter))
    months = {
        drafted["stream"]: drafted["payload"]["claims"]["service_months"]
        for leaf in log(CASE)
        if b'"name":"nomination.drafted"' in leaf
        for drafted in [json.loads(leaf)]
        if drafted["payload"]["candidate"]["award"] == "LDTT"
    }
    flipped = {one.subject.nomination for one in found if one.fate is Fate.FLIPS}
    assert flipped == {stream for stream, served in months.items() if served < 60}
    assert 0 < len(flipped) < len(months)
    one = next(one for one in found if one.fate is Fate.FLIPS)
    (change,) = one.changes
    assert change.old is not None
    assert change.new is not None
    assert (one.pack, one.old, one.new) == ("R2019", Verdict.NEEDS_REVIEW, Verdict.NOT_MET)
    assert (change.old.verdict, change.new.verdict) == (Verdict.MET, Verdict.NOT_MET)
    assert dict(change.new.used)["minimum"] == "60"


def test_condition_that_loses_its_verification_asks_again() -> None:
    def unverified(awards: dict[str, Any]) -> None:
        awards["CSTDCS"]["criteria"][0]["status"] = "inferred"

    found, _caps = replayed(other_pack(unverified))
    changes = [change for one in found for change in one.changes]
    assert len(changes) == 37
    assert {(change.old and change.old.verdict, change.new and change.new.verdict) for change in changes} == {
        (Verdict.MET, Verdict.NEEDS_REVIEW)
    }


def test_condition_that_is_dropped_stands_in_nobody_s_way() -> None:
    def dropped(awards: dict[str, Any]) -> None:
        awards["TTLDTT"]["criteria"] = []

    found, _caps = replayed(other_pack(dropped))
    flipped = [one for one in found if one.fate is Fate.FLIPS]
    assert len(flipped) == 20
    assert {(one.old, one.new) for one in flipped} == {(Verdict.NEEDS_REVIEW, Verdict.MET)}
    assert {(change.new, change.answer) for one in flipped for change in one.changes} == {(None, Answer.MET)}


def test_award_that_is_no_more_is_named_and_has_no_cap() -> None:
    found, caps = replayed(other_pack(lambda awards: awards.pop("BANG_KHEN_VT")))
    fates = Counter(one.fate for one in found)
    assert fates == {Fate.SAME: 300, Fate.NO_SUCH_AWARD: 10}
    assert "BANG_KHEN_VT" not in {cap.granted.award for cap in caps}


def test_same_pack_flips_nothing() -> None:
    found, caps = replayed(packs()["R2019"])
    assert {one.fate for one in found} == {Fate.SAME}
    assert len(found) == 310
    assert [cap for cap in caps if cap.flips] == []


def old(leaf: bytes) -> bytes:
    """The appraisal as it was stored before facts were kept."""
    told = json.loads(leaf)
    payload = told["payload"]
    kept = {"criterion", "verdict", "source", "status", "question"}
    for name in ("pack", "pack_hash", "facts"):
        del payload[name]
    payload["register_titles"] = []
    payload["findings"] = [
        {name: value for name, value in finding.items() if name in kept} for finding in payload["findings"]
    ]
    return json.dumps(
        told | {"schema": 1}, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    ).encode()


def test_appraisal_that_kept_no_facts_is_told_and_not_guessed() -> None:
    leaves = tuple(old(leaf) if b'"nomination.appraisal_recorded"' in leaf else leaf for leaf in log(CASE))
    found, caps = replayed(other_pack(), leaves=leaves)
    assert {(one.fate, one.new, one.changes) for one in found} == {(Fate.NO_FACTS, None, ())}
    assert cap_of(caps, "TTLDXS").new.verdict is Verdict.NOT_MET, "caps rest on what was granted"
    told = list(lines(what_if(leaves, other_pack(), EVERYTHING), other_pack(), Tally()))
    assert any(
        "7 chưa lưu dữ kiện" in line for line in told if line.startswith("Tập thể lao động xuất sắc: ")
    )


@pytest.mark.parametrize(
    ("scope", "count"),
    [
        (Scope.named(CASE, None), 310),
        (Scope.named(f"dossier-{CASE}", 2023), 310),
        (Scope.named("vksqstw-2023", None), 21),
        (Scope.named("", 2023), 331),
        (Scope.named("", 2022), 0),
        (Scope.named("an-giang", None), 0),
    ],
    ids=str,
)
def test_scope_holds_a_case_or_a_year(scope: Scope, count: int) -> None:
    both = log(CASE) + log("vksqstw-2023")
    found, caps = replayed(other_pack(), scope, both)
    assert len(found) == count
    assert bool(caps) is bool(count)


def test_pack_that_is_no_longer_what_was_recorded_is_not_asked() -> None:
    hash_ = packs()["R2019"].hash.encode()
    leaves = tuple(leaf.replace(hash_, b"0" * 64) for leaf in log(CASE))
    _lines, caps = replayed(other_pack(), leaves=leaves)
    assert {cap.old for cap in caps} == {None}
    assert any(
        "trước: không rõ gói quy định đã áp dụng" in line
        for line in lines(what_if(leaves, other_pack(), EVERYTHING), other_pack(), Tally())
    )


# The auditor's command


@pytest.fixture
def bundle(tmp_path: Path) -> str:
    leaves = log(CASE)
    path = tmp_path / "case.zip"
    evidence = Evidence(leaves, indexed(leaves), (), ())
    write_bundle(path, evidence, origin=ORIGIN, verifier=SIGNER.verifier, exported_at=START)
    return str(path)


@pytest.fixture
def pack_file(tmp_path: Path) -> str:
    path = tmp_path / f"{OTHER}.json"
    path.write_text(pack_text(), encoding="utf-8")
    return str(path)


def test_command_tells_the_cap_before_and_after(
    bundle: str, pack_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["what-if", bundle, "--pack", pack_file, "--case", CASE]) == 0
    told = capsys.readouterr().out
    assert "Giới hạn Tập thể lao động xuất sắc năm 2023, VKS-AG: 7 được tặng" in told
    assert "trước: Đạt: R2019 không đặt giới hạn" in told
    assert (
        "sau: Không đạt: 7 trên 20, tối đa 4 (20 %, ít nhất 1; TT 02/2024/TT-VKSTC Điều 18); 4 phù hợp, vượt 3"
        in told
    )
    assert "Tập thể lao động xuất sắc: 7 đề nghị đã thẩm định, 0 đổi kết quả" in told
    assert "Chiến sĩ thi đua cơ sở năm 2023, VKS-AG: 32 được tặng" not in told, (
        "what does not flip is not listed"
    )


def test_command_speaks_english_too(bundle: str, pack_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["what-if", bundle, "--pack", pack_file, "--lang", "en"]) == 0
    assert "after: Not met: 7 of 20, at most 4 (20 %, at least 1;" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lang", "cap", "after"),
    [
        (
            "vi",
            "Giới hạn Tập thể lao động xuất sắc năm 2023, VKS-AG: 7 được tặng",
            "sau: Không đạt: 7 trên 20, tối đa 4 (20 %, ít nhất 1; TT 02/2024/TT-VKSTC Điều 18); 4 phù hợp, vượt 3",
        ),
        (
            "en",
            "Cap on Excellent labour collective of 2023, VKS-AG: 7 granted",
            "after: Not met: 7 of 20, at most 4 (20 %, at least 1; TT 02/2024/TT-VKSTC Điều 18); 4 fit, 3 too many",
        ),
    ],
)
def test_seven_excellent_collectives_of_an_giang_are_three_too_many_under_the_circular_of_2024(
    bundle: str, capsys: pytest.CaptureFixture[str], lang: str, cap: str, after: str
) -> None:
    """The pack as it is shipped, on the recorded case."""
    assert main(["what-if", bundle, "--pack", "R2024B", "--case", "an-giang-2023", "--lang", lang]) == 0
    told = capsys.readouterr().out.splitlines()
    place = told.index(cap)
    assert told[place + 2].strip() == after
    assert [line for line in told if re.search(r"\b(CSTDCS|LDTT|TTLDXS|[a-z]+_[a-z_]+)\b", line)] == []


def test_command_prints_one_json_object(
    bundle: str, pack_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["what-if", bundle, "--pack", pack_file, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (cap,) = (cap for cap in told["caps"] if cap["flips"])
    assert (cap["granted"]["award"], cap["granted"]["count"], cap["new"]["limit"]) == ("TTLDXS", 7, 4)
    assert cap["new"]["basis"]["article"] == "Điều 18"
    assert told["nominations"] == []
    assert told["pack"]["id"] == OTHER
    assert told["awards"]["TTLDXS"] == {"same": 7, "flips": 0, "no_such_award": 0, "no_facts": 0}


def test_flipped_line_is_told_in_both_forms(
    bundle: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def unverified(awards: dict[str, Any]) -> None:
        awards["CSTDCS"]["criteria"][0]["status"] = "inferred"

    path = tmp_path / f"{OTHER}.json"
    path.write_text(pack_text(unverified), encoding="utf-8")
    assert main(["what-if", bundle, "--pack", str(path), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)["nominations"][0]
    (change,) = first["changes"]
    assert (first["nomination"], first["fate"]) == (f"nomination-{CASE}.227", "flips")
    assert (change["old"]["article"], change["new"]["verdict"]) == ("Điều 9", "needs_review")
    assert main(["what-if", bundle, "--pack", str(path)]) == 0
    told = capsys.readouterr().out
    assert (
        f"nomination-{CASE}.227, Chiến sĩ thi đua cơ sở năm 2023, VKS-AG: Cần xem xét → Cần xem xét\n"
        "  Đạt Lao động tiên tiến hoặc Chiến sĩ tiên tiến trong cùng năm?\n" in told
    )
    assert "    trước: Đạt: năm 2023: " in told


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda _path: "R1999", "Không có gói quy định R1999; các gói: R2019"),
        (lambda path: str(path / "none.json"), "Không đọc được gói quy định: "),
        (lambda path: _written(path, "{"), f"Không đọc được gói quy định: {OTHER}.json dòng 1"),
    ],
)
def test_pack_that_is_none_exits_2(
    bundle: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], str],
    told: str,
) -> None:
    assert main(["what-if", bundle, "--pack", spoil(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(told)


def _written(folder: Path, text: str) -> str:
    path = folder / f"{OTHER}.json"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_scope_that_holds_nothing_exits_1(bundle: str, pack_file: str) -> None:
    assert main(["what-if", bundle, "--pack", pack_file, "--year", "1999"]) == 1


def test_leaf_that_is_no_event_exits_2(
    tmp_path: Path, pack_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoiled = log(CASE)[0], b'{"name":"nomination.received","payload":{}}'
    path = tmp_path / "spoiled.zip"
    evidence = Evidence(spoiled, (), (), ())
    write_bundle(path, evidence, origin=ORIGIN, verifier=SIGNER.verifier, exported_at=START)
    assert main(["what-if", str(path), "--pack", pack_file]) == 2
    assert capsys.readouterr().err.startswith("Không đọc được một bản ghi: ")
