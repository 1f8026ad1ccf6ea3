"""Every error as RFC 9457: those of our own, of the router, and of FastAPI's checks of parameters."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from domain.refusal import Refusal
from web.faults import items
from web.guard import incident_of
from web.problems import Problem, problem_response, refusal_body, several

_ROUTING = {404: "not_found", 405: "method_not_allowed"}
_API = ("/api/", "/temporal/")

PageOf = Callable[[Request, Problem], Awaitable[Response]]
"""Shows a problem as a page."""


def answer_problems(app: FastAPI, page_of: PageOf) -> None:
    """Register the handlers. Browsers that ask for a page get the problem as one, everybody else as JSON."""

    async def on_problem(request: Request, error: Exception) -> Response:
        problem = _problem(error)
        if problem.code == "method_not_allowed":
            problem = Problem(problem.code, headers={"Allow": ", ".join(sorted(_methods_at(request)))})
        if _wants_page(request):
            return await page_of(request, problem)
        return problem_response(problem.body(), problem.headers)

    async def on_refusal(_request: Request, error: Exception) -> Response:
        if not isinstance(error, Refusal):
            raise error
        return problem_response(refusal_body(error))

    for kind in (Problem, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, on_problem)
    app.add_exception_handler(Refusal, on_refusal)


def _problem(error: Exception) -> Problem:
    match error:
        case Problem(code="integrity_violation"):
            return incident_of(error, error.code)
        case Problem():
            return error
        case RequestValidationError():
            return several([_parameter(entry) for entry in error.errors()])
        case HTTPException(status_code=status):
            return Problem(_ROUTING.get(status, "bad_request"), headers=error.headers or {})
        case _:
            raise error


def _parameter(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A fault of a query parameter, named `?name`: it lies in no JSON document."""
    (fault,) = items([{**entry, "loc": ()}])
    return {**fault, "field": "?" + str(entry["loc"][-1])}


def _methods_at(request: Request) -> set[str]:
    """Every method that the address takes: several routes may share it."""
    found: set[str] = set()
    for route in request.app.routes:
        matched, _scope = route.matches(request.scope)
        if matched is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return found


def _wants_page(request: Request) -> bool:
    accepts = request.headers.get("accept", "")
    return "text/html" in accepts and not request.url.path.startswith(_API)
