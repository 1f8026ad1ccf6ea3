"""The public's pages: what publication allows and not a name more, proofs that are worked out, data to take away."""

import csv
import io
import json
import re
from hashlib import sha256
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.web.site import LOG_SIGNER, STRAY, Site, assert_problem, line, publish, receive
from tlog import checkpoint, note
from tlog.merkle import verify_inclusion
from web import register

pytestmark = pytest.mark.asyncio(loop_scope="session")

GRANTED, REFUSED, HELD = "Mai Thị Công", "Đào Văn Trượt", "Tạ Thị Dừng"
SIGNED, ANNULLED = "Lương Văn Mới Ký", "Trịnh Thị Hủy"
SCRIPT = "<script>alert(1)</script> Võ Văn Nghịch"
NUMBER = "cong-decision/QĐ-VKS"
HIDDEN = (REFUSED, HELD, SIGNED, ANNULLED, "Trần Ký Tên", "Họ tên", "cb-cong")
PAGES = (
    "/quyet-dinh",
    "/quyet-dinh?so=cong",
    "/quyet-dinh/cong-decision",
    "/quyet-dinh/cong-decision/bang-chung.json",
    "/quyet-dinh/huy-decision",
    f"/kiem-tra?so={NUMBER}",
    "/kiem-tra?so=cong-decision",
    "/kiem-tra?so=khong-co",
    "/du-lieu-mo",
    "/du-lieu-mo/quyet-dinh.csv",
    "/du-lieu-mo/quyet-dinh.json",
    "/du-lieu-mo/ket-qua.csv",
    "/du-lieu-mo/ket-qua.json",
)
HTML = [path for path in PAGES if not path.endswith((".csv", ".json"))]
READERS = ("anyone", "officer", "stranger", "operator", "auditor", "nobody")


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def known(site: Site) -> None:
    """A published decision and its notice of refusal, a held line, a signed decision, an annulled award."""
    await receive(
        site, "cong", line("cb-cong-1", GRANTED), line("cb-cong-2", REFUSED), line("cb-cong-3", SCRIPT)
    )
    await publish(site, "cong", "granted", "refused", "granted")
    await receive(site, "cong-dung", line("cb-cong-4", HELD))
    hold = {"ground": "investigation", "document": "CV 77/VKS", "reason": "Đang xác minh"}
    await site.appraiser.do("nominations/cong-dung.001/hold-nomination", hold)
    await receive(site, "cong-ky", line("cb-cong-5", SIGNED))
    await publish(site, "cong-ky", "granted", until="signed")
    await receive(site, "huy", line("cb-cong-6", ANNULLED))
    await publish(site, "huy", "granted")
    annulment = {"ground": "false_declaration", "document": "QĐ 9", "reason": "Khai sai"}
    await site.decider.do("nominations/huy.001/annul-nomination", annulment)
    site.seal()


def of(site: Site, who: str) -> httpx.AsyncClient:
    return site.anyone if who == "anyone" else site.people[who].client


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("who", READERS)
async def test_public_pages_name_only_who_was_granted_and_published(site: Site, who: str) -> None:
    """Whoever reads them: the register is the same for everybody."""
    for path in PAGES:
        answer = await of(site, who).get(path)
        assert answer.status_code == httpx.codes.OK, path
        for hidden in HIDDEN:
            assert hidden not in answer.text.rpartition("</header>")[2], (path, hidden)
        named = path == "/quyet-dinh/cong-decision"
        assert (GRANTED in answer.text) == named, path


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("key", ["cong-notice", "cong-ky-decision", "no-such", "x" * 80])
async def test_instrument_that_is_no_published_decision_is_not_there(site: Site, key: str) -> None:
    for path in (f"/quyet-dinh/{key}", f"/quyet-dinh/{key}/bang-chung.json"):
        assert_problem(await site.anyone.get(path), 404, "unknown_record")
    page = (await site.anyone.get("/kiem-tra", params={"so": key})).text
    assert 'class="seal' not in page


@pytest.mark.usefixtures("known")
async def test_decision_tells_how_many_it_does_not_name(site: Site) -> None:
    page = (await site.anyone.get("/quyet-dinh/huy-decision")).text
    assert "Không còn ai được nêu tên trong quyết định này." in page
    assert "1 trường hợp khác trong quyết định không được nêu tên" in page


