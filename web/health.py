"""Whether the process is up, and whether what it needs answers."""

from fastapi import APIRouter
from sqlalchemy import Engine, text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from web.documents import problems
from web.problems import Problem
from web.shell import shell_of

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Is the process up", responses=problems())
async def healthz() -> dict[str, str]:
    """Yes."""
    return {"status": "ok"}


@router.get("/readyz", summary="Do database and Temporal answer", responses=problems(503))
async def readyz(request: Request) -> Response:
    """200 when both answer; otherwise the problem of the one that does not."""
    shell = shell_of(request)
    await shell.database.ask(_answers)
    if not await shell.door.is_well():
        raise Problem("temporal_away", headers={"Retry-After": "5"})
    return JSONResponse({"database": "ok", "temporal": "ok"})


def _answers(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
