"""Templates into pages: escaped by default, strict about names, versioned style sheet."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from readmodel.accounts import Account
from web.outcomes import FATES
from web.privacy import audits
from web.words import day, days_left, instant, moment_field, second, source

_FOLDER = Path(__file__).parent

FATE_LABELS = {
    "granted": "Tặng",
    "downgraded": "Hạ mức",
    "forwarded": "Trình cấp trên",
    "refused": "Không tặng",
    "withdrawn": "Đã rút",
    "annulled": "Đã hủy bỏ",
    "open": "Đang xử lý",
}


def page(
    request: Request, template: str, account: Account | None, *, status: int = 200, **values: object
) -> HTMLResponse:
    """The rendered page."""
    html = _environment().get_template(template).render(here=request.url.path, account=account, **values)
    return HTMLResponse(html, status)


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
    )
    environment.filters |= {"instant": instant, "day": day, "days_left": days_left, "source": source}
    environment.filters |= {"spelled": spelled, "second": second, "moment_field": moment_field}
    style = (_FOLDER / "static" / "minhbach.css").read_bytes()
    environment.globals |= {
        "audits": audits,
        "fates": FATES,
        "fate_labels": FATE_LABELS,
        "style_version": sha256(style).hexdigest()[:12],
    }
    return environment