@pytest.mark.usefixtures("known")
async def test_script_in_a_name_is_shown_as_text(site: Site) -> None:
    page = (await site.anyone.get("/quyet-dinh/cong-decision")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Võ Văn Nghịch" in page


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("so=cong-decision/qd", True),
        ("so=CONG-DECISION/QĐ", True),
        ("so=cong%25decision", False),
        ("so=cong_decision", False),
        ("so=' OR 1=1 --", False),
        ("so=cong&nam=2023", True),
        ("so=cong&nam=2022", False),
        ("so=cong&don-vi=VKS-X", True),
        ("so=cong&danh-hieu=LDTT", True),
        ("so=cong&trang=2", False),
        ("so=cong&trang=100000", False),
    ],
)
async def test_register_is_searched(site: Site, query: str, found: bool) -> None:  # noqa: FBT001 - a column
    answer = await site.anyone.get(f"/quyet-dinh?{query}")
    assert answer.status_code == httpx.codes.OK
    assert ('href="/quyet-dinh/cong-decision"' in answer.text) == found
    assert ('class="empty"' in answer.text) == (not found)


@pytest.mark.usefixtures("known")
async def test_register_is_paged(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "DECISIONS_A_PAGE", 1)
    monkeypatch.setattr(register, "LINES_A_PAGE", 1)
    seen: list[str] = []
    path = "/quyet-dinh"
    while path:
        page = (await site.anyone.get(path)).text
        seen += re.findall(r'<th role="rowheader"[^>]*><a href="/quyet-dinh/([^"]+)"', page)
        onward = re.search(r'href="([^"]+)" rel="next"', page)
        path = f"/quyet-dinh{onward[1]}" if onward else ""
    assert len(seen) == len(set(seen))
    assert {"cong-decision", "huy-decision"} <= set(seen)
    lines = (await site.anyone.get("/quyet-dinh/cong-decision?trang=2")).text
    assert GRANTED not in lines
    assert "Võ Văn Nghịch" in lines


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/quyet-dinh?nam=abc", "nam"),
        ("/quyet-dinh?nam=99999", "nam"),
        ("/quyet-dinh?don-vi=<script>", "don-vi"),
        ("/quyet-dinh?danh-hieu=' OR 1=1", "danh-hieu"),
        ("/quyet-dinh?so=%00", "so"),
        ("/quyet-dinh?so=" + "x" * 300, "so"),
        ("/kiem-tra?so=%E2%80%AE", "so"),
    ],
)
async def test_bad_search_is_told_beside_its_field(site: Site, path: str, field: str) -> None:
    answer = await site.anyone.get(path)
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert f'aria-describedby="{field}-loi"' in answer.text
    assert f'id="{field}-loi" role="alert"' in answer.text
    assert STRAY.search(answer.text) is None
    assert "<tbody" not in answer.text


@pytest.mark.parametrize("given", ["0", "-1", "99999999999999999999", "1e9", "trang"])
async def test_page_that_is_none_is_refused(site: Site, given: str) -> None:
    assert (await site.anyone.get("/quyet-dinh", params={"trang": given})).status_code == 422


@pytest.mark.usefixtures("known")
async def test_check_says_that_signature_and_publication_are_sealed(site: Site) -> None:
    for asked in (NUMBER, "CONG-DECISION/qd-vks", "cong-decision"):
        page = (await site.anyone.get("/kiem-tra", params={"so": asked})).text
        assert page.count('class="seal s-proven"') == 2, asked
        assert "Công bố văn bản" in page
    near = (await site.anyone.get("/kiem-tra", params={"so": "cong-dec"})).text
    assert "Có phải một trong các quyết định này?" in near
    assert 'class="seal' not in near


async def _proofs(site: Site, key: str) -> dict[str, dict[str, Any]]:
    content = (await site.anyone.get(f"/quyet-dinh/{key}/bang-chung.json")).json()
    return {json.loads(proof["leaf"])["name"]: proof for proof in content["proofs"]}


@pytest.mark.usefixtures("known")
async def test_proof_to_take_away_verifies_without_us(site: Site) -> None:
    proofs = await _proofs(site, "cong-decision")
    assert list(proofs) == ["decision.signed", "decision.published"]
    for proof in proofs.values():
        told = checkpoint.parse(note.verify(proof["checkpoint"], [LOG_SIGNER.verifier]))
        leaf = sha256(b"\x00" + proof["leaf"].encode()).digest()
        path = [bytes.fromhex(node) for node in proof["inclusion_path"]]
        assert verify_inclusion(leaf, proof["leaf_index"], told.size, path, told.root)
        assert (proof["leaf_hash"], proof["root"]) == (leaf.hex(), told.root.hex())
        assert note.Verifier.from_text(proof["key"]) == LOG_SIGNER.verifier
    assert json.loads(proofs["decision.signed"]["leaf"])["payload"]["number"] == NUMBER


