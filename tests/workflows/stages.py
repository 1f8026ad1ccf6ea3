"""Lines that stand at every step of the path, and a dossier that nobody received yet.

What waits since a day that a paper bears is received, signed and published today, so that no deadline is past.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from domain.decision.commands import LineOutcome
from domain.execution import Order
from domain.ids import nomination_of
from domain.nomination.state import Step
from domain.rules.calendar import civil_date
from domain.values import Outcome
from tests.domain import office

STEPS = (
    Step.RECEIVED,
    Step.RETURNED,
    Step.SUPPLEMENTED,
    Step.APPRAISED,
    Step.IN_COUNCIL,
    Step.VOTED,
    Step.DECIDED,
    Step.SIGNED,
    Step.PUBLISHED,
    Step.ARCHIVED,
    Step.WITHDRAWN,
)
FRESH = "dossier-fresh"
"""A dossier that came today; the first three steps are those of its lines."""
_FRESH = STEPS[:3]
_OLDER = STEPS[3:]
LINE_AT: Mapping[Step, str] = {
    step: nomination_of(dossier, number)
    for dossier, steps in ((FRESH, _FRESH), (office.DOSSIER, _OLDER))
    for number, step in enumerate(steps, start=1)
}
"""The line that stands at each step."""

HELD = nomination_of(FRESH, len(_FRESH) + 1)
"""A received line on which a complaint is pending."""

WAITING = "dossier-waiting"
"""A dossier that was submitted and awaits its receipt."""

_TOGETHER = (Step.VOTED, Step.DECIDED, Step.SIGNED, Step.PUBLISHED, Step.ARCHIVED)
"""The lines that the first session voted on."""


def every_stage() -> tuple[Order, ...]:
    """The orders that bring each line to its step."""
    lines = [office.line(f"cb-{number:03d}") for number in range(1, len(_OLDER) + 1)]
    fresh = [office.line(f"cb-3{number:02d}") for number in range(len(_FRESH) + 1)]
    return (
        *office.OFFICE,
        office.draft(*fresh, dossier=FRESH),
        office.submit(dossier=FRESH),
        receive_today(FRESH),
        office.draft(*lines),
        office.submit(),
        office.receive(),
        office.draft(office.line("cb-100"), dossier=WAITING),
        office.submit(dossier=WAITING),
        office.return_line(LINE_AT[Step.RETURNED]),
        office.return_line(LINE_AT[Step.SUPPLEMENTED]),
        office.supplement(LINE_AT[Step.SUPPLEMENTED]),
        office.withdraw(LINE_AT[Step.WITHDRAWN]),
        office.hold(HELD),
        *(office.appraise(LINE_AT[step]) for step in (Step.APPRAISED, Step.IN_COUNCIL, *_TOGETHER)),
        office.convene(office.convening((LINE_AT[Step.IN_COUNCIL],)), session="session-2"),
        *_voted([LINE_AT[step] for step in _TOGETHER]),
        *(order for number, step in enumerate(_TOGETHER[1:]) for order in _settled(step, number)),
    )


def today() -> date:
    """The civil day on which the tests run."""
    return civil_date(datetime.now(UTC))


def receive_today(dossier: str = office.DOSSIER) -> Order:
    """A dossier that came today: its clock has just begun."""
    return office.receive(dossier=dossier, on=today())


def _voted(lines: Iterable[str]) -> tuple[Order, ...]:
    agenda = tuple(lines)
    return (
        office.convene(office.convening(agenda)),
        office.attend(),
        office.open_voting(),
        *office.ballots(agenda),
        office.close_voting(),
        office.certify(),
    )


def _settled(step: Step, number: int) -> tuple[Order, ...]:
    """A decision for the line of that step, brought as far as the step says."""
    decision = f"decision-{number}"
    settled = replace(office.settle(LineOutcome(LINE_AT[step], Outcome.GRANTED)), stream=decision)
    signed = office.sign(decision=decision, number=f"{number}/QĐ-VKS")
    published = office.publish(decision=decision)
    after = (
        settled,
        _on_paper_today(signed, "signed_on"),
        _on_paper_today(published, "published_on"),
        office.archive(decision=decision),
    )
    return after[: _TOGETHER.index(step)]


def _on_paper_today(order: Order, field: str) -> Order:
    """The order with a paper of today, so that the clock of the step after it has just begun."""
    command: Any = order.command
    return replace(order, command=replace(command, **{field: today()}))
