"""Papers through the API: sent, attached by their digest, read by those who may read names, cut off when too large."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator, Mapping, MutableMapping
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import Engine, create_engine, text

from embedded.testing import Database
from readmodel.papers import CHUNK_BYTES, Content, chunk_of, forget_strays, keep, papers_of, uploaded
from tests.web.files import PDF, WORD, bomb, package, png
from tests.web.site import Site, assert_problem, dossier, line

pytestmark = pytest.mark.asyncio(loop_scope="session")

KEY = "giay-to"
AGED = (
    "UPDATE paper_content SET stored_at = now() - interval '31 days' WHERE sha256 = decode(:digest, 'hex')",
    "UPDATE paper_upload SET uploaded_at = now() - interval '31 days' WHERE sha256 = decode(:digest, 'hex')",
)
NAME = "Báo cáo “thành tích”; năm 2023.pdf"


def pdf(content: str, size_bytes: int = 0) -> bytes:
    """A document of its own."""
    start, end = PDF[:-6], PDF[-6:]
    return start + f"% {content}\n".encode().ljust(size_bytes, b"x") + end


async def send(site: Site, data: bytes, who: str = "officer") -> httpx.Response:
    return await site.people[who].client.post("/api/v1/papers", content=data)


async def sent(site: Site, data: bytes, who: str = "officer") -> dict[str, Any]:
    answer = await send(site, data, who)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def attaching(upload: Mapping[str, Any], **fields: object) -> dict[str, Any]:
    return {"paper": "submission_letter", **upload, "file_name": NAME, **fields}


async def attach(site: Site, data: bytes, key: str = KEY, **fields: object) -> int:
    """Send and attach; the paper's number."""
    upload = await sent(site, data)
    await site.officer.do(f"dossiers/{key}/attach-paper", attaching(upload, **fields))
    return papers_of(site.engine, f"dossier-{key}")[-1].number


@pytest.fixture
def web_owner(web_database: Database) -> Iterator[Engine]:
    """The owner of the tables, who may do what the application may not."""
    owner = create_engine(web_database.owner_url, isolation_level="AUTOCOMMIT")
    yield owner
    owner.dispose()


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def drafted(site: Site) -> None:
    lines = [line("gt-01", "Đỗ Thị Giấy"), line("gt-02", "Vũ Văn Tờ")]
    await site.officer.do(f"dossiers/{KEY}/draft-dossier", dossier(*lines))


@pytest.mark.usefixtures("drafted")
async def test_paper_is_sent_attached_listed_and_read_again(site: Site) -> None:
    data = pdf("một", 3 * CHUNK_BYTES + 17)
    upload = await sent(site, data)
    digest = hashlib.sha256(data).hexdigest()
    assert upload == {"sha256": digest, "size_bytes": len(data), "format": "pdf"}
    await site.officer.do(f"dossiers/{KEY}/attach-paper", attaching(upload))
    (paper,) = (await site.head.get(f"/api/v1/dossiers/{KEY}/papers")).json()["items"]
    assert (paper["number"], paper["paper"], paper["sha256"], paper["file_name"]) == (
        1,
        "submission_letter",
        digest,
        NAME,
    )
    saved = await site.clerk.get(f"/api/v1/dossiers/{KEY}/papers/1/content")
    assert saved.content == data
    assert (saved.headers["content-type"], saved.headers["content-length"]) == (
        "application/pdf",
        str(len(data)),
    )
    assert saved.headers["content-disposition"] == (
        "attachment; filename=\"giay-to-1.pdf\"; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20%E2%80%9Cth%C3%A0nh"
        "%20t%C3%ADch%E2%80%9D%3B%20n%C4%83m%202023.pdf"
    )
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert saved.headers["content-security-policy"].startswith("default-src 'none'")
    assert saved.headers["cache-control"] == "no-store"


