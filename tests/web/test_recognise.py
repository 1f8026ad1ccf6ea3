"""A file is what its content says; what lies, acts, swells or is cut off is turned away."""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.values import PaperFormat
from tests.web.files import (
    CONTENT_TYPES,
    PDF,
    SHEET,
    TEXT,
    WORD,
    bomb,
    jpeg,
    lying_bomb,
    overlapping,
    package,
    png,
)
from web.problems import Problem
from web.troubles import CATALOGUE
from web.uploads.recognise import EXTENSIONS, MEDIA_TYPES, fitting_name, recognise


def found(data: bytes) -> PaperFormat | str:
    """The kind of a file, or the code it is turned away with."""
    try:
        return recognise(io.BytesIO(data), len(data))
    except Problem as problem:
        return problem.code if problem.body()["detail"] else ""


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, PaperFormat.PDF),
        (PDF + b"\r\n\0", PaperFormat.PDF),
        (package(WORD), PaperFormat.DOCX),
        (package(SHEET), PaperFormat.XLSX),
        (package(TEXT), PaperFormat.ODT),
        (png(), PaperFormat.PNG),
        (jpeg(), PaperFormat.JPEG),
        (jpeg(7_000, 10_000) + b"\0\0", PaperFormat.JPEG),
    ],
)
def test_honest_file_is_told_by_its_content(data: bytes, kind: PaperFormat) -> None:
    assert found(data) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\0" + bytes(500),
        b"\x7fELF" + bytes(100),
        b"<html><script>alert(1)</script></html>",
        b"\xef\xbb\xbf <!DOCTYPE html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"GIF89a" + bytes(50),
        b"#!/bin/sh\nrm -rf /\n",
        b"{\\rtf1}",
        b"Rar!\x1a\x07\0",
        b"\x1f\x8b\x08" + bytes(20),
        b"plain text",
        b" " + PDF,
        package({"a.txt": "xin chào"}),
        package({"[Content_Types].xml": CONTENT_TYPES, "ppt/presentation.xml": "<p/>"}),
        package({**WORD, **SHEET}),
        package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
    ],
)
def test_file_of_another_kind_is_turned_away(data: bytes) -> None:
    assert found(data) == "paper_type_unknown"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "paper_empty"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "paper_old_office"),
        (b"%PDF-9.9\n%%EOF", "paper_damaged"),
        (PDF[:-8], "paper_damaged"),
        (PDF + package(WORD), "paper_trailing_data"),
        (PDF + b"<script>alert(1)</script>", "paper_trailing_data"),
        (PDF.replace(b"trailer", b"trailer /Encrypt 5 0 R"), "paper_encrypted"),
        (
            PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (x) >>"),
            "paper_active_content",
        ),
        (PDF.replace(b"/Catalog", b"/Catalog /AA << /S /Launch /F (cmd.exe) >>"), "paper_active_content"),
        (
            PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /J#61vaScript /JS (x) >>"),
            "paper_active_content",
        ),
        (PDF.replace(b"trailer", b"trailer /#45ncrypt 5 0 R"), "paper_encrypted"),
        (PDF.replace(b"/Catalog", b"/Catalog /Names << /EmbeddedFiles 3 0 R >>"), "paper_active_content"),
        (b"%PDF-1.7\n" + b"x" * ((1 << 20) - 14) + b"/JavaScript (x)\n%%EOF", "paper_active_content"),
        (package(WORD)[:-30], "paper_trailing_data"),
        (package(WORD, comment=b"<script>alert(1)</script>"), "paper_trailing_data"),
        (package({**WORD, "word/vbaProject.bin": b"x"}), "paper_macros"),
        (package({**WORD, "word/VBAPROJECT.BIN": b"x"}), "paper_macros"),
        (package({**WORD, "word/embeddings/oleObject1.bin": b"x"}), "paper_macros"),
        (package({**WORD, "xl/a.exe": b"MZ"}), "paper_macros"),
        (package({**TEXT, "Basic/Standard/Module1.xml": "<x/>"}), "paper_macros"),
        (
            package({**WORD, "[Content_Types].xml": CONTENT_TYPES.replace("/>", ">macroEnabled</Types>")}),
            "paper_macros",
        ),
        (
            package(
                {
                    **WORD,
                    "word/_rels/settings.xml.rels": '<Relationship Type="http://x/attachedTemplate"'
                    ' Target="http://evil/t.dotm" TargetMode="External"/>',
                }
            ),
            "paper_active_content",
        ),
        (
            package({**WORD, "word/document.xml": '<!DOCTYPE lolz [<!ENTITY lol "lol">]><w/>'}),
            "paper_active_content",
        ),
        (package({**WORD, "../../etc/passwd": "x"}), "paper_damaged"),
        (package({**WORD, "/etc/passwd": "x"}), "paper_damaged"),
        (package({**WORD, "word\\..\\a": "x"}), "paper_damaged"),
        (package({**WORD, "WORD/document.xml": "x"}), "paper_damaged"),
        (package({**WORD, **{f"word/media/{n}.png": "" for n in range(2_001)}}), "paper_bomb"),
        (
            package({**TEXT, "META-INF/manifest.xml": "<manifest:encryption-data/>"}),
            "paper_encrypted",
        ),
        (png()[:-4], "paper_damaged"),
        (png().replace(b"IDAT", b"IDAX"), "paper_damaged"),
        (png() + b"PK\x03\x04", "paper_trailing_data"),
        (png(100_000, 100_000), "paper_bomb"),
        (png(0, 1), "paper_bomb"),
        (jpeg()[:-2], "paper_damaged"),
        (jpeg()[:4] + bytes(40), "paper_damaged"),
        (jpeg() + package(WORD), "paper_trailing_data"),
        (jpeg(65_000, 65_000), "paper_bomb"),
        (b"\xff\xd8\xff\xd9", "paper_damaged"),
    ],
)
def test_file_that_lies_or_acts_or_is_cut_off_is_turned_away(data: bytes, code: str) -> None:
    assert found(data) == code


