"""Danh hiệu liên tục, trong một số năm, cùng năm; một lần; một thành tích một hình thức."""

from domain.nomination.claims import TitleHeld
from domain.values import Route, Track, Verdict
from tests.domain.rules.situations.words import (
    MET,
    NOT_MET,
    R2019,
    REVIEW,
    Situation,
    collective,
    person,
    titles,
)

Held = tuple[TitleHeld, ...]

UNEXPECTED, THEMATIC = Track.UNEXPECTED, Track.THEMATIC


def chain(name: str, verdict: Verdict, held: Held, claimed: Held = ()) -> Situation:
    facts = person(titles=held, claimed_titles=claimed)
    return Situation(name, "CSTDN", "chain", facts, verdict, "Điều 22")


def chain_2019(name: str, verdict: Verdict, held: Held, claimed: Held = ()) -> Situation:
    facts = person(2023, titles=held, claimed_titles=claimed)
    return Situation(name, "CSTDN", "consecutive_titles", facts, verdict, "Điều 16", R2019)


def national(name: str, verdict: Verdict, held: Held) -> Situation:
    return Situation(name, "CSTDTQ", "chain", person(titles=held), verdict, "Điều 21")


def window(name: str, verdict: Verdict, held: Held, claimed: Held = ()) -> Situation:
    facts = person(titles=held, claimed_titles=claimed)
    return Situation(name, "BANG_KHEN_TTG", "window_read", facts, verdict, "Điều 1")


def beside(name: str, verdict: Verdict, held: Held = (), sought: tuple[str, ...] = ()) -> Situation:
    facts = person(2023, titles=held, sought_together=sought)
    return Situation(name, "CSTDCS", "same_year_title", facts, verdict, "Điều 9", R2019)