async def test_publication_waits_until_it_is_sealed(site: Site) -> None:
    site.seal()
    await receive(site, "cho-niem", line("cb-cong-7", "Hà Thị Chờ Niêm"))
    await publish(site, "cho-niem", "granted")
    page = (await site.anyone.get("/quyet-dinh/cho-niem-decision")).text
    assert "s-proven" not in page
    assert "Chờ niêm phong: việc này đã được ghi" in page
    site.seal()
    assert "s-waiting" not in (await site.anyone.get("/quyet-dinh/cho-niem-decision")).text


@pytest.mark.usefixtures("known")
async def test_corrected_decision_shows_the_correction_with_its_proof(site: Site) -> None:
    await receive(site, "dinh-chinh", line("cb-cong-8", "Kiều Văn Sửa"))
    await publish(site, "dinh-chinh", "granted")
    correction = {
        "number": "dinh-chinh-moi/QĐ-VKS",
        "signed_on": "2023-12-26",
        "signatory": "Trần Ký Tên",
        "signatory_title": "Viện trưởng",
        "reason": "Lý do kín",
    }
    await site.decider.do("decisions/dinh-chinh-decision/correct-decision", correction)
    page = (await site.anyone.get("/quyet-dinh/dinh-chinh-decision")).text
    assert "Quyết định số dinh-chinh-moi/QĐ-VKS" in page
    assert "Đính chính văn bản" in page
    assert "Lý do kín" not in page
    assert list(await _proofs(site, "dinh-chinh-decision")) == [
        "decision.signed",
        "decision.corrected",
        "decision.published",
    ]


@pytest.mark.usefixtures("known")
async def test_open_data_is_the_same_in_csv_and_json(site: Site) -> None:
    for name in ("quyet-dinh", "ket-qua"):
        rows = (await site.anyone.get(f"/du-lieu-mo/{name}.json")).json()
        text = (await site.anyone.get(f"/du-lieu-mo/{name}.csv")).text
        listed = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        assert listed == [{column: str(value) for column, value in row.items()} for row in rows]
        page = (await site.anyone.get("/du-lieu-mo")).text
        assert all(f">{column}<" in page for column in rows[0])


@pytest.mark.usefixtures("known")
async def test_open_data_counts_what_is_still_in_force(site: Site) -> None:
    rows = {row["ma"]: row for row in (await site.anyone.get("/du-lieu-mo/quyet-dinh.json")).json()}
    assert (rows["cong-decision"]["danh_hieu"], rows["cong-decision"]["so_luong"]) == ("LDTT", 2)
    assert (rows["huy-decision"]["danh_hieu"], rows["huy-decision"]["so_luong"]) == ("", 0)
    assert not {"cong-notice", "cong-ky-decision"} & set(rows)
    outcomes = {row["ho_so"]: row for row in (await site.anyone.get("/du-lieu-mo/ket-qua.json")).json()}
    assert (outcomes["cong"]["tang"], outcomes["cong"]["khong_tang"], outcomes["cong"]["de_nghi"]) == (
        2,
        1,
        3,
    )


async def test_title_that_is_a_formula_is_harmless_in_csv(site: Site) -> None:
    formula = "=HYPERLINK(1)"
    draft = {"unit": "VKS-H", "handled_by": "VKS-X", "route": "civil", "year": 2023, "title": formula}
    letter = {"letter_number": "1/TTr", "letter_date": "2023-12-01", "lines": [line("cb-cong-9", "Đỗ Văn Ô")]}
    await site.officer.do("dossiers/cong-thuc/draft-dossier", draft | letter)
    assert formula not in (await site.anyone.get("/du-lieu-mo/ket-qua.csv")).text, "a draft"
    await site.head.do("dossiers/cong-thuc/submit-dossier")
    text = (await site.anyone.get("/du-lieu-mo/ket-qua.csv")).text
    assert f"'{formula}" in text
    assert f",{formula}" not in text


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("path", HTML)
async def test_pages_carry_no_script_of_their_own_and_strict_headers(site: Site, path: str) -> None:
    answer = await site.anyone.get(path, headers={"Accept": "text/html"})
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert answer.headers["cache-control"] == "no-store"
    assert STRAY.search(answer.text) is None
    assert answer.text.count("<caption>") == answer.text.count("<table")
    assert all(
        f'<label for="{name}">' in answer.text
        for name in re.findall(r'<(?:input|select) id="([^"]+)"', answer.text)
    )
