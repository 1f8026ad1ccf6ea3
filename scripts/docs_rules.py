"""A page for every rule pack: each parameter with its value, how surely it is known, and where it comes from."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from domain.labels import ROLES, STEPS
from domain.rules.library import calendar
from domain.rules.pack import Award, Cap, Criterion, CriterionKind, RulePack, Status
from scripts.docs_types import GENERATED

_STATUSES: Mapping[Status, str] = {
    Status.VERIFIED: "đã đọc văn bản (read in the instrument); **only this decides by itself**",
    Status.VERIFIED_SECONDARY: "chỉ đọc qua nguồn thứ cấp (read in a secondary source only)",
    Status.RECALLED: "theo hiểu biết chung (general knowledge, not checked)",
    Status.INFERRED: "suy luận (inferred from verified facts)",
    Status.UNKNOWN: "chưa biết (not found)",
}
_WORDS: Mapping[str, str] = {
    "civil": "dân sự",
    "collective": "tập thể",
    "individual": "cá nhân",
    "local": "đơn vị",
    "military": "quân sự",
    "open": "công khai",
    "secret": "kín",
    "supreme": "VKSND tối cao",
    "base": "cơ sở",
    "sector": "ngành",
    "nation": "toàn quốc",
}


class Parameter(NamedTuple):
    """One parameter of a pack: what it is about, how surely it is known, where from."""

    subject: str
    status: Status
    source: str


def rules_page(pack: RulePack) -> Iterator[str]:
    """Everything the pack says, and in the end what it does not know."""
    yield from (f"# {pack.id}", "", GENERATED, "", pack.title, "")
    yield from _head(pack)
    yield from ("", "## Danh hiệu và hình thức khen thưởng (awards)")
    for award in pack.awards.values():
        yield from _award(award)
    yield from ("", "## Tuyến xử lý và thời hạn (path and limits)", "", _PATH, "")
    yield from _path(pack)
    yield from ("", "## Điều chưa chắc chắn (what is not verified)", "", _UNSURE, "")
    yield from _unsure(pack)


_PATH = (
    "Ngày làm việc, tính từ ngày sau ngày bước bắt đầu; hết hạn lúc 17 giờ (working days, counted from the day after "
    "the step began, ending at 17:00). A deadline reminds and escalates; it decides nothing."
)
_UNSURE = (
    "Không tham số nào dưới đây tự quyết định được điều gì: hệ thống hỏi người có trách nhiệm, và ghi câu trả lời cùng "
    "lý do vào bằng chứng (none of these decides by itself: a person is asked, and the answer is recorded)."
)


def _head(pack: RulePack) -> Iterator[str]:
    to = f"{pack.received_to:%d/%m/%Y}" if pack.received_to else "nay"
    working = calendar(pack.calendar)
    yield f"- Áp dụng cho hồ sơ tiếp nhận từ {pack.received_from:%d/%m/%Y} đến {to} (by day of receipt)."
    yield f"- Lịch ngày làm việc: `{working.id}` ({working.source})."
    yield f"- SHA-256 của tệp: `{pack.hash}`. It is recorded on every nomination received under this pack."
    yield from ("", "## Văn bản (instruments)", "")
    yield from (f"- `{key}`: {title}" for key, title in pack.instruments.items())
    yield from (
        "",
        "## Mức độ chắc chắn (statuses)",
        "",
        "| status | meaning | parameters |",
        "| --- | --- | --- |",
    )
    counted = Counter(parameter.status for parameter in _parameters(pack))
    yield from (f"| `{status}` | {meaning} | {counted[status]} |" for status, meaning in _STATUSES.items())


def _award(award: Award) -> Iterator[str]:
    rule = award.authority
    yield from ("", f"### {award.name} (`{award.code}`)", "")
    yield f"- Đối tượng: {_words(award.candidates)}; tuyến: {_words(award.routes)}."
    yield f"- Thẩm quyền: {_WORDS[rule.value]} (`{rule.status}`; {rule.source})."
    if award.vote is None:
        yield "- Biểu quyết: gói này không có quy định; phiên họp phải tự thông qua và ghi căn cứ."
    else:
        vote = award.vote
        share = f"phiếu {_WORDS[vote.ballot]}, ít nhất {vote.pass_percent} % tổng số thành viên"
        yield f"- Biểu quyết: {share} (`{vote.status}`; {vote.source})."
    yield f"- Hạ mức: `{award.downgrade_to}`." if award.downgrade_to else "- Hạ mức: không có."
    yield from (f"- Tỷ lệ tối đa: {_cap(cap)} (`{cap.status}`; {cap.source})." for cap in award.caps)
    yield from ("", "| điều kiện | kiểm tra | status | nguồn |", "| --- | --- | --- | --- |")
    yield from (f"| {c.question} | {_check(c)} | `{c.status}` | {c.source} |" for c in award.criteria)


def _cap(cap: Cap) -> str:
    population = (
        "người đạt " + ", ".join(f"`{code}`" for code in cap.of) if cap.of else "quân số, biên chế đơn vị"
    )
    least = f", ít nhất {cap.minimum}" if cap.minimum else ""
    return f"tuyến {_WORDS[cap.route]}: {cap.percent} % {population}, làm tròn xuống{least}"


def _check(criterion: Criterion) -> str:
    """What the engine compares when the parameter is verified."""
    awards = ", ".join(f"`{code}`" for code in criterion.awards)
    match criterion.kind:
        case CriterionKind.SERVICE_MONTHS:
            return f"từ {criterion.minimum} tháng công tác"
        case CriterionKind.SAME_YEAR_TITLE:
            return f"có {awards} cùng năm"
        case CriterionKind.CONSECUTIVE_TITLES:
            return f"{criterion.count} năm liền trước có {awards}"
        case CriterionKind.INITIATIVE:
            return f"sáng kiến từ phạm vi {_WORDS[criterion.scope]}"
        case CriterionKind.JUDGEMENT:
            return "người thẩm định trả lời"


def _path(pack: RulePack) -> Iterator[str]:
    yield "| bước | chờ ai | hạn | nhắc trước | báo cấp trên sau | báo ai | status | nguồn |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for limit in pack.path.values():
        cells = (
            f"`{limit.step}`: {STEPS[limit.step]}",
            ROLES[limit.awaits],
            str(limit.limit_days),
            str(limit.remind_before_days),
            str(limit.escalate_after_days),
            ROLES[limit.escalate_to],
            f"`{limit.status}`",
            limit.source,
        )
        yield f"| {' | '.join(cells)} |"


def _unsure(pack: RulePack) -> Iterator[str]:
    for parameter in _parameters(pack):
        if not parameter.status.may_decide:
            yield f"- {parameter.subject}: `{parameter.status}`; {parameter.source}."
    voteless = [f"`{award.code}`" for award in pack.awards.values() if award.vote is None]
    if voteless:
        yield f"- Tỷ lệ phiếu và hình thức bỏ phiếu của {', '.join(voteless)}: gói này không ghi."
    capless = [f"`{award.code}`" for award in pack.awards.values() if not award.caps]
    if capless:
        yield f"- Tỷ lệ tối đa của {', '.join(capless)}: gói này không ghi, nên không kiểm tra."


def _parameters(pack: RulePack) -> Iterator[Parameter]:
    """Every parameter that has a status, in the order of the page."""
    for award in pack.awards.values():
        rule = award.authority
        yield Parameter(f"`{award.code}`, thẩm quyền", rule.status, rule.source)
        if award.vote:
            yield Parameter(f"`{award.code}`, biểu quyết", award.vote.status, award.vote.source)
        for cap in award.caps:
            yield Parameter(f"`{award.code}`, tỷ lệ tối đa tuyến {_WORDS[cap.route]}", cap.status, cap.source)
        for criterion in award.criteria:
            yield Parameter(f"`{award.code}`, điều kiện `{criterion.id}`", criterion.status, criterion.source)
    for limit in pack.path.values():
        yield Parameter(f"bước `{limit.step}`, thời hạn", limit.status, limit.source)


def _words(values: tuple[str, ...]) -> str:
    return ", ".join(_WORDS[value] for value in values)
