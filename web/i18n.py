"""The language of the pages: Vietnamese sentences are the message ids, English stands in `locale/en`, a file an area.

The office's words and the names of awards have their English in the domain, which tells refusals and findings with it.

A message is always a format string: `%(name)s` is filled from the keyword arguments, a literal percent sign is `%%`.
"""

import gettext
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from domain import labels_en, vocabulary
from domain.rules.library import packs

VIETNAMESE: Final = "vi"
LANGUAGES: Final[Mapping[str, str]] = MappingProxyType({VIETNAMESE: "Tiếng Việt", "en": "English"})
COOKIE: Final = "ngon-ngu"

_FOLDER = Path(__file__).parent / "locale"
_SPOKEN: ContextVar[str] = ContextVar("language", default=VIETNAMESE)


def language() -> str:
    """The language of this request."""
    return _SPOKEN.get()


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Speak a language for a while; one that is not known is Vietnamese."""
    token = _SPOKEN.set(chosen if chosen in LANGUAGES else VIETNAMESE)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def _(message: str, /, **facts: object) -> str:
    """The message in the language of this request, filled with the facts."""
    return translated(message) % facts


def ngettext(one: str, many: str, number: int, /, **facts: object) -> str:
    """As `_`, for a message that counts; `%(num)s` is the number."""
    return translated_number(one, many, number) % {"num": number, **facts}


def translated(message: str) -> str:
    """The message in the language of this request, still to be filled."""
    return _translations(language()).gettext(message)


def translated_number(one: str, many: str, number: int) -> str:
    """As `translated`, for a message that counts."""
    return _translations(language()).ngettext(one, many, number)


def N_(message: str, /) -> str:  # noqa: N802 - the usual name of this mark
    """Mark a message for translation where it is only kept; `_` speaks it later."""
    return message


def spoken(vietnamese: str, english: str) -> str:
    """Which of two sentences to say, where both are at hand."""
    return vietnamese if language() == VIETNAMESE else english


def catalogue(chosen: str) -> Catalog:
    """Every message of a language: the domain's own words, and those in the files of all areas."""
    whole = Catalog(locale=chosen)
    for vietnamese, english in office_words().items():
        whole.add(vietnamese, english)
    for path in sorted((_FOLDER / chosen).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=chosen):
                if message.id:
                    whole[message.id] = message
    return whole


def office_words() -> dict[str, str]:
    """The English of the office's words and of awards, written with a capital where the Vietnamese is."""
    tables = (getattr(vocabulary, name) for name in vars(labels_en) if name.isupper())
    pairs = [pair for table in tables for pair in table.values()]
    pairs += [(award.name, award.name_en) for pack in packs().values() for award in pack.awards.values()]
    return {vi: en[0].upper() + en[1:] if vi[0].isupper() else en for vi, en in pairs}


@cache
def _translations(chosen: str) -> gettext.NullTranslations:
    if chosen == VIETNAMESE:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(chosen))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Speaking:
    """Speaks each request's own language, as its cookie chose it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        with speaking(_chosen(scope)):
            await self._app(scope, receive, send)


def _chosen(scope: Scope) -> str:
    given = (value for name, value in scope.get("headers", ()) if name == b"cookie")
    cookies = (cookie_parser(value.decode("latin-1")).get(COOKIE) for value in given)
    return next((value for value in cookies if value), VIETNAMESE)
