"""What came of a replay, told as it is found: lines for people, one JSON object for programs, nothing kept."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from domain.rules.assess import Finding
from domain.rules.pack import RulePack
from domain.rules.replay import CapReading, Change, Fate, Reassessed, Recapped
from domain.rules.sentences import VERDICTS, sentences
from domain.telling import award_name
from domain.values import Answer

Found = Iterable[Reassessed | Recapped]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One template for each line; `index` picks the language where the rules speak both."""

    index: int
    heading: str
    line: str
    gone: str
    before: str
    after: str
    unset: str
    answers: Mapping[Answer, str]
    cap: str
    unknown_cap: str
    no_cap: str
    settled: str
    unsettled: str
    excess: str
    summary: str


WORDS: Final[Mapping[str, Words]] = {
    "vi": Words(
        index=0,
        heading="Nếu áp dụng gói quy định {pack} ({title}):",
        line="{nomination}, {award} năm {year}, {unit}: {old} → {new}",
        gone="{nomination}, {award} năm {year}, {unit}: {pack} không có danh hiệu này cho đối tượng này",
        before="trước: {told}",
        after="sau: {told}",
        unset="không đặt điều kiện này",
        answers={
            Answer.MET: "người thẩm định trả lời: đạt",
            Answer.NOT_MET: "người thẩm định trả lời: không đạt",
        },
        cap="Giới hạn {award} năm {year}, {unit}: {count} được tặng",
        unknown_cap="không rõ gói quy định đã áp dụng",
        no_cap="{verdict}: {pack} không đặt giới hạn",
        settled="{verdict}: {count} trên {population}, tối đa {limit} ({percent} %, ít nhất {minimum}; {source})",
        unsettled="{verdict}: {count} trên {population}, giới hạn {percent} % chưa kết luận được ({source})",
        excess="{limit} phù hợp, vượt {excess}",
        summary="{award}: {total} đề nghị đã thẩm định, {flips} đổi kết quả, {gone} không còn danh hiệu,"
        " {no_facts} chưa lưu dữ kiện nên không xét lại được",
    ),
    "en": Words(
        index=1,
        heading="Under the rule pack {pack} ({title}):",
        line="{nomination}, {award} of {year}, {unit}: {old} → {new}",
        gone="{nomination}, {award} of {year}, {unit}: {pack} has no such award for this candidate",
        before="before: {told}",
        after="after: {told}",
        unset="does not set this condition",
        answers={
            Answer.MET: "the appraiser answered: met",
            Answer.NOT_MET: "the appraiser answered: not met",
        },
        cap="Cap on {award} of {year}, {unit}: {count} granted",
        unknown_cap="the pack it was granted under is not known here",
        no_cap="{verdict}: {pack} sets no cap",
        settled="{verdict}: {count} of {population}, at most {limit} ({percent} %, at least {minimum}; {source})",
        unsettled="{verdict}: {count} of {population}, the cap of {percent} % settles nothing ({source})",
        excess="{limit} fit, {excess} too many",
        summary="{award}: {total} appraised, {flips} come out otherwise, {gone} no longer an award,"
        " {no_facts} kept no facts and cannot be assessed again",
    ),
}


@dataclass(slots=True)
class Tally:
    """How many appraisals met which fate, by award, and how many caps flipped."""

    fates: Counter[tuple[str, Fate]] = field(default_factory=Counter)
    caps: int = 0

    @property
    def total(self) -> int:
        """How many appraisals went by."""
        return self.fates.total()

    def watch(self, found: Found) -> Iterator[Reassessed | Recapped]:
        """Count what goes by."""
        for one in found:
            if isinstance(one, Reassessed):
                self.fates[one.subject.candidate.award, one.fate] += 1
            else:
                self.caps += one.flips
            yield one

    def by_award(self) -> dict[str, dict[str, int]]:
        """The counts by award and fate."""
        awards = dict.fromkeys(award for award, _fate in self.fates)
        return {award: {str(fate): self.fates[award, fate] for fate in Fate} for award in sorted(awards)}


