"""Các chế độ thật, ở ngày đầu và ngày cuối của mỗi gói quy định."""

from typing import Any

from domain.nomination.claims import InitiativeScope
from domain.rules.library import pack_for
from domain.values import HoldGround, Verdict
from tests.domain.rules.situations.words import (
    HELD,
    MET,
    NOT_MET,
    REVIEW,
    Situation,
    away,
    collective,
    day,
    disciplined,
    matter,
    person,
    served,
    target,
    titles,
    work,
)

LAST_2019, FIRST_2024A = "31/12/2023", "01/01/2024"
LAST_2024A, FIRST_2024B = "30/09/2024", "01/10/2024"
LAST_2024B, FIRST_2025 = "30/06/2025", "01/07/2025"
LAST_2025, FIRST_2026 = "30/09/2026", "01/10/2026"
TEN_MONTHS = "quy định về danh hiệu “Lao động tiên tiến” (tuyển dụng dưới 10 tháng không xét)"
DISSOLVED = "quy định về tập thể đã giải thể khi sắp xếp tổ chức"


def _of_person(  # noqa: PLR0913, PLR0917 - a situation has many sides
    name: str,
    on: str,
    year: int,
    award: str,
    criterion: str,
    verdict: Verdict,
    article: str,
    **known: Any,  # noqa: ANN401
) -> Situation:
    facts = person(year, on=on, **known)
    return Situation(f"Nhận hồ sơ {on}: {name}", award, criterion, facts, verdict, article, pack_for(day(on)))


def recruited(on: str, year: int, first: str, verdict: Verdict, last: str = "") -> Situation:
    name = f"xét năm {year}, vào ngành {first}{last and ', thôi việc ' + last}"
    article = "Điều 15" if day(on) >= day(FIRST_2024B) else TEN_MONTHS
    service = (served(first, last),)
    return _of_person(name, on, year, "LDTT", "service_months", verdict, article, service=service)


def chain(on: str, verdict: Verdict, article: str, *years: int) -> Situation:
    name = f"CSTĐ ngành năm 2023 từ CSTĐCS các năm {years}"
    held = titles("CSTDCS", *years)
    return _of_person(name, on, 2023, "CSTDN", "consecutive_titles", verdict, article, titles=held)


def open_matter(on: str, award: str) -> Situation:
    facts = (matter(HoldGround.INVESTIGATION, "01/06/2025"),)
    name = f"{award}, đang bị điều tra"
    return _of_person(name, on, 2025, award, "no_open_proceeding", HELD, "Điều 4", proceedings=facts)


def absent(on: str, first: str, last: str, verdict: Verdict) -> Situation:
    name, away_then = f"nghỉ {first} đến {last}", (away(first, last),)
    year = day(first).year
    return _of_person(name, on, year, "LDTT", "long_absence", verdict, "Điều 15", absences=away_then)


def punished(on: str, decided: str, verdict: Verdict) -> Situation:
    name, then = f"kỷ luật {decided}", (disciplined(decided),)
    year = day(decided).year
    return _of_person(name, on, year, "LDTT", "no_discipline", verdict, "Điều 15", disciplines=then)


def of_unit(  # noqa: PLR0913, PLR0917 - as above
    name: str,
    on: str,
    award: str,
    criterion: str,
    verdict: Verdict,
    article: str,
    **known: Any,  # noqa: ANN401
) -> Situation:
    facts = collective(day(on).year, on=on, **known)
    return Situation(f"Nhận hồ sơ {on}: {name}", award, criterion, facts, verdict, article, pack_for(day(on)))


def reached(on: str, result: int, verdict: Verdict) -> Situation:
    goals = (target(100, result, year=day(on).year),)
    return of_unit(
        f"TTLĐXS, đạt {result} trên 100", on, "TTLDXS", "targets_exceeded", verdict, "Điều 18", targets=goals
    )


def dissolved(on: str, ended: str, verdict: Verdict) -> Situation:
    return of_unit(
        f"đơn vị giải thể {ended}", on, "TTLDTT", "unit_stands", verdict, DISSOLVED, dissolved_on=day(ended)
    )


def pending(received: str, appraised: str, verdict: Verdict) -> Situation:
    """Received under one text, appraised when another may be in force."""
    facts = person(day(received).year, on=appraised)
    name = f"Nhận hồ sơ {received}, thẩm định {appraised}: quy định mới có lợi hơn không"
    article = "quy định chuyển tiếp"
    return Situation(name, "LDTT", "more_favourable_text", facts, verdict, article, pack_for(day(received)))


