"""Templates into pages: escaped by default, strict about names, in the reader's language, with versioned files."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from readmodel.accounts import Account
from web.acting import desk_label
from web.forms import command_forms
from web.i18n import LANGUAGES, N_, _, language, translated, translated_number
from web.navigation import places
from web.outcomes import FATES
from web.privacy import audits
from web.words import day, days_left, instant, moment_field, number, second, source

_FOLDER = Path(__file__).parent

FATE_LABELS = {
    "granted": N_("Tặng"),
    "downgraded": N_("Hạ mức"),
    "forwarded": N_("Trình cấp trên"),
    "refused": N_("Không tặng"),
    "withdrawn": N_("Đã rút"),
    "annulled": N_("Đã hủy bỏ"),
    "open": N_("Đang xử lý"),
}
THEME_COOKIE = "giao-dien"
THEMES = {"auto": N_("Theo thiết bị"), "light": N_("Nền sáng"), "dark": N_("Nền tối")}
_COMMANDS = {form.name for form in command_forms()}


def page(
    request: Request, template: str, account: Account | None, *, status: int = 200, **values: object
) -> HTMLResponse:
    """The rendered page."""
    theme = request.cookies.get(THEME_COOKIE, "")
    done = request.query_params.get("xong", "")
    html = (
        _environment()
        .get_template(template)
        .render(
            here=request.url.path,
            whole=f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path,
            account=account,
            language=language(),
            theme=theme if theme in THEMES else "auto",
            done=done if done in _COMMANDS else "",
            **values,
        )
    )
    return HTMLResponse(html, status, {"Vary": "Cookie"})


def spelled(value: object) -> str:
    """A recorded value, letter by letter."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {"instant": instant, "day": day, "days_left": days_left, "source": source}
    environment.filters |= {"spelled": spelled, "second": second, "moment_field": moment_field}
    environment.filters |= {"number": number}
    environment.filters |= {"desk": desk_label, "said": lambda message: _(str(message))}
    environment.globals |= {
        "audits": audits,
        "fates": FATES,
        "fate_labels": FATE_LABELS,
        "languages": LANGUAGES,
        "themes": THEMES,
        "places": places,
        "static": static,
    }
    return environment


def _gettext(message: str) -> str:
    """The message unfilled: the template fills it, escaping what it fills in."""
    return translated(message)


def _ngettext(one: str, many: str, number: int) -> str:
    return translated_number(one, many, number)


@cache
def static(name: str) -> str:
    """The address of a file of ours; it changes with the file, so that browsers may keep it."""
    digest = sha256((_FOLDER / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"
