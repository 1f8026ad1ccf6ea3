"""The decider's desk by its pages: settle, sign many, publish, archive, answer, correct, annul, take back."""

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import update

from readmodel.sign_ins import hashed, open_sign_in
from readmodel.tables import SIGN_IN
from tests.web.forms import done, form, post, send, told
from tests.web.site import APPRAISAL, COUNCIL_UNIT, Person, Site, client, line, receive, settle, sit

pytestmark = pytest.mark.asyncio(loop_scope="session")

DESK = "/quyet-dinh-cho-ky"
CODES = httpx.codes


async def _voted(site: Site, key: str, **outcomes: str) -> tuple[str, list[str]]:
    """A sitting over one line for each name; its desk page and its lines."""
    names = list(outcomes)
    await receive(site, key, *(line(f"{key}-{number}", name) for number, name in enumerate(names, start=1)))
    lines = [f"nomination-{key}.{number:03d}" for number in range(1, len(names) + 1)]
    for name in lines:
        await site.appraiser.do(f"nominations/{name.removeprefix('nomination-')}/record-appraisal", APPRAISAL)
    await sit(site, key, dict(zip(lines, outcomes.values(), strict=True)), aside={})
    return f"{DESK}/ket-luan?phien={key}&don-vi={COUNCIL_UNIT}", lines


async def _unsigned(site: Site, key: str) -> list[str]:
    """The keys of the instruments of a sitting that wait for a signature."""
    shown = (await site.decider.get(DESK)).text
    return sorted(set(re.findall(rf'name="chon" value="({key}\.[^"]+)"', shown)))


async def _settled(site: Site, key: str, **outcomes: str) -> list[str]:
    desk, lines = await _voted(site, key, **outcomes)
    chosen: dict[str, str | list[str]] = {
        "chon": lines,
        "ly-do-chung": "Không đủ số phiếu",
        "buoc": "xem-lai",
    }
    review = await send(site.decider, desk, desk, **chosen)
    assert review.status_code == CODES.OK, told(review)
    sent = await post(site.decider, desk, {**form(review.text, desk).fields, "buoc": ["ket-luan"]})
    assert sent.status_code == CODES.OK, told(sent)
    return await _unsigned(site, key)


async def test_voted_lines_become_an_instrument_for_each_kind_of_outcome(site: Site) -> None:
    desk, lines = await _voted(site, "kl", Một="granted", Hai="refused")
    drawn = (await site.decider.get(desk)).text
    assert "<b>3/3</b>, cần 2" in drawn
    assert "<b>0/3</b>, cần 2" in drawn
    lacking = await send(site.decider, desk, desk, chon=lines, buoc="xem-lai")
    assert (lacking.status_code, "Cần nêu lý do" in lacking.text) == (CODES.UNPROCESSABLE_ENTITY, True)

    review = await send(
        site.decider, desk, desk, **{f"ly-do.{lines[1]}": "Không đủ phiếu"}, chon=lines, buoc="xem-lai"
    )
    fields = {**form(review.text, desk).fields, "buoc": ["ket-luan"]}
    first, second = await post(site.decider, desk, fields), await post(site.decider, desk, fields)
    assert first.text.count("Đã ghi, chờ ký.") == 2
    assert second.status_code in {CODES.OK, CODES.UNPROCESSABLE_ENTITY}
    kinds = [key.split(".")[1] for key in await _unsigned(site, "kl")]
    assert kinds == ["decision", "notice"]
    outcomes = [(await site.decider.get(f"/api/v1/nominations/kl.00{n}")).json()["outcome"] for n in (1, 2)]
    assert outcomes == ["granted", "refused"]


async def test_a_departure_from_the_vote_needs_its_reason(site: Site) -> None:
    desk, lines = await _voted(site, "khac", Một="granted")
    other: dict[str, str | list[str]] = {f"ket-qua.{lines[0]}": "refused", "chon": lines, "buoc": "xem-lai"}
    answer = await send(site.decider, desk, desk, **other)
    assert answer.status_code == CODES.UNPROCESSABLE_ENTITY
    assert form(answer.text, desk).fields[f"ket-qua.{lines[0]}"] == ["refused"]
    unknown = await send(
        site.decider, desk, desk, **{f"ket-qua.{lines[0]}": "<b>"}, chon=lines, buoc="xem-lai"
    )
    assert (unknown.status_code, "Chọn kết quả" in unknown.text) == (CODES.UNPROCESSABLE_ENTITY, True)
    none = await send(site.decider, desk, desk, chon=[], buoc="xem-lai")
    assert (none.status_code, "Chọn ít nhất một dòng." in none.text) == (CODES.UNPROCESSABLE_ENTITY, True)


