"""Pictures drawn on the server: from figures to the rectangles and labels of an inline SVG.

Pure arithmetic in whole units of the picture; colours and letters are the stylesheet's, words the template's. Every
picture stands beside a table with the same figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

FLOW_WIDTH: Final = 1_000
FLOW_HEIGHT: Final = 250
_FLOW_TOP: Final = 44
_FLOW_FLOOR: Final = 190
_FLOW_BAR: Final = 0.56
"""How much of its column a bar takes."""

CHART_WIDTH: Final = 360
_CHART_LEFT: Final = 128
_CHART_RIGHT: Final = 48
_ROW: Final = 30
MONTHS_HEIGHT: Final = 180
_MONTHS_TOP: Final = 20
_MONTHS_FLOOR: Final = 150


@dataclass(frozen=True, slots=True)
class Stage:
    """What stands at a step: how many, how many of them late, held, and for how long (days)."""

    step: str
    label: str
    lines: int
    late: int
    held: int
    median_days: int
    oldest_days: int


@dataclass(frozen=True, slots=True)
class Column:
    """A step in the picture of the flow; y grows downwards. `lead` is the ribbon to the next column, as a path."""

    stage: Stage
    x: int
    width: int
    top: int
    height: int
    late_top: int
    late_height: int
    middle: int
    narrow: bool
    lead: str


def columns(stages: Sequence[Stage]) -> list[Column]:
    """The flow: a bar a step, as high as what stands there, late ones at its foot, and ribbons between them."""
    most = max((stage.lines for stage in stages), default=0)
    neck = bottleneck(stages)
    each = FLOW_WIDTH / max(len(stages), 1)
    tops = [_FLOW_FLOOR - _share(stage.lines, most, _FLOW_FLOOR - _FLOW_TOP) for stage in stages]
    return [
        _column(stage, round(n * each), round(each), tops[n], tops[n + 1 : n + 2], narrow=stage is neck)
        for n, stage in enumerate(stages)
    ]


def _column(  # noqa: PLR0913 - the sides of a rectangle
    stage: Stage, left: int, each: int, top: int, following: Sequence[int], *, narrow: bool
) -> Column:
    width = round(each * _FLOW_BAR)
    x = left + (each - width) // 2
    height = _FLOW_FLOOR - top
    late = _share(stage.late, stage.lines, height)
    lead = ""
    if following:
        far = x + each
        floor = _FLOW_FLOOR
        lead = f"M{x + width} {top}L{far} {following[0]}L{far} {floor}L{x + width} {floor}Z"
    return Column(stage, x, width, top, height, floor_of(late), late, x + width // 2, narrow, lead)


def floor_of(height: int) -> int:
    """Where a part of that height begins which stands on the floor of the flow."""
    return _FLOW_FLOOR - height


def bottleneck(stages: Sequence[Stage]) -> Stage | None:
    """Where most waiting is piled up: lines times their median age; the first of equals, None where nothing stands."""
    standing = [stage for stage in stages if stage.lines]
    return max(standing, key=lambda stage: (stage.lines * (stage.median_days + 1), stage.late), default=None)


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of a chart: what it is called, its figure, and a second one that belongs to it."""

    label: str
    value: float
    other: float = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """A row drawn: `width` for the figure, `other_width` for the second, from `x` on, around the line `y`."""

    figure: Figure
    x: int
    y: int
    width: int
    other_width: int


def bars(figures: Sequence[Figure]) -> list[Bar]:
    """Horizontal bars to one scale, the label to their left and room for the figure to their right."""
    most = max((max(figure.value, figure.other) for figure in figures), default=0)
    room = CHART_WIDTH - _CHART_LEFT - _CHART_RIGHT
    return [
        Bar(figure, _CHART_LEFT, n * _ROW, _share(figure.value, most, room), _share(figure.other, most, room))
        for n, figure in enumerate(figures)
    ]


def bars_height(figures: Sequence[Figure]) -> int:
    """How high the picture of the bars is."""
    return len(figures) * _ROW


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns of a month, side by side on the floor."""

    figure: Figure
    x: int
    width: int
    top: int
    height: int
    other_top: int
    other_height: int


def months(figures: Sequence[Figure]) -> list[Pair]:
    """Columns in pairs, a pair a month, to one scale."""
    most = max((max(figure.value, figure.other) for figure in figures), default=0)
    each = CHART_WIDTH / max(len(figures), 1)
    width = max(2, round(each * 0.34))
    return [_pair(figure, round(n * each + each * 0.12), width, most) for n, figure in enumerate(figures)]


def _pair(figure: Figure, x: int, width: int, most: float) -> Pair:
    high = _MONTHS_FLOOR - _MONTHS_TOP
    height, other = _share(figure.value, most, high), _share(figure.other, most, high)
    return Pair(figure, x, width, _MONTHS_FLOOR - height, height, _MONTHS_FLOOR - other, other)


def _share(part: float, whole: float, room: int) -> int:
    """The part of the room; what is there at all is at least seen."""
    if not part or not whole:
        return 0
    return max(2, round(room * part / whole))
