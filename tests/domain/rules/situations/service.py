"""Thời gian công tác trong năm, nghỉ dài ngày."""

from domain.rules.facts import Absence, AbsenceCause, ServiceKind
from domain.values import Verdict
from tests.domain.rules.situations.words import (
    MET,
    NOT_MET,
    R2019,
    REVIEW,
    Situation,
    away,
    person,
    served,
)

MATERNITY, INJURY, ILLNESS = AbsenceCause.MATERNITY, AbsenceCause.INJURY_IN_DUTY, AbsenceCause.ILLNESS
CIR_2019 = "quy định về danh hiệu “Lao động tiên tiến” (tuyển dụng dưới 10 tháng không xét)"


def recruited(name: str, first: str, verdict: Verdict, on: str = "") -> Situation:
    facts = person(on=on, service=(served(first),))
    return Situation(name, "LDTT", "service_months", facts, verdict, "Điều 15")


def recruited_2019(name: str, first: str, verdict: Verdict, on: str = "") -> Situation:
    facts = person(2023, on=on, service=(served(first),))
    return Situation(name, "LDTT", "service_months", facts, verdict, CIR_2019, R2019)


def absent(name: str, verdict: Verdict, *absences: Absence) -> Situation:
    return Situation(name, "LDTT", "long_absence", person(absences=absences), verdict, "Điều 15")


