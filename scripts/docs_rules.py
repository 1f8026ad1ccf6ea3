"""A page for every rule pack, for a lawyer to check: each parameter, how surely it is known, and what is open."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from domain.labels import ROLES, STATUSES, STEPS
from domain.rules.basis import Basis, Status
from domain.rules.criteria import Criterion
from domain.rules.criteria.judgement import Judgement
from domain.rules.library import calendar
from domain.rules.pack import Award, Cap, CountedOver, Decider, Paper, Quorum, RulePack, VoteRule
from scripts.docs_criteria import WORDS, check, codes, words
from scripts.docs_types import GENERATED

_MEANINGS: Mapping[Status, str] = {
    Status.VERIFIED: "đã đọc điều khoản ở văn bản nêu bên cạnh; **chỉ mức này được tự quyết định**",
    Status.VERIFIED_SECONDARY: "chỉ đọc qua nguồn khác kể lại, chưa đọc văn bản",
    Status.RECALLED: "theo hiểu biết chung",
    Status.INFERRED: "suy ra từ điều đã kiểm chứng, hoặc từ văn bản của thời kỳ khác",
    Status.UNKNOWN: "chưa tìm thấy; con số, nếu có, là của văn bản cũ",
}
_DECIDERS: Mapping[Decider, str] = {
    Decider.UNIT_HEAD: "thủ trưởng đơn vị",
    Decider.PROVINCIAL_CHIEF: "Viện trưởng VKSND cấp tỉnh",
    Decider.SUPREME_CHIEF: "Viện trưởng VKSND tối cao",
    Decider.COMMANDER: "chỉ huy đơn vị",
    Decider.GENERAL_POLITICAL_DEPARTMENT: "Tổng cục Chính trị",
    Decider.DEFENCE_MINISTER: "Bộ trưởng Bộ Quốc phòng",
    Decider.PRIME_MINISTER: "Thủ tướng Chính phủ",
    Decider.PRESIDENT: "Chủ tịch nước",
}
_OF_WHOM: Mapping[str, str] = {
    "members": "tổng số thành viên",
    "present": "số có mặt",
    "valid": "số phiếu hợp lệ",
}
_INTRODUCTION = (
    "Trang này viết ra mọi tham số của gói quy định, để luật gia đối chiếu với văn bản. Tham số chưa kiểm chứng không "
    "tự quyết định được điều gì: hệ thống hỏi người có trách nhiệm câu hỏi ghi bên cạnh, và ghi câu trả lời cùng lý "
    "do vào bằng chứng. (Every parameter of the pack, for a lawyer to check. What is not verified never decides by "
    "itself: a person is asked, and the answer is recorded with its reason.)"
)
_COMMON = (
    "Áp dụng cho mọi danh hiệu, hình thức ghi ở cột thứ hai, cùng với điều kiện riêng của từng danh hiệu."
)
_PATH = (
    "Ngày làm việc, tính từ ngày sau ngày bước bắt đầu; hết hạn lúc 17 giờ. Quá hạn thì nhắc và báo cấp trên, không "
    "quyết định thay ai."
)
_QUESTIONS = (
    "Mỗi câu hỏi một dòng, câu ảnh hưởng đến nhiều tham số đứng trước; trả lời được câu nào, hệ thống bớt phải hỏi "
    "câu đó."
)
_NOTHING = "–"


class Placed(NamedTuple):
    """One parameter of a pack: what it is about, what it says, and what it rests on."""

    subject: str
    told: str
    basis: Basis
    award: str = ""

    @property
    def called(self) -> str:
        """What it is, with the award by its name and a paper by its title."""
        what = self.subject.partition(": ")[2] if self.award else self.subject
        called = f"giấy tờ “{self.told}”" if what.startswith("giấy tờ") else what
        return f"{self.award}: {called}" if self.award else called


def rules_page(pack: RulePack) -> Iterator[str]:
    """Everything the pack says, and in the end what it asks."""
    yield from (f"# {pack.id}", "", GENERATED, "", f"**{pack.title}**", "", _INTRODUCTION, "")
    yield from _scope(pack)
    yield from ("", "## Tóm tắt", "")
    yield from _summary(pack)
    for heading, told in _CHAPTERS.items():
        yield from ("", f"## {heading}", "")
        yield from told(pack)


def _summary(pack: RulePack) -> Iterator[str]:
    """What a reader in a hurry must know, and where the rest stands."""
    counted = Counter(placed.basis.status.may_decide for placed in parameters(pack))
    conditions = {criterion.id for award in pack.awards.values() for criterion in award.criteria}
    yield f"- {len(pack.awards)} danh hiệu, hình thức khen thưởng; {len(conditions)} loại điều kiện."
    yield f"- **{counted[True]} tham số đã kiểm chứng** được tự quyết định; {counted[False]} tham số khác chỉ để hỏi."
    yield f"- {len(_open(pack))} [câu hỏi còn mở](#{_anchor(_ASKED)}), trả lời trước khi dùng gói này cho việc thật."
    yield ""
    yield "Mục lục:"
    yield ""
    yield from (f"{number}. [{heading}](#{_anchor(heading)})" for number, heading in enumerate(_CHAPTERS, 1))


def _table(*heads: str) -> Iterator[str]:
    yield _row(*heads)
    yield _row(*("---" for _head in heads))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _scope(pack: RulePack) -> Iterator[str]:
    to = f"đến hết ngày {pack.received_to:%d/%m/%Y}" if pack.received_to else "trở đi"
    working = calendar(pack.calendar)
    yield f"- Hồ sơ tiếp nhận từ ngày {pack.received_from:%d/%m/%Y} {to}."
    yield f"- Lịch ngày làm việc: `{working.id}` ({working.source})."
    yield f"- SHA-256 của tệp: `{pack.hash}`; ghi vào từng đề nghị tiếp nhận theo gói này."


def _statuses(pack: RulePack) -> Iterator[str]:
    counted = Counter(placed.basis.status for placed in parameters(pack))
    yield from _table("mức độ", "nghĩa", "số tham số")
    yield from (
        _row(STATUSES[status], meaning, str(counted[status])) for status, meaning in _MEANINGS.items()
    )


def _instruments(pack: RulePack) -> Iterator[str]:
    """The texts, with how many parameters rest on each, so that a lawyer sees which to read first."""
    resting = Counter(
        (placed.basis.instrument, placed.basis.status.may_decide) for placed in parameters(pack)
    )
    yield from _table("văn bản, nguồn", "mã", "tham số đã kiểm chứng", "chưa kiểm chứng")
    for key, title in pack.instruments.items():
        yield _row(title, f"`{key}`", str(resting[key, True]), str(resting[key, False]))


def _overview(pack: RulePack) -> Iterator[str]:
    yield from _table("danh hiệu, hình thức", "mã", "loại", "đối tượng", "tuyến", "cấp", "người quyết định")
    for award in pack.awards.values():
        whom = f"{words(award.candidates)}{', cả người ngoài ngành' if award.outsiders else ''}"
        signer = _DECIDERS[award.authority.decider] if award.authority.decider else "chưa rõ"
        sure = "" if award.authority.status.may_decide else " (?)"
        link = f"[{award.name}](#{_anchor(_heading(award))})"
        sort = (WORDS[award.track], whom, words(award.routes), WORDS[award.level])
        yield _row(link, f"`{award.code}`", *sort, f"{signer}{sure}")


def _heading(award: Award) -> str:
    return f"{award.name} (`{award.code}`)"


def _anchor(heading: str) -> str:
    """The anchor that a heading gets on the page: letters, digits, hyphens and underscores."""
    kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in "-_ ")
    return kept.replace(" ", "-")


def _common(pack: RulePack) -> Iterator[str]:
    yield from (_COMMON, "")
    yield from _table("điều kiện", "áp dụng cho", "nội dung", "mức độ", "nguồn", "câu hỏi")
    for criterion in _shared(pack):
        whose = [award for award in pack.awards.values() if criterion in _criteria(award)]
        whom = "tất cả" if len(whose) == len(pack.awards) else _whom(criterion, whose, pack)
        yield _row(f"`{criterion.id}`", whom, check(criterion), *_basis(criterion.basis, asks=True))


def _whom(criterion: Criterion, whose: list[Award], pack: RulePack) -> str:
    """The sort of candidates, where every award for them on those tracks has it; else the awards."""
    tracks = {award.track for award in whose}
    for kind in criterion.candidates:
        meant = [award for award in pack.awards.values() if kind in award.candidates]
        if criterion.candidates == (kind,) and whose == meant:
            return f"mọi {WORDS[kind]}"
        if criterion.candidates == (kind,) and whose == [award for award in meant if award.track in tracks]:
            return f"{WORDS[kind]} (khen thưởng {words(tuple(sorted(tracks)))})"
    return codes(tuple(award.code for award in whose))


def _criteria(award: Award) -> tuple[Criterion, ...]:
    """The conditions that concern some candidate of the award on some route."""
    sorts = [(kind, route) for kind in award.candidates for route in award.routes]
    return tuple(entry for entry in award.criteria if any(entry.concerns(*sort) for sort in sorts))


def _shared(pack: RulePack) -> tuple[Criterion, ...]:
    """The conditions that several awards have, word for word."""
    counted = Counter(criterion for award in pack.awards.values() for criterion in _criteria(award))
    return tuple(criterion for criterion, times in counted.items() if times > 1)


def _awards(pack: RulePack) -> Iterator[str]:
    """Each award under its own heading."""
    for award in pack.awards.values():
        yield from _award(award, _shared(pack))


def _award(award: Award, shared: tuple[Criterion, ...]) -> Iterator[str]:
    yield from (f"### {_heading(award)}", "")
    yield from _table("tham số", "nội dung", "mức độ", "nguồn", "câu hỏi")
    for placed in (*_single(award), *_own(award, shared)):
        asks = placed.subject.startswith("điều kiện")
        yield _row(placed.subject, placed.told, *_basis(placed.basis, asks=asks))
    for basis, papers in groupby(award.papers, lambda paper: paper.basis):
        yield _row("giấy tờ", "; ".join(_paper(paper) for paper in papers), *_basis(basis))
    yield ""
    yield from _silent(award, shared)


def _own(award: Award, shared: tuple[Criterion, ...]) -> Iterator[Placed]:
    return (_condition(entry) for entry in _criteria(award) if entry not in shared)


def _silent(award: Award, shared: tuple[Criterion, ...]) -> Iterator[str]:
    """What stands elsewhere on the page, and what the pack does not say at all."""
    common = tuple(entry.id for entry in _criteria(award) if entry in shared)
    if common:
        yield f"- Cùng các điều kiện chung: {', '.join(f'`{name}`' for name in common)}."
    if award.downgrade_to:
        yield f"- Có thể hạ xuống `{award.downgrade_to}`."
    absent = [
        name
        for name, found in (
            ("tỷ lệ tối đa", award.caps),
            ("tỷ lệ phiếu", award.vote),
            ("mức tiền thưởng", award.prize),
            ("thành phần hồ sơ", award.papers),
        )
        if not found
    ]
    if absent:
        yield f"- Gói này không ghi: {', '.join(absent)}."
    yield ""


def _basis(basis: Basis, *, asks: bool = False) -> tuple[str, str, str]:
    """Status, source and question as cells; of what is verified the question stands only where a human is asked."""
    question = basis.question if asks or not basis.status.may_decide else ""
    status = STATUSES[basis.status]
    shown = f"**{status}**" if basis.status.may_decide else status
    return shown, _citation(basis), question or _NOTHING


def _citation(basis: Basis) -> str:
    """Instrument and article as lawyers write them."""
    return ", ".join(part for part in (basis.title, basis.article) if part) or "chưa tìm thấy quy định"


def _path(pack: RulePack) -> Iterator[str]:
    yield from (_PATH, "")
    yield from _table(
        "bước", "chờ ai", "hạn", "nhắc trước", "báo cấp trên sau", "báo ai", "mức độ", "nguồn", "câu hỏi"
    )
    for limit in pack.path.values():
        days = (str(limit.limit_days), str(limit.remind_before_days), str(limit.escalate_after_days))
        step = (STEPS[limit.step], ROLES[limit.awaits], *days, ROLES[limit.escalate_to])
        yield _row(*step, *_basis(limit.basis))


def _provisions(pack: RulePack) -> Iterator[str]:
    yield from _table("quy định", "nội dung", "mức độ", "nguồn", "câu hỏi")
    for entry in pack.provisions:
        yield _row(f"`{entry.id}`", entry.text, *_basis(entry.basis))


def _open(pack: RulePack) -> dict[tuple[str, Status, str], list[str]]:
    """Every question of what is not verified, once, with all that it is about."""
    about: dict[tuple[str, Status, str], list[str]] = {}
    for placed in parameters(pack):
        basis = placed.basis
        if not basis.status.may_decide:
            about.setdefault((basis.question, basis.status, _citation(basis)), []).append(placed.called)
    return about


def _questions(pack: RulePack) -> Iterator[str]:
    """The open questions, those first on which most depends."""
    asked = sorted(_open(pack).items(), key=lambda entry: -len(entry[1]))
    yield from (_QUESTIONS, "")
    yield from _table("số", "câu hỏi", "số tham số", "về", "mức độ", "nguồn đang dùng")
    for number, ((question, status, source), subjects) in enumerate(asked, 1):
        yield _row(str(number), question, str(len(subjects)), _about(subjects), STATUSES[status], source)


_MANY = 4


def _about(subjects: list[str]) -> str:
    unique = list(dict.fromkeys(subjects))
    more = f"; và {len(unique) - _MANY} tham số nữa" if len(unique) > _MANY else ""
    return "; ".join(unique[:_MANY]) + more


def parameters(pack: RulePack) -> Iterator[Placed]:
    """Every parameter that has a status, in the order of the page; what several awards share comes once."""
    shared = _shared(pack)
    for criterion in shared:
        yield _condition(criterion)
    for award in pack.awards.values():
        for subject, told, basis, _award in (*_single(award), *_own(award, shared), *_papers(award)):
            yield Placed(f"`{award.code}`: {subject}", told, basis, award.name)
    for limit in pack.path.values():
        yield Placed(f"bước “{STEPS[limit.step]}”", f"{limit.limit_days} ngày làm việc", limit.basis)
    for provision in pack.provisions:
        yield Placed(f"quy định `{provision.id}`", provision.text, provision.basis)


_OVER = {
    CountedOver.PROPOSING_UNIT: "trong từng đơn vị đề nghị",
    CountedOver.DECIDING_LEVEL: "trong tất cả các đơn vị do cấp này quyết định",
}


def _single(award: Award) -> Iterator[Placed]:
    """What an award has at most one of, and its caps."""
    rule = award.authority
    signer = f"; người quyết định: {_DECIDERS[rule.decider]}" if rule.decider else ""
    yield Placed("thẩm quyền", f"cấp xét: {WORDS[rule.value]}{signer}", rule.basis)
    for cap in award.caps:
        yield Placed(f"tỷ lệ tối đa tuyến {WORDS[cap.route]}", _cap(cap), cap.basis)
        over = _OVER[cap.scope.value] if cap.scope else "không ghi: tính cả hai cách, khác nhau thì hỏi"
        yield Placed(f"phạm vi tính tỷ lệ tuyến {WORDS[cap.route]}", over, cap.scope_basis)
    if award.vote:
        yield Placed("biểu quyết", _vote(award.vote), award.vote.basis)
    if award.vote and award.vote.quorum:
        yield Placed("số thành viên phải có mặt", _quorum(award.vote.quorum), award.vote.quorum.basis)
    if award.procedure:
        yield Placed("thủ tục", WORDS[award.procedure.value], award.procedure.basis)
    if award.public_comment:
        comment = award.public_comment
        days = f"ít nhất {comment.min_working_days} ngày làm việc trước phiên họp Hội đồng"
        yield Placed("lấy ý kiến nhân dân", f"{days} cấp {WORDS[comment.level]}", comment.basis)
    if award.prize:
        times = f"{award.prize.tenths // 10},{award.prize.tenths % 10} lần mức lương cơ sở"
        yield Placed("tiền thưởng", times, award.prize.basis)


def _condition(criterion: Criterion) -> Placed:
    return Placed(f"điều kiện `{criterion.id}`", _limited(criterion), criterion.basis)


def _limited(criterion: Criterion) -> str:
    """What is compared, and for whom where that is not everybody."""
    told = "người thẩm định đánh giá" if isinstance(criterion, Judgement) else check(criterion)
    routes = f" (tuyến {words(criterion.routes)})" if len(criterion.routes) == 1 else ""
    candidates = f" ({words(criterion.candidates)})" if len(criterion.candidates) == 1 else ""
    return f"{told}{routes}{candidates}"


def _papers(award: Award) -> Iterator[Placed]:
    return (Placed(f"giấy tờ `{paper.id}`", paper.name, paper.basis) for paper in award.papers)


def _paper(paper: Paper) -> str:
    return f"{paper.name} ({words(paper.candidates)})" if len(paper.candidates) == 1 else paper.name


def _vote(vote: VoteRule) -> str:
    absent = "lấy ý kiến bằng văn bản" if vote.absent == "written" else "không được biểu quyết"
    share = f"phiếu {WORDS[vote.ballot]}, ít nhất {vote.pass_percent} % {_OF_WHOM[vote.denominator]}"
    return f"{share}; người vắng mặt {absent}"


def _quorum(quorum: Quorum) -> str:
    return f"{quorum.numerator}/{quorum.denominator} số thành viên"


def _cap(cap: Cap) -> str:
    population = f"số được công nhận {codes(cap.of)}" if cap.of else "quân số, biên chế đơn vị"
    least = f", dưới {cap.minimum} thì tính là {cap.minimum}" if cap.minimum else ""
    return f"{cap.percent} % {population}, làm tròn xuống{least}"


_ASKED = "Câu hỏi còn mở"
_CHAPTERS: Mapping[str, Callable[[RulePack], Iterator[str]]] = {
    _ASKED: _questions,
    "Mức độ chắc chắn": _statuses,
    "Văn bản": _instruments,
    "Các danh hiệu, hình thức khen thưởng": _overview,
    "Điều kiện chung": _common,
    "Từng danh hiệu, hình thức": _awards,
    "Tuyến xử lý và thời hạn": _path,
    "Quy định khác": _provisions,
}
"""The page by its headings: what is open comes first, for it is what a lawyer is asked."""
