"""One route for each command of the catalogue: authenticate, check, send, answer."""

import json
import time
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from typing import Annotated

import structlog
from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from domain.envelope import Envelope, Receipt, fingerprint
from domain.ids import stream_id
from domain.refusal import Refusal
from domain.values import Actor, Role
from readmodel.accounts import Account
from readmodel.papers import Content
from store import codec
from web.auth import acting_grant, signed_in
from web.behalf import check_behalf, check_delegate
from web.bodies import read_json
from web.concealment import check_seen
from web.documents import body_of, problems
from web.door import UnderWay
from web.forms import CommandBody, CommandForm, command_forms
from web.papers import check_attachable
from web.problems import Problem, answer_of, problem_response, refusal_body, refused
from web.receipts import PendingAnswer, ReceiptAnswer, pending
from web.recent import require_recent_for
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
        account = await signed_in(request)
        try:
            stream = stream_id(form.kind, key)
        except Refusal as refusal:
            return problem_response(refusal_body(refusal) | {"field": "/key"})
        body = await read_json(request, form.body)
        return _answer(str(body.command_id), await conduct(request, form, stream, body, account))

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
        openapi_extra=body_of(form.body.__name__),
    )


async def conduct(
    request: Request, form: CommandForm, stream: str, body: CommandBody, account: Account
) -> Receipt | UnderWay:
    """Carry a checked command through the one door and write its log line; API and pages alike.

    Raises `Problem` for what was not promised, proof_needed for a signature; a refusal by the rules is in the receipt.
    """
    line = Line(form.name, time.perf_counter(), stream, str(body.command_id), account.id)
    try:
        require_recent_for(request, form.name)
        await check_behalf(shell_of(request), request.state.standing, body.acting_as)
        envelope = _envelope(form, stream, body, account)
        line.role = envelope.actor.role
        await check_beforehand(shell_of(request), account, envelope)
        answer = await shell_of(request).door.send(envelope)
        if isinstance(answer, Receipt) and answer.fingerprint != fingerprint(envelope):
            answer = _reused(answer)
    except Problem as problem:
        line.write(problem.code, problem.status)
        raise
    except Exception:
        line.write("internal_error", HTTPStatus.INTERNAL_SERVER_ERROR)
        raise
    line.write(*_outcome(answer))
    return answer


def _outcome(answer: Receipt | UnderWay) -> tuple[str, int]:
    """How the log tells of it: a code and the status."""
    if isinstance(answer, UnderWay):
        return "under_way", HTTPStatus.ACCEPTED
    if answer.refusal is not None:
        return answer.refusal.code, refused(answer.refusal).status_code
    return "accepted", HTTPStatus.OK


def _reused(receipt: Receipt) -> Receipt:
    """Temporal deduplicates by id and does not compare what was asked: the receipt of something else is no answer."""
    return replace(receipt, accepted=False, refusal=answer_of(Refusal("command_id_reused")))


def _answer(command_id: str, answer: Receipt | UnderWay) -> Response:
    if isinstance(answer, UnderWay):
        return pending(command_id, accepted=answer.accepted)
    if answer.refusal is not None:
        return refused(answer.refusal)
    return JSONResponse({"receipt": asdict(answer)})


async def check_beforehand(shell: Shell, account: Account, envelope: Envelope) -> None:
    """What the rules cannot see: hidden lines, papers that this account sent, whether a delegate is of the unit."""
    await check_seen(shell, account, envelope)
    if envelope.name == "attach_paper":
        given = envelope.command
        content = Content(given["sha256"], given["size_bytes"], given["format"])
        await check_attachable(shell, account, envelope.stream, content)
    if envelope.name == "delegate_work":
        await check_delegate(shell, str(envelope.command["delegate"]), str(envelope.command["unit"]))


def _envelope(form: CommandForm, stream: str, body: CommandBody, account: Account) -> Envelope:
    """The command as it travels; raises `Problem` for a role not held or a command too long to carry."""
    acting = body.acting_as
    if acting is not None and acting.on_behalf_of:
        actor = Actor(account.id, acting.role, acting.unit, acting.on_behalf_of)
    else:
        asked = (acting.role, acting.unit) if acting else None
        grant = acting_grant(account, asked, FITTING.get(form.name, ANY))
        actor = Actor(account.id, Role(grant.role), grant.unit)
    given: BaseModel = body.command  # type: ignore[attr-defined] # each form's body has one
    command: object = codec.decode(form.command, given.model_dump(mode="json"))
    encoded = codec.encode(command)
    if len(json.dumps(encoded, separators=(",", ":"))) > MOST_COMMAND_BYTES:
        raise Problem("body_too_large", {"limit": f"{MOST_COMMAND_BYTES // 1000} kB"})
    return Envelope(stream, form.name, encoded, str(body.command_id), actor, body.seen_version)
