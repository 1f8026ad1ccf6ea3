"""Kỷ niệm chương, khen thưởng cống hiến, khen thưởng niên hạn."""

from typing import Any

from domain.rules.facts import Discipline, PositionHeld, ServiceKind, ServicePeriod
from domain.values import Route, Verdict
from tests.domain.rules.situations.words import (
    MET,
    NOT_MET,
    R2025,
    REVIEW,
    Situation,
    disciplined,
    person,
    post,
    served,
)

ELSEWHERE, STUDY = ServiceKind.LEGAL_ELSEWHERE, ServiceKind.STUDY
SECONDMENT, MILITARY = ServiceKind.SECONDMENT, ServiceKind.MILITARY


def medal(name: str, verdict: Verdict, *service: ServicePeriod, **known: Any) -> Situation:  # noqa: ANN401 - handed on as it is
    facts = person(on="26/07/2025", service=service, **known)
    return Situation(name, "KNC", "sector_service", facts, verdict, "Điều 21")


def outsider(name: str, verdict: Verdict, *service: ServicePeriod) -> Situation:
    facts = person(on="26/07/2025", service=service)
    return Situation(name, "KNC_VSNKS", "sector_service", facts, verdict, "Điều 21", R2025)


def order(name: str, verdict: Verdict, *positions: PositionHeld, criterion: str = "table_read") -> Situation:
    facts = person(on="31/12/2025", positions=positions)
    article = "Điều 2" if criterion == "table_read" else "Điều 21"
    return Situation(name, "HUAN_CHUONG_CH", criterion, facts, verdict, article)


def seniority(
    name: str, years: str, verdict: Verdict, first: str, *disciplines: Discipline, last: str = ""
) -> Situation:
    service = (served(first, last, MILITARY),)
    facts = person(on="22/12/2025", route=Route.MILITARY, service=service, disciplines=disciplines)
    return Situation(name, "NIEN_HAN", years, facts, verdict, "Điều 3")


