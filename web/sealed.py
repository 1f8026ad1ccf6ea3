"""Open sealed payloads for operators, in the protocol of Temporal's remote data encoder, for its own UI."""

import json

from fastapi import APIRouter
from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from temporalio.api.common.v1 import Payload, Payloads

from domain.values import Role
from web.auth import signed_in
from web.bodies import JSON, read_text
from web.documents import problems
from web.problems import Problem
from web.shell import Shell, shell_of
from workflows.payloads import ENCODING, PayloadRefused, SealedPayloads

_PATH = "/temporal/codec/decode"

router = APIRouter(tags=["operators"])


@router.post(
    _PATH,
    summary="Open payloads",
    responses=problems(400, 401, 403, 413, 415, 422, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object", "required": ["payloads"]}}},
        },
    },
)
async def decode(request: Request) -> Response:
    """`{"payloads": […]}` in, the same opened out; payloads that nobody sealed come back as they are."""
    shell = shell_of(request)
    account = await signed_in(request, also=shell.options.temporal_ui_origin)
    if all(grant.role is not Role.OPERATOR for grant in account.grants):
        raise Problem("operator_needed")
    sealed = _parse(await read_text(request, JSON))
    opened = Payloads(payloads=[await _opened(shell, payload) for payload in sealed.payloads])
    return JSONResponse(MessageToDict(opened) or {"payloads": []})


def _parse(text: str) -> Payloads:
    try:
        content = json.loads(text)
        if not isinstance(content, dict):
            raise Problem("malformed_json")
        return ParseDict(content, Payloads())
    except (ValueError, RecursionError, ParseError):
        raise Problem("malformed_json") from None


async def _opened(shell: Shell, payload: Payload) -> Payload:
    if payload.metadata.get("encoding") != ENCODING:
        return payload
    try:
        (opened,) = await SealedPayloads(shell.ring).decode([payload])
    except (PayloadRefused, KeyError):
        raise Problem("payload_refused") from None
    return opened


class UiAccess:
    """Cross-origin access (with credentials) to the decoder alone, for one configured origin."""

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self._app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=[origin],
            allow_credentials=True,
            allow_methods=["POST"],
            allow_headers=["content-type", "x-namespace", "authorization"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        for_decoder = scope["type"] == "http" and scope["path"] == _PATH
        await (self._open if for_decoder else self._app)(scope, receive, send)