async def test_many_are_signed_at_once_each_with_its_own_result(site: Site) -> None:
    keys = await _settled(site, "ky", Một="granted", Hai="refused")
    drawn = form((await site.decider.get(DESK)).text, f"{DESK}/ky").fields
    given = {
        **{name: values for name, values in drawn.items() if name.split(".", 1)[-1] in keys},
        "chon": keys,
        f"so.{keys[0]}": ["ky-1/QĐ"],
        "ngay-chung": ["2023-12-25"],
        "signatory": ["Trần Ký"],
        "signatory_title": ["Viện trưởng"],
    }
    lacking = await post(site.decider, f"{DESK}/ky", {**given, "buoc": ["xem-lai"]})
    assert lacking.status_code == CODES.UNPROCESSABLE_ENTITY
    assert form(lacking.text, f"{DESK}/ky").fields[f"so.{keys[0]}"] == ["ky-1/QĐ"]

    given[f"so.{keys[1]}"] = ["ky-1/QĐ"]  # the same number again: only one of the two can have it
    review = await post(site.decider, f"{DESK}/ky", {**given, "buoc": ["xem-lai"]})
    assert "Trần Ký" in review.text
    fields = {**form(review.text, f"{DESK}/ky").fields, "buoc": ["ky"]}
    signed = await post(site.decider, f"{DESK}/ky", fields)
    assert (signed.text.count("Đã ký."), signed.text.count("Không ghi được")) == (1, 1)
    again = await post(site.decider, f"{DESK}/ky", fields)
    assert (again.text.count("Đã ký."), again.text.count("Không ghi được")) == (1, 1)
    numbers = [(await site.decider.get(f"/api/v1/decisions/{key}")).json()["number"] for key in keys]
    assert set(numbers) == {"ky-1/QĐ", None}


async def test_a_batch_is_signed_only_after_a_fresh_proof_and_loses_nothing(site: Site) -> None:
    keys = await _settled(site, "chung", Một="granted", Hai="refused")
    given = {
        "chon": keys,
        **{f"so.{key}": f"{key}/QĐ" for key in keys},
        "ngay-chung": "2023-12-25",
        "signatory": "Trần Ký",
        "signatory_title": "Viện trưởng",
        "buoc": "ky",
    }
    token, now = "the-decider-an-hour-ago", datetime.now(UTC)
    open_sign_in(site.engine, "decider", token, now, now + timedelta(hours=1))
    with site.engine.begin() as connection:
        aged = update(SIGN_IN).where(SIGN_IN.c.token_hash == hashed(token))
        connection.execute(aged.values(proved_at=now - timedelta(hours=1)))
    async with client(site.app, {"Accept": "text/html"}) as stale:
        stale.cookies.set("minhbach", token)
        asked = await post(Person(stale), f"{DESK}/ky", given)
    assert asked.status_code == CODES.UNAUTHORIZED
    kept = form(asked.text, "/xac-nhan-lai").fields
    assert kept["giu.chon"] == keys
    assert kept[f"giu.so.{keys[1]}"] == [f"{keys[1]}/QĐ"]
    numbers = {(await site.decider.get(f"/api/v1/decisions/{key}")).json()["number"] for key in keys}
    assert numbers == {None}
    again = {name.removeprefix("giu."): values for name, values in kept.items() if name.startswith("giu.")}
    signed = await post(site.decider, f"{DESK}/ky", again)
    assert signed.text.count("Đã ký.") == 2


