"""What a finding says to people, in Vietnamese and in English: a template for each kind, filled with the facts used."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.rules.assess import Finding
from domain.rules.basis import Status
from domain.telling import in_words
from domain.values import Verdict
from domain.vocabulary import STATUSES
from domain.wording import Pair

VERDICTS: Mapping[Verdict, Pair] = MappingProxyType(
    {
        Verdict.MET: ("Đạt", "Met"),
        Verdict.NOT_MET: ("Không đạt", "Not met"),
        Verdict.NEEDS_REVIEW: ("Cần xem xét", "Needs review"),
        Verdict.HELD: ("Tạm dừng xét", "Held"),
    }
)

TEMPLATES: Mapping[str, Pair] = MappingProxyType(
    {
        "service_months": (
            "{months} tháng công tác, cần từ {minimum} tháng",
            "{months} months of service, at least {minimum} needed",
        ),
        "long_absence": (
            "nghỉ {months} tháng, không tính {excepted}; nghỉ {from_months} đến dưới {below_months} tháng không xét",
            "away {months} months, {excepted} left out; {from_months} to under {below_months} is not considered",
        ),
        "sector_service": (
            "tính được {months} tháng ({own_months} trong ngành, lãnh đạo {leading_months}); cần {years} năm",
            "{months} months count ({own_months} in the sector, leading {leading_months}); {years} years needed",
        ),
        "long_service": (
            "{months} tháng giữ chức vụ {position}",
            "{months} months in the position {position}",
        ),
        "seniority": (
            "{months} tháng phục vụ trong quân đội, cần {years} năm",
            "{months} months of military service, {years} years needed",
        ),
        "same_year_title": (
            "năm {year}: đã có {held}, đang đề nghị cùng hồ sơ {sought}",
            "year {year}: held {held}, sought in the same dossier {sought}",
        ),
        "consecutive_titles": (
            "cần danh hiệu liên tục các năm {span}; sổ ghi {years}; thiếu {missing}",
            "titles needed in each of {span}; on the register {years}; missing {missing}",
        ),
        "titles_in_window": (
            "cần {count} danh hiệu trong các năm {span}; sổ ghi {years}",
            "{count} titles needed within {span}; on the register {years}",
        ),
        "no_same_year_title": (
            "năm {year} đã có {held}",
            "{held} was given for {year}",
        ),
        "once_per_person": (
            "đã được tặng năm {years}; mỗi người chỉ một lần",
            "already given in {years}; once per person",
        ),
        "one_achievement": (
            "thành tích {achievement} đã được khen: {held}",
            "achievement {achievement} was already rewarded: {held}",
        ),
        "no_discipline": (
            "bị kỷ luật ({grade}) ngày {decided_on}; hành vi đã tính vào năm {used_in}",
            "disciplined ({grade}) on {decided_on}; conduct already counted in {used_in}",
        ),
        "no_open_proceeding": (
            "{ground} từ ngày {opened_on}, {matters} việc chưa kết luận; kết luận gần nhất {concluded_on}",
            "{ground} since {opened_on}, {matters} matters not concluded; last concluded on {concluded_on}",
        ),
        "accrual_restart": (
            "thành tích tính từ {since}; thời hạn kỷ luật hết ngày {ended_on}",
            "achievements count from {since}; the discipline ended on {ended_on}",
        ),
        "members_under_hold": (
            "{members} thành viên đang có việc chưa kết luận",
            "{members} members about whom something is open",
        ),
        "unit_stands": (
            "đơn vị giải thể ngày {dissolved_on}, kế thừa: {successor}",
            "the unit was dissolved on {dissolved_on}, successor: {successor}",
        ),
        "old_unit_opinion": (
            "chuyển từ {unit} ngày {moved_on} sau ít nhất {months} tháng; ý kiến đơn vị cũ: {opinion}",
            "moved from {unit} on {moved_on} after at least {months} months; the old unit's opinion: {opinion}",
        ),
        "targets_exceeded": (
            "{targets} chỉ tiêu, {behind} chưa vượt (đạt {result} trên {target}); đơn vị kê khai {percent} %",
            "{targets} targets, {behind} not exceeded ({result} of {target}); claimed {percent} %",
        ),
        "initiative": (
            "sáng kiến phạm vi {scope}, cần {needed}; tác giả: {authors}; chứng nhận: {certificate}; năm: {rating}",
            "reaches {scope}, {needed} needed; authors: {authors}; certificate: {certificate}; year: {rating}",
        ),
        "": ("dữ kiện chưa được lưu ở bản ghi cũ", "the facts were not kept in that older record"),
        "later_text": (
            "quy định mới có hiệu lực từ ngày {since}",
            "another text is in force since {since}",
        ),
        "judgement": ("phải do người thẩm định đánh giá", "for a person to judge"),
    }
)

NOTHING: Pair = ("sổ không ghi nhận điều gì phải loại trừ", "nothing on record to exclude for")
_UNKNOWN: Pair = ("không có", "none")
_UNCITED: Pair = ("Chưa tìm thấy quy định", "no rule was found")
_PARAMETER: Pair = ("tham số", "parameter")


def sentences(finding: Finding) -> Pair:
    """The finding in one sentence of each language: verdict, facts, source; and the question it leaves open.

    The source is a citation: it stands as the instrument has it, in either language.
    """
    vi, en = (_sentence(finding, language) for language in (0, 1))
    return vi, en


def _sentence(finding: Finding, language: int) -> str:
    source = _UNCITED[language] if finding.source == _UNCITED[0] else finding.source
    told = f"{VERDICTS[finding.verdict][language]}: {_facts(finding, language)} ({source})."
    if finding.verdict is not Verdict.NEEDS_REVIEW:
        return told
    verified = finding.status == Status.VERIFIED
    unsure = "" if verified else f" [{_PARAMETER[language]} {STATUSES[finding.status][language]}]"
    return f"{told}{unsure} {(finding.asked.vi, finding.asked.en)[language]}"


def _facts(finding: Finding, language: int) -> str:
    if not finding.used and finding.verdict is Verdict.MET:
        return NOTHING[language]
    words = {name: in_words(name, value)[language] for name, value in finding.used if value}
    return TEMPLATES[finding.kind][language].format_map(_OrUnknown(words, language))


class _OrUnknown(dict[str, str]):
    """The words by name; what was not among the facts used is said to be absent."""

    def __init__(self, words: dict[str, str], language: int) -> None:
        super().__init__(words)
        self.language = language

    def __missing__(self, _name: str) -> str:
        return _UNKNOWN[self.language]
