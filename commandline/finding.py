"""The verb that tells who of a unit will soon be eligible for what."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from commandline.output import AsJson, say, say_json
from commandline.reading import path_of, stream_named
from commandline.signing_in import ApiUrl, signed_in
from domain.ids import Kind
from web.words import day, source


def finder_verb(
    *,
    unit: Annotated[str, typer.Option(metavar="ĐƠN_VỊ", help="Mã đơn vị, ví dụ VKS-AG.")],
    year: Annotated[int, typer.Option(metavar="NĂM", help="Năm đang xét.")],
    award: Annotated[str, typer.Option(metavar="MÃ", help="Chỉ danh hiệu này, ví dụ CSTDN.")] = "",
    url: ApiUrl = None,
    as_json: AsJson = False,
) -> None:
    """Tìm người sắp đủ điều kiện trong năm này hoặc năm sau: dựa vào đâu, còn thiếu gì, theo điều nào."""
    path = f"{path_of(stream_named(Kind.UNIT, unit.lower()))}/prospects"
    filters: dict[str, str | int] = {"year": year} | ({"award": award} if award else {})
    found = signed_in(url).get(path, **filters)
    if as_json:
        say_json(found)
        return
    for item in found["items"]:
        for told in _told(item):
            say(told)
    say(f"Gói quy định {found['pack']}: {len(found['items'])} khả năng trong năm {year} và {year + 1}.")


def _told(item: dict[str, Any]) -> Iterator[str]:
    since = f", đủ thời gian từ {day(item['from_day'])}" if item["from_day"] else ""
    lacking = "còn thiếu" if item["missing"] else "đủ điều kiện trên sổ"
    yield f"{item['person']}: {item['award_name']} ({item['award']}) năm {item['year']}{since}, {lacking}"
    for sign, grounds in (("+", item["rests_on"]), ("-", item["missing"])):
        for ground in grounds:
            clause = source(f"{ground['source']} ({ground['status']})")
            yield f"  {sign} {ground['sentence']} [{clause}]"
