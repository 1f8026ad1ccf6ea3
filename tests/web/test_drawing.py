"""The arithmetic of the pictures: to one scale, inside the frame, and nothing that is there goes unseen."""

from hypothesis import given
from hypothesis import strategies as st

from web.drawing import (
    CHART_WIDTH,
    FLOW_WIDTH,
    MONTHS_HEIGHT,
    Figure,
    Stage,
    bars,
    bottleneck,
    columns,
    months,
)

COUNTS = st.integers(0, 100_000)


def stage(lines: int, late: int = 0, median_days: int = 0, step: str = "received") -> Stage:
    return Stage(step, step, lines, late, 0, median_days, median_days)


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=12))
def test_flow_stays_in_its_frame_and_shows_all_that_is_there(figures: list[tuple[int, int]]) -> None:
    stages = [stage(max(pair), min(pair)) for pair in figures]
    drawn = columns(stages)
    assert [column.stage for column in drawn] == stages
    for column in drawn:
        assert column.x >= 0
        assert column.x + column.width <= FLOW_WIDTH
        assert column.late_height <= column.height
        assert (column.height > 0, column.late_height > 0) == (column.stage.lines > 0, column.stage.late > 0)
    assert sum(column.narrow for column in drawn) == (1 if any(one.lines for one in stages) else 0)


def test_flow_is_to_one_scale() -> None:
    half, whole = columns([stage(50), stage(100, late=50)])
    assert (whole.height, whole.late_height) == (146, 73)
    assert half.height == 73
    assert half.lead.startswith(f"M{half.x + half.width} {half.top}L")
    assert not whole.lead


def test_bottleneck_is_where_waiting_piles_up() -> None:
    many_fresh, few_old, none = stage(40, median_days=0), stage(10, median_days=9), stage(0)
    assert bottleneck([none, many_fresh, few_old]) is few_old
    assert bottleneck([none]) is None
    assert bottleneck([]) is None


@given(st.lists(st.tuples(COUNTS, COUNTS), max_size=24))
def test_charts_stay_in_their_frames(figures: list[tuple[int, int]]) -> None:
    given_figures = [Figure("x", *pair) for pair in figures]
    for bar in bars(given_figures):
        assert bar.x + max(bar.width, bar.other_width) <= CHART_WIDTH
        assert (bar.width > 0) == (bar.figure.value > 0)
    for pair in months(given_figures):
        assert pair.x + 2 * pair.width <= CHART_WIDTH + 4
        assert pair.top >= 0
        assert pair.top + pair.height <= MONTHS_HEIGHT
