"""Who will soon be eligible for what, and what is missing: the list follows the register year by year."""

from dataclasses import replace

import pytest

from domain.nomination.claims import InitiativeScope
from domain.register.prospects import Prospect, soon_eligible
from domain.register.state import PersonRecord
from domain.rules.facts import ServiceKind
from domain.rules.pack import RulePack
from domain.values import HoldGround, Route, Track
from tests.domain.rules.situations.words import (
    R2019,
    THU,
    day,
    disciplined,
    matter,
    post,
    served,
    titles,
    work,
)

YEAR = 2025
SECTOR = work(InitiativeScope.SECTOR, "01/06/2024")


def prospects(record: PersonRecord, *, pack: RulePack = THU, year: int = YEAR) -> dict[str, Prospect]:
    found = soon_eligible({"cb-1": record}, Route.CIVIL, pack, year)
    return {prospect.award: prospect for prospect in found}


def fighter(*years: int, **known: object) -> PersonRecord:
    return replace(PersonRecord(known=True), titles=titles("CSTDCS", *years), **known)  # type: ignore[arg-type]


def lacks(prospect: Prospect) -> list[str]:
    return [ground.criterion for ground in prospect.missing]


def test_nothing_on_the_register_gives_no_prospect() -> None:
    assert prospects(PersonRecord()) == {}


def test_two_of_three_years_become_three_with_the_title_of_this_year() -> None:
    found = prospects(fighter(2023, 2024, initiatives=(SECTOR,)))["CSTDN"]
    assert (found.person, found.year, lacks(found)) == ("cb-1", 2026, ["chain"])
    (missing,) = found.missing
    assert missing.sentence.startswith("cần Chiến sĩ thi đua cơ sở năm 2025 (Không đạt: ")
    assert "sổ ghi 2023, 2024; thiếu 2025" in missing.sentence
    assert (missing.instrument, missing.article, missing.status) == ("LAW_2022", "Điều 22", "verified")


def test_list_changes_when_the_year_is_added() -> None:
    before = prospects(fighter(2023, 2024, initiatives=(SECTOR,)))["CSTDN"]
    after = prospects(fighter(2023, 2024, 2025, initiatives=(SECTOR,)))["CSTDN"]
    assert lacks(before) == ["chain"]
    assert (after.year, lacks(after)) == (2026, [])
    assert [ground.criterion for ground in after.rests_on] == ["chain"]
    year_on = prospects(fighter(2023, 2024, 2025, initiatives=(SECTOR,)), year=2026)["CSTDN"]
    assert (year_on.year, lacks(year_on)) == (2026, [])


@pytest.mark.parametrize("years", [(2022, 2024), (2024,), (2021, 2022, 2023)], ids=str)
def test_chain_that_one_year_cannot_mend_is_no_prospect(years: tuple[int, ...]) -> None:
    assert "CSTDN" not in prospects(fighter(*years))


def test_chain_that_holds_now_is_a_prospect_of_this_year() -> None:
    found = prospects(fighter(2022, 2023, 2024, initiatives=(SECTOR,)))["CSTDN"]
    assert (found.year, lacks(found)) == (YEAR, [])


def test_award_that_was_won_this_year_is_looked_at_for_the_next() -> None:
    won = titles("CSTDCS", 2022, 2023, 2024) + titles("CSTDN", YEAR)
    found = prospects(PersonRecord(titles=won, initiatives=(SECTOR,)))["CSTDN"]
    assert (found.year, lacks(found)) == (2026, ["chain"])


def test_unexpected_title_makes_no_chain() -> None:
    unexpected = titles("CSTDCS", 2023, 2024, track=Track.UNEXPECTED)
    assert "CSTDN" not in prospects(PersonRecord(titles=unexpected))


