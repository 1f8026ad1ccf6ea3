"""Convene a session by its page: lines chosen and ordered, looked over, sent once."""

import httpx
import pytest

from tests.web.forms import Form, form, post
from tests.web.site import APPRAISAL, Site, found, line, receive

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = "/phien-hop/trieu-tap"
CODES = httpx.codes


async def _ready(site: Site, key: str, *names: str) -> list[str]:
    await receive(site, key, *(line(f"{key}-{number}", name) for number, name in enumerate(names, start=1)))
    lines = [f"nomination-{key}.{number:03d}" for number in range(1, len(names) + 1)]
    for name in lines:
        await site.appraiser.do(f"nominations/{name.removeprefix('nomination-')}/record-appraisal", APPRAISAL)
    await found(site, key)
    return lines


async def _form(site: Site, key: str, day: str = "2023-12-20") -> Form:
    drawn = await site.secretary.get(PAGE, council=f"council-{key}", meets_on=day)
    assert drawn.status_code == CODES.OK
    return form(drawn.text, PAGE)


def _rules(drawn: Form) -> dict[str, list[str]]:
    """What the sitting adopts for the award of the tests."""
    row = next(
        name.removesuffix(".award")
        for name, values in drawn.fields.items()
        if name.endswith(".award") and values == ["LDTT"]
    )
    return {
        f"{row}.ballot": ["open"],
        f"{row}.pass_percent": ["60"],
        f"{row}.denominator": ["members"],
        f"{row}.basis": ["Quy chế"],
        "quorum_numerator": ["2"],
        "quorum_denominator": ["3"],
        "quorum_basis": ["Quy chế Hội đồng"],
    }


async def test_a_session_is_convened_from_lines_in_the_order_given(site: Site) -> None:
    lines = await _ready(site, "goi", "Nguyễn Một", "Trần Hai", "Lê Ba")
    drawn = await _form(site, "goi")
    chosen = {"agenda": [lines[0], lines[2]], f"thu-tu.{lines[2]}": ["1"], "buoc": ["xem-lai"]}
    review = await post(site.secretary, PAGE, {**drawn.fields, **_rules(drawn), **chosen})
    assert review.status_code == CODES.OK
    assert review.text.index("Lê Ba") < review.text.index("Nguyễn Một")
    assert "Trần Hai" not in review.text

    handed = {**form(review.text, PAGE).fields, "buoc": ["trieu-tap"]}
    first, second = await post(site.secretary, PAGE, handed), await post(site.secretary, PAGE, handed)
    assert first.status_code == CODES.SEE_OTHER
    room = first.headers["location"].partition("?")[0]
    agenda = (await site.chair.get(room)).text
    assert agenda.index("Lê Ba") < agenda.index("Nguyễn Một")
    assert second.status_code in {CODES.SEE_OTHER, CODES.UNPROCESSABLE_ENTITY}
    listed = (await site.chair.get("/phien-hop")).text
    assert listed.count(f'"{room}"') == 1


async def test_a_whole_dossier_is_taken_at_one_stroke(site: Site) -> None:
    await _ready(site, "ca-bo", "Nguyễn Cả", "Trần Bộ")
    drawn = await _form(site, "ca-bo")
    given = {**drawn.fields, **_rules(drawn), "ca-ho-so": ["dossier-ca-bo"], "buoc": ["xem-lai"]}
    review = await post(site.secretary, PAGE, given)
    assert "Nguyễn Cả" in review.text
    assert "Trần Bộ" in review.text


async def test_what_was_typed_is_kept_where_the_rules_refuse(site: Site) -> None:
    lines = await _ready(site, "tu-choi", "Nguyễn Từ Chối")
    drawn = await _form(site, "tu-choi")
    rules = _rules(drawn) | {"quorum_numerator": ["1"], "quorum_denominator": ["3"]}
    given = {**drawn.fields, **rules, "agenda": [lines[0]], "buoc": ["trieu-tap"]}
    answer = await post(site.secretary, PAGE, given)
    assert (answer.status_code, 'role="alert"' in answer.text) == (CODES.CONFLICT, True)
    kept = form(answer.text, PAGE).fields
    assert kept["agenda"] == [lines[0]]
    assert kept["quorum_basis"] == ["Quy chế Hội đồng"]
    assert (await site.chair.get("/api/v1/nominations/tu-choi.001")).json()["step"] == "appraised"


@pytest.mark.parametrize(
    ("council", "day", "agenda", "told"),
    [
        ("council-khong-co", "2023-12-20", "x", "Chọn Hội đồng."),
        ("council-thieu", "31/02/2023", "x", "Ngày ghi dạng"),
        ("council-thieu", "2023-12-20", "nomination-khong-co.001", "Chọn ít nhất một dòng."),
        ("council-thieu", "2023-12-20", "<script>alert(1)</script>", "Chọn ít nhất một dòng."),
    ],
)
async def test_bad_choices_are_told_and_record_nothing(
    site: Site, council: str, day: str, agenda: str, told: str
) -> None:
    if (await site.chair.get("/api/v1/nominations/thieu.001")).status_code == CODES.NOT_FOUND:
        await _ready(site, "thieu", "Nguyễn Thiếu")
    given = {"council": council, "meets_on": day, "agenda": agenda, "buoc": "xem-lai"}
    answer = await post(site.secretary, PAGE, given)
    assert (answer.status_code, told in answer.text) == (CODES.UNPROCESSABLE_ENTITY, True)
    assert "<script>alert" not in answer.text


async def test_only_a_secretary_convenes(site: Site) -> None:
    assert (await site.member.get(PAGE)).status_code == CODES.FORBIDDEN
    assert (await site.anyone.get(PAGE)).status_code == CODES.UNAUTHORIZED
    assert (await post(site.member, PAGE, {"buoc": "trieu-tap"})).status_code == CODES.FORBIDDEN
