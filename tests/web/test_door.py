"""What the door makes of Temporal's errors while it carries a command."""

import pytest
from temporalio.client import Client, WorkflowUpdateStage
from temporalio.service import RPCError, RPCStatusCode

from domain.envelope import Envelope, Receipt
from domain.values import Actor, Role
from web import door

ENVELOPE = Envelope("nomination-a.001", "annul_nomination", {}, "id-1", Actor("d", Role.DECIDER, "VKS-X"))
RECEIPT = Receipt("id-1", "nomination-a.001", accepted=True, version=9)
LOST = "Unable to perform workflow execution update due to unexpected workflow task failure."


class Answered:
    """An update that was answered."""

    async def result(self) -> Receipt:
        """The receipt."""
        return RECEIPT


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("status", "message"),
    [(RPCStatusCode.FAILED_PRECONDITION, LOST), (RPCStatusCode.NOT_FOUND, "no such run")],
)
async def test_command_whose_task_was_lost_is_sent_again_under_its_own_id(
    monkeypatch: pytest.MonkeyPatch, status: RPCStatusCode, message: str
) -> None:
    sent: list[str] = []

    async def start(_client: Client | None, envelope: Envelope, _stage: WorkflowUpdateStage) -> Answered:
        sent.append(envelope.command_id)
        if len(sent) == 1:
            raise RPCError(message, status, b"")
        return Answered()

    monkeypatch.setattr(door, "_start", start)
    assert await door._carry(None, ENVELOPE) == RECEIPT  # type: ignore[arg-type] # the fake asks no client
    assert sent == ["id-1", "id-1"]