SITUATIONS = (
    # Ba năm liên tục ngay trước năm xét
    chain("Ba năm 2022, 2023, 2024: đạt", MET, titles("CSTDCS", 2022, 2023, 2024)),
    chain("Hai năm 2023, 2024: không đạt", NOT_MET, titles("CSTDCS", 2023, 2024)),
    chain("Bốn năm 2021 đến 2024: đạt", MET, titles("CSTDCS", 2021, 2022, 2023, 2024)),
    chain("Đứt năm 2023: không đạt", NOT_MET, titles("CSTDCS", 2021, 2022, 2024)),
    chain(
        "Ba năm liên tục nhưng dừng trước năm xét một năm: không đạt",
        NOT_MET,
        titles("CSTDCS", 2021, 2022, 2023),
    ),
    chain(
        "Danh hiệu của chính năm xét không thay được năm trước: không đạt",
        NOT_MET,
        titles("CSTDCS", 2023, 2024, 2025),
    ),
    chain(
        "Một năm có hai quyết định chỉ tính một năm: không đạt", NOT_MET, titles("CSTDCS", 2022, 2022, 2024)
    ),
    chain("Danh hiệu khác không thay được: không đạt", NOT_MET, titles("LDTT", 2022, 2023, 2024)),
    chain(
        "Năm 2023 chỉ có khen đột xuất: không nối được chuỗi",
        NOT_MET,
        (*titles("CSTDCS", 2022, 2024), *titles("CSTDCS", 2023, track=UNEXPECTED)),
    ),
    chain(
        "Năm 2023 chỉ có khen chuyên đề: không nối được chuỗi",
        NOT_MET,
        (*titles("CSTDCS", 2022, 2024), *titles("CSTDCS", 2023, track=THEMATIC)),
    ),
    chain(
        "Ba năm có cả khen đột xuất thêm vào: vẫn đạt",
        MET,
        (*titles("CSTDCS", 2022, 2023, 2024), *titles("CSTDCS", 2024, track=UNEXPECTED)),
    ),
    chain(
        "Sổ có hai năm, đơn vị kê khai năm còn lại: phải hỏi",
        REVIEW,
        titles("CSTDCS", 2023, 2024),
        titles("CSTDCS", 2022),
    ),
    chain("Chỉ có kê khai của đơn vị: phải hỏi", REVIEW, (), titles("CSTDCS", 2022, 2023, 2024)),
    chain(
        "Kê khai khen đột xuất cho năm thiếu: không đạt",
        NOT_MET,
        titles("CSTDCS", 2023, 2024),
        titles("CSTDCS", 2022, track=UNEXPECTED),
    ),
    chain("Chưa có danh hiệu nào: không đạt", NOT_MET, ()),
    chain_2019("Chế độ 2019: 2020, 2021, 2022 xét năm 2023: đạt", MET, titles("CSTDCS", 2020, 2021, 2022)),
    chain_2019("Chế độ 2019: thiếu năm 2020: không đạt", NOT_MET, titles("CSTDCS", 2021, 2022)),
    chain_2019(
        "Chế độ 2019: thiếu năm 2020, đơn vị kê khai: phải hỏi",
        REVIEW,
        titles("CSTDCS", 2021, 2022),
        titles("CSTDCS", 2020),
    ),
    chain_2019("Chế độ 2019: chuỗi lùi một năm: không đạt", NOT_MET, titles("CSTDCS", 2019, 2020, 2021)),
    # Hai lần liên tục cho Chiến sĩ thi đua toàn quốc
    national("Hai lần Chiến sĩ thi đua ngành 2023, 2024: đạt", MET, titles("CSTDN", 2023, 2024)),
    national("Một lần Chiến sĩ thi đua ngành: không đạt", NOT_MET, titles("CSTDN", 2024)),
    national("Hai lần cách nhau một năm: không đạt", NOT_MET, titles("CSTDN", 2022, 2024)),
    national("Hai lần nhưng xét chậm một năm: không đạt", NOT_MET, titles("CSTDN", 2022, 2023)),
    # Ba lần trong năm năm (2020-2024)
    window("Ba lần trong năm năm, không cần liên tục: đạt", MET, titles("CSTDCS", 2020, 2022, 2024)),
    window("Hai lần trong năm năm: không đạt", NOT_MET, titles("CSTDCS", 2020, 2024)),
    window("Lần đầu ở năm 2019, ngoài cửa sổ: không đạt", NOT_MET, titles("CSTDCS", 2019, 2022, 2024)),
    window("Lần đầu ở năm 2020, đúng biên cửa sổ: đạt", MET, titles("CSTDCS", 2020, 2021, 2022)),
    window("Lần ba ở chính năm xét: không đạt", NOT_MET, titles("CSTDCS", 2020, 2022, 2025)),
    window(
        "Một lần là khen đột xuất: không đạt",
        NOT_MET,
        (*titles("CSTDCS", 2020, 2022), *titles("CSTDCS", 2024, track=UNEXPECTED)),
    ),
    window(
        "Lần ba chỉ do đơn vị kê khai: phải hỏi", REVIEW, titles("CSTDCS", 2020, 2022), titles("CSTDCS", 2024)
    ),
    Situation(
        "Điều kiện chỉ biết qua nguồn thứ cấp, dù đủ ba lần: phải hỏi",
        "BANG_KHEN_TTG",
        "window_heard",
        person(titles=titles("CSTDCS", 2020, 2022, 2024)),
        REVIEW,
        "",
    ),
    # Danh hiệu cùng năm
    beside("Đã có Lao động tiên tiến cùng năm: đạt", MET, titles("LDTT", 2023)),
    beside("Đã có Chiến sĩ tiên tiến cùng năm: đạt", MET, titles("CSTT", 2023)),
    beside("Lao động tiên tiến năm trước: không đạt", NOT_MET, titles("LDTT", 2022)),
    beside("Lao động tiên tiến đề nghị cùng hồ sơ: đạt, phụ thuộc dòng kia", MET, (), ("LDTT",)),
    beside("Đề nghị cùng hồ sơ một danh hiệu khác: không đạt", NOT_MET, (), ("CSTDN",)),
    beside("Không có danh hiệu cùng năm: không đạt", NOT_MET),
    beside("Cùng năm nhưng là khen đột xuất: không đạt", NOT_MET, titles("LDTT", 2023, track=UNEXPECTED)),
    Situation(
        "Tập thể tiên tiến cùng năm, điều khoản mới suy luận: phải hỏi",
        "TTLDXS",
        "same_year_title",
        collective(2023, titles=titles("TTLDTT", 2023)),
        REVIEW,
        "",
        R2019,
    ),
    # Mỗi người một lần
    Situation("Chưa được tặng Kỷ niệm chương: đạt", "KNC", "once", person(), MET, "Điều 21"),
    Situation(
        "Đã được tặng Kỷ niệm chương năm 2010: không đạt",
        "KNC",
        "once",
        person(titles=titles("KNC", 2010, track=Track.MEMORIAL)),
        NOT_MET,
        "Điều 21",
    ),
    Situation(
        "Đã được tặng Kỷ niệm chương chính năm nay: không đạt",
        "KNC",
        "once",
        person(titles=titles("KNC", 2025, track=Track.MEMORIAL)),
        NOT_MET,
        "Điều 21",
    ),
    Situation(
        "Đơn vị tự kê khai đã có Kỷ niệm chương: phải hỏi",
        "KNC",
        "once",
        person(claimed_titles=titles("KNC", 2010)),
        REVIEW,
        "Điều 21",
    ),
    # Một thành tích một hình thức, cả hai tuyến
    Situation(
        "Thành tích chưa được khen: đạt",
        "BANG_KHEN_VT_DX",
        "one_achievement",
        person(achievement="tt-7"),
        MET,
        "nguyên tắc khen thưởng",
    ),
    Situation(
        "Thành tích đã được khen ở tuyến dân sự: không đạt",
        "BANG_KHEN_VT_DX",
        "one_achievement",
        person(
            achievement="tt-7", titles=titles("BANG_KHEN_VT_DX", 2025, track=UNEXPECTED, achievement="tt-7")
        ),
        NOT_MET,
        "nguyên tắc khen thưởng",
    ),
    Situation(
        "Thành tích đã được Bộ Quốc phòng khen, nay đề nghị ở tuyến kia: không đạt",
        "BANG_KHEN_VT_DX",
        "one_achievement",
        person(
            route=Route.MILITARY,
            achievement="tt-7",
            titles=titles("BANG_KHEN_BQP", 2024, track=UNEXPECTED, achievement="tt-7"),
        ),
        NOT_MET,
        "nguyên tắc khen thưởng",
    ),
    Situation(
        "Thành tích khác đã được khen: đạt",
        "BANG_KHEN_VT_DX",
        "one_achievement",
        person(
            achievement="tt-8", titles=titles("BANG_KHEN_VT_DX", 2025, track=UNEXPECTED, achievement="tt-7")
        ),
        MET,
        "nguyên tắc khen thưởng",
    ),
    Situation(
        "Danh hiệu hằng năm không gắn với một thành tích riêng: đạt",
        "LDTT",
        "one_achievement",
        person(titles=titles("LDTT", 2024)),
        MET,
        "nguyên tắc khen thưởng",
    ),
    # Một hình thức cấp nhà nước trong một năm
    Situation(
        "Chưa có hình thức cấp nhà nước nào trong năm: đạt",
        "CSTDTQ",
        "one_state_form",
        person(),
        MET,
        "một hình thức cấp nhà nước mỗi năm",
    ),
    Situation(
        "Đã có Bằng khen của Thủ tướng trong năm: không đạt",
        "CSTDTQ",
        "one_state_form",
        person(titles=titles("BANG_KHEN_TTG", 2025)),
        NOT_MET,
        "một hình thức cấp nhà nước mỗi năm",
    ),
    Situation(
        "Bằng khen của Thủ tướng năm trước: đạt",
        "CSTDTQ",
        "one_state_form",
        person(titles=titles("BANG_KHEN_TTG", 2024)),
        MET,
        "một hình thức cấp nhà nước mỗi năm",
    ),
)
