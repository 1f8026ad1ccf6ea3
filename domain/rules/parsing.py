"""From a pack's file to the pack: strict, because a mistake in the law must be found before it decides."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from domain.rules.basis import Basis, Status
from domain.rules.criteria import Criterion
from domain.rules.located import Located, loads
from domain.rules.pack import (
    AbsentVote,
    AuthorityRule,
    Award,
    Ballot,
    Cap,
    CapScope,
    CountedOver,
    Decider,
    Denominator,
    Level,
    Paper,
    Prize,
    Procedure,
    ProcedureRule,
    Provision,
    PublicComment,
    Quorum,
    RulePack,
    StepLimit,
    VoteRule,
)
from domain.rules.parsing_criteria import parse_criterion
from domain.rules.reading import Entry, Flaw, MalformedPackError
from domain.values import Authority, CandidateKind, Role, Route, Track

_T = TypeVar("_T")
_EVERYONE = tuple(CandidateKind)


def parse_pack(raw: bytes, file: str) -> RulePack:
    """Read a pack; raises `MalformedPackError` naming the file's line, the place in it and what is wrong."""
    entry = Entry(file, "", _object(raw, file))
    instruments = _instruments(entry.entry("instruments"))
    parser = _Parser(instruments)
    pack = RulePack(
        id=entry.text("id"),
        title=entry.text("title"),
        hash=hashlib.sha256(raw).hexdigest(),
        received_from=entry.day("received_from"),
        received_to=entry.day_or_none("received_to"),
        calendar=entry.text("calendar"),
        instruments=instruments,
        awards=parser.awards(entry),
        path=MappingProxyType(_by(lambda limit: limit.step, _each(entry.entries("path"), parser.step))),
        provisions=tuple(found for found, _at in _each(entry.entries("provisions"), parser.provision)),
    )
    if pack.received_to is not None and pack.received_to < pack.received_from:
        raise entry.wrong(Flaw.WRONG_DATE, "'received_to' lies before 'received_from'")
    if f"{pack.id}.json" != file:
        raise entry.wrong(Flaw.WRONG_VALUE, f"the pack {pack.id!r} must lie in {pack.id}.json")
    entry.closed()
    return pack


def _object(raw: bytes, file: str) -> Located:
    try:
        data = loads(raw.decode())
    except json.JSONDecodeError as error:
        raise MalformedPackError(Flaw.NOT_JSON, file, error.lineno, "", error.msg) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise MalformedPackError(Flaw.NOT_JSON, file, 1, "", str(error)) from error
    if not isinstance(data, Located):
        raise MalformedPackError(Flaw.NOT_JSON, file, 1, "", "a pack is one JSON object")
    return data


def _instruments(entry: Entry) -> Mapping[str, str]:
    found = {key: entry.text(key) for key in entry.data}
    entry.closed()
    return MappingProxyType(found)


def _each(entries: Iterable[Entry], parse: Callable[[Entry], _T]) -> Iterator[tuple[_T, Entry]]:
    """Parse every entry to its last member."""
    for entry in entries:
        parsed = parse(entry)
        entry.closed()
        yield parsed, entry


def _by(key: Callable[[_T], str], found: Iterable[tuple[_T, Entry]]) -> dict[str, _T]:
    named: dict[str, _T] = {}
    for value, entry in found:
        if key(value) in named:
            raise entry.wrong(Flaw.ID_TWICE, f"{key(value)!r} is given more than once")
        named[key(value)] = value
    return named


def _none_twice(ids: Iterable[str], entry: Entry) -> None:
    twice = sorted(name for name, times in Counter(ids).items() if times > 1)
    if twice:
        raise entry.wrong(Flaw.ID_TWICE, f"given more than once: {twice}")


