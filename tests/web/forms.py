"""Use the pages as a browser does: read a form with what is hidden in it, fill it in, post it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

import httpx

from tests.web.site import Person

OURS = {"Sec-Fetch-Site": "same-origin"}
Given = Mapping[str, str | Sequence[str]]


@dataclass
class Form:
    """A form with what stands in it: its address and its fields."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._area = ""
        self._select = ""
        self._chosen: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.found.append(Form(given.get("action", "")))
        elif tag == "input" and self.found and name:
            chosen = given.get("type") not in {"checkbox", "radio"} or "checked" in given
            if chosen:
                self.found[-1].fields.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self._area = name
            self.found[-1].fields[name] = [""]
        elif tag == "select":
            self._select, self._chosen = name, None
        elif tag == "option" and self._select and (self._chosen is None or "selected" in given):
            self._chosen = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[-1].fields[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            if self._chosen is not None and self.found:
                self.found[-1].fields[self._select] = [self._chosen]
            self._select = ""


def forms(html: str) -> list[Form]:
    """Every form of a page."""
    parser = _Forms()
    parser.feed(html)
    return parser.found


def form(html: str, action: str) -> Form:
    """The form of a page that is posted there."""
    found = [entry for entry in forms(html) if entry.action == action]
    assert found, f"no form to {action} among {[entry.action for entry in forms(html)]}"
    return found[0]


async def post(person: Person, action: str, fields: Given) -> httpx.Response:
    """Post fields from a page of ours."""
    body = urlencode(fields, doseq=True)
    headers = {**OURS, "Content-Type": "application/x-www-form-urlencoded"}
    return await person.client.post(action, content=body, headers=headers)


async def send(person: Person, page: str, action: str, /, **given: str | list[str]) -> httpx.Response:
    """Open a page, fill in one of its forms, and post it; a field's name is spelled with `__` for a dot."""
    drawn = await person.get(page)
    assert drawn.status_code == httpx.codes.OK, drawn.text
    fields: dict[str, str | Sequence[str]] = {**form(drawn.text, action).fields}
    fields.update({name.replace("__", "."): value for name, value in given.items()})
    return await post(person, action, fields)


async def done(person: Person, page: str, action: str, /, **given: str | list[str]) -> None:
    """As `send`; what must be accepted."""
    answer = await send(person, page, action, **given)
    assert answer.status_code == httpx.codes.SEE_OTHER, told(answer)


def told(answer: httpx.Response) -> str:
    """What a page says went wrong: the alert and the faults beside the fields."""
    faults = re.findall(r'class="(?:alert|fault)"[^>]*>(.*?)</(?:div|p)>', answer.text, re.DOTALL)
    plain = " | ".join(" ".join(re.sub(r"<[^>]*>", " ", fault).split()) for fault in faults)
    return f"{answer.status_code}: {plain or answer.text[:300]}"
