"""The register of people and units."""

import pytest

from domain.execution import Order
from domain.nomination.claims import TitleHeld
from domain.register import commands as rc
from domain.register import events as re
from domain.register.decide import evolve_person
from domain.register.state import PersonRecord, UnitRecord
from domain.values import Meta, Personal, Role, Route
from tests.domain.given import given
from tests.domain.office import NOW, REGISTRAR, UNIT, YEAR, acting, record_strength, register_unit

PERSON, UNIT_STREAM = "person-cb-001", "unit-vks-h"
TITLE = TitleHeld("LDTT", 2022, "99/QĐ")


def on_person(command: rc.RegisterPerson | rc.RecordTitle, role: Role = Role.REGISTRAR) -> Order:
    return Order(PERSON, command, acting(REGISTRAR, role=role), NOW)


REGISTERED = on_person(rc.RegisterPerson("Trần Thị B", UNIT))


def test_person_is_entered_once() -> None:
    given().when(REGISTERED).then(re.PersonRegistered(Personal("Trần Thị B"), UNIT))
    given(REGISTERED).when(REGISTERED).refused("already_exists", stream=PERSON)


def test_title_is_entered_once_however_often_it_is_told() -> None:
    world = given(REGISTERED).when(on_person(rc.RecordTitle(TITLE))).then(re.TitleRecorded(TITLE)).world
    given(world).when(on_person(rc.RecordTitle(TITLE))).then()
    assert world.state(PERSON, PersonRecord) == PersonRecord(known=True, unit=UNIT, titles=(TITLE,))


def test_title_of_a_coming_year_is_refused() -> None:
    given().when(on_person(rc.RecordTitle(TitleHeld("LDTT", YEAR + 1, "1")))).refused("date_in_future")


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.REGISTRAR, Role.DECIDER}])
def test_person_is_entered_by_registrar_or_decider_only(role: Role) -> None:
    given().when(on_person(rc.RecordTitle(TITLE), role)).refused("wrong_role", role=role)


def test_unit_is_entered_once() -> None:
    registered = re.UnitRegistered("Viện kiểm sát VKS-H", "district", Route.CIVIL)
    given().when(register_unit()).then(registered)
    given(register_unit()).when(register_unit()).refused("already_exists", stream=UNIT_STREAM)


def test_later_strength_replaces_the_earlier_of_that_year() -> None:
    past = (register_unit(), record_strength(10), record_strength(8, year=2022), record_strength(12))
    state = given(*past).world.state(UNIT_STREAM, UnitRecord)
    found = {year: state.strength_in(year) for year in (2021, 2022, 2023)}
    assert found == {2021: None, 2022: 8, 2023: 12}


@pytest.mark.parametrize("people", [0, 1])
def test_strength_may_be_none_at_all(people: int) -> None:
    given(register_unit()).when(record_strength(people)).then(re.StrengthRecorded(YEAR, people))


def test_strength_below_nothing_or_of_an_unknown_unit_is_refused() -> None:
    given(register_unit()).when(record_strength(-1)).refused("negative_count")
    given().when(record_strength(5)).refused("unknown_unit")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.REGISTRAR])
def test_unit_is_entered_by_the_registrar_only(role: Role) -> None:
    order = register_unit()
    given().when(Order(order.stream, order.command, acting(REGISTRAR, role=role), NOW)).refused("wrong_role")


def test_title_is_struck_by_its_decision_and_its_act() -> None:
    kept = TitleHeld("LDTT", 2022, "98/QĐ")
    acts = [TitleHeld("GIAY_KHEN_DX", 2022, "99/QĐ", achievement=act) for act in ("cuu-nguoi", "bat-cuop")]
    world = given(REGISTERED, *(on_person(rc.RecordTitle(title)) for title in (TITLE, kept, *acts))).world
    revoking = rc.RevokeTitle("GIAY_KHEN_DX", 2022, "99/QĐ", "bat-cuop")
    answer = given(world).when(Order(PERSON, revoking, REGISTRAR, NOW))
    answer.then(re.TitleRevoked("GIAY_KHEN_DX", 2022, "99/QĐ", "bat-cuop"))
    assert answer.world.state(PERSON, PersonRecord).titles == (TITLE, kept, acts[0])
    given(answer.world).when(Order(PERSON, revoking, REGISTRAR, NOW)).then()


def test_title_struck_before_decisions_were_named_goes_with_all_of_its_award_and_year() -> None:
    """What was folded then is folded so now."""
    titles = (TITLE, TitleHeld("LDTT", 2022, "98/QĐ"), TitleHeld("LDTT", 2021, "1/QĐ"))
    revoked = re.TitleRevoked("LDTT", 2022, "", "")
    record = evolve_person(PersonRecord(titles=titles), revoked, Meta(REGISTRAR, NOW, 4))
    assert record.titles == titles[2:]
