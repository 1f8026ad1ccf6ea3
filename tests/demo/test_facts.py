"""The papers of a case: the published counts, people who are labelled as made up, the same in every run."""

from collections import Counter

import pytest

from demo.cases import Case, load_cases, published
from demo.facts import CandidateFacts, candidates, lines
from demo.names import LABEL
from demo.people import holder, members, seats, staff
from domain.dossier.commands import DraftDossier
from domain.nomination.claims import Position
from domain.rules.library import pack_for
from domain.rules.voting import cap_limit
from domain.values import CandidateKind, Role, Route
from store import codec

CASES = {case.case: case for case in load_cases()}
AN_GIANG, MILITARY = CASES["an-giang-2023"], CASES["vksqstw-2023"]
each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def seeking(case: Case, award: str) -> set[str]:
    return {person.id for person in candidates(case) if award in person.awards}


@each_case
def test_lines_are_as_many_as_were_proposed(case: Case) -> None:
    found = Counter((line.award.code, line.candidate.kind) for line in lines(case))
    assert found == {
        (code, kind): count for code, counts in case.proposed.items() for kind, count in counts.items()
    }


@each_case
def test_published_outcomes_add_up_to_what_was_proposed(case: Case) -> None:
    for award, figures in published(case).items():
        assert figures.granted + figures.forwarded + figures.refused == figures.proposed, award


@each_case
def test_everyone_is_labelled_as_made_up(case: Case) -> None:
    names = [person.name for person in candidates(case)] + [person.name for person in staff(case)]
    assert [name for name in names if not name.endswith(LABEL)] == []
    papers = [person.claims for person in candidates(case)]
    certificates = [claims.initiative.certificate for claims in papers if claims.initiative]
    decisions = [title.decision for claims in papers for title in claims.titles]
    assert [text for text in certificates + decisions if LABEL not in text] == []
    assert LABEL in case.simulated.letter.number
    assert LABEL in case.simulated.council.name


@each_case
def test_ids_tell_nothing_and_name_one_person_each(case: Case) -> None:
    ids = [person.id for person in candidates(case)] + [person.id for person in staff(case)]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith(f"{case.simulated.prefix}-") for one in ids)


@each_case
def test_papers_are_the_same_in_every_run(case: Case) -> None:
    assert candidates(case) == candidates(case)
    assert staff(case) == staff(case)


@each_case
def test_dossier_is_one_that_the_api_can_carry(case: Case) -> None:
    drafts = tuple(line.draft() for line in lines(case))
    letter = case.simulated.letter
    command = DraftDossier(
        case.unit.code, case.unit.code, case.route, case.year, case.title, letter.number, letter.date, drafts
    )
    assert codec.decode(DraftDossier, codec.encode(command)) == command


def test_grassroots_fighters_are_among_the_advanced_workers() -> None:
    assert seeking(AN_GIANG, "CSTDCS") < seeking(AN_GIANG, "LDTT")
    assert seeking(MILITARY, "CSTDCS") < seeking(MILITARY, "CSTT")


def test_sector_fighters_hold_the_chain_and_a_sector_initiative() -> None:
    found = [person for person in candidates(AN_GIANG) if "CSTDN" in person.awards]
    assert len(found) == 6
    for person in found:
        assert {(title.award, title.year) for title in person.claims.titles} == {
            ("CSTDCS", year) for year in (2020, 2021, 2022)
        }
        assert person.claims.initiative is not None
        assert person.claims.initiative.scope == "sector"


def test_three_leaders_and_the_two_that_are_weaker() -> None:
    found = [person for person in candidates(AN_GIANG) if "CSTDCS" in person.awards]
    kinds = Counter(map(_kind, found))
    assert kinds == {("staff", True, "excellent"): 32, ("unit_leader", True, "excellent"): 3} | {
        ("staff", False, "excellent"): 1,
        ("staff", True, "good"): 1,
    }


def _kind(person: CandidateFacts) -> tuple[Position, bool, str]:
    return person.claims.position, person.claims.initiative is not None, person.claims.rating


def test_caps_leave_room_for_what_was_granted_and_for_no_more_than_one() -> None:
    pack = pack_for(AN_GIANG.received_on)
    cap = pack.award("CSTDCS").cap_for(Route.CIVIL)
    assert cap is not None
    assert cap_limit(cap, 226) == 33
    strength = MILITARY.simulated.strength
    assert strength is not None
    caps = {code: pack.award(code).cap_for(Route.MILITARY) for code in ("CSTDCS", "CSTT")}
    assert {code: cap_limit(found, strength) for code, found in caps.items() if found} == {
        "CSTDCS": 7,
        "CSTT": 28,
    }


def test_collectives_have_no_service_and_people_no_targets() -> None:
    for case in CASES.values():
        for person in candidates(case):
            collective = person.kind is CandidateKind.COLLECTIVE
            assert (person.claims.service_months is None) is collective
            assert (person.claims.targets_percent is not None) is collective


@each_case
def test_council_and_offices_are_filled(case: Case) -> None:
    people = staff(case)
    roles = [seat.role for seat in seats(case)]
    assert Counter(roles) == {Role.COUNCIL_CHAIR: 1, Role.COUNCIL_SECRETARY: 1, Role.COUNCIL_MEMBER: 7}
    needed = {role for role in Role if role is not Role.ENGINE}
    assert {role for role in needed if holder(people, role)} == needed
    ids = {member.id for member in members(case)}
    assert set(case.simulated.council.demanding) <= ids
    assert set(case.simulated.council.absent) <= ids
    assert {person.kin for person in candidates(case) if person.kin} <= ids
