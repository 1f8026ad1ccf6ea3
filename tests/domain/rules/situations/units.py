"""Tập thể giải thể, người chuyển công tác, chỉ tiêu vượt chứ không chỉ đạt, điều phải để người đánh giá."""

from domain.rules.facts import TargetResult, Transfer
from domain.values import Verdict
from tests.domain.rules.situations.words import (
    MET,
    NOT_MET,
    R2019,
    REVIEW,
    Situation,
    collective,
    day,
    moved,
    person,
    target,
)


def goals(name: str, verdict: Verdict, *results: TargetResult, percent: int | None = None) -> Situation:
    facts = collective(targets=results, claimed_percent=percent)
    return Situation(name, "TTLDXS", "targets_exceeded", facts, verdict, "Điều 18")


def dissolved(name: str, verdict: Verdict, on: str, *, successor: str = "") -> Situation:
    facts = collective(on="30/06/2025", dissolved_on=day(on) if on else None, successor=successor)
    article = "quy định về tập thể giải thể"
    return Situation(name, "TTLDXS", "unit_stands", facts, verdict, article)


def transferred(name: str, verdict: Verdict, *moves: Transfer) -> Situation:
    return Situation(name, "LDTT", "old_unit_opinion", person(transfers=moves), verdict, "")


SITUATIONS = (
    # Chỉ tiêu
    goals("Chỉ tiêu 100, đạt 101: vượt", MET, target(100, 101)),
    goals("Chỉ tiêu 100, đạt đúng 100: chỉ đạt, chưa vượt", NOT_MET, target(100, 100)),
    goals("Chỉ tiêu 100, đạt 99: không đạt", NOT_MET, target(100, 99)),
    goals("Hai chỉ tiêu đều vượt", MET, target(100, 120), target(50, 51, "ct-2")),
    goals("Hai chỉ tiêu, một chỉ tiêu chỉ đạt: chưa vượt", NOT_MET, target(100, 120), target(50, 50, "ct-2")),
    goals("Chỉ tiêu bằng không, không có kết quả: chưa vượt", NOT_MET, target(0, 0)),
    goals("Chỉ có chỉ tiêu của năm trước: phải hỏi", REVIEW, target(100, 120, year=2024)),
    goals("Đơn vị kê khai 101 %, sổ chưa ghi: phải hỏi", REVIEW, percent=101),
    goals("Đơn vị tự kê khai 100 %: chưa vượt", NOT_MET, percent=100),
    goals("Đơn vị kê khai 110 % nhưng sổ ghi chỉ đạt: theo sổ", NOT_MET, target(100, 100), percent=110),
    goals("Không có số liệu: phải hỏi", REVIEW),
    Situation(
        "Chế độ 2019: điều khoản chưa đọc, dù vượt 118 %: phải hỏi",
        "TTLDXS",
        "targets_exceeded",
        collective(2023, claimed_percent=118),
        REVIEW,
        "",
        R2019,
    ),
    # Giải thể
    dissolved("Đơn vị còn hoạt động: xét", MET, ""),
    dissolved("Đơn vị giải thể ngày 30/06/2025, xét cùng ngày: không xét", NOT_MET, "30/06/2025"),
    dissolved(
        "Đơn vị giải thể hôm trước, đã có đơn vị kế thừa: không xét",
        NOT_MET,
        "29/06/2025",
        successor="VKS-KV-1",
    ),
    dissolved(
        "Đơn vị sẽ giải thể ngày 01/07/2025, xét ngày 30/06: còn xét", MET, "01/07/2025", successor="VKS-KV-1"
    ),
    Situation(
        "Chế độ 2019: đơn vị đã giải thể, chưa tìm thấy quy định: phải hỏi",
        "TTLDTT",
        "unit_stands",
        collective(2023, dissolved_on=day("01/06/2023")),
        REVIEW,
        "",
        R2019,
    ),
    # Chuyển công tác (chỉ biết qua văn bản của bộ khác: luôn hỏi khi có việc chuyển)
    transferred("Không chuyển công tác: không phải hỏi", MET),
    transferred("Ở đơn vị cũ 5 tháng rồi chuyển: không cần ý kiến", MET, moved("01/01/2025", "01/06/2025")),
    transferred(
        "Ở đơn vị cũ đủ 6 tháng rồi chuyển, chưa có ý kiến: phải hỏi",
        REVIEW,
        moved("01/01/2025", "01/07/2025"),
    ),
    transferred("Ở đơn vị cũ 6 tháng kém một ngày: không cần ý kiến", MET, moved("02/01/2025", "01/07/2025")),
    transferred(
        "Ở đơn vị cũ nhiều năm, đã có ý kiến: tham số chưa kiểm chứng nên vẫn hỏi",
        REVIEW,
        moved("01/01/2015", "01/07/2025", "CV 12"),
    ),
    transferred("Chuyển từ năm trước: không phải hỏi", MET, moved("01/01/2015", "31/12/2024")),
    # Điều phải để người đánh giá
    Situation(
        "Hoàn thành tốt nhiệm vụ: luôn do người đánh giá",
        "TTLDTT",
        "tasks_done_well",
        collective(),
        REVIEW,
        "",
    ),
    Situation(
        "Kết quả kiểm tra của chiến sĩ: đã đọc quy định, vẫn do người đánh giá",
        "CSTT",
        "tests_passed",
        person(2023),
        REVIEW,
        "quy định về danh hiệu “Chiến sĩ tiên tiến”",
        R2019,
    ),
)