async def test_an_instrument_is_published_archived_corrected_and_its_award_annulled(site: Site) -> None:
    (key,) = await _settled(site, "vb", Một="granted")
    place = f"/van-ban/{key}"
    signature = {"number": "vb-1/QĐ", "signed_on": "2023-12-25", "signatory": "Trần", "signatory_title": "VT"}
    await done(site.decider, place, f"{place}/ky", **signature)
    early = await send(
        site.publisher, place, f"{place}/cong-bo", published_on="2023-12-01", reference="Trang"
    )
    assert (early.status_code, "2023-12-01" in early.text) == (CODES.CONFLICT, True)
    await done(
        site.publisher, place, f"{place}/cong-bo", published_on="28/12/2023", reference="vks-x.gov.vn/1"
    )
    await done(site.clerk, place, f"{place}/luu-tru", archive_reference="HS 1")
    silent = await send(site.decider, place, f"{place}/dinh-chinh", **signature, reason=" ")
    assert silent.status_code == CODES.CONFLICT
    await done(
        site.decider, place, f"{place}/dinh-chinh", **signature | {"number": "vb-2/QĐ"}, reason="Ghi nhầm số"
    )
    assert "vb-2/QĐ" in (await site.clerk.get(place)).text

    page = "/huy-bo/vb.001"
    groundless = await send(site.decider, page, f"{page}/huy-bo", document="KL 1", reason="Gian dối")
    assert groundless.status_code == CODES.UNPROCESSABLE_ENTITY
    assert form(groundless.text, f"{page}/huy-bo").fields["reason"] == ["Gian dối"]
    grounds = {"ground": "false_declaration", "document": "KL 1", "reason": "Gian dối"}
    await done(site.decider, page, f"{page}/huy-bo", **grounds)
    wrong = await send(
        site.clerk,
        page,
        f"{page}/thu-hoi",
        thing="money",
        amount_vnd="0",
        document="BB",
        recovered_on="2024-01-05",
    )
    assert wrong.status_code == CODES.CONFLICT
    await done(
        site.clerk, page, f"{page}/thu-hoi", thing="object", document="BB 2", recovered_on="2024-01-05"
    )
    assert "Hiện vật đã được thu hồi." in (await site.clerk.get(page)).text


async def test_the_higher_levels_answer_is_recorded_line_by_line(site: Site) -> None:
    _desk, lines = await _voted(site, "tl", Một="granted", Hai="granted")
    up = [{"nomination": name, "outcome": "forwarded", "reason": "Trình cấp trên"} for name in lines]
    await settle(site, "tl-1", "session-tl", "presentation", up, "signed")
    place = "/van-ban/tl-1"
    given = {"number": "99/QĐ", "answered_on": "2024-01-10", "answered_by": "VKSND tối cao"}
    bare = await send(site.clerk, place, f"{place}/tra-loi", **given, answers__0__outcome="refused")
    assert bare.status_code == CODES.CONFLICT
    await done(site.clerk, place, f"{place}/tra-loi", **given, answers__0__outcome="granted")
    shown = (await site.clerk.get(place)).text
    assert shown.count("cấp trên đã trả lời") == 1
    assert "answers.1.outcome" not in shown


async def test_instruments_and_desk_are_for_those_who_act_for_the_unit(site: Site) -> None:
    (key,) = await _settled(site, "kin-dao", Một="granted")
    for place in (f"/van-ban/{key}", "/huy-bo/kin-dao.001"):
        assert (await site.stranger.get(place)).status_code == CODES.NOT_FOUND
        assert (await site.operator.get(place)).status_code == CODES.NOT_FOUND
        assert (await site.anyone.get(place)).status_code == CODES.UNAUTHORIZED
    assert key not in (await site.stranger.get("/van-ban")).text
    assert key in (await site.clerk.get("/van-ban", cho="settled")).text
    for person in (site.member, site.stranger, site.auditor):
        assert (await person.get(DESK)).status_code == CODES.FORBIDDEN
    sent = await post(
        site.clerk,
        f"/van-ban/{key}/ky",
        {"number": "1", "signed_on": "2023-12-25", "signatory": "X", "signatory_title": "Y"},
    )
    assert sent.status_code in {CODES.FORBIDDEN, CODES.CONFLICT}
    assert (await site.decider.get(f"/api/v1/decisions/{key}")).json()["number"] is None
    assert (await post(site.decider, f"/van-ban/{key}/khong-co", {})).status_code == CODES.NOT_FOUND
