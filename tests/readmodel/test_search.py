"""Search finds without diacritics, and leads nobody by a name that they may not read."""

import pytest
from sqlalchemy import Engine, insert

from domain.nomination.state import Step
from domain.values import Outcome
from readmodel.projector import nominee_row
from readmodel.search import Reader, search_dossiers, search_lines
from readmodel.tables import NOMINEE, RECUSAL
from tests.domain.given import World
from tests.domain.office import COUNCIL_UNIT, DOSSIER, LINE, LINE_2, UNIT, UNITS, draft, line, submit
from tests.store.desk import Desk, ask

OURS = Reader("officer", (UNIT,))
APPRAISING = Reader("appraiser", (COUNCIL_UNIT,))
ELSEWHERE = Reader("stranger", ("VKS-Z",))
AUDITOR = Reader("auditor", (), sees_all=True)
OPERATOR = Reader("operator", ())
EVERYBODY = (OURS, APPRAISING, ELSEWHERE, AUDITOR, OPERATOR)


def streams(engine: Engine, text: str, reader: Reader, *, after: str = "", limit: int = 50) -> list[str]:
    return [row["id"] for row in search_lines(engine, text, reader, after=after, limit=limit)]


@pytest.fixture
def submitted(engine: Engine) -> Engine:
    """Two lines on their way, whose names are only for those of the units concerned."""
    Desk(engine).given(*UNITS, draft(line("cb-001"), line("cb-002", "CSTDCS")), submit())
    world = World().after(*UNITS, draft(line("cb-001"), line("cb-002", "CSTDCS")))
    for stream, name in ((LINE, "Nguyễn Văn Đức"), (LINE_2, "Trần Thị Hường")):
        row = nominee_row(stream, name, world.nomination(stream))
        with engine.connect() as connection:
            connection.execute(NOMINEE.update().where(NOMINEE.c.nomination == stream).values(row))
    return engine


@pytest.mark.parametrize(
    "typed", ["Nguyễn Văn Đức", "nguyen van duc", "duc", "NGUYE", "văn", "đức cb 2023", "Duc LDTT"]
)
def test_search_finds_a_name_however_it_is_typed(submitted: Engine, typed: str) -> None:
    expected = [] if "cb" in typed else [LINE]
    assert streams(submitted, typed, OURS) == expected


def test_search_finds_codes_and_awards_by_the_words_of_the_office(submitted: Engine) -> None:
    for reader in EVERYBODY:
        assert streams(submitted, "h 2023 001", reader) == [LINE]
        assert streams(submitted, "lao động tiên tiến", reader) == [LINE]
        assert streams(submitted, "chien si thi dua co so", reader) == [LINE_2]


@pytest.mark.parametrize("reader", EVERYBODY)
@pytest.mark.parametrize(
    ("step", "outcome", "public"),
    [
        (Step.DRAFT, None, False),
        (Step.SUBMITTED, None, False),
        (Step.VOTED, None, False),
        (Step.PUBLISHED, Outcome.REFUSED, False),
        (Step.SIGNED, Outcome.GRANTED, False),
        (Step.PUBLISHED, Outcome.GRANTED, True),
        (Step.ARCHIVED, Outcome.GRANTED, True),
    ],
)
def test_search_by_name_leads_only_those_who_may_read_it(
    submitted: Engine, reader: Reader, step: Step, outcome: Outcome | None, *, public: bool
) -> None:
    ask(submitted, "UPDATE nomination SET step = :step, outcome = :outcome", step=step, outcome=outcome)
    knows = public or reader in {OURS, APPRAISING, AUDITOR}
    assert streams(submitted, "nguyen duc", reader) == ([LINE] if knows else [])
    sees = step is not Step.DRAFT or reader in {OURS, APPRAISING, AUDITOR}
    assert streams(submitted, "h 2023 001", reader) == ([LINE] if sees else [])


@pytest.mark.parametrize("mark", ["@vks-h", "'@vks-h'", "vks-h' | 'nguyen", "!x", "x | nguyen"])
def test_search_takes_no_operator_from_what_is_typed(submitted: Engine, mark: str) -> None:
    assert LINE_2 not in streams(submitted, mark + " nguyen", ELSEWHERE)
    assert streams(submitted, mark + " nguyen", ELSEWHERE) == []


def test_search_hides_a_line_from_who_stepped_aside_until_it_is_published(submitted: Engine) -> None:
    with submitted.connect() as connection:
        connection.execute(
            insert(RECUSAL).values(nomination=LINE, member=APPRAISING.person, session="session-1")
        )
    assert streams(submitted, "2023", APPRAISING) == [LINE_2]
    assert streams(submitted, "duc", APPRAISING) == []
    ask(submitted, "UPDATE nomination SET step = 'published', outcome = 'granted'")
    assert streams(submitted, "duc", APPRAISING) == [LINE]


def test_search_pages_hold_every_line_once(submitted: Engine) -> None:
    first = streams(submitted, "2023", AUDITOR, limit=1)
    second = streams(submitted, "2023", AUDITOR, limit=1, after=first[0])
    assert (first, second, streams(submitted, "2023", AUDITOR, limit=1, after=second[0])) == (
        [LINE],
        [LINE_2],
        [],
    )


def test_search_for_nothing_finds_nothing(submitted: Engine) -> None:
    assert streams(submitted, " . ", AUDITOR) == []
    assert search_dossiers(submitted, "", AUDITOR) == []


def test_search_finds_dossiers_by_title_and_hides_drafts_of_others(submitted: Engine) -> None:
    for reader in EVERYBODY:
        assert [row["id"] for row in search_dossiers(submitted, "de nghi khen", reader)] == [DOSSIER]
    ask(submitted, "UPDATE dossier SET step = 'draft'")
    found = {reader.person: len(search_dossiers(submitted, "de nghi khen", reader)) for reader in EVERYBODY}
    assert found == {"officer": 1, "appraiser": 1, "stranger": 0, "auditor": 1, "operator": 0}
