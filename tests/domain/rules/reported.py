"""The verified figures of the domain facts as of 21/11/2026, copied; numbers in brackets are that report's sources."""

from domain.rules.criteria.conduct import AccrualRestart, NoDiscipline, NoOpenProceeding
from domain.rules.criteria.initiatives import RecognisedInitiative
from domain.rules.criteria.service import LongAbsence, SectorService, ServiceMonths
from domain.rules.criteria.titles import ConsecutiveTitles, OncePerPerson, SameYearTitle, TitlesInWindow
from domain.rules.criteria.units import TargetsExceeded
from domain.rules.facts import AbsenceCause
from domain.values import HoldGround, Track

R2019, R2024A, R2024B, R2025, R2026 = "R2019", "R2024A", "R2024B", "R2025", "R2026"
EVERY = (R2019, R2024A, R2024B, R2025, R2026)
SINCE_2024 = (R2024A, R2024B, R2025, R2026)
CIRCULAR_2019 = (R2019, R2024A)
CIRCULAR_2024 = (R2024B, R2025, R2026)
DECREE_98 = (R2024A, R2024B)
DECREE_152 = (R2025, R2026)

# When each text that a verified parameter rests on was in force: first and last day, where known.
IN_FORCE = {
    "LAW_2022": ("2024-01-01", "2026-09-30"),  # [26]; amended from 01/10/2026 by a text nobody read [59]
    "DEC_91_2017": ("2017-10-01", "2023-12-31"),  # [36]
    "DEC_98_2023": ("2024-01-01", "2025-06-30"),  # [28][59]
    "DEC_152_2025": ("2025-07-01", None),  # [22]
    "CIR_BNV_15_2025": ("2025-07-01", None),  # [66]; its own first day is 05/08/2025, which R2025 asks about
    "VKS_CIR_01_2019": ("2019-06-28", "2024-09-30"),  # [8][14]
    "VKS_CIR_02_2024": ("2024-10-01", None),  # [6][7]
    "MOD_CIR_151_2018": ("2018-11-25", "2023-12-31"),  # [38][39]
    "MOD_CIR_118_2023": ("2024-01-01", None),  # [38]
    "ORG_LAW_2014": ("2015-06-01", "2025-06-30"),  # [42]; amended on 24/06/2025 by a text nobody read
}
PRACTICE = {"AN_GIANG_2023", "VKS_CLUSTER_GUIDE", "VKS_GUIDE_2021", "VKS_INIT_619_2019"}
"""What the sector published or did while the 2019 regime was in force [49][54][56][73]."""

# The regimes [21][59]: first and last day of receipt, and the texts that make them.
REGIMES = {
    R2019: ("2019-06-28", "2023-12-31", {"LAW_2003", "DEC_91_2017", "VKS_CIR_01_2019", "MOD_CIR_151_2018"}),
    R2024A: ("2024-01-01", "2024-09-30", {"LAW_2022", "DEC_98_2023", "VKS_CIR_01_2019", "MOD_CIR_118_2023"}),
    R2024B: ("2024-10-01", "2025-06-30", {"LAW_2022", "DEC_98_2023", "VKS_CIR_02_2024", "MOD_CIR_118_2023"}),
    R2025: (
        "2025-07-01",
        "2026-09-30",
        {"LAW_2022", "DEC_152_2025", "VKS_CIR_02_2024", "MOD_CIR_118_2023", "CIR_BNV_15_2025"},
    ),
    R2026: (
        "2026-10-01",
        None,
        {
            "LAW_2022",
            "LAW_2026_AMEND",
            "DEC_152_2025",
            "VKS_CIR_02_2024",
            "MOD_CIR_118_2023",
            "CIR_BNV_15_2025",
        },
    ),
}

# The catalogue: who may receive each award, and on which routes.
PERSON, UNIT, BOTH = "individual", "collective", "individual collective"
CIVIL, MILITARY, EITHER = "civil", "military", "civil military"
CATALOGUE = {
    "LDTT": (PERSON, EITHER),
    "CSTT": (PERSON, MILITARY),
    "CSTDCS": (PERSON, EITHER),
    "CSTDN": (PERSON, CIVIL),
    "CSTDTQN": (PERSON, MILITARY),
    "CSTDTQ": (PERSON, EITHER),
    "TTLDTT": (UNIT, CIVIL),
    "DVTT": (UNIT, MILITARY),
    "TTLDXS": (UNIT, CIVIL),
    "DVQT": (UNIT, MILITARY),
    "CO_NGANH": (UNIT, EITHER),
    "CO_CP": (UNIT, EITHER),
    "CO_BQP": (UNIT, MILITARY),
    "GIAY_KHEN": (BOTH, EITHER),
    "BANG_KHEN_VT": (BOTH, EITHER),
    "BANG_KHEN_TTG": (BOTH, EITHER),
    "HUAN_CHUONG": (BOTH, EITHER),
    "KNC_VSNKS": (PERSON, EITHER),
    "AHLD": (BOTH, CIVIL),
    "BANG_KHEN_BQP": (BOTH, MILITARY),
}
# The tracks that never feed merit, and the forms that have codes of their own there.
OTHER_TRACKS = {
    Track.UNEXPECTED: {"GIAY_KHEN_DX", "BANG_KHEN_VT_DX", "BANG_KHEN_TTG_DX"},
    Track.THEMATIC: {"GIAY_KHEN_CD", "BANG_KHEN_VT_CD", "BANG_KHEN_TTG_CD"},
    Track.LONG_SERVICE: {"HUAN_CHUONG_CH"},
    Track.SENIORITY: {"NIEN_HAN_10", "NIEN_HAN_15", "NIEN_HAN_20", "NIEN_HAN_25"},
    Track.MEMORIAL: {"KNC_VSNKS"},
}