def test_hyperlinks_of_a_document_are_no_danger() -> None:
    link = '<Relationship Type="http://x/hyperlink" Target="https://vksndtc.gov.vn" TargetMode="External"/>'
    assert found(package({**WORD, "word/_rels/document.xml.rels": link})) is PaperFormat.DOCX


@pytest.mark.parametrize("make", [bomb, overlapping])
def test_bomb_is_told_before_it_unpacks(make: object) -> None:
    data = make()  # type: ignore[operator] # one of the two
    assert len(data) < 400_000
    begun = time.monotonic()
    assert found(data) == "paper_bomb"
    assert time.monotonic() - begun < 1


def test_bomb_whose_directory_lies_is_told_too() -> None:
    assert found(lying_bomb()) in {"paper_bomb", "paper_damaged"}


def test_encrypted_package_is_told() -> None:
    data = bytearray(package(WORD))
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    assert found(bytes(data)) == "paper_encrypted"


def test_package_with_a_method_that_nobody_reads_is_told() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_LZMA) as made:
        for name, content in WORD.items():
            made.writestr(name, content)
    assert found(written.getvalue()) == "paper_damaged"


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from([PDF, package(WORD), package(SHEET), package(TEXT), png(), jpeg()]),
    st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=8)), max_size=6),
    st.integers(0, 2_000),
)
def test_whatever_is_broken_is_answered_with_a_known_code(
    data: bytes, changes: list[tuple[int, bytes]], cut: int
) -> None:
    broken = bytearray(data)
    for place, piece in changes:
        broken[place % len(broken) : place % len(broken) + len(piece)] = piece
    answer = found(bytes(broken[: len(broken) - cut % len(broken)]))
    assert isinstance(answer, PaperFormat) or answer in CATALOGUE


@pytest.mark.parametrize(
    ("name", "kind", "fitting"),
    [
        ("Báo cáo thành tích.pdf", PaperFormat.PDF, "Báo cáo thành tích.pdf"),
        ("BÁO CÁO.PDF", PaperFormat.PDF, "BÁO CÁO.PDF"),
        ("C:\\fakepath\\a.docx", PaperFormat.DOCX, "a.docx"),
        ("../../etc/Tờ trình", PaperFormat.PDF, "Tờ trình.pdf"),
        ("ảnh.jpeg", PaperFormat.JPEG, "ảnh.jpeg"),
        ("12/TTr-VKS.2023", PaperFormat.PDF, "TTr-VKS.2023.pdf"),
    ],
)
def test_name_is_kept_without_its_folder(name: str, kind: PaperFormat, fitting: str) -> None:
    assert fitting_name(name, kind) == fitting


@pytest.mark.parametrize("name", ["a.pdf.exe", "a.html", "a.docx", "a.svg", "a.jpg"])
def test_name_that_says_otherwise_is_refused(name: str) -> None:
    with pytest.raises(Problem) as caught:
        fitting_name(name, PaperFormat.PDF)
    assert caught.value.code == "paper_name_mismatch"


def test_every_format_has_a_media_type_and_an_ending() -> None:
    assert set(MEDIA_TYPES) == set(EXTENSIONS) == set(PaperFormat)
