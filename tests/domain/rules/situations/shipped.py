"""Người, theo năm gói quy định đang dùng: mỗi ranh giới thử ở cả hai phía, ở mọi chế độ đã đọc được điều khoản.

Mỗi nhóm là một vấn đề của pháp luật; dữ kiện viết theo năm xét, hồ sơ nhận ngày cuối của chế độ hoặc của năm.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.nomination.claims import TitleHeld
from domain.rules.facts import AbsenceCause, DisciplineGrade
from domain.values import HoldGround, Route, Track, Verdict
from tests.domain.rules.situations.words import (
    A2024,
    B2024,
    HELD,
    MET,
    NOT_MET,
    REVIEW,
    Y2019,
    Y2025,
    Y2026,
    Regime,
    Situation,
    away,
    disciplined,
    matter,
    served,
    titles,
)

Row = tuple[str, Verdict, Callable[[int], Mapping[str, Any]]]
"""What happened, what comes of it, and the facts of the year assessed."""

NATIONAL_FIGHTER = "quy định về danh hiệu “Chiến sĩ thi đua toàn quốc”"
TEN_MONTHS = "quy định về danh hiệu “Lao động tiên tiến” (tuyển dụng dưới 10 tháng không xét)"


def under(
    award: str, criterion: str, article: str, regimes: tuple[Regime, ...], *rows: Row
) -> list[Situation]:
    """Every row under every one of these regimes."""
    return [
        regime.person(award, criterion, article, name, verdict, **given(regime.year))
        for regime in regimes
        for name, verdict, given in rows
    ]


def service(first: str, last: str = "") -> Callable[[int], Mapping[str, Any]]:
    """Served from a day of the year to another, or on."""
    return lambda year: {"service": (served(f"{first}/{year}", f"{last}/{year}" if last else ""),)}


def absent(
    first: str, last: str, cause: AbsenceCause = AbsenceCause.OTHER
) -> Callable[[int], Mapping[str, Any]]:
    return lambda year: {"absences": (away(f"{first}/{year}", f"{last}/{year}", cause),)}


def won(award: str, *years_before: int, track: Track = Track.MERIT) -> Callable[[int], Mapping[str, Any]]:
    """The title in the years so long before the year assessed."""
    return lambda year: {"titles": titles(award, *(year - back for back in years_before), track=track)}


def broken(year: int, track: Track) -> tuple[TitleHeld, ...]:
    """Three years of the title before the year assessed, of which the middle one is no merit."""
    return (*titles("CSTDCS", year - 1, year - 3), *titles("CSTDCS", year - 2, track=track))


def open_since(ground: HoldGround, concluded: str = "") -> Callable[[int], Mapping[str, Any]]:
    return lambda year: {
        "proceedings": (matter(ground, f"01/06/{year}", concluded and f"{concluded}/{year}"),)
    }


RECRUITED = [
    *under(
        *("LDTT", "service_months", TEN_MONTHS, (Y2019, A2024)),
        ("vào ngành 01/03: đủ 10 tháng", MET, service("01/03")),
        ("vào ngành 02/03: thiếu một ngày", NOT_MET, service("02/03")),
        ("vào ngành 01/04: 9 tháng", NOT_MET, service("01/04")),
        ("vào ngành 01/01, thôi việc 31/10: không còn công tác cuối năm", NOT_MET, service("01/01", "31/10")),
        ("không rõ thời gian công tác: phải hỏi", REVIEW, lambda _year: {}),
        ("đơn vị kê khai 10 tháng, sổ chưa ghi", MET, lambda _year: {"claimed_months": 10}),
        ("đơn vị kê khai 9 tháng, sổ chưa ghi", NOT_MET, lambda _year: {"claimed_months": 9}),
    ),
    *under(
        *("LDTT", "service_months", "Điều 15", (B2024, Y2025, Y2026)),
        ("vào ngành 01/07: đủ 6 tháng", MET, service("01/07")),
        ("vào ngành 02/07: thiếu một ngày", NOT_MET, service("02/07")),
        ("vào ngành 01/08: 5 tháng", NOT_MET, service("01/08")),
        ("đơn vị kê khai 6 tháng, sổ chưa ghi", MET, lambda _year: {"claimed_months": 6}),
        ("đơn vị kê khai 5 tháng, sổ chưa ghi", NOT_MET, lambda _year: {"claimed_months": 5}),
    ),
]

ABSENCE = [
    *under(
        *("LDTT", "long_absence", "Điều 15", (B2024, Y2025, Y2026)),
        ("nghỉ 3 tháng kém một ngày", MET, absent("01/03", "30/05")),
        ("nghỉ đủ 3 tháng", NOT_MET, absent("01/03", "31/05")),
        ("nghỉ 6 tháng kém một ngày", NOT_MET, absent("01/03", "30/08")),
        ("nghỉ đủ 6 tháng: văn bản chưa rõ, phải hỏi", REVIEW, absent("01/03", "31/08")),
        ("nghỉ thai sản 6 tháng", MET, absent("01/03", "31/08", AbsenceCause.MATERNITY)),
        (
            "bị thương khi làm nhiệm vụ, nghỉ 4 tháng",
            MET,
            absent("01/03", "30/06", AbsenceCause.INJURY_IN_DUTY),
        ),
        (
            "ốm 4 tháng: chưa biết là trường hợp loại trừ",
            NOT_MET,
            absent("01/03", "30/06", AbsenceCause.ILLNESS),
        ),
        (
            "đi học 4 tháng: chưa biết là trường hợp loại trừ",
            NOT_MET,
            absent("01/03", "30/06", AbsenceCause.STUDY),
        ),
    ),
    A2024.person(
        *("LDTT", "long_absence", "", "nghỉ đủ 3 tháng: điều khoản chưa tìm thấy, chỉ hỏi", REVIEW),
        **absent("01/03", "31/05")(2023),
    ),
]

DISCIPLINE = [
    *under(
        *("LDTT", "no_discipline", "Điều 15", (B2024, Y2025, Y2026)),
        (
            "khiển trách 01/01 của năm xét",
            NOT_MET,
            lambda year: {"disciplines": (disciplined(f"01/01/{year}"),)},
        ),
        (
            "khiển trách 31/12 năm trước",
            MET,
            lambda year: {"disciplines": (disciplined(f"31/12/{year - 1}"),)},
        ),
        (
            "nặng hơn khiển trách",
            NOT_MET,
            lambda year: {"disciplines": (disciplined(f"15/03/{year}", grade=DisciplineGrade.HEAVIER),)},
        ),
        (
            "hành vi đã mất danh hiệu năm trước: không tính lại",
            MET,
            lambda year: {"disciplines": (disciplined(f"15/03/{year}", used_in=year - 1),)},
        ),
        (
            "hành vi mới tính ở chính năm xét",
            NOT_MET,
            lambda year: {"disciplines": (disciplined(f"15/03/{year}", used_in=year),)},
        ),
    ),
    *under(
        *("LDTT", "no_discipline", "", (Y2019, A2024)),
        (
            "khiển trách: điều khoản chưa đọc được, chỉ hỏi",
            REVIEW,
            lambda year: {"disciplines": (disciplined(f"15/03/{year}"),)},
        ),
    ),
]

RESTART = [
    *under(
        *("CSTDN", "accrual_restart", "Điều 4", (Y2025, Y2026)),
        (
            "kỷ luật hết hạn 31/12, trước đủ ba năm",
            MET,
            lambda year: {"disciplines": (disciplined(f"01/01/{year - 4}", f"31/12/{year - 4}"),)},
        ),
        (
            "kỷ luật hết hạn 01/01 của năm đầu trong ba năm: còn tính được một phần, phải hỏi",
            REVIEW,
            lambda year: {"disciplines": (disciplined(f"01/01/{year - 4}", f"01/01/{year - 3}"),)},
        ),
        (
            "kỷ luật hết hạn 01/01 của năm thứ hai trong ba năm",
            NOT_MET,
            lambda year: {"disciplines": (disciplined(f"01/01/{year - 3}", f"01/01/{year - 2}"),)},
        ),
    ),
    *under(
        *("CSTDTQ", "accrual_restart", "Điều 4", (Y2025, Y2026)),
        (
            "kỷ luật hết hạn trước đủ hai năm",
            MET,
            lambda year: {"disciplines": (disciplined(f"01/01/{year - 3}", f"31/12/{year - 3}"),)},
        ),
        (
            "kỷ luật hết hạn trong năm liền trước",
            NOT_MET,
            lambda year: {"disciplines": (disciplined(f"01/01/{year - 2}", f"01/01/{year - 1}"),)},
        ),
    ),
    *under(
        *("CSTDN", "accrual_restart", "", (Y2019, A2024, B2024)),
        (
            "kỷ luật hết hạn năm liền trước: điều khoản chưa đọc được, chỉ hỏi",
            REVIEW,
            lambda year: {"disciplines": (disciplined(f"01/01/{year - 2}", f"01/01/{year - 1}"),)},
        ),
    ),
]

HOLD = [
    *under(
        *("LDTT", "no_open_proceeding", "Điều 4", (Y2025, Y2026)),
        *(
            (f"{told}: tạm dừng, không từ chối", HELD, open_since(ground))
            for ground, told in (
                (HoldGround.DISCIPLINE, "đang xem xét kỷ luật"),
                (HoldGround.INVESTIGATION, "đang điều tra"),
                (HoldGround.INSPECTION, "đang thanh tra"),
                (HoldGround.COMPLAINT, "có tố cáo chưa giải quyết"),
            )
        ),
        ("kết luận 31/12, ngày thẩm định: xét tiếp", MET, open_since(HoldGround.INSPECTION, "31/12")),
        ("không có việc gì", MET, lambda _year: {}),
    ),
    *under(
        *("LDTT", "no_open_proceeding", "", (Y2019, A2024, B2024)),
        (
            "đang điều tra: điều khoản mới đọc ở văn bản sau, chỉ hỏi",
            REVIEW,
            open_since(HoldGround.INVESTIGATION),
        ),
    ),
]

CHAIN = [
    *under(
        *("CSTDN", "consecutive_titles", "Điều 16", (Y2019, A2024)),
        ("CSTĐCS ba năm liền trước", MET, won("CSTDCS", 1, 2, 3)),
        ("CSTĐCS hai năm liền trước", NOT_MET, won("CSTDCS", 1, 2)),
        ("đứt năm thứ hai", NOT_MET, won("CSTDCS", 1, 3, 4)),
        ("ba năm, kể cả năm xét", NOT_MET, won("CSTDCS", 0, 1, 2)),
    ),
    *under(
        *("CSTDN", "consecutive_titles", "Điều 22", (B2024, Y2025)),
        ("CSTĐCS ba năm liền trước", MET, won("CSTDCS", 1, 2, 3)),
        ("CSTĐCS hai năm liền trước", NOT_MET, won("CSTDCS", 1, 2)),
        ("LĐTT ba năm không thay được", NOT_MET, won("LDTT", 1, 2, 3)),
    ),
    *under(
        *("CSTDTQ", "consecutive_titles", "Điều 21", (A2024, B2024, Y2025)),
        ("CSTĐ ngành hai lần liền", MET, won("CSTDN", 1, 2)),
        ("CSTĐ ngành một lần", NOT_MET, won("CSTDN", 1)),
        ("CSTĐ toàn quân hai lần liền", MET, won("CSTDTQN", 1, 2)),
    ),
    *under(
        *("CSTDTQ", "consecutive_titles_military", NATIONAL_FIGHTER, (Y2019,)),
        (
            "tuyến quân sự, CSTĐ toàn quân hai lần liền",
            MET,
            lambda year: {"route": Route.MILITARY, **won("CSTDTQN", 1, 2)(year)},
        ),
        (
            "tuyến quân sự, CSTĐ toàn quân một lần",
            NOT_MET,
            lambda year: {"route": Route.MILITARY, **won("CSTDTQN", 1)(year)},
        ),
    ),
    *under(
        *("CSTDN", "consecutive_titles", "Điều 22", (Y2026,)),
        ("ba năm liền trước: luật sửa đổi chưa đọc, chỉ hỏi", REVIEW, won("CSTDCS", 1, 2, 3)),
        ("không có năm nào: luật sửa đổi chưa đọc, chỉ hỏi", REVIEW, lambda _year: {}),
    ),
    *under(
        *("CSTDCS", "same_year_title", "Điều 9", (Y2019,)),
        ("có LĐTT cùng năm", MET, won("LDTT", 0)),
        ("chỉ có LĐTT năm trước", NOT_MET, won("LDTT", 1)),
        ("đề nghị LĐTT cùng hồ sơ", MET, lambda _year: {"sought_together": ("LDTT",)}),
    ),
]

TRACKS = under(
    *("CSTDN", "consecutive_titles", "Điều 22", (B2024, Y2025)),
    ("năm giữa chỉ có khen đột xuất", NOT_MET, lambda year: {"titles": broken(year, Track.UNEXPECTED)}),
    ("năm giữa chỉ có khen chuyên đề", NOT_MET, lambda year: {"titles": broken(year, Track.THEMATIC)}),
    (
        "đủ ba năm, thêm khen đột xuất",
        MET,
        lambda year: {"titles": (*broken(year, Track.UNEXPECTED), *titles("CSTDCS", year - 2))},
    ),
)

WINDOW = under(
    *("CSTDTQN", "titles_in_window", "một Bằng khen của Bộ trưởng trong ba năm", (B2024, Y2025, Y2026)),
    ("Bằng khen của Bộ trưởng trước đó ba năm: nguồn thứ cấp, chỉ hỏi", REVIEW, won("BANG_KHEN_BQP", 3)),
    ("không có Bằng khen: nguồn thứ cấp, chỉ hỏi", REVIEW, lambda _year: {}),
)


def rewarded(achievement: str) -> Callable[[int], Mapping[str, Any]]:
    """`tt-1` is proposed on the military route; something was rewarded on the civil route before."""
    return lambda year: {
        "route": Route.MILITARY,
        "achievement": "tt-1",
        "titles": titles("BANG_KHEN_VT_DX", year, track=Track.UNEXPECTED, achievement=achievement),
    }


_ONCE: tuple[Row, ...] = (
    ("chính thành tích này đã được khen ở tuyến dân sự", NOT_MET, rewarded("tt-1")),
    ("đã được khen vì thành tích khác", MET, rewarded("tt-2")),
)

ACHIEVEMENT = [
    *under("GIAY_KHEN_DX", "one_achievement", "nguyên tắc khen thưởng", (A2024, B2024), *_ONCE),
    *under("GIAY_KHEN_DX", "one_achievement", "Điều 4", (Y2025, Y2026), *_ONCE),
    *under(
        *("GIAY_KHEN_DX", "one_achievement", "", (Y2019,)),
        ("thành tích đã được khen: điều khoản chưa đọc được, chỉ hỏi", REVIEW, rewarded("tt-1")),
    ),
]

GROUPS: Mapping[str, list[Situation]] = {
    "recruited under 6 (2019: 10) months": RECRUITED,
    "long absence, maternity and injury exceptions": ABSENCE,
    "discipline from khiển trách up, conduct already used not counted twice": DISCIPLINE,
    "accrual that restarts when the discipline ends": RESTART,
    "held, not refused, and resumed by a conclusion": HOLD,
    "chains of consecutive years": CHAIN,
    "unexpected and thematic awards never count for merit": TRACKS,
    "sliding windows": WINDOW,
    "one achievement one award, across both routes": ACHIEVEMENT,
}
"""Each item of what verdicts must cover, with its situations on the packs as they are shipped."""
