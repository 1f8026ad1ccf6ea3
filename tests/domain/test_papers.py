"""The papers of a dossier: who attaches what, when, and what the evidence commits to."""

from dataclasses import replace
from typing import Any

import pytest

from domain.dossier import commands as sc
from domain.dossier import events as se
from domain.dossier.papers import MOST_DOSSIER_BYTES, MOST_PAPER_BYTES, MOST_PAPERS
from domain.dossier.state import AttachedPaper, Dossier
from domain.execution import Order
from domain.nomination.state import Step
from domain.values import Actor, PaperFormat, Personal, Role
from tests.domain.given import World, given
from tests.domain.office import (
    APPRAISER,
    CLERK,
    COUNCIL_UNIT,
    DOSSIER,
    HEAD,
    LINE,
    LINE_2,
    NOW,
    OFFICE,
    OFFICER,
    at,
    draft,
    line,
    receive,
    return_line,
    submit,
    supplement,
    withdraw_dossier,
)

DIGEST, OTHER_DIGEST = "ab" * 32, "cd" * 32
LETTER = sc.AttachPaper("submission_letter", DIGEST, 1_000, PaperFormat.PDF, "Tờ trình.pdf")
REPORT = sc.AttachPaper("achievement_report", OTHER_DIGEST, 2_000, PaperFormat.DOCX, "Báo cáo.docx", LINE)
DRAFTED = given(*OFFICE, draft(line("cb-001"), line("cb-002"))).world
RETURNED = given(DRAFTED, submit(), receive(), return_line(LINE)).world


def asking(command: object, by: Actor = OFFICER) -> Order:
    return Order(DOSSIER, command, by, NOW)


def papers(world: World) -> tuple[AttachedPaper, ...]:
    return world.state(DOSSIER, Dossier).papers


@pytest.mark.parametrize("by", [OFFICER, HEAD])
def test_paper_is_committed_to_by_its_digest_and_its_name_stays_personal(by: Actor) -> None:
    attached = se.PaperAttached(
        1, "submission_letter", "", DIGEST, 1_000, PaperFormat.PDF, Personal("Tờ trình.pdf")
    )
    world = given(DRAFTED).when(asking(LETTER, by)).then(attached).world
    assert papers(world) == (AttachedPaper(1, "submission_letter", "", DIGEST, 1_000, PaperFormat.PDF),)


def test_number_of_a_paper_is_never_used_again() -> None:
    world = given(DRAFTED, asking(LETTER), asking(sc.DetachPaper(1, "Nhầm")), asking(LETTER)).world
    assert [paper.number for paper in papers(world)] == [2]


def test_paper_taken_out_stays_in_the_log() -> None:
    given(DRAFTED, asking(LETTER)).when(asking(sc.DetachPaper(1, "Nhầm"))).then(
        se.PaperDetached(1, Personal("Nhầm"))
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"paper": "tax_return"}, "unknown_paper_kind"),
        ({"sha256": "AB" * 32}, "malformed_id"),
        ({"sha256": "ab" * 31}, "malformed_id"),
        ({"size_bytes": 0}, "papers_too_large"),
        ({"size_bytes": MOST_PAPER_BYTES + 1}, "papers_too_large"),
        ({"line": f"nomination-{'x' * 10}.001"}, "unknown_line"),
    ],
)
def test_paper_that_cannot_be_is_refused(changes: dict[str, Any], code: str) -> None:
    given(DRAFTED).when(asking(replace(LETTER, **changes))).refused(code)


def test_paper_that_no_rule_names_is_other_and_the_largest_is_taken() -> None:
    largest = replace(LETTER, paper="other", size_bytes=MOST_PAPER_BYTES)
    given(DRAFTED).when(asking(largest)).accepted()


def test_same_paper_goes_to_several_places_but_not_twice_to_one() -> None:
    world = given(DRAFTED, asking(LETTER)).world
    given(world).when(asking(LETTER)).refused("paper_attached_already")
    given(world).when(asking(replace(LETTER, line=LINE_2))).accepted()
    given(world).when(asking(replace(LETTER, paper="other"))).accepted()


