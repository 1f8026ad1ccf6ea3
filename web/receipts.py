"""Receipts as the API gives them, at once or later."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from starlette.responses import JSONResponse

from domain.envelope import Receipt
from tlog.leaf import format_ts

_ASK_AGAIN = {"Retry-After": "2"}


class ReceiptAnswer(BaseModel):
    """The recorded answer to a command."""

    receipt: Receipt


class PendingAnswer(BaseModel):
    """The command is under way. `accepted` false means that no worker has promised it yet: send it again if lost."""

    command_id: str
    status_url: str
    accepted: bool


def status_url(command_id: str) -> str:
    """Where the receipt will be."""
    return f"/api/v1/commands/{command_id}"


def pending(command_id: str, *, accepted: bool) -> JSONResponse:
    """The answer while the receipt is not yet there."""
    where = status_url(command_id)
    body = {"command_id": command_id, "status_url": where, "accepted": accepted}
    return JSONResponse(body, 202, {"Location": where, **_ASK_AGAIN})


def stored_receipt(row: Mapping[str, Any]) -> dict[str, Any]:
    """The receipt of a stored row, in the shape in which it was first given."""
    added = {
        "position": row["position"],
        "recorded_at": format_ts(row["recorded_at"]),
        "fingerprint": bytes(row["fingerprint"]).hex(),
    }
    return {**row["body"], **added}
