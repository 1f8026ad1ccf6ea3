"""What a dossier still lacks or contradicts before it is submitted, each remark with the clause that asks for it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.dossier.commands import LineDraft
from domain.nomination.known import facts_on
from domain.nomination.state import Candidate
from domain.refusal import Refusal
from domain.refusals import sentences as refusal_sentences
from domain.register.state import PersonRecord, UnitRecord
from domain.rules.assess import Finding, assess
from domain.rules.basis import Basis, Status
from domain.rules.criteria import Criterion
from domain.rules.criteria.initiatives import RecognisedInitiative
from domain.rules.criteria.service import ServiceMonths
from domain.rules.criteria.titles import (
    ConsecutiveTitles,
    NoSameYearTitle,
    OncePerPerson,
    SameYearTitle,
    TitlesInWindow,
)
from domain.rules.criteria.units import TargetsExceeded
from domain.rules.duration import whole_months
from domain.rules.facts import Facts
from domain.rules.pack import Award, Cap, Paper, RulePack
from domain.rules.sentences import sentences
from domain.rules.voting import cap_limit
from domain.telling import award_name
from domain.values import CandidateKind, Route, Verdict

_NONE = Basis(Status.VERIFIED, title="Dữ liệu của hồ sơ")
"""What a remark rests on that needs no law: the dossier contradicts itself."""
_ROUNDING_MONTHS = 1
_BY_REGISTER = frozenset(
    kind.kind for kind in (SameYearTitle, ConsecutiveTitles, TitlesInWindow, OncePerPerson)
)
"""Conditions that a dossier alone cannot settle: the title may be on the register."""


class Weight(StrEnum):
    """Whether a remark must be mended, or a human must look."""

    FAULT = "fault"
    CHECK = "check"


class Matter(StrEnum):
    """What a remark is about."""

    PAPER = "paper"
    AWARD = "award"
    DUPLICATE = "duplicate"
    CLAIM = "claim"
    TITLE = "title"
    INITIATIVE = "initiative"
    SERVICE = "service"
    CRITERION = "criterion"
    EXCLUSION = "exclusion"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to mend or to look at. `line` counts from 1; 0 is the dossier as a whole."""

    weight: Weight
    matter: Matter
    line: int
    award: str
    sentence: str
    source: str
    instrument: str = ""
    article: str = ""
    status: Status = Status.VERIFIED


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is about to be submitted.

    `papers` are the kinds of those that lie in the dossier for all its lines, `line_papers` of those that belong to
    one line, by its number.
    """

    unit: str
    route: Route
    year: int
    lines: tuple[LineDraft, ...]
    papers: frozenset[str] = frozenset()
    line_papers: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def has_paper(self, number: int, paper: str) -> bool:
        """Whether a paper of that kind lies in the dossier for that line."""
        return paper in self.papers or paper in self.line_papers.get(number, ())


@dataclass(frozen=True, slots=True)
class Register:
    """What the register knows of the candidates, by pseudonymous id, and of the unit that proposes them."""

    persons: Mapping[str, PersonRecord]
    units: Mapping[str, UnitRecord]
    strength: int | None = None


def lint(
    proposal: Proposal, pack: RulePack, today: date, register: Register | None = None
) -> tuple[Remark, ...]:
    """Every remark, those on the dossier as a whole first; without a register, what it would settle is only asked.

    Nothing here decides: the rules decide when the line is appraised.
    """
    whole = (*_duplicates(proposal), *_papers(proposal, pack), *_caps(proposal, pack, register))
    lines = (
        remark
        for number, line in enumerate(proposal.lines, start=1)
        for remark in _Line(proposal, pack, today, register, number, line).remarks()
    )
    return tuple(sorted((*whole, *lines), key=lambda remark: remark.line))


def _remark(  # noqa: PLR0913, PLR0917 - the parts of a sentence
    weight: Weight, matter: Matter, line: int, award: str, sentence: str, basis: Basis = _NONE
) -> Remark:
    return Remark(
        weight, matter, line, award, sentence, basis.source, basis.instrument, basis.article, basis.status
    )


def _weighed(basis: Basis) -> Weight:
    """Only what was verified is a fault; about anything else a human is asked."""
    return Weight.FAULT if basis.status.may_decide else Weight.CHECK


# The dossier as a whole


def _duplicates(proposal: Proposal) -> Iterator[Remark]:
    lines: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, line in enumerate(proposal.lines, start=1):
        lines[line.candidate, line.award].append(number)
    for (candidate, award), numbers in lines.items():
        if len(numbers) > 1:
            told = ", ".join(map(str, numbers))
            sentence = f"{candidate} được đề nghị {named(award)} nhiều lần, ở các dòng {told}"
            yield _remark(Weight.FAULT, Matter.DUPLICATE, numbers[-1], award, sentence)


def _papers(proposal: Proposal, pack: RulePack) -> Iterator[Remark]:
    """Each paper once: what the dossier does not name as its own is missing, or somebody must say if it is needed."""
    asking: defaultdict[Paper, dict[int, str]] = defaultdict(dict)
    for number, line in enumerate(proposal.lines, start=1):
        award = pack.awards.get(line.award)
        for paper in award.papers if award else ():
            if line.kind in paper.candidates and not proposal.has_paper(number, paper.id):
                asking[paper][number] = line.award
    given = frozenset[str]().union(*proposal.line_papers.values())
    for paper, lines in asking.items():
        weight, awards = _weighed(paper.basis), tuple(dict.fromkeys(lines.values()))
        needed = f"thiếu “{paper.name}” ({paper.id})"
        asked = f"có phải nộp “{paper.name}” ({paper.id}) không? {paper.basis.question}"
        place = f" (dòng {', '.join(map(str, lines))})" if paper.id in given else ""
        names = ", ".join(map(named, awards))
        sentence = f"{names}: {needed if weight is Weight.FAULT else asked}{place}"
        yield _remark(weight, Matter.PAPER, 0, ", ".join(awards), sentence, paper.basis)


def _caps(proposal: Proposal, pack: RulePack, register: Register | None) -> Iterator[Remark]:
    """More proposed than the cap allows of what is proposed here: a warning, for the council counts what it grants."""
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for line in proposal.lines:
        holders[line.award].add(line.candidate)
    for code, candidates in holders.items():
        cap = pack.awards[code].cap_for(proposal.route) if code in pack.awards else None
        population = _population(cap, holders, register) if cap else None
        if cap and population is not None and len(candidates) > cap_limit(cap, population):
            limit = cap_limit(cap, population)
            sentence = (
                f"{named(code)}: đề nghị {len(candidates)}, giới hạn {limit} ({cap.percent} % của {population},"
                f" ít nhất {cap.minimum}; tính trong hồ sơ này)"
            )
            yield _remark(Weight.CHECK, Matter.CAP, 0, code, sentence, cap.basis)


def _population(cap: Cap, holders: Mapping[str, set[str]], register: Register | None) -> int | None:
    if cap.of:
        return len(set().union(*(holders.get(code, set()) for code in cap.of)))
    return register.strength if register else None


def named(award: str) -> str:
    """The award by its name, as in every remark."""
    return award_name(award)[0]


# One line


@dataclass(frozen=True, slots=True)
class _Line:
    """A line and what it is held against."""

    proposal: Proposal
    pack: RulePack
    today: date
    register: Register | None
    number: int
    draft: LineDraft

    def remarks(self) -> Iterator[Remark]:
        """Whether the award fits, then what is claimed, then what the conditions would say."""
        award = self.pack.awards.get(self.draft.award)
        if award is None:
            yield self._fault(Matter.AWARD, f"gói quy định {self.pack.id} không có danh hiệu này")
            return
        if self.draft.kind not in award.candidates or self.proposal.route not in award.routes:
            yield self._fault(Matter.AWARD, "danh hiệu này không dành cho đối tượng hoặc tuyến này")
            return
        yield from self._figures(award)
        yield from self._titles()
        yield from self._initiative(award)
        yield from self._service()
        yield from self._exclusions(award)
        yield from self._conditions(award)

    def _fault(self, matter: Matter, sentence: str, basis: Basis = _NONE) -> Remark:
        return self._said(Weight.FAULT, matter, sentence, basis)

    def _check(self, matter: Matter, sentence: str, basis: Basis = _NONE) -> Remark:
        return self._said(Weight.CHECK, matter, sentence, basis)

    def _said(self, weight: Weight, matter: Matter, sentence: str, basis: Basis) -> Remark:
        told = f"dòng {self.number} ({named(self.draft.award)}): {sentence}"
        return _remark(weight, matter, self.number, self.draft.award, told, basis)

    def _figures(self, award: Award) -> Iterator[Remark]:
        """Figures that belong to the other kind of candidate, and those that a condition asks for."""
        claims, person = self.draft.claims, self.draft.kind is CandidateKind.INDIVIDUAL
        if claims.service_months is not None and not person:
            yield self._fault(Matter.CLAIM, "tập thể không kê khai thời gian công tác (service_months)")
        if claims.targets_percent is not None and person:
            yield self._fault(
                Matter.CLAIM, "cá nhân không kê khai tỷ lệ hoàn thành chỉ tiêu (targets_percent)"
            )
        for criterion in award.criteria_for(self.draft.kind, self.proposal.route):
            if isinstance(criterion, ServiceMonths) and claims.service_months is None and person:
                yield self._lacks(criterion, "chưa kê khai thời gian công tác (service_months)")
            if isinstance(criterion, TargetsExceeded) and claims.targets_percent is None and not person:
                yield self._lacks(criterion, "chưa kê khai tỷ lệ hoàn thành chỉ tiêu (targets_percent)")

    def _lacks(self, criterion: Criterion, sentence: str) -> Remark:
        return self._said(_weighed(criterion.basis), Matter.CLAIM, sentence, criterion.basis)

    def _titles(self) -> Iterator[Remark]:
        """Every claimed title has a decision, a year gone by, and an award that such a candidate may hold."""
        claimed = self.draft.claims.titles
        for title in claimed:
            told = f"danh hiệu {named(title.award)} năm {title.year}"
            if not title.decision.strip():
                yield self._fault(Matter.TITLE, f"{told} không có số quyết định")
            if title.year > self.proposal.year:
                yield self._fault(Matter.TITLE, f"{told} sau năm đề nghị {self.proposal.year}")
            award = self.pack.awards.get(title.award)
            if award is None:
                yield self._check(Matter.TITLE, f"{told}: gói quy định {self.pack.id} không có danh hiệu này")
            elif self.draft.kind not in award.candidates:
                yield self._fault(Matter.TITLE, f"{told} không dành cho đối tượng này")
        for (code, year), times in Counter((title.award, title.year) for title in claimed).items():
            if times > 1:
                yield self._fault(Matter.TITLE, f"danh hiệu {named(code)} năm {year} kê khai {times} lần")
        yield from self._unregistered()

    def _unregistered(self) -> Iterator[Remark]:
        """Claimed titles that the register does not know."""
        if self.register is None:
            return
        held = {(title.award, title.year) for title in self._person.titles}
        for title in self.draft.claims.titles:
            if (title.award, title.year) not in held:
                sentence = (
                    f"danh hiệu {named(title.award)} năm {title.year} ({title.decision}) chưa có trên sổ"
                )
                yield self._check(Matter.TITLE, sentence)

    def _initiative(self, award: Award) -> Iterator[Remark]:
        claim = self.draft.claims.initiative
        if claim is None or claim.certificate.strip():
            return
        asking = next((one for one in award.criteria if isinstance(one, RecognisedInitiative)), None)
        basis = asking.basis if asking else _NONE
        yield self._fault(Matter.INITIATIVE, "sáng kiến không có số giấy chứng nhận", basis)

    def _service(self) -> Iterator[Remark]:
        """The months claimed beside the first day of service on the register, a month's rounding apart."""
        claimed, service = self.draft.claims.service_months, self._person.service
        if claimed is None or not service:
            return
        first = min(period.first for period in service)
        last = min(self.today, date(self.proposal.year, 12, 31))
        months = whole_months(first, last)
        if abs(months - claimed) > _ROUNDING_MONTHS:
            sentence = f"kê khai {claimed} tháng công tác, sổ ghi từ {first:%d/%m/%Y}: {months} tháng"
            yield self._fault(Matter.SERVICE, sentence)

    def _exclusions(self, award: Award) -> Iterator[Remark]:
        """Awards sought side by side that exclude each other in one year."""
        beside = set(self._together)
        for criterion in award.criteria_for(self.draft.kind, self.proposal.route):
            clash = beside & set(criterion.awards) if isinstance(criterion, NoSameYearTitle) else set()
            if clash:
                sentence = f"không cùng năm với {', '.join(map(named, sorted(clash)))}, cũng được đề nghị ở hồ sơ này"
                yield self._said(_weighed(criterion.basis), Matter.EXCLUSION, sentence, criterion.basis)

    def _conditions(self, award: Award) -> Iterator[Remark]:
        """Conditions that are not met, or hold the line, on what is known now."""
        try:
            found = assess(self._facts(), award, self.pack).findings
        except Refusal as refusal:
            yield self._fault(Matter.CLAIM, refusal_sentences(refusal)[0])
            return
        for finding in found:
            if finding.verdict in {Verdict.NOT_MET, Verdict.HELD}:
                yield self._finding(finding)

    def _finding(self, finding: Finding) -> Remark:
        unsure = self.register is None and finding.kind in _BY_REGISTER
        sentence = sentences(finding)[0] + (" Chưa đối chiếu với sổ." if unsure else "")
        return Remark(
            Weight.CHECK if unsure else Weight.FAULT,
            Matter.CRITERION,
            self.number,
            self.draft.award,
            f"dòng {self.number} ({named(self.draft.award)}): {sentence}",
            finding.source,
            finding.instrument,
            finding.article,
            Status(finding.status),
        )

    @property
    def _person(self) -> PersonRecord:
        known = self.register.persons if self.register else {}
        return known.get(self.draft.candidate, PersonRecord())

    @property
    def _together(self) -> tuple[str, ...]:
        draft = self.draft
        others = (line.award for line in self.proposal.lines if line.candidate == draft.candidate)
        return tuple(code for code in others if code != draft.award)

    def _facts(self) -> Facts:
        draft, proposal = self.draft, self.proposal
        track = self.pack.award(draft.award).track
        candidate = Candidate(draft.candidate, draft.kind, proposal.route, draft.award, proposal.year, track)
        units = self.register.units if self.register else {}
        unit = units.get(draft.candidate, UnitRecord())
        return facts_on(self.today, candidate, draft.claims, self._together, self.pack, self._person, unit)