@pytest.mark.usefixtures("drafted")
async def test_only_what_a_browser_shows_as_it_is_is_shown_in_place(site: Site) -> None:
    shown = {}
    for kind, data in (
        ("pdf", pdf("hai")),
        ("docx", package({**WORD, "word/2.xml": "<a/>"})),
        ("png", png(2)),
    ):
        number = await attach(site, data, file_name=f"a.{kind}")
        answer = await site.officer.get(f"/ho-so/{KEY}/giay-to/{number}")
        assert answer.content == data
        sandboxed = "sandbox" in answer.headers["content-security-policy"]
        shown[kind] = (answer.headers["content-disposition"].partition(";")[0], sandboxed)
        saving = await site.officer.get(f"/ho-so/{KEY}/giay-to/{number}/tai-ve")
        assert saving.headers["content-disposition"].startswith("attachment")
    assert shown == {"pdf": ("inline", False), "docx": ("attachment", True), "png": ("inline", True)}


@pytest.mark.usefixtures("drafted")
@pytest.mark.parametrize("who", ["stranger", "operator", "nobody"])
async def test_to_others_there_is_no_paper(site: Site, who: str) -> None:
    number = await attach(site, pdf(who))
    for path in (
        f"/api/v1/dossiers/{KEY}/papers",
        f"/api/v1/dossiers/{KEY}/papers/{number}/content",
        f"/ho-so/{KEY}/giay-to/{number}",
        f"/ho-so/{KEY}/giay-to/{number}/tai-ve",
    ):
        assert (await site.officer.get(path)).status_code == 200
        answer = await site.people[who].get(path)
        assert answer.status_code == (403 if who == "nobody" else 404)
        assert (await site.anyone.get(path)).status_code == 401


@pytest.mark.usefixtures("drafted")
async def test_auditor_reads_and_it_is_kept(site: Site) -> None:
    number = await attach(site, pdf("thanh tra"))
    path = f"/ho-so/{KEY}/giay-to/{number}/tai-ve"
    assert (await site.auditor.get(path)).status_code == 200
    with site.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT act, path FROM reading ORDER BY id DESC LIMIT 1").all()
    assert [tuple(row) for row in rows] == [("export", path)]


@pytest.mark.usefixtures("drafted")
async def test_paper_of_a_line_is_not_there_for_who_stepped_aside(site: Site) -> None:
    number = await attach(site, pdf("dòng"), line=f"nomination-{KEY}.001")
    path, aside = f"/api/v1/dossiers/{KEY}/papers", {"line": f"nomination-{KEY}.001"}
    assert number in {paper["number"] for paper in (await site.member.get(path)).json()["items"]}
    with site.engine.connect() as connection:
        connection.execute(text("INSERT INTO recusal VALUES (:line, 'member', 's')"), aside)
        seen = {paper["number"] for paper in (await site.member.get(path)).json()["items"]}
        hidden = await site.member.get(f"{path}/{number}/content")
        connection.execute(text("DELETE FROM recusal WHERE nomination = :line"), aside)
    assert seen
    assert number not in seen
    assert hidden.status_code == 404


# Attaching


@pytest.mark.usefixtures("drafted")
@pytest.mark.parametrize(
    "lie", [{"sha256": "0" * 64}, {"size_bytes": 5}, {"format": "docx"}], ids=lambda lie: next(iter(lie))
)
async def test_only_what_was_sent_is_attached(site: Site, lie: dict[str, Any]) -> None:
    upload = await sent(site, pdf("thật"))
    before = len(papers_of(site.engine, f"dossier-{KEY}"))
    answer = await site.officer.ask(f"dossiers/{KEY}/attach-paper", attaching({**upload, **lie}))
    assert_problem(answer, 422, "unknown_upload", "/command/sha256")
    assert len(papers_of(site.engine, f"dossier-{KEY}")) == before


@pytest.mark.usefixtures("drafted")
async def test_who_knows_a_digest_has_not_its_bytes(site: Site) -> None:
    upload = await sent(site, pdf("của cán bộ"))
    answer = await site.head.ask(f"dossiers/{KEY}/attach-paper", attaching(upload))
    assert_problem(answer, 422, "unknown_upload", "/command/sha256")
    await sent(site, pdf("của cán bộ"), "head")
    await site.head.do(f"dossiers/{KEY}/attach-paper", attaching(upload))


