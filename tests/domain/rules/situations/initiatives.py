"""Sáng kiến: phạm vi, đồng tác giả, thời điểm công nhận, giấy chứng nhận."""

from domain.nomination.claims import Initiative, InitiativeScope, Rating
from domain.rules.facts import RecognisedWork
from domain.values import Verdict
from tests.domain.rules.situations.words import (
    MET,
    NOT_MET,
    R2019,
    REVIEW,
    Situation,
    claimed,
    person,
    work,
)

BASE, SECTOR, NATION = InitiativeScope.BASE, InitiativeScope.SECTOR, InitiativeScope.NATION


def sector(name: str, verdict: Verdict, *works: RecognisedWork, claim: Initiative | None = None) -> Situation:
    facts = person(initiatives=works, claimed_initiative=claim)
    return Situation(name, "CSTDN", "initiative", facts, verdict, "Điều 22")


def sector_2019(name: str, verdict: Verdict, claim: Initiative | None) -> Situation:
    facts = person(2023, claimed_initiative=claim)
    return Situation(name, "CSTDN", "initiative", facts, verdict, "Điều 16", R2019)


SITUATIONS = (
    sector("Sáng kiến cấp ngành trên sổ: đạt", MET, work(SECTOR, "01/06/2025")),
    sector("Sáng kiến cấp cơ sở: không đủ phạm vi", NOT_MET, work(BASE, "01/06/2025")),
    sector("Sáng kiến toàn quốc rộng hơn cấp ngành: đạt", MET, work(NATION, "01/06/2025")),
    sector("Không có sáng kiến: không đạt", NOT_MET),
    sector("Sáng kiến chưa có giấy chứng nhận: phải hỏi", REVIEW, work(SECTOR, "01/06/2025", certificate="")),
    sector(
        "Một sáng kiến thiếu giấy, một sáng kiến đủ: đạt",
        MET,
        work(SECTOR, "01/06/2025", certificate=""),
        work(SECTOR, "01/07/2025", name="sk-2"),
    ),
    sector("Ba đồng tác giả, đúng mức tối đa: đạt", MET, work(SECTOR, "01/06/2025", authors=3)),
    sector("Bốn đồng tác giả, vượt mức tối đa: không đạt", NOT_MET, work(SECTOR, "01/06/2025", authors=4)),
    sector(
        "Một sáng kiến quá nhiều tác giả, một sáng kiến riêng: đạt",
        MET,
        work(SECTOR, "01/06/2025", authors=4),
        work(SECTOR, "01/07/2025", name="sk-2"),
    ),
    sector("Công nhận ngày 01/01/2023, trong ba năm: đạt", MET, work(SECTOR, "01/01/2023")),
    sector("Công nhận ngày 31/12/2022, quá ba năm: không đạt", NOT_MET, work(SECTOR, "31/12/2022")),
    sector(
        "Đơn vị kê khai sáng kiến cấp ngành có giấy chứng nhận, sổ chưa ghi: phải hỏi",
        REVIEW,
        claim=claimed(SECTOR),
    ),
    sector(
        "Giấy chứng nhận kê khai cấp ngành, sổ ghi chính giấy ấy là cấp cơ sở: không đạt",
        NOT_MET,
        work(BASE, "01/06/2025", certificate="GCN 5"),
        claim=claimed(SECTOR, "GCN 5"),
    ),
    sector(
        "Giấy chứng nhận kê khai đã quá ba năm theo sổ: không đạt",
        NOT_MET,
        work(SECTOR, "31/12/2022", certificate="GCN 5"),
        claim=claimed(SECTOR, "GCN 5"),
    ),
    sector(
        "Giấy chứng nhận kê khai cấp ngành, sổ chỉ có giấy khác cấp cơ sở: phải hỏi",
        REVIEW,
        work(BASE, "01/06/2025", certificate="GCN 4"),
        claim=claimed(SECTOR, "GCN 5"),
    ),
    sector(
        "Giấy chứng nhận kê khai đúng với sổ: đạt",
        MET,
        work(SECTOR, "01/06/2025", certificate="GCN 5"),
        claim=claimed(SECTOR, "GCN 5"),
    ),
    sector("Đơn vị kê khai cấp ngành, không có giấy chứng nhận: phải hỏi", REVIEW, claim=claimed(SECTOR, "")),
    sector("Đơn vị kê khai cấp cơ sở: không đạt", NOT_MET, claim=claimed(BASE)),
    sector(
        "Sổ chỉ ghi cấp cơ sở, đơn vị kê khai cấp ngành: phải hỏi",
        REVIEW,
        work(BASE, "01/06/2025", certificate=""),
        claim=claimed(SECTOR),
    ),
    sector_2019("Chế độ 2019: sáng kiến cấp ngành mới do đơn vị kê khai: phải hỏi", REVIEW, claimed(SECTOR)),
    sector_2019("Chế độ 2019: sáng kiến toàn quốc mới do đơn vị kê khai: phải hỏi", REVIEW, claimed(NATION)),
    sector_2019("Chế độ 2019: sáng kiến cấp cơ sở: không đạt", NOT_MET, claimed(BASE)),
    sector_2019("Chế độ 2019: không có sáng kiến: không đạt", NOT_MET, None),
    Situation(
        "Toàn quốc: sáng kiến cấp ngành không đủ phạm vi",
        "CSTDTQ",
        "initiative",
        person(initiatives=(work(SECTOR, "01/06/2025"),)),
        NOT_MET,
        "Điều 21",
    ),
    Situation(
        "Toàn quốc: sáng kiến toàn quốc: đạt",
        "CSTDTQ",
        "initiative",
        person(initiatives=(work(NATION, "01/06/2015"),)),
        MET,
        "Điều 21",
    ),
    Situation(
        "Cơ sở: điều khoản chưa đọc, dù có sáng kiến: phải hỏi",
        "CSTDCS",
        "initiative",
        person(2023, claimed_initiative=claimed(BASE)),
        REVIEW,
        "",
        R2019,
    ),
    Situation(
        "Cơ sở: hoàn thành xuất sắc thay sáng kiến mới là điều nghe nói: phải hỏi",
        "CSTDCS",
        "initiative",
        person(rating=Rating.EXCELLENT),
        REVIEW,
        "",
    ),
)
