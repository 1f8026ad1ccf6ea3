"""The words of both languages for the codes that sentences tell of."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from domain import labels, labels_en
from domain.wording import Pair

Words = Mapping[str, Pair]


def _both(vi: Mapping[str, str], en: Mapping[str, str]) -> Words:
    """Codes that have a word in both tables; raises `KeyError` for one without English."""
    return MappingProxyType({code: (word, en[code]) for code, word in vi.items()})


STEPS: Final = _both(labels.STEPS, labels_en.STEPS)
ROLES: Final = _both(labels.ROLES, labels_en.ROLES)
OUTCOMES: Final = _both(labels.OUTCOMES, labels_en.OUTCOMES)
BALLOTS: Final = _both(labels.BALLOTS, labels_en.BALLOTS)
KINDS: Final = _both(labels.KINDS, labels_en.KINDS)
ROUTES: Final = _both(labels.ROUTES, labels_en.ROUTES)
INSTRUMENTS: Final = _both(labels.INSTRUMENTS, labels_en.INSTRUMENTS)
STATUSES: Final = _both(labels.STATUSES, labels_en.STATUSES)

AUTHORITIES: Words = MappingProxyType(
    {"local": ("cấp này", "this level"), "supreme": ("cấp trên", "the higher level")}
)
DENOMINATORS: Words = MappingProxyType(
    {
        "members": ("tổng số thành viên", "all members"),
        "present": ("số thành viên tham gia biểu quyết", "the members who took part"),
        "valid": ("số phiếu về dòng đó", "the papers cast on the line"),
    }
)
SCOPES: Words = MappingProxyType(
    {"base": ("cơ sở", "the unit"), "sector": ("ngành", "the sector"), "nation": ("toàn quốc", "the nation")}
)
GROUNDS: Words = MappingProxyType(
    {
        "discipline": ("đang xem xét kỷ luật", "discipline under consideration"),
        "investigation": ("đang điều tra", "investigation"),
        "inspection": ("đang thanh tra, kiểm tra", "inspection"),
        "complaint": ("khiếu nại, tố cáo chưa giải quyết", "unresolved complaint or denunciation"),
    }
)
GRADES: Words = MappingProxyType(
    {
        "reprimand": ("khiển trách", "a reprimand"),
        "heavier": ("nặng hơn khiển trách", "heavier than a reprimand"),
    }
)
ABSENCES: Words = MappingProxyType(
    {
        "maternity": ("thai sản", "maternity"),
        "injury_in_duty": ("bị thương khi làm nhiệm vụ", "injury in duty"),
        "study": ("học tập", "study"),
        "illness": ("ốm đau", "illness"),
        "other": ("lý do khác", "other reasons"),
    }
)
RATINGS: Words = MappingProxyType(
    {
        "excellent": ("hoàn thành xuất sắc", "excellent"),
        "good": ("hoàn thành tốt", "good"),
        "completed": ("hoàn thành", "completed"),
        "not_completed": ("không hoàn thành", "not completed"),
    }
)
POSITIONS: Words = MappingProxyType(
    {
        "vu_truong": ("Vụ trưởng", "head of department"),
        "pho_vu_truong": ("Phó Vụ trưởng", "deputy head of department"),
    }
)
FIELDS: Words = MappingProxyType(
    {
        "answered_on": ("ngày trả lời", "day of the answer"),
        "authors": ("số tác giả", "number of authors"),
        "concluded_on": ("ngày kết luận", "day of the conclusion"),
        "first": ("ngày bắt đầu", "first day"),
        "letter_date": ("ngày của tờ trình", "date of the letter"),
        "minutes": ("ngày của biên bản", "date of the minutes"),
        "opened_on": ("ngày bắt đầu xem xét", "day on which the matter was opened"),
        "opens_on": ("ngày bắt đầu lấy ý kiến", "first day of the comment"),
        "opinions": ("số ý kiến", "number of opinions"),
        "people": ("số người", "number of people"),
        "published_on": ("ngày công bố", "day of publication"),
        "received_on": ("ngày tiếp nhận", "day of receipt"),
        "recognised_on": ("ngày công nhận", "day of recognition"),
        "recovered_on": ("ngày thu hồi", "day of recovery"),
        "result": ("kết quả", "result"),
        "service_months": ("số tháng công tác", "months of service"),
        "signed_on": ("ngày ký", "day of signature"),
        "target": ("chỉ tiêu", "target"),
        "targets_percent": ("tỷ lệ hoàn thành chỉ tiêu", "percentage of the targets"),
        "titles/year": ("năm của danh hiệu", "year of the title"),
        "views": ("số lượt xem", "number of views"),
        "year": ("năm", "year"),
    }
)