SITUATIONS = (
    # Kỷ niệm chương: 15 năm liên tục trong ngành đến ngày 26/07/2025
    medal("Vào ngành 27/07/2010, đủ 15 năm đúng ngày 26/7: đạt", MET, served("27/07/2010")),
    medal("Vào ngành 28/07/2010, thiếu một ngày: không đạt", NOT_MET, served("28/07/2010")),
    medal("Vào ngành 14 năm: không đạt", NOT_MET, served("27/07/2011")),
    medal("Vào ngành 30 năm: đạt", MET, served("01/01/1995")),
    medal("Không có dữ liệu công tác: phải hỏi", REVIEW),
    medal(
        "Ngắt quãng ba năm, tính từ lần vào sau: không đạt",
        NOT_MET,
        served("01/01/2000", "31/12/2011"),
        served("01/01/2015"),
    ),
    medal(
        "Hai quãng liền nhau là liên tục: đạt", MET, served("27/07/2010", "31/12/2017"), served("01/01/2018")
    ),
    medal(
        "Biệt phái ba năm ở giữa vẫn tính liên tục: đạt",
        MET,
        served("27/07/2010", "31/12/2015"),
        served("01/01/2016", "31/12/2018", SECONDMENT),
        served("01/01/2019"),
    ),
    medal(
        "Được cử đi học hai năm vẫn tính liên tục: đạt",
        MET,
        served("27/07/2010", "31/12/2015"),
        served("01/01/2016", "31/12/2017", STUDY),
        served("01/01/2018"),
    ),
    medal(
        "Đi nghĩa vụ quân sự rồi về ngành vẫn tính liên tục: đạt",
        MET,
        served("27/07/2010", "31/12/2012"),
        served("01/01/2013", "31/12/2014", MILITARY),
        served("01/01/2015"),
    ),
    medal(
        "15 năm nhưng một năm trong thời hạn kỷ luật: không đạt",
        NOT_MET,
        served("27/07/2010"),
        disciplines=(disciplined("01/01/2015", "31/12/2015"),),
    ),
    medal(
        "16 năm, trừ một năm kỷ luật còn đủ 15: đạt",
        MET,
        served("27/07/2009"),
        disciplines=(disciplined("01/01/2015", "31/12/2015"),),
    ),
    medal(
        "16 năm, trừ một năm và một ngày kỷ luật: không đạt",
        NOT_MET,
        served("27/07/2009"),
        disciplines=(disciplined("01/01/2015", "01/01/2016"),),
    ),
    medal(
        "Hai lần kỷ luật chồng nhau chỉ trừ một lần: đạt",
        MET,
        served("27/07/2009"),
        disciplines=(
            disciplined("01/01/2015", "31/12/2015"),
            disciplined("01/06/2015", "31/12/2015", conduct="hv-2"),
        ),
    ),
    medal(
        "Mười năm nghề luật nơi khác và 5 năm trong ngành: đạt",
        MET,
        served("27/07/2010", "26/07/2020", ELSEWHERE),
        served("27/07/2020"),
    ),
    medal(
        "Mười năm nghề luật nơi khác và 5 năm kém một ngày trong ngành: không đạt",
        NOT_MET,
        served("27/07/2010", "27/07/2020", ELSEWHERE),
        served("28/07/2020"),
    ),
    medal(
        "Mười hai năm nghề luật nơi khác và 4 năm trong ngành: không đạt",
        NOT_MET,
        served("01/01/2009", "26/07/2021", ELSEWHERE),
        served("27/07/2021"),
    ),
    medal(
        "Chín năm nghề luật nơi khác và 5 năm trong ngành, chưa đủ 15: không đạt",
        NOT_MET,
        served("27/07/2011", "26/07/2020", ELSEWHERE),
        served("27/07/2020"),
    ),
    medal(
        "Lãnh đạo liên tục đủ 8 năm: điều kiện riêng chưa rõ, phải hỏi",
        REVIEW,
        served("01/01/2015"),
        positions=(post("head", "27/07/2017", leading=True),),
    ),
    medal(
        "Lãnh đạo liên tục 8 năm kém một ngày: không đạt",
        NOT_MET,
        served("01/01/2015"),
        positions=(post("head", "28/07/2017", leading=True),),
    ),
    medal(
        "Lãnh đạo 7 năm: không đạt",
        NOT_MET,
        served("01/01/2015"),
        positions=(post("head", "27/07/2018", leading=True),),
    ),
    medal(
        "Hai chức vụ lãnh đạo liền nhau đủ 8 năm: điều kiện riêng chưa rõ, phải hỏi",
        REVIEW,
        served("01/01/2015"),
        positions=(
            post("deputy", "27/07/2017", "31/12/2020", leading=True),
            post("head", "01/01/2021", leading=True),
        ),
    ),
    medal(
        "Hai chức vụ lãnh đạo ngắt quãng: không đạt",
        NOT_MET,
        served("01/01/2015"),
        positions=(
            post("deputy", "01/01/2016", "31/12/2019", leading=True),
            post("head", "01/01/2021", leading=True),
        ),
    ),
    medal(
        "8 năm chức vụ không lãnh đạo: không đạt",
        NOT_MET,
        served("01/01/2015"),
        positions=(post("expert", "27/07/2017"),),
    ),
    medal("Đủ 15 năm nhưng đã thôi việc một ngày: không đạt", NOT_MET, served("01/01/2005", "25/07/2025")),
    medal("Hết 15 năm đúng ngày xét: đạt", MET, served("27/07/2010", "26/07/2025")),
    medal(
        "Lãnh đạo 10 năm nhưng đã thôi việc: không đạt",
        NOT_MET,
        served("01/01/2014", "31/12/2024"),
        positions=(post("head", "01/01/2014", "31/12/2024", leading=True),),
    ),
    outsider(
        "Người ngoài ngành: Kỷ niệm chương xét cả người ngoài, phải hỏi",
        REVIEW,
        served("01/01/2000", "", ELSEWHERE),
    ),
    outsider("Người của ngành 14 năm: không đạt", NOT_MET, served("27/07/2011")),
    outsider("Người của ngành đã thôi việc: không đạt", NOT_MET, served("01/01/2000", "31/12/2020")),
    # Cống hiến: bảng chức vụ và năm
    order("Trưởng đủ 6 năm: đạt", MET, post("vu_truong", "01/01/2020")),
    order("Trưởng 6 năm kém một ngày: không đạt", NOT_MET, post("vu_truong", "02/01/2020")),
    order(
        "Trưởng 10 năm kém một ngày, vẫn trong bảng hạng Ba: đạt",
        MET,
        post("vu_truong", "02/01/2016"),
    ),
    order(
        "Trưởng đủ 10 năm, ra khỏi khoảng của hạng Ba: không đạt theo dòng này",
        NOT_MET,
        post("vu_truong", "01/01/2016"),
    ),
    order("Phó đủ 10 năm: đạt", MET, post("pho_vu_truong", "01/01/2016")),
    order("Phó 9 năm: không đạt", NOT_MET, post("pho_vu_truong", "01/01/2017")),
    order("Chức vụ không có trong bảng: không đạt", NOT_MET, post("expert", "01/01/2000")),
    order("Chưa có dữ liệu chức vụ: phải hỏi", REVIEW),
    order(
        "Bảng mới biết qua nguồn thứ cấp, dù đủ năm: phải hỏi",
        REVIEW,
        post("vu_truong", "01/01/2019"),
        criterion="table_heard",
    ),
    # Niên hạn: 10, 15, 20, 25 năm đến ngày 22/12/2025
    seniority("Nhập ngũ 23/12/2015, đủ 10 năm: đạt", "years_10", MET, "23/12/2015"),
    seniority("Nhập ngũ 24/12/2015, thiếu một ngày: không đạt", "years_10", NOT_MET, "24/12/2015"),
    seniority("Đủ 15 năm đúng ngày: đạt", "years_15", MET, "23/12/2010"),
    seniority("14 năm: không đạt mức 15 năm", "years_15", NOT_MET, "23/12/2011"),
    seniority("Đủ 20 năm đúng ngày: đạt", "years_20", MET, "23/12/2005"),
    seniority("20 năm kém một ngày: không đạt", "years_20", NOT_MET, "24/12/2005"),
    seniority("Đủ 25 năm đúng ngày: đạt", "years_25", MET, "23/12/2000"),
    seniority("24 năm: không đạt mức 25 năm", "years_25", NOT_MET, "23/12/2001"),
    seniority(
        "10 năm nhưng có một năm kỷ luật: không đạt",
        "years_10",
        NOT_MET,
        "23/12/2015",
        disciplined("01/01/2020", "31/12/2020"),
    ),
    seniority("Đã xuất ngũ sau 9 năm: không đạt", "years_10", NOT_MET, "01/01/2010", last="31/12/2018"),
    Situation(
        "Mức niên hạn mới biết qua nguồn thứ cấp: phải hỏi",
        "NIEN_HAN",
        "years_heard",
        person(route=Route.MILITARY, service=(served("01/01/2000", kind=MILITARY),)),
        REVIEW,
        "",
    ),
    Situation(
        "Chỉ có thời gian dân sự: phải hỏi",
        "NIEN_HAN",
        "years_10",
        person(route=Route.MILITARY, service=(served("01/01/2000"),)),
        REVIEW,
        "Điều 3",
    ),
)
