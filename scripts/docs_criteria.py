"""What each kind of criterion compares, in the words of a rule page."""

from collections.abc import Mapping
from typing import assert_never

from domain.rules.criteria import Criterion
from domain.rules.criteria.conduct import (
    AccrualRestart,
    MembersUnderHold,
    NoDiscipline,
    NoOpenProceeding,
)
from domain.rules.criteria.initiatives import RecognisedInitiative
from domain.rules.criteria.judgement import Judgement, LaterText
from domain.rules.criteria.service import (
    LongAbsence,
    LongService,
    PositionYears,
    SectorService,
    Seniority,
    ServiceMonths,
)
from domain.rules.criteria.titles import (
    ConsecutiveTitles,
    NoSameYearTitle,
    OncePerPerson,
    OneAchievement,
    SameYearTitle,
    TitlesInWindow,
)
from domain.rules.criteria.units import OldUnitOpinion, TargetsExceeded, UnitStands
from domain.telling import award_name
from domain.vocabulary import POSITIONS

WORDS: Mapping[str, str] = {
    "base": "cơ sở",
    "civil": "dân sự",
    "collective": "tập thể",
    "complaint": "khiếu nại, tố cáo",
    "discipline": "xem xét kỷ luật",
    "illness": "ốm đau",
    "individual": "cá nhân",
    "injury_in_duty": "bị thương khi làm nhiệm vụ",
    "inspection": "thanh tra, kiểm tra",
    "investigation": "điều tra",
    "local": "đơn vị",
    "long_service": "cống hiến",
    "maternity": "thai sản",
    "memorial": "kỷ niệm chương",
    "merit": "công trạng",
    "military": "quân sự",
    "nation": "toàn quốc",
    "normal": "thông thường",
    "open": "công khai",
    "other": "lý do khác",
    "secret": "kín",
    "sector": "ngành",
    "seniority": "niên hạn",
    "simplified": "đơn giản",
    "state": "nhà nước",
    "study": "học tập",
    "supreme": "VKSND tối cao",
    "thematic": "chuyên đề",
    "unexpected": "đột xuất",
}


def words(values: tuple[str, ...]) -> str:
    """The codes as people say them."""
    return ", ".join(WORDS[value] for value in values)


def codes(values: tuple[str, ...]) -> str:
    """The awards by their names, each with its code."""
    return ", ".join(f"{award_name(value)[0]} (`{value}`)" for value in values)


def check(criterion: Criterion) -> str:
    """What the engine compares when the parameter is verified."""
    match criterion:
        case ServiceMonths():
            return f"từ {criterion.minimum} tháng công tác"
        case LongAbsence():
            span = f"nghỉ từ {criterion.from_months} đến dưới {criterion.below_months} tháng không xét"
            return f"{span}, trừ {words(criterion.excepted)}; nghỉ lâu hơn thì hỏi"
        case SectorService():
            leader = (
                f", hoặc {criterion.leader_years} năm lãnh đạo liên tục" if criterion.leader_years else ""
            )
            own = f"; tính công tác pháp luật nơi khác khi có {criterion.own_years} năm trong ngành"
            return f"{criterion.years} năm liên tục trong ngành{leader}{own if criterion.own_years else ''}"
        case LongService():
            return "; ".join(_row(row) for row in criterion.rows)
        case Seniority():
            return f"từ {criterion.years} năm phục vụ trong quân đội"
        case SameYearTitle():
            return f"có {codes(criterion.awards)} cùng năm"
        case ConsecutiveTitles():
            return f"{criterion.count} năm liền trước có {codes(criterion.awards)}"
        case TitlesInWindow():
            return f"{criterion.count} lần {codes(criterion.awards)} trong {criterion.window_years} năm trước"
        case NoSameYearTitle():
            return f"không có {codes(criterion.awards)} cùng năm"
        case OncePerPerson():
            return f"mỗi người một lần: {codes(criterion.awards)}"
        case OneAchievement():
            return "một thành tích chỉ khen một lần, cả hai tuyến"
        case NoDiscipline():
            once = "; hành vi đã tính ở năm trước không tính lại" if criterion.conduct_once else ""
            return f"không bị kỷ luật từ khiển trách trong năm{once}"
        case NoOpenProceeding():
            return f"đang có {words(criterion.grounds)} thì tạm dừng xét"
        case AccrualRestart():
            return f"{criterion.years} năm trước đều sau khi hết thời hạn kỷ luật"
        case MembersUnderHold():
            return "nêu số thành viên đang có việc chưa kết luận"
        case UnitStands():
            return "tập thể chưa giải thể"
        case OldUnitOpinion():
            return f"chuyển đến sau khi ở đơn vị cũ từ {criterion.months} tháng: có ý kiến đơn vị cũ"
        case TargetsExceeded():
            return "vượt mọi chỉ tiêu, không chỉ đạt"
        case RecognisedInitiative():
            return _initiative(criterion)
        case Judgement():
            return "người thẩm định trả lời"
        case LaterText():
            return f"xét từ {criterion.since:%d/%m/%Y} thì hỏi quy định mới có lợi hơn không"
        case _:
            assert_never(criterion)


def _row(row: PositionYears) -> str:
    below = f" đến dưới {row.below_years}" if row.below_years else ""
    return f"{POSITIONS[row.position][0]} từ {row.from_years}{below} năm"


def _initiative(criterion: RecognisedInitiative) -> str:
    authors = f", tối đa {criterion.authors} tác giả" if criterion.authors else ""
    window = f", trong {criterion.window_years} năm" if criterion.window_years else ""
    excellent = ", hoặc hoàn thành xuất sắc nhiệm vụ" if criterion.or_excellent else ""
    return f"sáng kiến từ phạm vi {WORDS[criterion.scope]}{authors}{window}{excellent}"
