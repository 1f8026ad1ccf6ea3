"""Sự nghiệp và tập thể, theo năm gói quy định đang dùng: sáng kiến, Kỷ niệm chương, cống hiến, niên hạn, đơn vị."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.nomination.claims import InitiativeScope
from domain.rules.facts import ServiceKind
from domain.values import Route
from tests.domain.rules.situations.shipped import Row, under, won
from tests.domain.rules.situations.words import (
    A2024,
    B2024,
    MET,
    NOT_MET,
    REVIEW,
    Y2019,
    Y2025,
    Y2026,
    Regime,
    Situation,
    claimed,
    day,
    disciplined,
    moved,
    post,
    served,
    target,
    titles,
    work,
)

BASE, SECTOR, NATION = InitiativeScope.BASE, InitiativeScope.SECTOR, InitiativeScope.NATION
DISSOLVED_BY_REORGANISATION = "quy định về tập thể đã giải thể khi sắp xếp tổ chức"


def of_unit(
    award: str, criterion: str, article: str, regimes: tuple[Regime, ...], *rows: Row
) -> list[Situation]:
    """Every row about a collective under every one of these regimes."""
    return [
        regime.unit(award, criterion, article, name, verdict, **given(regime.year))
        for regime in regimes
        for name, verdict, given in rows
    ]


def initiative(
    scope: InitiativeScope, *, authors: int = 1, certificate: str = "GCN-1"
) -> Callable[[int], Any]:
    return lambda year: {
        "initiatives": (work(scope, f"01/06/{year}", authors=authors, certificate=certificate),)
    }


def in_sector(first: str, back: int, **more: Any) -> Callable[[int], Mapping[str, Any]]:  # noqa: ANN401
    """Served since that day, so many years before the year assessed."""
    return lambda year: {"service": (served(f"{first}/{year - back}"),), **more}


def army(first: str, back: int) -> Callable[[int], Mapping[str, Any]]:
    return lambda year: {
        "route": Route.MILITARY,
        "service": (served(f"{first}/{year - back}", kind=ServiceKind.MILITARY),),
    }


_SECTOR: tuple[Row, ...] = (
    ("sáng kiến phạm vi ngành, có chứng nhận", MET, initiative(SECTOR)),
    ("sáng kiến toàn quốc cũng đạt", MET, initiative(NATION)),
    ("sáng kiến phạm vi cơ sở", NOT_MET, initiative(BASE)),
    ("bốn đồng tác giả: quy định không giới hạn", MET, initiative(SECTOR, authors=4)),
    ("chưa có giấy chứng nhận: phải hỏi", REVIEW, initiative(SECTOR, certificate="")),
    (
        "chỉ có kê khai, có số chứng nhận: phải hỏi",
        REVIEW,
        lambda _year: {"claimed_initiative": claimed(SECTOR)},
    ),
    (
        "chỉ có kê khai, không số chứng nhận: phải hỏi",
        REVIEW,
        lambda _year: {"claimed_initiative": claimed(SECTOR, "")},
    ),
)

INITIATIVE = [
    *under("CSTDN", "initiative", "Điều 16", (Y2019, A2024), *_SECTOR),
    *under("CSTDN", "initiative", "Điều 22", (B2024, Y2025), *_SECTOR),
    *under(
        *("CSTDTQ", "initiative", "Điều 21", (A2024, B2024, Y2025)),
        ("sáng kiến toàn quốc", MET, initiative(NATION)),
        ("sáng kiến phạm vi ngành", NOT_MET, initiative(SECTOR)),
    ),
    *under(
        *("CSTDN", "initiative", "Điều 22", (Y2026,)),
        ("sáng kiến phạm vi ngành: luật sửa đổi chưa đọc, chỉ hỏi", REVIEW, initiative(SECTOR)),
    ),
]

ONCE = [
    *under(
        *("KNC_VSNKS", "once_per_person", "Điều 21", (B2024, Y2025, Y2026)),
        ("đã được tặng năm năm trước", NOT_MET, won("KNC_VSNKS", 5)),
        ("chưa được tặng", MET, lambda _year: {}),
        (
            "chỉ đơn vị kê khai đã được tặng: phải hỏi",
            REVIEW,
            lambda _year: {"claimed_titles": titles("KNC_VSNKS", 2015)},
        ),
    ),
    *under(
        *("KNC_VSNKS", "once_per_person", "", (Y2019, A2024)),
        ("đã được tặng: điều khoản mới đọc ở văn bản sau, chỉ hỏi", REVIEW, won("KNC_VSNKS", 5)),
    ),
]

MEDAL = under(
    *("KNC_VSNKS", "sector_service", "Điều 21", (B2024, Y2025, Y2026)),
    ("đủ 15 năm trong ngành", MET, in_sector("01/01", 14)),
    ("15 năm kém một ngày", NOT_MET, in_sector("02/01", 14)),
    (
        "15 năm rưỡi, trừ 1 năm kỷ luật: không đủ",
        NOT_MET,
        lambda year: {
            "service": (served(f"01/07/{year - 15}"),),
            "disciplines": (disciplined(f"01/01/{year - 5}", f"31/12/{year - 5}"),),
        },
    ),
    (
        "16 năm, trừ 1 năm kỷ luật: đủ",
        MET,
        lambda year: {
            "service": (served(f"01/01/{year - 15}"),),
            "disciplines": (disciplined(f"01/01/{year - 5}", f"31/12/{year - 5}"),),
        },
    ),
    (
        "5 năm trong ngành, trước đó 10 năm công tác pháp luật nơi khác: cộng được",
        MET,
        lambda year: {
            "service": (
                served(f"01/01/{year - 14}", f"31/12/{year - 5}", ServiceKind.LEGAL_ELSEWHERE),
                served(f"01/01/{year - 4}"),
            )
        },
    ),
    (
        "trong ngành 5 năm kém một ngày, trước đó 11 năm nơi khác: chưa được cộng",
        NOT_MET,
        lambda year: {
            "service": (
                served(f"01/01/{year - 15}", f"31/12/{year - 5}", ServiceKind.LEGAL_ELSEWHERE),
                served(f"02/01/{year - 4}"),
            )
        },
    ),
    (
        "có biệt phái, học tập, nghĩa vụ quân sự nối liền: tính cả",
        MET,
        lambda year: {
            "service": (
                served(f"01/01/{year - 14}", f"31/12/{year - 10}"),
                served(f"01/01/{year - 9}", f"31/12/{year - 8}", ServiceKind.SECONDMENT),
                served(f"01/01/{year - 7}", f"31/12/{year - 6}", ServiceKind.STUDY),
                served(f"01/01/{year - 5}", f"31/12/{year - 4}", ServiceKind.MILITARY),
                served(f"01/01/{year - 3}"),
            )
        },
    ),
    (
        "giữ chức vụ lãnh đạo 8 năm liên tục: chi tiết chưa đọc, phải hỏi",
        REVIEW,
        lambda year: {
            "service": (served(f"01/01/{year - 9}"),),
            "positions": (post("vu_truong", f"01/01/{year - 7}", leading=True),),
        },
    ),
    (
        "giữ chức vụ lãnh đạo 8 năm kém một ngày",
        NOT_MET,
        lambda year: {
            "service": (served(f"01/01/{year - 9}"),),
            "positions": (post("vu_truong", f"02/01/{year - 7}", leading=True),),
        },
    ),
    ("người ngoài ngành: phải hỏi", REVIEW, lambda _year: {}),
)

CALCULATORS = [
    *under(
        *("HUAN_CHUONG_CH", "long_service", "Điều 21", (Y2025, Y2026)),
        (
            "Vụ trưởng đủ 6 năm: bảng ở nguồn thứ cấp, chỉ hỏi",
            REVIEW,
            lambda year: {"positions": (post("vu_truong", f"01/01/{year - 5}", leading=True),)},
        ),
        (
            "Vụ trưởng 6 năm kém một ngày: bảng ở nguồn thứ cấp, chỉ hỏi",
            REVIEW,
            lambda year: {"positions": (post("vu_truong", f"02/01/{year - 5}", leading=True),)},
        ),
    ),
    *under(
        *("NIEN_HAN_10", "seniority", "niên hạn 10 năm", (B2024, Y2025, Y2026)),
        ("đủ 10 năm trong quân đội: nguồn thứ cấp, chỉ hỏi", REVIEW, army("01/01", 9)),
        ("10 năm kém một ngày: nguồn thứ cấp, chỉ hỏi", REVIEW, army("02/01", 9)),
    ),
]

TRANSFERRED = under(
    *("LDTT", "old_unit_opinion", "người chuyển công tác", (A2024, B2024, Y2025, Y2026)),
    (
        "chuyển đến trong năm sau đủ 6 tháng ở đơn vị cũ, chưa có ý kiến: phải hỏi",
        REVIEW,
        lambda year: {"transfers": (moved(f"01/01/{year}", f"01/07/{year}"),)},
    ),
    (
        "ở đơn vị cũ 6 tháng kém một ngày: không cần ý kiến",
        MET,
        lambda year: {"transfers": (moved(f"02/01/{year}", f"01/07/{year}"),)},
    ),
    (
        "có ý kiến đơn vị cũ: quy định của ngành chưa đọc, vẫn hỏi",
        REVIEW,
        lambda year: {"transfers": (moved(f"01/01/{year}", f"01/07/{year}", "12/CV-VKS"),)},
    ),
)

DISSOLVED = [
    *of_unit(
        *("TTLDTT", "unit_stands", DISSOLVED_BY_REORGANISATION, (Y2025, Y2026)),
        (
            "giải thể ngày 31/12, ngày thẩm định; đơn vị kế thừa được nêu tên",
            NOT_MET,
            lambda year: {"dissolved_on": day(f"31/12/{year}"), "successor": "VKS-KV-1"},
        ),
        ("giải thể ngày 01/01 năm sau", MET, lambda year: {"dissolved_on": day(f"01/01/{year + 1}")}),
        ("không giải thể", MET, lambda _year: {}),
    ),
    *of_unit(
        *("TTLDTT", "unit_stands", "", (Y2019, A2024, B2024)),
        (
            "đã giải thể: điều khoản mới đọc ở văn bản sau, chỉ hỏi",
            REVIEW,
            lambda year: {"dissolved_on": day(f"01/07/{year - 1}")},
        ),
    ),
]

_TARGETS: tuple[Row, ...] = (
    ("đạt 101 trên 100: vượt", MET, lambda year: {"targets": (target(100, 101, year=year),)}),
    (
        "đạt 100 trên 100: chỉ đạt, không vượt",
        NOT_MET,
        lambda year: {"targets": (target(100, 100, year=year),)},
    ),
    (
        "một chỉ tiêu vượt, một chỉ đạt",
        NOT_MET,
        lambda year: {"targets": (target(100, 130, year=year), target(100, 100, "ct-2", year=year))},
    ),
    ("đơn vị tự kê khai 101 %: phải hỏi", REVIEW, lambda _year: {"claimed_percent": 101}),
    ("đơn vị tự kê khai 100 %", NOT_MET, lambda _year: {"claimed_percent": 100}),
)

TARGETS = [
    *of_unit("TTLDXS", "targets_exceeded", "Điều 18", (B2024, Y2025, Y2026), *_TARGETS),
    *of_unit("CO_NGANH", "targets_exceeded", "Điều 17", (B2024, Y2025, Y2026), *_TARGETS[:2]),
    *of_unit(
        *("TTLDXS", "targets_exceeded", "", (Y2019,)),
        (
            "chỉ đạt: điều khoản chưa đọc được, chỉ hỏi",
            REVIEW,
            lambda year: {"targets": (target(9, 9, year=year),)},
        ),
    ),
]

FLAG = [
    *of_unit(
        *("CO_NGANH", "cluster_leader", "Điều 20", (Y2019, A2024)),
        ("ít nhất 80 % thành viên cụm, khối nhất trí: người thẩm định trả lời", REVIEW, lambda _year: {}),
    ),
    *of_unit(
        *("CO_NGANH", "cluster_leader", "Điều 17", (B2024, Y2025, Y2026)),
        ("dẫn đầu cụm, khối: người thẩm định trả lời", REVIEW, lambda _year: {}),
    ),
    *of_unit(
        *("CO_NGANH", "same_year_title", "Điều 17", (B2024, Y2025, Y2026)),
        ("có TTLĐXS cùng năm", MET, won("TTLDXS", 0)),
        ("chỉ có TTLĐTT cùng năm", NOT_MET, won("TTLDTT", 0)),
    ),
]

MEMBERS = of_unit(
    *("TTLDTT", "members_under_hold", "nghiêm cấm bao che sai phạm của cá nhân vì thành tích tập thể"),
    (A2024, B2024, Y2025, Y2026),
    (
        "một thành viên đang bị xem xét: nêu ra, có người chịu trách nhiệm",
        REVIEW,
        lambda _year: {"members_under_hold": 1},
    ),
    ("không có thành viên nào", MET, lambda _year: {}),
)

GROUPS: Mapping[str, list[Situation]] = {
    "initiatives with scope, co-authors, certificate": INITIATIVE,
    "once per person": ONCE,
    "Kỷ niệm chương service-time with all its additions and subtractions": MEDAL,
    "long-service and seniority calculators": CALCULATORS,
    "transferred people (old unit's opinion)": TRANSFERRED,
    "dissolved units and successors": DISSOLVED,
    "targets exceeded, not merely met": TARGETS,
    "the leader of a cluster, by the agreement of 80 % of its members": FLAG,
    "a collective shows its members under hold": MEMBERS,
}
"""The other items of what verdicts must cover."""


def everything(*groups: Mapping[str, list[Situation]]) -> tuple[Situation, ...]:
    """The situations of all groups."""
    return tuple(one for group in groups for situations in group.values() for one in situations)