def test_dossier_holds_so_much_and_no_more() -> None:
    whole = MOST_DOSSIER_BYTES // MOST_PAPER_BYTES
    full = [asking(replace(LETTER, sha256=f"{n:064x}", size_bytes=MOST_PAPER_BYTES)) for n in range(whole)]
    left = MOST_DOSSIER_BYTES - whole * MOST_PAPER_BYTES
    world = given(DRAFTED, *full).world
    given(world).when(asking(replace(LETTER, size_bytes=left + 1))).refused("papers_too_large")
    given(world).when(asking(replace(LETTER, size_bytes=left))).accepted()


def test_dossier_holds_so_many_and_no_more() -> None:
    many = [asking(replace(LETTER, sha256=f"{n:064x}")) for n in range(MOST_PAPERS)]
    given(DRAFTED, *many).when(asking(LETTER)).refused("too_many_papers", limit=MOST_PAPERS)


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.PROPOSING_OFFICER, Role.UNIT_HEAD}]
)
def test_others_attach_nothing_and_take_nothing_out(role: Role) -> None:
    world = given(DRAFTED, asking(LETTER)).world
    for command in (REPORT, sc.DetachPaper(1)):
        given(world).when(asking(command, replace(OFFICER, role=role))).refused("wrong_role")


def test_another_unit_attaches_nothing() -> None:
    foreign = replace(OFFICER, unit=COUNCIL_UNIT)
    given(DRAFTED).when(asking(LETTER, foreign)).refused("wrong_unit")


# After the signature


@pytest.mark.parametrize("step", [Step.SUBMITTED, Step.RECEIVED])
def test_signed_dossier_keeps_its_papers(step: Step) -> None:
    world = at(step)
    for command in (LETTER, REPORT):
        given(world).when(asking(command)).refused("papers_sealed")


def test_signed_paper_cannot_be_taken_out() -> None:
    world = given(DRAFTED, asking(LETTER), asking(REPORT), submit()).world
    for number in (1, 2):
        given(world).when(asking(sc.DetachPaper(number))).refused("papers_sealed")


def test_withdrawn_dossier_takes_no_papers() -> None:
    world = given(DRAFTED, withdraw_dossier()).world
    given(world).when(asking(LETTER)).refused("out_of_order")


def test_returned_line_takes_papers_and_gives_its_own_back() -> None:
    world = given(RETURNED).when(asking(REPORT)).accepted()
    given(world).when(asking(sc.DetachPaper(1))).accepted()


def test_return_of_one_line_opens_no_other_place() -> None:
    for line_ in ("", LINE_2):
        given(RETURNED).when(asking(replace(REPORT, line=line_))).refused("papers_sealed")


def test_line_that_came_back_is_closed_again() -> None:
    world = given(RETURNED, asking(REPORT), supplement(LINE)).world
    given(world).when(asking(replace(REPORT, sha256=DIGEST))).refused("papers_sealed")
    given(world).when(asking(sc.DetachPaper(1))).refused("papers_sealed")


def test_line_returned_before_the_receipt_takes_papers_too() -> None:
    back = Order(DOSSIER, sc.ReturnLines((LINE,), "Thiếu giấy tờ"), CLERK, NOW)
    given(DRAFTED, submit(), back).when(asking(REPORT)).accepted()


def test_paper_that_is_not_there_cannot_be_taken_out() -> None:
    given(DRAFTED).when(asking(sc.DetachPaper(1))).refused("unknown_paper", number=1)


def test_appraisal_does_not_mind_papers() -> None:
    assert given(RETURNED, asking(REPORT), supplement(LINE)).world.nomination(LINE).step is Step.SUPPLEMENTED
    given(DRAFTED, asking(LETTER), submit(), receive()).when(asking(LETTER, APPRAISER)).refused("wrong_role")
