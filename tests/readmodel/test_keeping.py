"""What people keep in the inbox: claims, views, drafts of forms; and names in the order of a Vietnamese list."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import Engine

from readmodel import drawer
from readmodel.awaiting import Asked, Whose
from readmodel.claims import Claimed, claim, release
from readmodel.work_queue import work_counts, work_queue
from tests.domain.office import COUNCIL_UNIT, NOW
from tests.readmodel.rows import SOON, fill, waiting
from tests.store.desk import ask

APPRAISERS = {COUNCIL_UNIT: ("appraiser",)}
TASK = "nomination-a"


def listed(engine: Engine, person: str, whose: Whose) -> list[str]:
    return [row["stream"] for row in work_queue(engine, person, APPRAISERS, asked=Asked(whose))]


def test_claimed_task_is_mine_and_shown_to_the_group_as_taken(engine: Engine) -> None:
    fill(engine, waiting(TASK, SOON), waiting("nomination-b", SOON))
    assert claim(engine, TASK, "received", "minh", NOW) is Claimed.MINE
    assert claim(engine, TASK, "received", "minh", NOW) is Claimed.MINE
    assert claim(engine, TASK, "received", "hoa", NOW) is Claimed.TAKEN
    assert (listed(engine, "minh", Whose.MINE), listed(engine, "hoa", Whose.MINE)) == ([TASK], [])
    assert (listed(engine, "minh", Whose.GROUP), listed(engine, "hoa", Whose.GROUP)) == (
        ["nomination-b"],
        [TASK, "nomination-b"],
    )
    (row, _other) = work_queue(engine, "hoa", APPRAISERS)
    assert (row["claimed_by"], row["claimed_at"]) == ("minh", NOW)


def test_released_task_is_anybodys_and_only_its_holder_releases_it(engine: Engine) -> None:
    fill(engine, waiting(TASK, SOON))
    claim(engine, TASK, "received", "minh", NOW)
    release(engine, TASK, "hoa")
    assert listed(engine, "minh", Whose.MINE) == [TASK]
    release(engine, TASK, "minh")
    assert claim(engine, TASK, "received", "hoa", NOW) is Claimed.MINE


def test_claim_lapses_when_the_step_moves_even_if_it_comes_back(engine: Engine) -> None:
    fill(engine, waiting(TASK, SOON))
    claim(engine, TASK, "received", "minh", NOW)
    ask(engine, "UPDATE work_queue SET since = :later", later=NOW + timedelta(days=1))
    assert listed(engine, "minh", Whose.MINE) == []
    assert claim(engine, TASK, "received", "hoa", NOW) is Claimed.MINE
    assert ask(engine, "SELECT account FROM task_claim") == [("hoa",)]


def test_task_that_went_on_or_away_cannot_be_claimed(engine: Engine) -> None:
    fill(engine, waiting(TASK, SOON, step="voted"), waiting("nomination-c", SOON, closed=True))
    assert claim(engine, TASK, "received", "minh", NOW) is Claimed.GONE
    assert claim(engine, "nomination-c", "received", "minh", NOW) is Claimed.GONE
    assert claim(engine, "nomination-x", "received", "minh", NOW) is Claimed.GONE


def test_of_many_who_claim_at_once_one_wins(engine: Engine) -> None:
    fill(engine, waiting(TASK, SOON, since=None))
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda n: claim(engine, TASK, "received", f"p{n}", NOW), range(8)))
    assert sorted(won) == [Claimed.MINE, *[Claimed.TAKEN] * 7]


def test_filters_narrow_the_queue(engine: Engine) -> None:
    late = waiting("nomination-late", NOW - timedelta(days=1), award="CSTDCS")
    held = waiting("nomination-held", None, held=True, from_unit="VKS-Q", step="decided")
    fill(engine, late, held, waiting("nomination-other", SOON, dossier="dossier-b"))
    expected = {
        Asked(due_before=NOW): ["nomination-late"],
        Asked(award="CSTDCS"): ["nomination-late"],
        Asked(held=True): ["nomination-held"],
        Asked(unit="VKS-Q"): ["nomination-held"],
        Asked(step="decided"): ["nomination-held"],
        Asked(dossier="dossier-b"): ["nomination-other"],
        Asked(stream="nomination-other"): ["nomination-other"],
        Asked(award="CSTDCS", held=True): [],
        Asked(words="'x':*"): [],
    }
    found = {
        asked: [row["stream"] for row in work_queue(engine, "minh", APPRAISERS, asked=asked)]
        for asked in expected
    }
    assert found == expected
    soon = NOW + timedelta(days=3)
    counts = {"all": 3, "mine": 0, "group": 3, "overdue": 1, "soon": 1, "held": 1}
    assert work_counts(engine, "minh", APPRAISERS, NOW, soon) == counts


def test_work_that_a_person_may_not_do_does_not_wait_for_them(engine: Engine) -> None:
    fill(engine, waiting(TASK, SOON, barred=["minh"]))
    assert (listed(engine, "minh", Whose.ALL), listed(engine, "hoa", Whose.ALL)) == ([], [TASK])


def test_views_are_kept_by_name_and_person_in_vietnamese_order(engine: Engine) -> None:
    for name in ("Đến hạn", "Dở dang", "Ân", "An", "Bình"):
        assert drawer.save_view(engine, "minh", name, f"q={name}", NOW)
    assert drawer.save_view(engine, "minh", "An", "q=2", NOW)
    assert list(drawer.views(engine, "minh")) == ["An", "Ân", "Bình", "Dở dang", "Đến hạn"]
    assert (drawer.views(engine, "minh")["An"], drawer.views(engine, "hoa")) == ("q=2", {})
    drawer.drop_view(engine, "minh", "Bình")
    assert "Bình" not in drawer.views(engine, "minh")


def test_views_are_bounded(engine: Engine) -> None:
    kept = [drawer.save_view(engine, "minh", f"v{n}", "", NOW) for n in range(drawer.MOST_VIEWS + 1)]
    assert kept == [*[True] * drawer.MOST_VIEWS, False]
    assert drawer.save_view(engine, "minh", "v0", "again", NOW)


def test_draft_is_kept_until_it_is_dropped(engine: Engine) -> None:
    assert drawer.draft(engine, "minh", TASK, "appraisal") is None
    first = drawer.save_draft(engine, "minh", TASK, "appraisal", {"reason": "Chưa"}, 3)
    second = drawer.save_draft(engine, "minh", TASK, "appraisal", {"reason": "Chưa xong"}, 4)
    kept = drawer.draft(engine, "minh", TASK, "appraisal")
    assert kept == drawer.Draft({"reason": "Chưa xong"}, 4, second)
    assert first < second
    assert drawer.draft(engine, "hoa", TASK, "appraisal") is None
    drawer.drop_draft(engine, "minh", TASK, "appraisal")
    assert drawer.draft(engine, "minh", TASK, "appraisal") is None
