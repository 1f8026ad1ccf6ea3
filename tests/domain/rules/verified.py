"""Every parameter that may decide, as reviewed: where it was read, and in which packs it stands.

A status that rises to verified fails a test until its line stands here: somebody must have read the article.
The source of each line is the domain report's mark V for that instrument (as of 21/11/2026).
"""

from typing import NamedTuple


class Read(NamedTuple):
    """An article that was read, and what rests on it in these packs (their ids, parted by spaces)."""

    packs: str
    instrument: str
    article: str
    parameters: tuple[str, ...]


VERIFIED: tuple[Read, ...] = (
    Read(
        "R2019",
        "DEC_91_2017",
        "Điều 45 khoản 8",
        (
            "CSTDTQ: biểu quyết",
            "AHLD: biểu quyết",
        ),
    ),
    Read(
        "R2019",
        "DEC_91_2017",
        "Điều 45 khoản 8; TT 01/2019/TT-VKSTC Điều 16",
        ("CSTDN: biểu quyết",),
    ),
    Read(
        "R2019",
        "DEC_91_2017",
        "Điều 49",
        (
            "CSTDTQ: giấy tờ submission_letter",
            "CSTDTQ: giấy tờ achievement_report",
            "CSTDTQ: giấy tờ council_minutes",
            "CSTDTQ: giấy tờ initiative_certificate",
        ),
    ),
    Read(
        "R2019",
        "DEC_91_2017",
        "Điều 9",
        ("CSTDCS: điều kiện same_year_title",),
    ),
    Read(
        "R2019",
        "DEC_91_2017",
        "Điều 9 khoản 3",
        ("CSTDCS: tỷ lệ tối đa tuyến dân sự",),
    ),
    Read(
        "R2019 R2024A",
        "VKS_CIR_01_2019",
        "quy định về danh hiệu “Lao động tiên tiến” (tuyển dụng dưới 10 tháng không xét)",
        ("LDTT: điều kiện service_months",),
    ),
    Read(
        "R2019 R2024A",
        "VKS_CIR_01_2019",
        "Điều 16",
        (
            "CSTDN: thẩm quyền",
            "CSTDN: điều kiện consecutive_titles",
            "CSTDN: điều kiện initiative",
            "quy định priority",
        ),
    ),
    Read(
        "R2019 R2024A",
        "VKS_CIR_01_2019",
        "Điều 20",
        ("CO_NGANH: điều kiện cluster_leader",),
    ),
    Read(
        "R2019",
        "MOD_CIR_151_2018",
        "quy định về danh hiệu “Chiến sĩ thi đua toàn quốc”",
        (
            "CSTDTQ: điều kiện consecutive_titles_military",
            "quy định title_timing",
        ),
    ),
    Read(
        "R2019",
        "MOD_CIR_151_2018",
        "quy định về danh hiệu “Chiến sĩ tiên tiến”",
        ("CSTT: điều kiện tests_passed",),
    ),
    Read(
        "R2019",
        "MOD_CIR_151_2018",
        "quy định về tỷ lệ xét “Chiến sĩ thi đua cơ sở”",
        ("CSTDCS: tỷ lệ tối đa tuyến quân sự",),
    ),
    Read(
        "R2019",
        "MOD_CIR_151_2018",
        "quy định về tỷ lệ xét “Chiến sĩ tiên tiến”",
        ("CSTT: tỷ lệ tối đa tuyến quân sự",),
    ),
    Read(
        "R2019",
        "MOD_CIR_151_2018",
        "quy định về tỷ lệ xét “Lao động tiên tiến”",
        ("LDTT: tỷ lệ tối đa tuyến quân sự",),
    ),
    Read(
        "R2019 R2024A R2024B",
        "ORG_LAW_2014",
        "Điều 99",
        ("quy định dual_regime",),
    ),
    Read(
        "R2019",
        "VKS_CLUSTER_GUIDE",
        "cụm, khối thi đua",
        ("quy định clusters",),
    ),
    Read(
        "R2019",
        "VKS_CLUSTER_GUIDE",
        "tập thể không được xét",
        ("quy định unit_misconduct",),
    ),
    Read(
        "R2019",
        "VKS_GUIDE_2021",
        "yêu cầu đối với báo cáo thành tích",
        ("quy định measured_achievement",),
    ),
    Read(
        "R2019",
        "VKS_INIT_619_2019",
        "quy định về thời hạn đề nghị công nhận",
        ("quy định initiative_claim",),
    ),
    Read(
        "R2019",
        "AN_GIANG_2023",
        "danh sách trình Viện trưởng VKSND tối cao",
        ("BANG_KHEN_VT: thẩm quyền",),
    ),
    Read(
        "R2024A R2024B",
        "LAW_2022",
        "nguyên tắc khen thưởng",
        ("điều kiện one_achievement",),
    ),
    Read(
        "R2024A R2024B R2025",
        "LAW_2022",
        "Điều 21",
        (
            "CSTDTQ: điều kiện consecutive_titles",
            "CSTDTQ: điều kiện initiative",
        ),
    ),
    Read(
        "R2024A R2024B R2025",
        "LAW_2022",
        "Điều 93 khoản 2",
        ("quy định annulment",),
    ),
    Read(
        "R2024B R2025",
        "LAW_2022",
        "Điều 22",
        (
            "CSTDN: điều kiện consecutive_titles",
            "CSTDN: điều kiện initiative",
        ),
    ),
    Read(
        "R2024A R2024B",
        "DEC_98_2023",
        "Điều 46 khoản 2",
        (
            "CSTDTQ: lấy ý kiến nhân dân",
            "HUAN_CHUONG: lấy ý kiến nhân dân",
            "AHLD: lấy ý kiến nhân dân",
        ),
    ),
    Read(
        "R2024A R2024B",
        "DEC_98_2023",
        "Điều 54",
        (
            "LDTT: tiền thưởng",
            "CSTT: tiền thưởng",
            "CSTDCS: tiền thưởng",
            "CSTDN: tiền thưởng",
            "CSTDTQ: tiền thưởng",
            "TTLDTT: tiền thưởng",
            "TTLDXS: tiền thưởng",
            "DVTT: tiền thưởng",
            "DVQT: tiền thưởng",
            "CO_CP: tiền thưởng",
        ),
    ),
    Read(
        "R2024B R2025 R2026",
        "VKS_CIR_02_2024",
        "quy định về thẩm quyền quyết định, đề nghị khen thưởng",
        (
            "CSTDTQ: thẩm quyền",
            "CO_CP: thẩm quyền",
            "BANG_KHEN_TTG: thẩm quyền",
            "BANG_KHEN_TTG_DX: thẩm quyền",
            "BANG_KHEN_TTG_CD: thẩm quyền",
        ),
    ),
    Read(
        "R2024B R2025 R2026",
        "VKS_CIR_02_2024",
        "Điều 11",
        ("quy định titles",),
    ),
    Read(
        "R2024B R2025 R2026",
        "VKS_CIR_02_2024",
        "Điều 15",
        (
            "LDTT: điều kiện service_months",
            "LDTT: điều kiện long_absence",
            "LDTT: điều kiện no_discipline",
            "quy định absence_exceptions",
        ),
    ),
    Read(
        "R2024B R2025 R2026",
        "VKS_CIR_02_2024",
        "Điều 17",
        (
            "CO_NGANH: điều kiện cluster_leader",
            "CO_NGANH: điều kiện same_year_title",
            "CO_NGANH: điều kiện targets_exceeded",
            "CO_NGANH: điều kiện active_movements",
        ),
    ),
    Read(
        "R2024B R2025 R2026",
        "VKS_CIR_02_2024",
        "Điều 18",
        (
            "TTLDXS: tỷ lệ tối đa tuyến dân sự",
            "TTLDXS: điều kiện targets_exceeded",
        ),
    ),
    Read(
        "R2024B R2025 R2026",
        "VKS_CIR_02_2024",
        "Điều 21",
        (
            "KNC_VSNKS: thẩm quyền",
            "KNC_VSNKS: điều kiện sector_service",
            "KNC_VSNKS: điều kiện good_conduct",
            "KNC_VSNKS: điều kiện once_per_person",
            "quy định medal_day",
            "quy định medal_time",
            "quy định medal_outsiders",
        ),
    ),
    Read(
        "R2024A R2024B R2025 R2026",
        "MOD_CIR_118_2023",
        "quy định về Bằng khen của Bộ trưởng Bộ Quốc phòng",
        ("BANG_KHEN_BQP: thẩm quyền",),
    ),
    Read(
        "R2024A R2024B R2025 R2026",
        "MOD_CIR_118_2023",
        "quy định về cờ thi đua",
        (
            "CO_BQP: thẩm quyền",
            "CO_TCCT: thẩm quyền",
        ),
    ),
    Read(
        "R2025 R2026",
        "DEC_152_2025",
        "quy định về mức tiền thưởng",
        (
            "LDTT: tiền thưởng",
            "CSTT: tiền thưởng",
            "CSTDCS: tiền thưởng",
            "CSTDN: tiền thưởng",
            "CSTDTQ: tiền thưởng",
            "TTLDTT: tiền thưởng",
            "TTLDXS: tiền thưởng",
            "DVTT: tiền thưởng",
            "DVQT: tiền thưởng",
            "CO_CP: tiền thưởng",
        ),
    ),
    Read(
        "R2025 R2026",
        "DEC_152_2025",
        "Điều 4",
        (
            "điều kiện no_open_proceeding",
            "điều kiện one_achievement",
            "CSTDN: điều kiện accrual_restart",
            "CSTDTQ: điều kiện accrual_restart",
            "quy định no_ladder",
            "quy định track_separation",
        ),
    ),
    Read(
        "R2025 R2026",
        "DEC_152_2025",
        "Điều 42",
        (
            "BANG_KHEN_TTG: giấy tờ submission_letter",
            "BANG_KHEN_TTG: giấy tờ achievement_report",
            "BANG_KHEN_TTG: giấy tờ council_minutes",
            "BANG_KHEN_TTG: giấy tờ supporting_documents",
            "quy định state_secret",
        ),
    ),
    Read(
        "R2025 R2026",
        "DEC_152_2025",
        "Điều 44 khoản 2",
        (
            "CSTDTQ: lấy ý kiến nhân dân",
            "HUAN_CHUONG: lấy ý kiến nhân dân",
            "AHLD: lấy ý kiến nhân dân",
        ),
    ),
    Read(
        "R2025 R2026",
        "CIR_BNV_15_2025",
        "quy định về tập thể đã giải thể khi sắp xếp tổ chức",
        ("điều kiện unit_stands",),
    ),
)
