"""A page for every rule pack: each parameter with its value, how surely it is known, and where it comes from."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from domain.labels import ROLES, STEPS
from domain.rules.basis import Basis, Status
from domain.rules.library import calendar
from domain.rules.pack import Award, Cap, Parameter, RulePack, VoteRule
from scripts.docs_criteria import WORDS, check, codes, words
from scripts.docs_types import GENERATED

_STATUSES: Mapping[Status, str] = {
    Status.VERIFIED: "đã đọc văn bản (read in the instrument); **only this decides by itself**",
    Status.VERIFIED_SECONDARY: "chỉ đọc qua nguồn thứ cấp (read in a secondary source only)",
    Status.RECALLED: "theo hiểu biết chung (general knowledge, not checked)",
    Status.INFERRED: "suy luận (inferred from verified facts)",
    Status.UNKNOWN: "chưa biết (not found)",
}


class Placed(NamedTuple):
    """One parameter of a pack: what it is about and what it rests on."""

    subject: str
    basis: Basis


def rules_page(pack: RulePack) -> Iterator[str]:
    """Everything the pack says, and in the end what it does not know."""
    yield from (f"# {pack.id}", "", GENERATED, "", pack.title, "")
    yield from _head(pack)
    yield from ("", "## Danh hiệu và hình thức khen thưởng (awards)")
    for award in pack.awards.values():
        yield from _award(award)
    yield from ("", "## Tuyến xử lý và thời hạn (path and limits)", "", _PATH, "")
    yield from _path(pack)
    if pack.provisions:
        yield from ("", "## Quy định khác (other provisions)", "")
        yield from (f"- {entry.text} {_cited(entry)}" for entry in pack.provisions)
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
    counted = Counter(parameter.basis.status for parameter in _parameters(pack))
    yield from (f"| `{status}` | {meaning} | {counted[status]} |" for status, meaning in _STATUSES.items())


def _award(award: Award) -> Iterator[str]:
    rule = award.authority
    whom = ", cả người ngoài ngành" if award.outsiders else ""
    yield from ("", f"### {award.name} (`{award.code}`)", "")
    yield f"- Đối tượng: {words(award.candidates)}{whom}; tuyến: {words(award.routes)}; cấp: {WORDS[award.level]}."
    signer = f", ký: `{rule.decider}`" if rule.decider else ""
    yield f"- Thẩm quyền: {WORDS[rule.value]}{signer} {_cited(rule)}."
    yield f"- Biểu quyết: {_vote(award.vote)}."
    yield f"- Hạ mức: `{award.downgrade_to}`." if award.downgrade_to else "- Hạ mức: không có."
    yield from (f"- Tỷ lệ tối đa: {_cap(cap)} {_cited(cap)}." for cap in award.caps)
    yield from _more(award)
    if award.criteria:
        yield from ("", "| điều kiện | kiểm tra | status | nguồn |", "| --- | --- | --- | --- |")
    yield from (f"| {c.question} | {check(c)} | `{c.status}` | {c.source} |" for c in award.criteria)


def _more(award: Award) -> Iterator[str]:
    """What only some awards have."""
    if award.procedure:
        yield f"- Thủ tục: `{award.procedure.value}` {_cited(award.procedure)}."
    if award.public_comment:
        rule = award.public_comment
        days = f"ít nhất {rule.min_working_days} ngày làm việc trước phiên họp cấp {WORDS[rule.level]}"
        yield f"- Lấy ý kiến nhân dân: {days} {_cited(rule)}."
    if award.prize:
        times = f"{award.prize.tenths // 10},{award.prize.tenths % 10} lần mức lương cơ sở"
        yield f"- Tiền thưởng: {times} {_cited(award.prize)}."
    yield from (f"- Giấy tờ: {paper.name} (`{paper.id}`) {_cited(paper)}." for paper in award.papers)


def _cited(parameter: Parameter) -> str:
    return f"(`{parameter.status}`; {parameter.source})"


def _vote(vote: VoteRule | None) -> str:
    if vote is None:
        return "gói này không có quy định; phiên họp phải tự thông qua và ghi căn cứ"
    quorum = (
        f"; họp khi có {vote.quorum.numerator}/{vote.quorum.denominator} {_cited(vote.quorum)}"
        if vote.quorum
        else ""
    )
    share = f"phiếu {WORDS[vote.ballot]}, ít nhất {vote.pass_percent} % {_OF_WHOM[vote.denominator]}"
    return f"{share} {_cited(vote)}{quorum}"


_OF_WHOM: Mapping[str, str] = {
    "members": "tổng số thành viên",
    "present": "số có mặt",
    "valid": "số phiếu hợp lệ",
}


def _cap(cap: Cap) -> str:
    population = f"người đạt {codes(cap.of)}" if cap.of else "quân số, biên chế đơn vị"
    least = f", ít nhất {cap.minimum}" if cap.minimum else ""
    return f"tuyến {WORDS[cap.route]}: {cap.percent} % {population}, làm tròn xuống{least}"


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
    for subject, basis in _parameters(pack):
        if not basis.status.may_decide:
            yield f"- {subject}: `{basis.status}`; {basis.source}. **{basis.question}**"
    voteless = [award.code for award in pack.awards.values() if award.vote is None]
    if voteless:
        yield f"- Tỷ lệ phiếu và hình thức bỏ phiếu của {codes(tuple(voteless))}: gói này không ghi."
    capless = [award.code for award in pack.awards.values() if not award.caps]
    if capless:
        yield f"- Tỷ lệ tối đa của {codes(tuple(capless))}: gói này không ghi, nên không kiểm tra."


def _parameters(pack: RulePack) -> Iterator[Placed]:
    """Every parameter that has a status, in the order of the page."""
    for award in pack.awards.values():
        for subject, basis in parameters_of(award):
            yield Placed(f"`{award.code}`, {subject}", basis)
    for limit in pack.path.values():
        yield Placed(f"bước `{limit.step}`, thời hạn", limit.basis)
    for provision in pack.provisions:
        yield Placed(f"quy định `{provision.id}`", provision.basis)


def parameters_of(award: Award) -> Iterator[Placed]:
    """Every parameter of an award."""
    single = {
        "thẩm quyền": award.authority,
        "biểu quyết": award.vote,
        "số thành viên phải có mặt": award.vote.quorum if award.vote else None,
        "thủ tục": award.procedure,
        "lấy ý kiến nhân dân": award.public_comment,
        "tiền thưởng": award.prize,
    }
    yield from (Placed(name, found.basis) for name, found in single.items() if found)
    yield from (Placed(f"tỷ lệ tối đa tuyến {WORDS[cap.route]}", cap.basis) for cap in award.caps)
    yield from (Placed(f"điều kiện `{entry.id}`", entry.basis) for entry in award.criteria)
    yield from (Placed(f"giấy tờ `{paper.id}`", paper.basis) for paper in award.papers)
