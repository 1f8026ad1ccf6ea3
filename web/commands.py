"""One route for each command of the catalogue: authenticate, check, send, answer."""

import json
import time
from dataclasses import asdict, dataclass
from typing import Annotated

import structlog
from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain.envelope import Envelope, fingerprint
from domain.ids import stream_id
from domain.refusal import Refusal
from domain.values import Actor, Role
from readmodel.accounts import Account
from store import codec
from web.auth import acting_grant, signed_in
from web.bodies import read_json
from web.documents import body_of, problems
from web.door import UnderWay
from web.forms import CommandBody, CommandForm, command_forms
from web.problems import Problem, problem_response, refusal_body, refused
from web.receipts import PendingAnswer, ReceiptAnswer, pending
from web.roles import ANY, FITTING
from web.shell import Shell, shell_of

MOST_COMMAND_BYTES = 1_900_000
"""What Temporal takes as one payload (2 MiB), less envelope and seal; its JSON spells accents in six bytes each."""

Key = Annotated[str, Path(description="The part of the stream id after its kind.")]


@dataclass(slots=True)
class Line:
    """The canonical log line of one command: ids and codes, never text that a person wrote."""

    name: str
    started: float
    stream: str = ""
    command_id: str = ""
    actor: str = ""
    role: str = ""

    def write(self, outcome: str, status: int) -> None:
        """Write it once, at the end."""
        duration_ms = round((time.perf_counter() - self.started) * 1000, 1)
        structlog.get_logger().info(
            "command",
            name=self.name,
            stream=self.stream,
            command_id=self.command_id,
            actor=self.actor,
            role=self.role,
            outcome=outcome,
            status=status,
            duration_ms=duration_ms,
        )


def command_routes() -> APIRouter:
    """One operation per command."""
    router = APIRouter()
    for form in command_forms():
        _add_route(router, form)
    return router


def _add_route(router: APIRouter, form: CommandForm) -> None:
    async def post(request: Request, key: Key) -> Response:
        line = Line(form.name, time.perf_counter())
        try:
            response, outcome = await _handle(request, form, key, line)
        except Problem as problem:
            line.write(problem.code, problem.status)
            raise
        except Exception:
            line.write("internal_error", 500)
            raise
        line.write(outcome, response.status_code)
        return response

    router.add_api_route(
        form.path,
        post,
        methods=["POST"],
        operation_id=f"{form.kind}_{form.name}",
        summary=form.name.replace("_", " ").capitalize(),
        description=form.command.__doc__ or "",
        tags=[form.kind],
        responses={
            200: {"model": ReceiptAnswer, "description": "Recorded"},
            202: {"model": PendingAnswer, "description": "Under way: ask `status_url` for the receipt"},
            **problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 503),
        },
        openapi_extra={**body_of(form.body.__name__), "security": [{"bearer": []}]},
    )


async def _handle(request: Request, form: CommandForm, key: str, line: Line) -> tuple[Response, str]:
    account = await signed_in(request)
    line.actor = account.id
    try:
        line.stream = stream_id(form.kind, key)
    except Refusal as refusal:
        return problem_response(refusal_body(refusal) | {"field": "/key"}), refusal.code
    body = await read_json(request, form.body)
    line.command_id = str(body.command_id)
    envelope = _envelope(form, line.stream, body, account)
    line.role = envelope.actor.role
    return await _send(shell_of(request), envelope)


def _envelope(form: CommandForm, stream: str, body: CommandBody, account: Account) -> Envelope:
    """The command as it travels; raises `Problem` for a role not held or a command too long to carry."""
    asked = (body.acting_as.role, body.acting_as.unit) if body.acting_as else None
    grant = acting_grant(account, asked, FITTING.get(form.name, ANY))
    given: BaseModel = body.command  # type: ignore[attr-defined] # each form's body has one
    command: object = codec.decode(form.command, given.model_dump(mode="json"))
    encoded = codec.encode(command)
    if len(json.dumps(encoded, separators=(",", ":"))) > MOST_COMMAND_BYTES:
        raise Problem("body_too_large", {"limit": f"{MOST_COMMAND_BYTES // 1000} kB"})
    actor = Actor(account.id, Role(grant.role), grant.unit)
    return Envelope(stream, form.name, encoded, str(body.command_id), actor, body.seen_version)


async def _send(shell: Shell, envelope: Envelope) -> tuple[Response, str]:
    answer = await shell.door.send(envelope)
    if isinstance(answer, UnderWay):
        return pending(envelope.command_id, accepted=answer.accepted), "under_way"
    if answer.fingerprint != fingerprint(envelope):
        reused = Refusal(
            "command_id_reused"
        )  # Temporal deduplicates by id and does not compare what was asked
        return problem_response(refusal_body(reused)), reused.code
    if answer.refusal is not None:
        return refused(answer.refusal), answer.refusal.code
    return JSONResponse({"receipt": asdict(answer)}), "accepted"
