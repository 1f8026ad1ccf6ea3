import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.bundle import MAX_LINE_BYTES, Manifest, open_bundle, verify_bundle
from audit.evidence import BadEvidence, IndexRow
from audit.verify import Report
from tests.audit.samples import ORIGIN, SIGNER, START, Evidence, evidence, with_lines, write

LOG = evidence()
MEMBERS = [
    "leaves.jsonl",
    "index.jsonl",
    "disclosures.jsonl",
    "checkpoints.jsonl",
    "keys/log.pub",
    "manifest.json",
]

Files = dict[str, bytes]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return write(LOG, tmp_path / "evidence.zip")


def unpack(bundle: Path) -> Files:
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(files: Files, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def run(path: Path) -> Report:
    with open_bundle(path) as opened:
        return verify_bundle(opened, [opened.verifier()])


def refused(path: Path) -> str:
    """Return the English sentence with which a bundle is refused, at once or on the way."""
    try:
        report = run(path)
    except BadEvidence as error:
        return error.sentence_en
    assert report.unreadable is not None
    return report.unreadable[1]


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def test_bundle_holds_what_was_written(bundle: Path) -> None:
    with open_bundle(bundle) as opened:
        read = Evidence(
            tuple(opened.leaves()),
            tuple(opened.index()),
            tuple(opened.disclosures()),
            tuple(opened.checkpoints()),
        )
        assert read == LOG
        assert opened.verifier() == SIGNER.verifier
        assert opened.manifest == Manifest(ORIGIN, size=12, leaves=14, checkpoints=3, exported_at=START)


def test_bundle_has_the_documented_members_and_lines(bundle: Path) -> None:
    files = unpack(bundle)
    assert list(files) == MEMBERS
    assert files["leaves.jsonl"] == b"".join(line + b"\n" for line in LOG.lines)
    assert files["keys/log.pub"] == SIGNER.verifier.to_text().encode() + b"\n"
    assert (
        files["index.jsonl"].splitlines()[2]
        == (
            f'{{"hash":"{LOG.rows[2].hash.hex()}","name":"nomination.received","position":2,'
            '"stream":"nomination-a","version":2}'
        ).encode()
    )
    assert files["manifest.json"] == (
        b'{"checkpoints":3,"exported_at":"2026-03-02T08:00:00.000000Z","format":1,"leaves":14,'
        b'"origin":"minhbach.example/log","size":12}\n'
    )


def test_bundle_of_equal_evidence_has_equal_bytes(bundle: Path, tmp_path: Path) -> None:
    assert write(evidence(), tmp_path / "again.zip").read_bytes() == bundle.read_bytes()


def test_bundle_verifies_as_zip_and_as_folder(bundle: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    assert run(bundle) == run(folder)
    assert run(bundle).ok


def test_bundle_without_anything_in_it_verifies(tmp_path: Path) -> None:
    assert run(write(Evidence((), (), (), ()), tmp_path / "empty.zip")).ok


@pytest.mark.parametrize(
    "row",
    [
        IndexRow(0, "nomination-1", 1, "nomination.submitted", bytes(32)),
        IndexRow(7, 'quote " and \\', 2, "tên có dấu", bytes(range(32))),
        IndexRow(-1, "", 0, "\x00", b""),
    ],
)
def test_index_row_survives_its_line(row: IndexRow, tmp_path: Path) -> None:
    with open_bundle(write(replace(LOG, rows=(row,)), tmp_path / "one.zip")) as opened:
        assert list(opened.index()) == [row]


@pytest.mark.parametrize("name", MEMBERS)
def test_bundle_without_a_member_is_refused(name: str, bundle: Path, tmp_path: Path) -> None:
    files = unpack(bundle)
    del files[name]
    assert name in refused(pack(files, tmp_path / "less.zip"))
    (tmp_path / "keys").mkdir()
    for other, content in files.items():
        (tmp_path / other).write_bytes(content)
    assert name in refused(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifest.json", b""),
        ("manifest.json", b"[]"),
        ("manifest.json", b'{"format":2}'),
        ("manifest.json", b"\xff"),
        ("keys/log.pub", b""),
        ("keys/log.pub", b"\xff\n"),
        ("keys/log.pub", b"name+00000000+AAAA\n"),
        ("keys/log.pub", (SIGNER.verifier.to_text() + "\n").encode() * 2),
        ("index.jsonl", b"rubbish\n"),
        ("index.jsonl", b'{"hash":"00"}\n'),
        ("index.jsonl", b'{"hash":"zz","name":"n","position":0,"stream":"s","version":1}\n'),
        ("index.jsonl", b"\n"),
        ("disclosures.jsonl", b"{}\n"),
        ("disclosures.jsonl", b'{"pointer":1}'),
        ("checkpoints.jsonl", b"null\n"),
        ("checkpoints.jsonl", b'{"note":"x", "size":1}\n'),
        ("leaves.jsonl", b"x" * (MAX_LINE_BYTES + 1)),
        ("index.jsonl", b"x" * (MAX_LINE_BYTES + 1)),
    ],
    ids=lambda part: str(part[:40]),
)
def test_bundle_with_a_malformed_member_is_refused(
    name: str, content: bytes, bundle: Path, tmp_path: Path
) -> None:
    files = unpack(bundle) | {name: content}
    assert name in refused(pack(files, tmp_path / "bad.zip"))


def test_bundle_that_breaks_off_still_tells_what_was_found(tmp_path: Path) -> None:
    changed = unpack(write(with_lines(LOG, lambda lines: lines.__delitem__(2)), tmp_path / "changed.zip"))
    changed["index.jsonl"] = changed["index.jsonl"][:-20]
    report = run(pack(changed, tmp_path / "broken.zip"))
    assert (codes(report)[0], report.findings[0].position) == ("leaf_missing", 2)
    assert report.unreadable is not None
    assert "index.jsonl" in report.unreadable[1]


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_bundle_that_is_no_bundle_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "no.zip"
    path.write_bytes(content)
    assert refused(path).startswith("Cannot read ")


def test_bundle_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "nowhere.zip" in refused(tmp_path / "nowhere.zip")


def test_bundle_with_a_member_twice_is_refused(bundle: Path) -> None:
    with (
        zipfile.ZipFile(bundle, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr("leaves.jsonl", b"")
    assert "two members" in refused(bundle)


def test_bundle_with_a_byte_changed_inside_the_zip_names_the_event(bundle: Path, tmp_path: Path) -> None:
    stored = pack(unpack(bundle), tmp_path / "stored.zip")
    content = bytearray(stored.read_bytes())
    content[content.index(b'"score":5') + 8] ^= 1
    stored.write_bytes(content)
    report = run(stored)
    assert [(f.code, f.stream, f.version, f.checkpoint_size) for f in report.findings] == [
        ("leaf_changed", "nomination-a", 3, 8),
        ("checkpoint_root_differs", None, None, 8),
    ]


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_bundle_with_any_damage_to_the_zip_is_read_or_refused(
    data: st.DataObject, bundle: Path, tmp_path: Path
) -> None:
    good = bundle.read_bytes()
    place = data.draw(st.integers(0, len(good) - 1))
    end = data.draw(st.sampled_from([place, place + 1, len(good)]))
    path = tmp_path / "damaged.zip"
    path.write_bytes(good[:place] + data.draw(st.binary(max_size=3)) + good[end:])
    with suppress(BadEvidence):
        run(path)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda text: text.replace(b"}\n{", b"} {", 1), [("leaf_missing", 0), ("leaf_changed", 1)]),
        (lambda text: text.replace(b"recommend", b"recom\nend", 1), [("leaf_changed", 0), ("leaf_added", 1)]),
        (lambda text: text.replace(b"}\n{", b"}\n\n{", 1), [("leaf_added", 1)]),
        (lambda text: text.replace(b"}\n{", b"}\r\n{", 1), [("leaf_changed", 0)]),
        (lambda text: text[:-10], [("leaf_changed", 13)]),
        (lambda text: text[:-1], []),
    ],
)
def test_bundle_with_leaves_joined_split_or_cut(
    change: Callable[[bytes], bytes], expected: list[tuple[str, int]], bundle: Path, tmp_path: Path
) -> None:
    files = unpack(bundle)
    files["leaves.jsonl"] = change(files["leaves.jsonl"])
    report = run(pack(files, tmp_path / "changed.zip"))
    assert [(f.code, f.position) for f in report.findings if f.code.startswith("leaf")] == expected


@pytest.mark.parametrize(
    ("entry", "claim"),
    [("leaves", b'"leaves":13'), ("checkpoints", b'"checkpoints":4'), ("size", b'"size":11')],
)
def test_bundle_that_declares_something_else(entry: str, claim: bytes, bundle: Path, tmp_path: Path) -> None:
    files = unpack(bundle)
    before = {"leaves": b'"leaves":14', "checkpoints": b'"checkpoints":3', "size": b'"size":12'}[entry]
    files["manifest.json"] = files["manifest.json"].replace(before, claim)
    report = run(pack(files, tmp_path / "other.zip"))
    assert codes(report) == ["manifest_differs"]
    assert f" {entry} " in report.findings[0].sentence_en