def lines(found: Found, pack: RulePack, tally: Tally, lang: str = "vi") -> Iterator[str]:
    """Yield the lines for people: what flips, then the caps that flip, then the counts by award."""
    words = WORDS[lang]
    yield words.heading.format(pack=pack.id, title=pack.title)
    for one in tally.watch(found):
        if isinstance(one, Recapped):
            yield from _cap_lines(one, words) if one.flips else ()
        else:
            yield from _line_lines(one, pack, words)
    for award, counts in tally.by_award().items():
        yield words.summary.format(
            award=award_name(award)[words.index],
            total=sum(counts.values()),
            flips=counts[Fate.FLIPS],
            gone=counts[Fate.NO_SUCH_AWARD],
            no_facts=counts[Fate.NO_FACTS],
        )


def _line_lines(one: Reassessed, pack: RulePack, words: Words) -> Iterator[str]:
    subject, who = one.subject, one.subject.candidate
    award = award_name(who.award)[words.index]
    told = {"nomination": subject.nomination, "award": award, "year": who.year, "unit": subject.unit}
    if one.fate is Fate.NO_SUCH_AWARD:
        yield words.gone.format(**told, pack=pack.id)
    if one.fate is not Fate.FLIPS or one.new is None:
        return
    yield words.line.format(**told, old=VERDICTS[one.old][words.index], new=VERDICTS[one.new][words.index])
    for change in one.changes:
        yield from _change_lines(change, words)


def _change_lines(change: Change, words: Words) -> Iterator[str]:
    old, new = _sentence(change.old, words), _sentence(change.new, words)
    answer = f" ({words.answers[change.answer]})" if change.answer else ""
    asked = next((one.asked for one in (change.new, change.old) if one), None)
    yield f"  {(asked.vi, asked.en)[words.index] if asked else change.criterion}"
    yield f"    {words.before.format(told=old)}{answer}"
    yield f"    {words.after.format(told=new)}"


def _sentence(finding: Finding | None, words: Words) -> str:
    return sentences(finding)[words.index] if finding else words.unset


def _cap_lines(one: Recapped, words: Words) -> Iterator[str]:
    granted = one.granted
    yield words.cap.format(
        award=award_name(granted.award)[words.index],
        year=granted.year,
        unit=granted.unit,
        count=granted.count,
    )
    old = _reading(one.old, granted.count, words) if one.old else words.unknown_cap
    yield f"    {words.before.format(told=old)}"
    yield f"    {words.after.format(told=_reading(one.new, granted.count, words))}"


def _reading(reading: CapReading, count: int, words: Words) -> str:
    verdict = VERDICTS[reading.verdict][words.index]
    if reading.percent is None:
        return words.no_cap.format(verdict=verdict, pack=reading.pack)
    told = (words.unsettled if reading.limit is None else words.settled).format(
        verdict=verdict,
        count=count,
        population=reading.population.count if reading.population else "?",
        limit=reading.limit,
        percent=reading.percent,
        minimum=reading.minimum,
        source=reading.basis.source if reading.basis else "",
    )
    over = reading.limit is not None and count > reading.limit
    return (
        f"{told}; {words.excess.format(limit=reading.limit, excess=count - (reading.limit or 0))}"
        if over
        else told
    )


def as_json(found: Found, pack: RulePack, tally: Tally) -> Iterator[str]:
    """Yield one JSON object piece by piece: pack, nominations that do not stay the same, every cap, counts."""
    yield f'{{"pack": {json.dumps({"id": pack.id, "hash": pack.hash})},\n"nominations": ['
    separator, caps = "\n", []
    for one in tally.watch(found):
        if isinstance(one, Recapped):
            caps.append(asdict(one) | {"flips": one.flips})
        elif one.fate is not Fate.SAME:
            yield separator + json.dumps(_line_json(one), ensure_ascii=False)
            separator = ",\n"
    yield f'\n],\n"caps": {json.dumps(caps, ensure_ascii=False)},\n"awards": {json.dumps(tally.by_award())}}}'


def _line_json(one: Reassessed) -> dict[str, Any]:
    told = asdict(one) | {"nomination": one.subject.nomination, "unit": one.subject.unit}
    who = one.subject.candidate
    del told["subject"]
    return told | {
        "award": who.award,
        "year": who.year,
        "changes": [_change_json(entry) for entry in one.changes],
    }


def _change_json(change: Change) -> dict[str, Any]:
    told = {
        name: asdict(finding) | {"used": dict(finding.used), "sentence": sentences(finding)[0]}
        for name, finding in (("old", change.old), ("new", change.new))
        if finding is not None
    }
    return {"criterion": change.criterion, "answer": change.answer, "old": None, "new": None} | told
