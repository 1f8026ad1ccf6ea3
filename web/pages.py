"""The pages."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from web.problems import Problem, problem_response

router = APIRouter(include_in_schema=False)


async def problem_page(_request: Request, problem: Problem) -> Response:
    """A problem as a page."""
    return problem_response(problem.body(), problem.headers)