def test_initiative_is_missing_until_it_is_recognised() -> None:
    chain = fighter(2022, 2023, 2024)
    assert lacks(prospects(chain)["CSTDN"]) == ["initiative"]
    narrow = replace(chain, initiatives=(work(InitiativeScope.BASE, "01/06/2024"),))
    assert lacks(prospects(narrow)["CSTDN"]) == ["initiative"]
    uncertified = replace(chain, initiatives=(replace(SECTOR, certificate=""),))
    assert lacks(prospects(uncertified)["CSTDN"]) == ["initiative"]
    assert lacks(prospects(replace(chain, initiatives=(SECTOR,)))["CSTDN"]) == []


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((2022, 2023, 2024), (YEAR, [])),
        ((2020, 2022, 2024), (YEAR, [])),
        ((2023, 2024), (2026, ["window_read", "window_heard"])),
        ((2021, 2023), (2026, ["window_read", "window_heard"])),
        ((2020, 2023), None),
        ((2024,), None),
    ],
    ids=str,
)
def test_window_counts_the_title_of_this_year(
    held: tuple[int, ...], expected: tuple[int, list[str]] | None
) -> None:
    found = prospects(fighter(*held)).get("BANG_KHEN_TTG")
    assert (found and (found.year, lacks(found))) == expected


def test_unverified_condition_is_told_with_its_status() -> None:
    found = prospects(fighter(2023, 2024))["BANG_KHEN_TTG"]
    assert [ground.status for ground in found.missing] == ["verified", "verified_secondary"]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("01/01/2010", (YEAR, None)),
        ("02/01/2010", (YEAR, "01/01/2025")),
        ("01/01/2011", (YEAR, "31/12/2025")),
        ("02/01/2011", (2026, "01/01/2026")),
        ("01/01/2012", (2026, "31/12/2026")),
        ("02/01/2012", None),
    ],
)
def test_fifteen_years_in_the_sector_come_on_a_day(
    first: str, expected: tuple[int, str | None] | None
) -> None:
    found = prospects(PersonRecord(service=(served(first),))).get("KNC")
    told = found and (found.year, f"{found.from_day:%d/%m/%Y}" if found.from_day else None)
    assert told == expected


def test_award_of_once_in_a_life_is_not_sought_again() -> None:
    veteran = PersonRecord(service=(served("01/01/2000"),))
    assert "KNC" in prospects(veteran)
    assert "KNC" not in prospects(replace(veteran, titles=titles("KNC", 2016)))


def test_time_under_discipline_puts_the_day_off() -> None:
    record = PersonRecord(service=(served("01/07/2010"),))
    later = replace(record, disciplines=(disciplined("01/01/2020", "31/12/2020"),))
    assert prospects(record)["KNC"].from_day == day("30/06/2025")
    assert prospects(later)["KNC"].from_day == day("30/06/2026")


def test_position_of_the_long_service_table_counts() -> None:
    head = post("vu_truong", "01/01/2020", leading=True)
    found = prospects(PersonRecord(positions=(head,)))["HUAN_CHUONG_CH"]
    assert (found.year, found.from_day) == (YEAR, day("31/12/2025"))


def test_open_matter_is_missing_its_conclusion() -> None:
    opened = (matter(HoldGround.INSPECTION, "01/03/2025"),)
    chain = fighter(2022, 2023, 2024, initiatives=(SECTOR,), proceedings=opened)
    assert lacks(prospects(chain)["CSTDN"]) == ["no_open_proceeding"]


def test_discipline_within_the_years_takes_the_prospect_away() -> None:
    chain = fighter(2022, 2023, 2024, initiatives=(SECTOR,))
    running = replace(chain, disciplines=(disciplined("01/02/2024", "01/02/2025"),))
    assert "CSTDN" not in prospects(running)
    in_first_year = replace(chain, disciplines=(disciplined("01/02/2021", "01/02/2022"),))
    assert lacks(prospects(in_first_year)["CSTDN"]) == ["accrual_restart"]


def test_other_route_and_other_pack_have_their_own_awards() -> None:
    soldier = PersonRecord(service=(served("01/07/2015", kind=ServiceKind.MILITARY),))
    found = soon_eligible({"qs-1": soldier}, Route.MILITARY, THU, YEAR)
    assert {prospect.award for prospect in found} <= {
        code for code, award in THU.awards.items() if Route.MILITARY in award.routes
    }
    assert set(prospects(fighter(2020, 2021, 2022), pack=R2019, year=2023)) == {"CSTDN"}


def test_people_come_in_order_and_apart() -> None:
    people = {"cb-2": fighter(2023, 2024), "cb-1": fighter(2022, 2023, 2024), "cb-3": PersonRecord()}
    found = soon_eligible(people, Route.CIVIL, THU, YEAR)
    assert [prospect.person for prospect in found] == sorted(prospect.person for prospect in found)
    assert {prospect.person for prospect in found} == {"cb-1", "cb-2"}
