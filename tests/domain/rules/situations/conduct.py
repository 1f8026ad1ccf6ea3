"""Kỷ luật, việc đang xem xét, tính lại thành tích sau kỷ luật, tập thể có thành viên bị tạm dừng xét."""

from domain.rules.facts import Discipline, DisciplineGrade, Proceeding
from domain.values import HoldGround, Verdict
from tests.domain.rules.situations.words import (
    HELD,
    MET,
    NOT_MET,
    R2019,
    REVIEW,
    Situation,
    collective,
    disciplined,
    matter,
    person,
)

COMPLAINT, INVESTIGATION = HoldGround.COMPLAINT, HoldGround.INVESTIGATION
INSPECTION, DISCIPLINE = HoldGround.INSPECTION, HoldGround.DISCIPLINE


def punished(name: str, verdict: Verdict, *entries: Discipline, on: str = "") -> Situation:
    return Situation(name, "LDTT", "no_discipline", person(on=on, disciplines=entries), verdict, "Điều 15")


def pending(name: str, verdict: Verdict, *entries: Proceeding, on: str = "") -> Situation:
    return Situation(
        name, "LDTT", "no_open_proceeding", person(on=on, proceedings=entries), verdict, "Điều 4"
    )


def restarted(name: str, verdict: Verdict, *entries: Discipline) -> Situation:
    return Situation(name, "CSTDN", "accrual_restart", person(disciplines=entries), verdict, "Điều 4")