SITUATIONS = (
    # Tuyển dụng: TT 02/2024 từ đủ 6 tháng
    recruited("Tuyển dụng ngày 01/07/2025, đến 31/12/2025 đủ 6 tháng: xét", "01/07/2025", MET),
    recruited("Tuyển dụng ngày 02/07/2025, thiếu một ngày mới đủ 6 tháng: không xét", "02/07/2025", NOT_MET),
    recruited("Tuyển dụng ngày 30/06/2025: xét", "30/06/2025", MET),
    recruited("Tuyển dụng ngày 01/08/2025, đủ 5 tháng: không xét", "01/08/2025", NOT_MET),
    recruited("Tuyển dụng ngày 31/12/2025: không xét", "31/12/2025", NOT_MET),
    recruited("Tuyển dụng từ năm 2010: xét", "01/03/2010", MET),
    recruited(
        "Họp ngày 30/11/2025, tuyển dụng 01/06/2025: đủ 6 tháng vào ngày họp", "01/06/2025", MET, "30/11/2025"
    ),
    recruited(
        "Họp ngày 29/11/2025, tuyển dụng 01/06/2025: còn thiếu một ngày", "01/06/2025", NOT_MET, "29/11/2025"
    ),
    recruited("Họp tháng 3 năm sau, thời gian chỉ tính đến hết năm xét", "01/08/2025", NOT_MET, "01/03/2026"),
    recruited(
        "Tuyển dụng ngày 31/08/2025, tháng ngắn hơn không làm tròn lên", "31/08/2025", NOT_MET, "28/02/2026"
    ),
    # Tuyển dụng: TT 01/2019 từ đủ 10 tháng
    recruited_2019("Chế độ 2019: tuyển dụng 01/03/2023, đủ 10 tháng: xét", "01/03/2023", MET),
    recruited_2019("Chế độ 2019: tuyển dụng 02/03/2023, thiếu một ngày: không xét", "02/03/2023", NOT_MET),
    recruited_2019("Chế độ 2019: tuyển dụng 01/04/2023, đủ 9 tháng: không xét", "01/04/2023", NOT_MET),
    recruited_2019("Chế độ 2019: tuyển dụng 01/07/2023, đủ 6 tháng: không xét", "01/07/2023", NOT_MET),
    recruited_2019("Chế độ 2019: tuyển dụng 28/02/2023: xét", "28/02/2023", MET),
    # Sổ không có, chỉ có số tháng đơn vị kê khai
    Situation(
        "Đơn vị kê khai 5 tháng: không xét",
        "LDTT",
        "service_months",
        person(claimed_months=5),
        NOT_MET,
        "Điều 15",
    ),
    Situation(
        "Đơn vị kê khai 6 tháng: xét", "LDTT", "service_months", person(claimed_months=6), MET, "Điều 15"
    ),
    Situation(
        "Chế độ 2019, kê khai 9 tháng: không xét",
        "LDTT",
        "service_months",
        person(2023, claimed_months=9),
        NOT_MET,
        CIR_2019,
        R2019,
    ),
    Situation(
        "Chế độ 2019, kê khai 10 tháng: xét",
        "LDTT",
        "service_months",
        person(2023, claimed_months=10),
        MET,
        CIR_2019,
        R2019,
    ),
    Situation("Không rõ thời gian công tác: phải hỏi", "LDTT", "service_months", person(), REVIEW, "Điều 15"),
    Situation(
        "Sổ ghi tuyển dụng 01/08/2025, đơn vị kê khai 12 tháng: theo sổ",
        "LDTT",
        "service_months",
        person(claimed_months=12, service=(served("01/08/2025"),)),
        NOT_MET,
        "Điều 15",
    ),
    Situation(
        "Làm công tác pháp luật nơi khác rồi về ngành 01/10/2025: chỉ tính thời gian trong ngành",
        "LDTT",
        "service_months",
        person(
            service=(served("01/01/2015", "30/09/2025", ServiceKind.LEGAL_ELSEWHERE), served("01/10/2025"))
        ),
        NOT_MET,
        "Điều 15",
    ),
    Situation(
        "Sổ chỉ ghi công tác pháp luật nơi khác: phải hỏi",
        "LDTT",
        "service_months",
        person(service=(served("01/01/2015", kind=ServiceKind.LEGAL_ELSEWHERE),)),
        REVIEW,
        "Điều 15",
    ),
    Situation(
        "Công tác từ 2010, thôi việc ngày 01/02/2025: không xét",
        "LDTT",
        "service_months",
        person(service=(served("01/01/2010", "01/02/2025"),)),
        NOT_MET,
        "Điều 15",
    ),
    Situation(
        "Thôi việc rồi vào lại ngày 01/08/2025: chỉ tính từ lần vào sau",
        "LDTT",
        "service_months",
        person(service=(served("01/01/2010", "31/12/2024"), served("01/08/2025"))),
        NOT_MET,
        "Điều 15",
    ),
    Situation(
        "Thôi việc sau ngày 31/12 của năm xét: vẫn xét",
        "LDTT",
        "service_months",
        person(on="01/03/2026", service=(served("01/01/2010", "31/01/2026"),)),
        MET,
        "Điều 15",
    ),
    Situation(
        "Biệt phái cả năm: vẫn xét",
        "LDTT",
        "service_months",
        person(
            service=(served("01/01/2010", "31/12/2024"), served("01/01/2025", "", ServiceKind.SECONDMENT))
        ),
        MET,
        "Điều 15",
    ),
    # Nghỉ dài ngày
    absent("Không nghỉ ngày nào: xét", MET),
    absent("Nghỉ 2 tháng 27 ngày: xét", MET, away("01/03/2025", "27/05/2025")),
    absent(
        "Nghỉ từ 01/03 đến 30/05, thiếu một ngày mới đủ 3 tháng: xét", MET, away("01/03/2025", "30/05/2025")
    ),
    absent("Nghỉ từ 01/03 đến 31/05, đủ 3 tháng: không xét", NOT_MET, away("01/03/2025", "31/05/2025")),
    absent("Nghỉ 5 tháng: không xét", NOT_MET, away("01/03/2025", "31/07/2025")),
    absent("Nghỉ 6 tháng kém một ngày: không xét", NOT_MET, away("01/03/2025", "30/08/2025")),
    absent("Nghỉ đủ 6 tháng: quy định chưa rõ, phải hỏi", REVIEW, away("01/03/2025", "31/08/2025")),
    absent("Nghỉ cả năm: quy định chưa rõ, phải hỏi", REVIEW, away("01/01/2025", "31/12/2025")),
    absent(
        "Hai lần nghỉ cộng lại 3 tháng: không xét",
        NOT_MET,
        away("01/02/2025", "31/03/2025"),
        away("01/06/2025", "30/06/2025"),
    ),
    absent(
        "Hai lần nghỉ cộng lại 2 tháng 29 ngày: xét",
        MET,
        away("01/02/2025", "31/03/2025"),
        away("01/06/2025", "29/06/2025"),
    ),
    absent(
        "Hai giấy nghỉ chồng lên nhau chỉ tính một lần: xét",
        MET,
        away("01/02/2025", "31/03/2025"),
        away("01/03/2025", "31/03/2025", ILLNESS),
    ),
    absent("Nghỉ thai sản 6 tháng: vẫn xét", MET, away("01/03/2025", "31/08/2025", MATERNITY)),
    absent(
        "Bị thương khi cứu người, điều trị 5 tháng: vẫn xét", MET, away("01/03/2025", "31/07/2025", INJURY)
    ),
    absent(
        "Nghỉ ốm 4 tháng: không thuộc trường hợp được loại trừ",
        NOT_MET,
        away("01/03/2025", "30/06/2025", ILLNESS),
    ),
    absent(
        "Thai sản 6 tháng và nghỉ việc riêng 2 tháng: vẫn xét",
        MET,
        away("01/01/2025", "30/06/2025", MATERNITY),
        away("01/08/2025", "30/09/2025"),
    ),
    absent(
        "Thai sản 6 tháng và nghỉ việc riêng 3 tháng: không xét",
        NOT_MET,
        away("01/01/2025", "30/06/2025", MATERNITY),
        away("01/08/2025", "31/10/2025"),
    ),
    absent("Nghỉ 4 tháng của năm trước: không tính vào năm xét", MET, away("01/09/2024", "31/12/2024")),
    absent("Nghỉ vắt qua hai năm, phần trong năm xét 2 tháng: xét", MET, away("01/10/2024", "28/02/2025")),
    absent(
        "Nghỉ vắt qua hai năm, phần trong năm xét 3 tháng: không xét",
        NOT_MET,
        away("01/10/2024", "31/03/2025"),
    ),
)