# Verified caps: (award, route): percent, population, minimum, and the packs where the text is in force.
CAPS = {
    ("LDTT", "military"): (70, (), 0, (R2019,)),  # [39]
    ("CSTT", "military"): (40, (), 0, (R2019,)),  # [39]
    ("CSTDCS", "civil"): (15, ("LDTT", "CSTT"), 0, (R2019,)),  # [35a]
    ("CSTDCS", "military"): (10, (), 0, (R2019,)),  # [39]
    ("TTLDXS", "civil"): (20, ("TTLDTT",), 1, CIRCULAR_2024),  # [6]
}

# Prize in tenths of the base salary, the same in both decrees [23][28].
PRIZES = {
    "CSTDTQ": 45,
    "CSTDN": 30,
    "CSTDCS": 10,
    "LDTT": 3,
    "CSTT": 3,
    "TTLDXS": 15,
    "DVQT": 15,
    "TTLDTT": 8,
    "DVTT": 8,
    "CO_CP": 120,
}

# What the report leaves open, and the provision that asks it; the last pack asks everything.
OPEN_QUESTIONS = {
    "text of the amending Law and its decree and circular": "law_2026",
    "any circular of the sector after 02/2024": "open_later_circular",
    "quorum and vote thresholds": "open_votes",
    "cap on CSTDCS now in force": "open_cstdcs_cap",
    "dossier deadlines and council composition": "open_sector_workflow",
    "criteria of Bằng khen and Giấy khen": "open_certificates",
    "caps of the military circular and its amendment": "open_military_caps",
    "simplified procedure": "open_simplified",
    "complaint handling and annulment procedure": "open_complaints",
    "archive retention": "open_archive",
    "treatment of absence of 6 months or more": "open_long_absence",
    "emulation year dates since 2025": "open_emulation_year",
    "cluster composition since 2025": "open_clusters_2025",
}

# Criteria: which packs hold them verified, and with what figures

CSTDCS, CSTDN = ("CSTDCS",), ("CSTDN", "CSTDTQN")
READ = [
    ("LDTT", ServiceMonths, {"minimum": 10}, CIRCULAR_2019),  # [8]
    ("LDTT", ServiceMonths, {"minimum": 6}, CIRCULAR_2024),  # [8]
    (
        "LDTT",
        LongAbsence,
        {
            "from_months": 3,
            "below_months": 6,
            "excepted": (AbsenceCause.MATERNITY, AbsenceCause.INJURY_IN_DUTY),
        },
        CIRCULAR_2024,
    ),  # [8]
    ("LDTT", NoDiscipline, {"conduct_once": True}, CIRCULAR_2024),  # [8]
    ("CSTDCS", SameYearTitle, {"awards": ("LDTT", "CSTT")}, (R2019,)),  # [35a]
    ("CSTDN", ConsecutiveTitles, {"awards": CSTDCS, "count": 3}, (R2019, R2024A, R2024B, R2025)),  # [11][29]
    ("CSTDN", RecognisedInitiative, {"scope": "sector"}, (R2019, R2024A, R2024B, R2025)),  # [11][29]
    ("CSTDN", AccrualRestart, {"years": 3}, DECREE_152),  # [22]
    ("CSTDTQ", ConsecutiveTitles, {"awards": CSTDN, "count": 2}, (R2024A, R2024B, R2025)),  # [30]
    ("CSTDTQ", ConsecutiveTitles, {"awards": ("CSTDTQN",), "count": 2}, (R2019,)),  # [39]
    ("CSTDTQ", RecognisedInitiative, {"scope": "nation"}, (R2024A, R2024B, R2025)),  # [30]
    ("TTLDXS", TargetsExceeded, {}, CIRCULAR_2024),  # [6]
    ("TTLDXS", SameYearTitle, {"awards": ("TTLDTT",)}, ()),  # inferred from [6]
    ("CO_NGANH", SameYearTitle, {"awards": ("TTLDXS",)}, CIRCULAR_2024),  # [4]
    ("CO_NGANH", TargetsExceeded, {}, CIRCULAR_2024),  # [4]
    ("CO_CP", SameYearTitle, {"awards": ("CO_NGANH",)}, ()),  # recalled
    ("KNC_VSNKS", SectorService, {"years": 15, "leader_years": 8, "own_years": 5}, CIRCULAR_2024),  # [9]
    ("KNC_VSNKS", OncePerPerson, {"awards": ("KNC_VSNKS",)}, CIRCULAR_2024),  # [9]
    ("CSTDTQN", ConsecutiveTitles, {"awards": CSTDCS, "count": 3}, ()),  # one academy's software [62]
    ("CSTDTQN", TitlesInWindow, {"awards": ("BANG_KHEN_BQP",), "count": 1, "window_years": 3}, ()),  # [62]
    ("BANG_KHEN_BQP", ConsecutiveTitles, {"awards": CSTDCS, "count": 2}, ()),  # [62]
    ("BANG_KHEN_BQP", ConsecutiveTitles, {"awards": ("DVQT",), "count": 2}, ()),  # [62]
    *((code, NoOpenProceeding, {"grounds": tuple(HoldGround)}, DECREE_152) for code in CATALOGUE),  # [22]
]
