"""Open data: the register and the outcomes, without a single person in them, as JSON and CSV."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from domain.ids import key_of
from readmodel import publication, queries
from readmodel.publication import Wanted
from web.auth import account_or_none
from web.i18n import N_
from web.outcomes import counts
from web.privacy import may_read_dossier
from web.rendering import page
from web.shell import Shell, shell_of
from web.tabular import csv_file, json_file
from web.words import award_name

_MOST_DECISIONS = 50_000
DECISION_COLUMNS: Final[Mapping[str, str]] = {
    "ma": N_("Mã của quyết định, dùng được ở trang kiểm tra"),
    "so": N_("Số quyết định"),
    "ngay_ky": N_("Ngày ký (năm-tháng-ngày)"),
    "ngay_cong_bo": N_("Ngày công bố"),
    "don_vi": N_("Mã đơn vị ban hành"),
    "ten_don_vi": N_("Tên đơn vị ban hành"),
    "noi_cong_bo": N_("Nơi công bố"),
    "danh_hieu": N_("Mã danh hiệu"),
    "ten_danh_hieu": N_("Tên danh hiệu"),
    "so_luong": N_("Số cá nhân, tập thể được tặng còn hiệu lực"),
}
OUTCOME_COLUMNS: Final[Mapping[str, str]] = {
    "ho_so": N_("Mã hồ sơ"),
    "ten_ho_so": N_("Tên hồ sơ"),
    "don_vi": N_("Mã đơn vị trình"),
    "nam": N_("Năm xét"),
    "danh_hieu": N_("Mã danh hiệu"),
    "ten_danh_hieu": N_("Tên danh hiệu"),
    "de_nghi": N_("Số đề nghị"),
    "tang": N_("Được tặng"),
    "ha_muc": N_("Hạ mức"),
    "trinh_cap_tren": N_("Trình cấp trên"),
    "khong_tang": N_("Không tặng"),
    "da_rut": N_("Đã rút"),
    "huy_bo": N_("Đã hủy bỏ"),
    "dang_xu_ly": N_("Đang xử lý"),
}

router = APIRouter(include_in_schema=False)


@router.get("/du-lieu-mo")
async def get_open_data(request: Request) -> Response:
    """What there is, and what each column means."""
    account = await account_or_none(request)
    files = [
        {
            "id": "quyet-dinh",
            "title": N_("Quyết định đã công bố"),
            "about": N_("Mỗi dòng là một danh hiệu trong một quyết định, với số lượng được tặng."),
            "columns": DECISION_COLUMNS,
        },
        {
            "id": "ket-qua",
            "title": N_("Kết quả theo hồ sơ và danh hiệu"),
            "about": N_("Mỗi dòng là một danh hiệu trong một hồ sơ, với số đề nghị theo kết quả."),
            "columns": OUTCOME_COLUMNS,
        },
    ]
    return page(request, "open_data.html", account, files=files)


@router.get("/du-lieu-mo/quyet-dinh.csv")
async def get_decisions_csv(request: Request) -> Response:
    """The register as CSV."""
    await account_or_none(request)
    return csv_file("quyet-dinh", list(DECISION_COLUMNS), await _decisions(shell_of(request)))


@router.get("/du-lieu-mo/quyet-dinh.json")
async def get_decisions_json(request: Request) -> Response:
    """The register as JSON."""
    await account_or_none(request)
    return json_file("quyet-dinh", await _decisions(shell_of(request)))


@router.get("/du-lieu-mo/ket-qua.csv")
async def get_outcomes_csv(request: Request) -> Response:
    """The outcomes as CSV."""
    await account_or_none(request)
    return csv_file("ket-qua", list(OUTCOME_COLUMNS), await _outcomes(shell_of(request)))


@router.get("/du-lieu-mo/ket-qua.json")
async def get_outcomes_json(request: Request) -> Response:
    """The outcomes as JSON."""
    await account_or_none(request)
    return json_file("ket-qua", await _outcomes(shell_of(request)))


async def _decisions(shell: Shell) -> list[dict[str, Any]]:
    rows = await shell.database.ask(publication.published_decisions, Wanted(), limit=_MOST_DECISIONS)
    units = tuple({row["unit"] for row in rows})
    names = await shell.database.ask(publication.names_of_units, units)
    return [
        {
            "ma": key_of(row["id"]),
            "so": row["number"],
            "ngay_ky": row["signed_on"].isoformat(),
            "ngay_cong_bo": row["published_on"],
            "don_vi": row["unit"],
            "ten_don_vi": names.get(row["unit"], row["unit"]),
            "noi_cong_bo": row["reference"],
            "danh_hieu": code,
            "ten_danh_hieu": award_name(code) if code else "",
            "so_luong": count,
        }
        for row in rows
        for code, count in sorted(row["granted"].items()) or [("", 0)]
    ]


async def _outcomes(shell: Shell) -> list[dict[str, Any]]:
    """As the first page counts them: what a unit still drafts is its own affair."""
    dossiers = [row for row in await shell.database.ask(queries.dossiers) if may_read_dossier(row, None)]
    found = counts(await shell.database.ask(queries.outcomes))
    return [
        {
            "ho_so": key_of(row["id"]),
            "ten_ho_so": row["title"],
            "don_vi": row["unit"],
            "nam": row["year"],
            "danh_hieu": entry.award,
            "ten_danh_hieu": entry.name,
            "de_nghi": entry.proposed,
            "tang": entry.granted,
            "ha_muc": entry.downgraded,
            "trinh_cap_tren": entry.forwarded,
            "khong_tang": entry.refused,
            "da_rut": entry.withdrawn,
            "huy_bo": entry.annulled,
            "dang_xu_ly": entry.open,
        }
        for row in dossiers
        for entry in found.get(row["id"], [])
    ]
