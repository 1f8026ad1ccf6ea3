"""No route is forgotten when it is said who may see what."""

from collections.abc import Iterator

from fastapi.routing import iter_route_contexts

from tests.web.access import ELSEWHERE, TABLE
from tests.web.site import NOWHERE, settings_for
from web.app import create_app
from web.forms import command_forms
from web.options import WebOptions


def routes() -> Iterator[tuple[str, str]]:
    """Every method and path of the application, commands apart; HEAD is answered as GET."""
    app = create_app(settings_for(f"postgresql+psycopg://{NOWHERE}/none", NOWHERE), WebOptions())
    commands = {form.path for form in command_forms()}
    for route in iter_route_contexts(app.routes):
        methods, path = getattr(route, "methods", None) or set(), route.path or ""
        yield from ((method, path) for method in methods - {"HEAD"} if path not in commands)


def test_every_route_stands_in_the_table() -> None:
    known, there = {(route.method, route.path) for route in TABLE} | ELSEWHERE, set(routes())
    assert there - known == set(), "add a line for each to TABLE in tests/web/access.py: who may see it?"
    assert known - there == set(), "these lines of tests/web/access.py are of no route any more"