@pytest.mark.usefixtures("drafted")
@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("paper", "Tờ trình", "malformed_code"),
        ("sha256", "A" * 64, "malformed_code"),
        ("size_bytes", -1, "number_out_of_range"),
        ("format", "exe", "not_a_choice"),
        ("file_name", "a\u202efdp.exe", "text_bidi_override"),
        ("file_name", "", "text_empty"),
        ("line", "nomination-../x", "malformed_code"),
    ],
)
async def test_bad_field_is_named(site: Site, field: str, value: object, code: str) -> None:
    upload = {"sha256": "0" * 64, "size_bytes": 1, "format": "pdf"}
    answer = await site.officer.ask(f"dossiers/{KEY}/attach-paper", {**attaching(upload), field: value})
    assert_problem(answer, 422, code, f"/command/{field}")


async def test_linter_reads_the_papers_that_lie_in_the_dossier(site: Site) -> None:
    key = "giay-to-soat"
    await site.officer.do(
        f"dossiers/{key}/draft-dossier",
        dossier(
            line("gt-09", "Lý Thị Soát"),
            line("gt-10", "Lý Văn Soát"),
            year=2025,
            letter_date="2025-12-01",
        ),
    )

    async def asked() -> list[str]:
        remarks = (await site.officer.get(f"/api/v1/dossiers/{key}/lint")).json()["items"]
        return [remark["sentence"] for remark in remarks if remark["matter"] == "paper"]

    missing = await asked()
    assert any("(achievement_report)" in sentence for sentence in missing)
    await attach(site, pdf("báo cáo 1"), key, paper="achievement_report", line=f"nomination-{key}.001")
    (partly,) = [sentence for sentence in await asked() if "(achievement_report)" in sentence]
    assert "(dòng 2)" in partly
    await attach(site, pdf("báo cáo 2"), key, paper="achievement_report", line=f"nomination-{key}.002")
    assert not any("(achievement_report)" in sentence for sentence in await asked())
    assert len(await asked()) == len(missing) - 1


# Too much, too often, not what it says


async def endless(seen: list[int], block: bytes = bytes(1 << 16)) -> AsyncIterator[bytes]:
    """A gigabyte that arrives piece by piece; `seen` counts the pieces that were asked for."""
    yield PDF
    for _piece in range((1 << 30) // len(block)):
        seen.append(1)
        yield block


async def test_gigabyte_is_cut_off_early(site: Site) -> None:
    pieces: list[int] = []
    scope_body = _Body(endless(pieces))
    answer = await _stream(site, "/api/v1/papers", scope_body)
    assert answer["status"] == 413
    assert len(pieces) <= 20 * 16 + 2


async def test_gigabyte_that_says_so_is_not_read_at_all(site: Site) -> None:
    pieces: list[int] = []
    answer = await _stream(site, "/api/v1/papers", _Body(endless(pieces)), {"content-length": str(1 << 30)})
    assert answer["status"] == 413
    assert pieces == []


class _Body:
    """The body of an ASGI request, piece by piece, as a server would hand it on."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces = pieces

    async def receive(self) -> dict[str, Any]:
        try:
            piece = await anext(self._pieces)
        except StopAsyncIteration:
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.request", "body": piece, "more_body": True}


async def _stream(
    site: Site, path: str, body: _Body, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Post a body that never was in memory: httpx's ASGI transport would gather it first."""
    told: dict[str, Any] = {"body": b""}

    async def send_back(message: MutableMapping[str, Any]) -> None:
        await asyncio.sleep(0)
        if message["type"] == "http.response.start":
            told["status"] = message["status"]
        else:
            told["body"] += message.get("body", b"")

    given = {"authorization": site.officer.client.headers["authorization"], **(headers or {})}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "client": ("127.0.0.1", 1),
        "server": ("minhbach.test", 80),
    }
    await site.app(scope, body.receive, send_back)
    return told


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "paper_empty"),
        (b"<script>alert(1)</script>", 415, "paper_type_unknown"),
        (b"MZ" + bytes(100), 415, "paper_type_unknown"),
        (bomb(), 422, "paper_bomb"),
        (package({**WORD, "word/vbaProject.bin": b"x"}), 422, "paper_macros"),
        (PDF[:-6], 422, "paper_damaged"),
    ],
    ids=["empty", "script", "program", "bomb", "macros", "cut off"],
)
async def test_file_that_is_not_taken_leaves_nothing_behind(
    site: Site, data: bytes, status: int, code: str
) -> None:
    assert_problem(await send(site, data), status, code)
    assert uploaded(site.engine, hashlib.sha256(data).hexdigest(), "officer") is None


