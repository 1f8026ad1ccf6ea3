"""What came of the cases beside what was published, as a table and as a file."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from demo.cases import Case, Figures, published
from domain.labels import OUTCOMES
from domain.values import Outcome


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """A case and the rows of its nominations at the end."""

    case: Case
    rows: tuple[Mapping[str, Any], ...]

    @property
    def figures(self) -> dict[str, Figures]:
        """What became of the lines, by award code in the order of the case."""
        return {code: _figures(code, self.rows) for code in self.case.proposed}

    @property
    def agrees(self) -> bool:
        """Whether every figure is the published one."""
        return self.figures == published(self.case)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the verifier read: events, sealed tree size, root, the log key's fingerprint, seconds.

    `ok` when nothing is out of order.
    """

    events: int
    tree_size: int
    root: str
    key: str
    seconds: float
    ok: bool


def comparison(outcomes: Iterable[CaseOutcome]) -> list[tuple[str, ...]]:
    """Rows for people: case, award, then each figure beside the published one, and whether they agree."""
    found = []
    for outcome in outcomes:
        expected = published(outcome.case)
        for code, figures in outcome.figures.items():
            pairs = zip(asdict(figures).values(), asdict(expected[code]).values(), strict=True)
            cells = (f"{ours} / {theirs}" for ours, theirs in pairs)
            found.append((outcome.case.case, code, *cells, "khớp" if figures == expected[code] else "KHÁC"))
    return found


def columns() -> list[str]:
    """The heads of the comparison."""
    words = [OUTCOMES[outcome] for outcome in (Outcome.GRANTED, Outcome.FORWARDED, Outcome.REFUSED)]
    return ["Hồ sơ", "Danh hiệu", *(f"{word} (chạy / công bố)" for word in ("Đề nghị", *words)), "Đối chiếu"]


def as_json(outcomes: Iterable[CaseOutcome], evidence: Evidence) -> dict[str, Any]:
    """The content of `outcomes.json`."""
    return {
        "cases": {
            outcome.case.case: {
                "awards": {code: asdict(figures) for code, figures in outcome.figures.items()},
                "nominations": [{"id": row["id"], "outcome": row["outcome"]} for row in outcome.rows],
            }
            for outcome in outcomes
        },
        "events": evidence.events,
        "tree_size": evidence.tree_size,
        "root": evidence.root,
        "log_key": evidence.key,
    }


def verdict(evidence: Evidence) -> str:
    """The evidence in one sentence, for people: root and key are what they compare with another copy."""
    found = "không phát hiện sai lệch" if evidence.ok else "CÓ SAI LỆCH"
    return (
        f"Bằng chứng: {evidence.events} sự kiện, cây {evidence.tree_size} bản ghi, gốc {evidence.root},"
        f" khóa nhật ký {evidence.key}, kiểm tra trong {evidence.seconds:.2f} giây, {found}."
    )


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Write the file whole or not at all."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)


def _figures(code: str, rows: Iterable[Mapping[str, Any]]) -> Figures:
    found = Counter(row["outcome"] for row in rows if row["award"] == code)
    return Figures(
        sum(found.values()),
        *(found[outcome] for outcome in (Outcome.GRANTED, Outcome.FORWARDED, Outcome.REFUSED)),
    )