SITUATIONS = (
    # Từ đủ 10 tháng cho đến hết ngày 30/09/2024, từ đủ 6 tháng từ ngày 01/10/2024
    recruited(LAST_2019, 2023, "01/03/2023", MET),
    recruited(LAST_2019, 2023, "02/03/2023", NOT_MET),
    recruited(FIRST_2024A, 2023, "01/03/2023", MET),
    recruited(FIRST_2024A, 2023, "02/03/2023", NOT_MET),
    recruited(LAST_2024A, 2023, "02/03/2023", NOT_MET),
    recruited(FIRST_2024B, 2023, "02/03/2023", MET),
    recruited(FIRST_2024B, 2023, "01/07/2023", MET),
    recruited(FIRST_2024B, 2023, "02/07/2023", NOT_MET),
    recruited(LAST_2024B, 2024, "01/07/2024", MET),
    recruited(LAST_2024B, 2024, "02/07/2024", NOT_MET),
    recruited(FIRST_2025, 2024, "01/07/2024", MET),
    recruited(FIRST_2026, 2025, "02/07/2025", NOT_MET),
    recruited(FIRST_2026, 2025, "01/01/2010", NOT_MET, last="30/12/2025"),
    recruited(FIRST_2026, 2025, "01/01/2010", MET, last="31/12/2025"),
    # Nghỉ từ 3 tháng, kỷ luật: đọc được từ TT 02/2024
    absent(LAST_2024B, "01/03/2024", "30/05/2024", MET),
    absent(LAST_2024B, "01/03/2024", "31/05/2024", NOT_MET),
    absent(FIRST_2025, "01/03/2024", "31/05/2024", NOT_MET),
    absent(FIRST_2026, "01/03/2025", "30/05/2025", MET),
    punished(FIRST_2024B, "15/03/2024", NOT_MET),
    punished(FIRST_2026, "15/03/2025", NOT_MET),
    # Tạm dừng xét: từ ngày 01/07/2025
    open_matter(FIRST_2025, "LDTT"),
    open_matter(FIRST_2025, "CSTDCS"),
    open_matter(LAST_2025, "CSTDN"),
    open_matter(FIRST_2026, "BANG_KHEN_VT"),
    # Tập thể lao động xuất sắc: vượt, không chỉ đạt
    reached(FIRST_2024B, 101, MET),
    reached(FIRST_2024B, 100, NOT_MET),
    reached(FIRST_2025, 100, NOT_MET),
    reached(FIRST_2026, 101, MET),
    # Giải thể khi sắp xếp tổ chức
    dissolved(FIRST_2025, "01/07/2025", NOT_MET),
    dissolved(FIRST_2025, "02/07/2025", MET),
    dissolved(FIRST_2026, "01/07/2025", NOT_MET),
    # Chiến sĩ thi đua ngành: ba năm liền
    chain(LAST_2019, MET, "Điều 16", 2020, 2021, 2022),
    chain(FIRST_2024A, MET, "Điều 16", 2020, 2021, 2022),
    chain(LAST_2024A, NOT_MET, "Điều 16", 2019, 2020, 2022),
    chain(FIRST_2024B, MET, "Điều 22", 2020, 2021, 2022),
    _of_person(
        "chỉ có sáng kiến cấp cơ sở",
        FIRST_2024A,
        2023,
        "CSTDN",
        "initiative",
        NOT_MET,
        "Điều 16",
        initiatives=(work(InitiativeScope.BASE, "01/06/2023"),),
    ),
    # Luật 06/2026/QH16 có lợi hơn: hồ sơ nhận trước 01/10/2026 mà xét từ ngày đó thì phải hỏi
    pending(FIRST_2024B, "30/09/2026", MET),
    pending(FIRST_2024B, "01/10/2026", REVIEW),
    pending(FIRST_2024A, "01/10/2026", REVIEW),
    pending(LAST_2025, "30/09/2026", MET),
    pending(LAST_2025, "01/10/2026", REVIEW),
    # Kỷ niệm chương
    _of_person(
        "vào ngành 03/10/2009, đủ 15 năm kém một ngày",
        FIRST_2024B,
        2024,
        "KNC_VSNKS",
        "sector_service",
        NOT_MET,
        "Điều 21",
        service=(served("03/10/2009"),),
    ),
    _of_person(
        "vào ngành 02/10/2009, đủ 15 năm",
        FIRST_2024B,
        2024,
        "KNC_VSNKS",
        "sector_service",
        MET,
        "Điều 21",
        service=(served("02/10/2009"),),
    ),
)
