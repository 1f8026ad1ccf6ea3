"""The cases carried in memory: the rules, not the policies, make the published outcomes."""

from dataclasses import replace

import pytest

from commandline.api import Acting
from demo.cases import Case, load_cases, published
from demo.casework import STAGES, Casework
from demo.people import staff
from demo.report import CaseOutcome, Evidence, as_json, comparison, verdict
from domain.nomination.claims import Position
from domain.nomination.state import Step
from domain.refusal import Refusal
from domain.session.state import Session
from tests.demo.memory import Memory, carried

CASES = {case.case: case for case in load_cases()}
AN_GIANG = CASES["an-giang-2023"]
EVIDENCE = Evidence(7, 7, "ab", "12ab", 0.1, ok=True)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_case_ends_archived_with_the_published_figures(case: Case) -> None:
    _work, rows = carried(case)
    outcome = CaseOutcome(case, tuple(rows.values()))
    assert outcome.figures == published(case)
    assert outcome.agrees
    assert {row["step"] for row in rows.values()} == {Step.ARCHIVED}


def test_refused_fighters_are_the_weaker_two_and_forwarded_ones_the_leaders() -> None:
    work, rows = carried(AN_GIANG)
    fates = {
        (
            line.candidate.claims.position,
            line.candidate.claims.rating,
            bool(line.candidate.claims.initiative),
        ): rows[line.nomination]["outcome"]
        for line in work.lines
        if line.award.code == "CSTDCS"
    }
    assert fates == {
        ("staff", "excellent", True): "granted",
        ("unit_leader", "excellent", True): "forwarded",
        ("staff", "excellent", False): "refused",
        ("staff", "good", True): "refused",
    }


def test_cap_refuses_a_tally_that_grants_one_too_many() -> None:
    """Without leaders 35 would be granted where 33 are allowed: the machinery says no, not the policies."""
    groups = tuple(
        group.model_copy(update={"position": Position.STAFF}) for group in AN_GIANG.simulated.candidates
    )
    council = AN_GIANG.simulated.council.model_copy(update={"demanding": ()})
    simulated = AN_GIANG.simulated.model_copy(update={"candidates": groups, "council": council})
    with pytest.raises(Refusal) as caught:
        carried(AN_GIANG.model_copy(update={"simulated": simulated}))
    assert caught.value.code == "cap_exceeded"
    assert (caught.value.facts["numerator"], caught.value.facts["limit"]) == (36, 33)


def test_one_writes_one_steps_aside_and_one_award_is_voted_in_secret() -> None:
    memory = Memory()
    work = Casework(AN_GIANG, staff(AN_GIANG), memory)
    for stage in STAGES:
        for job in stage.plan(work):
            memory.do(job)
    session = memory.states["session-an-giang-2023.hd"].state
    assert isinstance(session, Session)
    assert len(session.ballots) == 9
    assert len(session.present) == 8
    assert [member for member, _line in session.recusals] == ["ag-hd-05"]
    assert {line.award for line in session.agenda if line.nomination in session.counted} == {"CSTDN"}
    assert len(session.counted) == 6


def test_every_step_has_an_id_of_its_own_and_the_same_in_every_run() -> None:
    def ids() -> list[str]:
        memory = Memory()
        work = Casework(AN_GIANG, staff(AN_GIANG), memory)
        found = []
        for stage in STAGES:
            for job in stage.plan(work):
                found.append(job.order.command_id)
                memory.do(job)
        return found

    first = ids()
    assert len(set(first)) == len(first)
    assert ids() == first


def test_outcomes_file_has_the_agreed_shape() -> None:
    case = CASES["vksqstw-2023"]
    _work, rows = carried(case)
    content = as_json([CaseOutcome(case, tuple(rows.values()))], EVIDENCE)
    assert content["cases"]["vksqstw-2023"]["awards"]["DVTT"] == {
        "proposed": 3,
        "granted": 3,
        "forwarded": 0,
        "refused": 0,
    }
    nominations = content["cases"]["vksqstw-2023"]["nominations"]
    assert nominations[0] == {"id": "nomination-vksqstw-2023.001", "outcome": "granted"}
    assert len(nominations) == 21
    assert (content["events"], content["tree_size"], content["root"]) == (7, 7, "ab")
    assert content["log_key"] == "12ab"


def test_verdict_names_root_and_key_and_says_when_something_differs() -> None:
    assert verdict(EVIDENCE) == (
        "Bằng chứng: 7 sự kiện, cây 7 bản ghi, gốc ab, khóa nhật ký 12ab, kiểm tra trong 0.10 giây,"
        " không phát hiện sai lệch."
    )
    assert verdict(replace(EVIDENCE, ok=False)).endswith("CÓ SAI LỆCH.")


def test_figure_that_differs_is_shown_and_does_not_agree() -> None:
    case = CASES["vksqstw-2023"]
    _work, rows = carried(case)
    first, *others = rows.values()
    outcome = CaseOutcome(case, ({**first, "outcome": "refused"}, *others))
    assert not outcome.agrees
    assert [row[-1] for row in comparison([outcome])].count("KHÁC") == 1


def test_job_of_a_role_nobody_holds_is_refused_by_the_rules() -> None:
    memory = Memory()
    work = Casework(AN_GIANG, staff(AN_GIANG), memory)
    for job in (*STAGES[0].plan(work), *STAGES[1].plan(work)):
        memory.do(job)
    (drafted,) = STAGES[2].plan(work)
    wrong = replace(drafted.order, acting_as=Acting("auditor", work.unit))
    with pytest.raises(Refusal) as caught:
        memory.do(replace(drafted, order=wrong))
    assert caught.value.code == "wrong_role"