async def test_nobody_sends_without_an_account_or_a_role(site: Site) -> None:
    assert_problem(await site.anyone.post("/api/v1/papers", content=PDF), 401, "not_signed_in")
    assert_problem(await send(site, PDF, "nobody"), 403, "no_role")


async def test_account_sends_so_much_a_day(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    await sent(site, pdf("hạn mức"), "many")
    monkeypatch.setattr(site.app.state.shell.options, "uploads_a_day_mib", 0)
    assert_problem(await send(site, pdf("hạn mức nữa"), "many"), 429, "uploads_limited")


@pytest.mark.usefixtures("drafted")
async def test_dossier_takes_so_much(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = await sent(site, pdf("đầy"))
    monkeypatch.setattr(site.app.state.shell.options, "dossier_papers_most_mib", 0)
    answer = await site.officer.ask(f"dossiers/{KEY}/attach-paper", attaching(upload))
    assert_problem(answer, 413, "papers_full")


# The bytes


async def test_same_bytes_are_kept_once_whoever_sends_them(site: Site) -> None:
    data = pdf("chung")
    for who in ("officer", "head", "officer"):
        await sent(site, data, who)
    digest = hashlib.sha256(data).hexdigest()
    with site.engine.connect() as connection:
        query = text("SELECT count(*) FROM paper_chunk WHERE sha256 = decode(:digest, 'hex')")
        assert connection.scalar(query, {"digest": digest}) == 1


async def test_bytes_are_kept_whole_or_not_at_all(site: Site) -> None:
    content = Content("ef" * 32, 10, "pdf")

    def breaking() -> Iterator[bytes]:
        yield b"12345"
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="disk"):
        keep(site.engine, content, breaking(), "officer")
    assert uploaded(site.engine, content.sha256, "officer") is None
    keep(site.engine, content, iter([b"12345", b"67890"]), "officer")
    assert [chunk_of(site.engine, content.sha256, number) for number in range(3)] == [
        b"12345",
        b"67890",
        None,
    ]


@pytest.mark.usefixtures("drafted")
async def test_stray_is_forgotten_after_a_month_and_an_attached_paper_never(
    site: Site, web_owner: Engine
) -> None:
    number = await attach(site, pdf("giữ"))
    kept = papers_of(site.engine, f"dossier-{KEY}")[-1].sha256
    stray = (await sent(site, pdf("bỏ")))["sha256"]
    fresh = (await sent(site, pdf("mới")))["sha256"]
    with web_owner.connect() as connection:
        for digest in (kept, stray):
            for aged in AGED:
                connection.execute(text(aged), {"digest": digest})
    assert forget_strays(site.engine) == 1
    assert [chunk_of(site.engine, digest, 0) is not None for digest in (kept, stray, fresh)] == [
        True,
        False,
        True,
    ]
    assert (await site.officer.get(f"/api/v1/dossiers/{KEY}/papers/{number}/content")).status_code == 200


@pytest.mark.usefixtures("drafted")
async def test_erased_paper_says_so(site: Site, web_owner: Engine) -> None:
    number = await attach(site, pdf("xóa"))
    digest = papers_of(site.engine, f"dossier-{KEY}")[-1].sha256
    with web_owner.connect() as connection:
        erasing = text("DELETE FROM paper_content WHERE sha256 = decode(:digest, 'hex')")
        connection.execute(erasing, {"digest": digest})
    answer = await site.officer.get(f"/api/v1/dossiers/{KEY}/papers/{number}/content")
    assert_problem(answer, 410, "paper_erased")