SITUATIONS = (
    # Kỷ luật trong năm
    punished("Không bị kỷ luật: xét", MET),
    punished("Bị khiển trách ngày 15/06 năm xét: không xét", NOT_MET, disciplined("15/06/2025")),
    punished(
        "Bị kỷ luật nặng hơn khiển trách: không xét",
        NOT_MET,
        disciplined("15/06/2025", grade=DisciplineGrade.HEAVIER),
    ),
    punished("Bị khiển trách ngày đầu năm xét: không xét", NOT_MET, disciplined("01/01/2025")),
    punished("Bị khiển trách ngày cuối năm xét: không xét", NOT_MET, disciplined("31/12/2025")),
    punished("Bị khiển trách ngày cuối năm trước: năm xét không có kỷ luật", MET, disciplined("31/12/2024")),
    punished(
        "Bị khiển trách ngày đầu năm sau: năm xét không có kỷ luật",
        MET,
        disciplined("01/01/2026"),
        on="15/01/2026",
    ),
    punished(
        "Hành vi đã làm mất danh hiệu năm 2024, quyết định ra năm 2025: không tính lại",
        MET,
        disciplined("10/02/2025", used_in=2024),
    ),
    punished(
        "Hành vi chưa từng tính, quyết định ra năm 2025: không xét",
        NOT_MET,
        disciplined("10/02/2025", used_in=0),
    ),
    punished("Hành vi tính chính trong năm xét: không xét", NOT_MET, disciplined("10/02/2025", used_in=2025)),
    punished(
        "Một hành vi đã tính, một hành vi mới: không xét",
        NOT_MET,
        disciplined("10/02/2025", used_in=2024),
        disciplined("11/08/2025", conduct="hv-2"),
    ),
    punished(
        "Hai hành vi đều đã tính ở năm trước: không tính lại",
        MET,
        disciplined("10/02/2025", used_in=2024),
        disciplined("11/08/2025", conduct="hv-2", used_in=2023),
    ),
    Situation(
        "Chế độ 2019: không có kỷ luật trên sổ, không phải hỏi",
        "LDTT",
        "no_discipline",
        person(2023),
        MET,
        "",
        R2019,
    ),
    Situation(
        "Chế độ 2019: có khiển trách, điều khoản chưa đọc được: phải hỏi",
        "LDTT",
        "no_discipline",
        person(2023, disciplines=(disciplined("15/06/2023"),)),
        REVIEW,
        "",
        R2019,
    ),
    # Đang xem xét: tạm dừng, không phải từ chối
    pending("Không có việc gì đang xem xét: xét", MET),
    pending("Đang xem xét kỷ luật: tạm dừng xét", HELD, matter(DISCIPLINE, "01/10/2025")),
    pending("Đang bị điều tra: tạm dừng xét", HELD, matter(INVESTIGATION, "01/10/2025")),
    pending(
        "Đang thanh tra, kiểm tra dấu hiệu vi phạm: tạm dừng xét", HELD, matter(INSPECTION, "01/10/2025")
    ),
    pending("Có khiếu nại, tố cáo chưa giải quyết: tạm dừng xét", HELD, matter(COMPLAINT, "01/10/2025")),
    pending("Tố cáo mở đúng ngày xét: tạm dừng xét", HELD, matter(COMPLAINT, "31/12/2025")),
    pending(
        "Tố cáo kết luận ngày trước ngày xét: xét tiếp", MET, matter(COMPLAINT, "01/10/2025", "30/12/2025")
    ),
    pending("Tố cáo kết luận đúng ngày xét: xét tiếp", MET, matter(COMPLAINT, "01/10/2025", "31/12/2025")),
    pending(
        "Tố cáo kết luận ngày hôm sau: ngày xét vẫn tạm dừng",
        HELD,
        matter(COMPLAINT, "01/10/2025", "01/01/2026"),
    ),
    pending(
        "Hai việc, một đã kết luận: vẫn tạm dừng xét",
        HELD,
        matter(COMPLAINT, "01/09/2025", "01/10/2025"),
        matter(INSPECTION, "15/09/2025", name="vv-2"),
    ),
    pending(
        "Hai việc đều đã kết luận: xét tiếp",
        MET,
        matter(COMPLAINT, "01/09/2025", "01/10/2025"),
        matter(INSPECTION, "15/09/2025", "20/12/2025", name="vv-2"),
    ),
    pending("Việc mở từ năm trước chưa kết luận: tạm dừng xét", HELD, matter(INVESTIGATION, "01/03/2023")),
    Situation(
        "Khen đột xuất cũng tạm dừng khi đang điều tra",
        "BANG_KHEN_VT_DX",
        "no_open_proceeding",
        person(proceedings=(matter(INVESTIGATION, "01/10/2025"),)),
        HELD,
        "Điều 4",
    ),
    Situation(
        "Chế độ 2019: điều khoản chưa đọc được nên không tự tạm dừng, chỉ hỏi",
        "LDTT",
        "no_open_proceeding",
        person(2023, proceedings=(matter(COMPLAINT, "01/10/2023"),)),
        REVIEW,
        "",
        R2019,
    ),
    Situation(
        "Chế độ 2019: sổ trống thì không phải hỏi", "LDTT", "no_open_proceeding", person(2023), MET, "", R2019
    ),
    # Thành tích tính từ khi hết kỷ luật: cửa sổ ba năm 2022-2024
    restarted("Chưa từng bị kỷ luật: tính đủ ba năm", MET),
    restarted("Kỷ luật hết ngày 31/12/2021: tính đủ ba năm", MET, disciplined("01/01/2021", "31/12/2021")),
    restarted(
        "Kỷ luật hết ngày 01/01/2022: còn tính được một phần năm đầu, phải hỏi",
        REVIEW,
        disciplined("02/01/2021", "01/01/2022"),
    ),
    restarted(
        "Kỷ luật hết ngày 31/12/2022: phải hỏi về năm đầu", REVIEW, disciplined("01/01/2022", "31/12/2022")
    ),
    restarted(
        "Kỷ luật hết ngày 01/01/2023: ba năm bị ngắt", NOT_MET, disciplined("02/01/2022", "01/01/2023")
    ),
    restarted(
        "Kỷ luật còn hiệu lực đến năm xét: ba năm bị ngắt", NOT_MET, disciplined("15/06/2024", "15/06/2025")
    ),
    restarted("Không rõ ngày hết kỷ luật: phải hỏi", REVIEW, disciplined("15/06/2020")),
    restarted(
        "Hai lần kỷ luật, lần sau hết năm 2023: ba năm bị ngắt",
        NOT_MET,
        disciplined("01/01/2019", "31/12/2019"),
        disciplined("01/06/2022", "31/05/2023", conduct="hv-2"),
    ),
    # Tập thể có thành viên đang bị xem xét: nghiêm cấm bao che
    Situation(
        "Tập thể không có thành viên nào bị xem xét", "TTLDTT", "members_under_hold", collective(), MET, ""
    ),
    Situation(
        "Tập thể có một thành viên bị xem xét: phải nêu và có người chịu trách nhiệm",
        "TTLDTT",
        "members_under_hold",
        collective(members_under_hold=1),
        REVIEW,
        "",
    ),
    Situation(
        "Tập thể có ba thành viên bị xem xét: phải nêu",
        "TTLDXS",
        "members_under_hold",
        collective(members_under_hold=3),
        REVIEW,
        "",
    ),
)