@dataclass(frozen=True, slots=True)
class _Common:
    """A condition that the pack sets for many awards at once."""

    tracks: tuple[Track, ...]
    criterion: Criterion

    def concerns(
        self, track: Track, candidates: tuple[CandidateKind, ...], routes: tuple[Route, ...]
    ) -> bool:
        """Whether it says anything to an award of that track for these candidates on these routes."""
        met = any(self.criterion.concerns(kind, route) for kind in candidates for route in routes)
        return met and track in self.tracks


@dataclass(frozen=True, slots=True)
class _Parser:
    """Parses the parameters of one pack, whose instruments every basis must name."""

    instruments: Mapping[str, str]

    def basis(self, entry: Entry, *, asks: bool = False) -> Basis:
        """Status, instrument and article; a question where a human must answer, and always where `asks`."""
        status = entry.choice("status", Status)
        instrument = entry.text("instrument", "" if status is Status.UNKNOWN else None)
        if instrument and instrument not in self.instruments:
            raise entry.wrong(Flaw.UNKNOWN_INSTRUMENT, f"{instrument!r} is not among the pack's instruments")
        article = entry.text("article", "")
        if status.may_decide and not article.strip():
            raise entry.wrong(Flaw.ARTICLE_MISSING, "a verified parameter must name its article")
        question = entry.text("question", "")
        if not question.strip() and (asks or not status.may_decide):
            raise entry.wrong(Flaw.QUESTION_MISSING, "the question that a human must answer is missing")
        question_en = entry.english("question_en", "")
        if bool(question.strip()) != bool(question_en.strip()):
            raise entry.wrong(Flaw.QUESTION_MISSING, "a question is put in both languages or not at all")
        title = self.instruments.get(instrument, "")
        return Basis(status, instrument, title, article, question, question_en)

    def awards(self, entry: Entry) -> Mapping[str, Award]:
        """The awards, each with its own conditions and those that the pack sets for all of its track."""
        common = tuple(found for found, _at in _each(entry.entries("common"), self.common))
        read = [(self.award(one, common), one) for one in entry.entries("awards", required=True)]
        found = _by(lambda award: award.code, read)
        for award, one in read:
            _check_named(award, one, found)
            _check_cycle(award, one, found)
        return MappingProxyType(found)

    def common(self, entry: Entry) -> _Common:
        """A condition for the awards of some tracks, or of all."""
        return _Common(entry.choices("tracks", Track, tuple(Track)), self.criterion(entry))

    def award(self, entry: Entry, common: tuple[_Common, ...]) -> Award:
        """One award with its own conditions, and those of the pack that say anything to it."""
        whom = (
            entry.choice("track", Track),
            entry.choices("candidates", CandidateKind),
            entry.choices("routes", Route),
        )
        track, candidates, routes = whom
        own = tuple(found for found, _at in _each(entry.entries("criteria"), self.criterion))
        shared = tuple(one.criterion for one in common if one.concerns(*whom))
        award = Award(
            code=entry.text("code"),
            name=entry.text("name"),
            name_en=entry.english("name_en"),
            track=track,
            level=entry.choice("level", Level),
            candidates=candidates,
            routes=routes,
            authority=self._one(entry, "authority", self.authority),
            criteria=(*own, *shared),
            caps=tuple(found for found, _at in _each(entry.entries("caps"), self.cap)),
            vote=self._optional(entry, "vote", self.vote),
            papers=tuple(found for found, _at in _each(entry.entries("papers"), self.paper)),
            procedure=self._optional(entry, "procedure", self.procedure),
            public_comment=self._optional(entry, "public_comment", self.public_comment),
            prize=self._optional(entry, "prize", self.prize),
            downgrade_to=entry.text("downgrade_to", ""),
            outsiders=entry.flag("outsiders", default=False),
        )
        entry.closed()
        _none_twice((criterion.id for criterion in award.criteria), entry)
        _none_twice((paper.id for paper in award.papers), entry)
        _none_twice((str(cap.route) for cap in award.caps), entry)
        return award

    def _one(self, entry: Entry, name: str, parse: Callable[[Entry], _T]) -> _T:
        within = entry.entry(name)
        found = parse(within)
        within.closed()
        return found

    def _optional(self, entry: Entry, name: str, parse: Callable[[Entry], _T]) -> _T | None:
        return self._one(entry, name, parse) if entry.has(name) else None

    def criterion(self, entry: Entry) -> Criterion:
        return parse_criterion(entry, self.basis(entry, asks=True))

    def authority(self, entry: Entry) -> AuthorityRule:
        decider = entry.choice("decider", Decider) if entry.has("decider") else None
        return AuthorityRule(entry.choice("value", Authority), decider, basis=self.basis(entry))

    def procedure(self, entry: Entry) -> ProcedureRule:
        return ProcedureRule(entry.choice("value", Procedure), basis=self.basis(entry))

    def cap(self, entry: Entry) -> Cap:
        return Cap(
            entry.choice("route", Route),
            entry.percent("percent"),
            entry.texts("of"),
            entry.whole("minimum"),
            self._optional(entry, "scope", self.cap_scope),
            basis=self.basis(entry),
        )

    def cap_scope(self, entry: Entry) -> CapScope:
        return CapScope(entry.choice("value", CountedOver), basis=self.basis(entry))

    def vote(self, entry: Entry) -> VoteRule:
        return VoteRule(
            entry.choice("ballot", Ballot),
            entry.percent("pass_percent"),
            entry.choice("denominator", Denominator),
            entry.choice("absent", AbsentVote),
            entry.flag("recused_leave", default=False),
            self._optional(entry, "quorum", self.quorum),
            basis=self.basis(entry),
        )

    def quorum(self, entry: Entry) -> Quorum:
        rule = Quorum(entry.positive("numerator"), entry.positive("denominator"), basis=self.basis(entry))
        if rule.numerator > rule.denominator:
            raise entry.wrong(Flaw.WRONG_VALUE, "a quorum is at most all members")
        return rule

    def paper(self, entry: Entry) -> Paper:
        candidates = entry.choices("candidates", CandidateKind, _EVERYONE)
        return Paper(entry.text("id"), entry.text("name"), candidates, basis=self.basis(entry))

    def public_comment(self, entry: Entry) -> PublicComment:
        return PublicComment(
            entry.positive("min_working_days"), entry.choice("level", Level), basis=self.basis(entry)
        )

    def prize(self, entry: Entry) -> Prize:
        return Prize(entry.positive("tenths"), basis=self.basis(entry))

    def provision(self, entry: Entry) -> Provision:
        return Provision(entry.text("id"), entry.text("text"), basis=self.basis(entry))

    def step(self, entry: Entry) -> StepLimit:
        return StepLimit(
            step=entry.text("step"),
            awaits=entry.choice("awaits", Role),
            limit_days=entry.whole("limit_days"),
            remind_before_days=entry.whole("remind_before_days"),
            escalate_after_days=entry.whole("escalate_after_days"),
            escalate_to=entry.choice("escalate_to", Role),
            basis=self.basis(entry),
        )


def _check_named(award: Award, entry: Entry, known: Mapping[str, Award]) -> None:
    excluded = [code for criterion in award.criteria for code in getattr(criterion, "awards", ())]
    capped = [code for cap in award.caps for code in cap.of]
    named = {*excluded, *capped, award.downgrade_to or award.code}
    unknown = sorted(named - set(known))
    if unknown:
        raise entry.wrong(Flaw.UNKNOWN_AWARD, f"award {award.code} names unknown awards {unknown}")


def _check_cycle(award: Award, entry: Entry, known: Mapping[str, Award]) -> None:
    """No award may be its own prerequisite, directly or by way of others: nobody could ever win it."""
    before, seen = list(award.prerequisites), set[str]()
    while before:
        code = before.pop()
        if code == award.code:
            raise entry.wrong(Flaw.PREREQUISITE_CYCLE, f"award {code} is a prerequisite of itself")
        if code not in seen and code in known:
            seen.add(code)
            before += known[code].prerequisites
