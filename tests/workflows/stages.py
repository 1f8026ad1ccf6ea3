"""One dossier whose lines stand at every step of the path, and another that nobody received yet."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from domain.decision.commands import LineOutcome
from domain.execution import Order
from domain.ids import nomination_of
from domain.nomination.state import Step
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
LINE_AT: Mapping[Step, str] = {
    step: nomination_of(office.DOSSIER, number) for number, step in enumerate(STEPS, start=1)
}
"""The line that stands at each step."""

HELD = nomination_of(office.DOSSIER, len(STEPS) + 1)
"""A received line on which a complaint is pending."""

WAITING = "dossier-waiting"
"""A dossier that was submitted and awaits its receipt."""

_TOGETHER = (Step.VOTED, Step.DECIDED, Step.SIGNED, Step.PUBLISHED, Step.ARCHIVED)
"""The lines that the first session voted on."""


def every_stage() -> tuple[Order, ...]:
    """The orders that bring each line to its step."""
    lines = [office.line(f"cb-{number:03d}") for number in range(1, len(STEPS) + 2)]
    return (
        *office.OFFICE,
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
    after = (settled, signed, office.publish(decision=decision), office.archive(decision=decision))
    return after[: _TOGETHER.index(step)]
