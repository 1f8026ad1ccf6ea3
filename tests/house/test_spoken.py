"""Every text of the pages is spoken in both languages: marked in templates and code, and with its English."""

import ast
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from domain import labels
from domain.rules.library import packs
from web.i18n import catalogue, office_words

WEB = Path(__file__).parents[2] / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
FILES = sorted((WEB / "locale" / "en").glob("*.po"))
KEYWORDS = {"_": 1, "N_": 1, "ngettext": 2}
"""The names of the translators, and how many texts each takes."""
NAMES = ("Minh Bạch", "python -m audit verify bang-chung.zip --key log.pub")
"""What is called the same in both languages."""

_PLACE = re.compile(r"%\((\w+)\)")
_MACHINES = ("width=device", "light dark")
_SPOKEN_ATTRIBUTE = re.compile(r'\b(?:aria-label|title|placeholder|alt|data-label|content|value)="([^"]*)"')
_ATTRIBUTE = re.compile(r'\b[\w-]+="[^"]*"')
_TAG = re.compile(r"<[^>]*>|&\w+;")


@cache
def environment() -> Environment:
    return Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


def silent(source: str) -> list[str]:
    """The texts of a template that pass no translator."""
    tree = environment().parse(source)
    whole = "".join(
        part.data if isinstance(part, nodes.TemplateData) else "\x00"
        for output in tree.find_all(nodes.Output)
        for part in output.nodes
    )
    attributes = [text for text in _SPOKEN_ATTRIBUTE.findall(whole) if not text.startswith(_MACHINES)]
    whole = _ATTRIBUTE.sub("", whole)
    text = _TAG.sub("\n", re.sub(r"<(style|script)\b.*?</\1>", "", whole, flags=re.DOTALL))
    return [entry.strip() for entry in (*attributes, *text.split("\n"), *_unspoken(tree)) if _tells(entry)]


def _unspoken(tree: nodes.Template) -> Iterator[str]:
    """Vietnamese words in an expression that are not handed to the translator."""
    calls = [call for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)]
    marked = {id(text) for call in calls if call.node.name in KEYWORDS for text in call.args}  # type: ignore[attr-defined]
    for text in tree.find_all(nodes.Const):
        if isinstance(text.value, str) and id(text) not in marked and not text.value.isascii():
            yield text.value


def _tells(text: str) -> bool:
    """Whether it holds words that a reader would read."""
    for name in NAMES:
        text = text.replace(name, "")
    return re.search(r"[^\W\d_]{2}", text) is not None and not re.fullmatch(
        r"[\w.:/#-]*", text.strip("\x00 ")
    )


def in_code() -> Iterator[tuple[str, ...]]:
    """What is handed to the translator as it stands; a message looked up in a table is marked there."""
    for path in sorted(WEB.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                given = node.args[: KEYWORDS[node.func.id]]
                texts = tuple(arg.value for arg in given if isinstance(arg, ast.Constant))
                if len(texts) == len(given):
                    yield tuple(str(text) for text in texts)


def in_templates() -> Iterator[tuple[str, ...]]:
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        for _line, _function, message in environment().extract_translations(source):  # type: ignore[attr-defined]
            yield (message,) if isinstance(message, str) else tuple(filter(None, message))


def in_data() -> Iterator[tuple[str, ...]]:
    """The words of the office, and the names of awards."""
    for name in dir(labels):
        if name.isupper():
            yield from ((text,) for text in getattr(labels, name).values())
    yield from ((award.name,) for pack in packs().values() for award in pack.awards.values())


def spoken() -> list[tuple[str, ...]]:
    return list(dict.fromkeys((*in_code(), *in_templates(), *in_data())))


def texts_of(given: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [given] if isinstance(given, str) else list(given or ())


def english() -> dict[str, Message]:
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue("en")
    }


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_template_passes_every_text_through_the_translator(template: Path) -> None:
    found = silent(template.read_text(encoding="utf-8"))
    assert not found, f"write these as {{{{ _(…) }}}}: {found}"


def test_every_text_has_its_english() -> None:
    known = english()
    lost = [
        texts[0] for texts in spoken() if texts[0] and not (known.get(texts[0]) and known[texts[0]].string)
    ]
    assert not lost, "give these their English in web/locale/en/<area>.po:\n" + "\n".join(lost)


def test_english_fills_in_the_same_facts() -> None:
    for message in english().values():
        sources, strings = texts_of(message.id), texts_of(message.string)
        expected = {name for text in sources for name in _PLACE.findall(text)}
        assert {name for text in strings for name in _PLACE.findall(text)} <= expected | {"num"}, message.id
        assert expected <= {name for text in strings for name in _PLACE.findall(text)} | {"num"}, message.id


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_catalogue_says_nothing_that_no_page_says(path: Path) -> None:
    known = {texts[0] for texts in spoken()}
    with path.open("rb") as file:
        ids = [
            message.id if isinstance(message.id, str) else message.id[0]
            for message in read_po(file)
            if message.id
        ]
    assert [entry for entry in ids if entry not in known] == []


def test_no_message_is_translated_in_two_places() -> None:
    seen = dict.fromkeys(office_words(), "the domain's own words")
    for path in FILES:
        for message in read_po(io.BytesIO(path.read_bytes())):
            key = message.id if isinstance(message.id, str) else message.id[0]
            assert not key or seen.setdefault(key, path.name) == path.name, (
                f"{key!r} in {seen[key]} and {path.name}"
            )
