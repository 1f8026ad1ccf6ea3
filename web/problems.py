"""A problem as an answer: the RFC 9457 body that all share, whether the edge gives it or the rules refuse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from starlette.responses import JSONResponse

from domain.envelope import RefusalAnswer
from domain.refusal import Refusal, RefusalKind
from domain.refusals import REASONS
from domain.refusals import sentences as domain_sentences
from web.i18n import N_
from web.troubles import CATALOGUE
from web.troubles.trouble import DENIED, INPUT, NOWHERE

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:minhbach:refusal:"

_KINDS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        RefusalKind.CONFLICT: (409, N_("Chưa thực hiện được")),
        RefusalKind.FORBIDDEN: (403, DENIED),
        RefusalKind.STALE: (412, N_("Trang đã cũ")),
        RefusalKind.INVALID: (422, INPUT),
        RefusalKind.NOT_FOUND: (404, NOWHERE),
    }
)


@dataclass
class Problem(Exception):  # noqa: N818 - an answer, as in RFC 9457
    """Answer with a problem of the catalogue. `more` are further members of the body."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return CATALOGUE[self.code].status

    def body(self) -> dict[str, Any]:
        """The members of the body."""
        trouble = CATALOGUE[self.code]
        vi, en = sentences(self.code, self.facts)
        return _body(self.code, trouble.status, trouble.title, vi, en, trouble.source) | dict(self.more)


def sentences(code: str, facts: Mapping[str, object]) -> tuple[str, str]:
    """The Vietnamese and the English sentence of a code."""
    trouble = CATALOGUE[code]
    return trouble.vi.format_map(facts), trouble.en.format_map(facts)


def refused(refusal: RefusalAnswer) -> JSONResponse:
    """The rules' refusal as a problem."""
    status, title = _KINDS[refusal.kind]
    body = _body(refusal.code, status, title, refusal.sentence_vi, refusal.sentence_en, refusal.source)
    if refusal.items:
        body["items"] = [_item(entry) for entry in refusal.items]
    return problem_response(body)


def answer_of(refusal: Refusal) -> RefusalAnswer:
    """A refusal that the edge itself gives, as the rules' refusals come."""
    vi, en, source = domain_sentences(refusal)
    return RefusalAnswer(refusal.code, REASONS[refusal.code].kind, vi, en, source)


def refusal_body(refusal: Refusal) -> dict[str, Any]:
    """The body of a refusal that the edge itself gives by the domain's own rule."""
    reason = REASONS[refusal.code]
    status, title = _KINDS[reason.kind]
    vi, en, source = domain_sentences(refusal)
    return _body(refusal.code, status, title, vi, en, source)


def problem_response(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The response that carries a problem body."""
    return JSONResponse(dict(body), body["status"], dict(headers or {}), media_type=MEDIA_TYPE)


def several(items: Sequence[Mapping[str, Any]]) -> Problem:
    """One problem for the fields at fault: the first speaks for all, `items` names each."""
    first = items[0]
    facts = first["facts"]
    shown = [{name: value for name, value in item.items() if name != "facts"} for item in items]
    return Problem(first["code"], facts, more={"field": first["field"], "items": shown})


def _item(entry: Mapping[str, str]) -> dict[str, str]:
    return {
        "stream": entry["stream"],
        "code": entry["code"],
        "detail": entry["sentence_vi"],
        "detail_en": entry["sentence_en"],
        "source": entry["source"],
    }


def _body(code: str, status: int, title: str, vi: str, en: str, source: str) -> dict[str, Any]:  # noqa: PLR0913, PLR0917
    return {
        "type": TYPE_PREFIX + code,
        "title": title,
        "status": status,
        "detail": vi,
        "detail_en": en,
        "code": code,
        "source": source,
    }
