"""From rows to what a reader is shown, by who the reader is."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from domain.ids import Kind, key_of, kind_of
from domain.labels import ROLES, STEPS
from domain.nomination.state import Step
from readmodel.accounts import Account
from readmodel.history import HistoryEntry
from web.findings import findings
from web.outcomes import AwardCount
from web.privacy import shown_person
from web.sentences import sentence
from web.views import (
    AwaitedView,
    AwardCountView,
    DecisionView,
    DossierView,
    FactView,
    NominationView,
    OutcomeView,
    SessionView,
    TaskView,
)
from web.words import award_name, working_days_left

Row = Mapping[str, Any]

_SUBJECT = {
    Kind.NOMINATION: "Đề nghị",
    Kind.DOSSIER: "Hồ sơ",
    Kind.SESSION: "Phiên họp",
    Kind.DECISION: "Văn bản",
}


def nomination_view(row: Row, account: Account | None) -> NominationView:
    """A nomination in a list."""
    return NominationView(**_nomination(row, account))


def awaited_view(row: Row, account: Account | None) -> AwaitedView:
    """A nomination by itself."""
    return AwaitedView(**{**_nomination(row, account), "awaits": row["role"] or None})


def _nomination(row: Row, account: Account | None) -> dict[str, Any]:
    candidate, name = shown_person(row, account)
    return {
        **row,
        "key": key_of(row["id"]),
        "candidate": candidate,
        "name": name,
        "award_name": award_name(row["award"], row["pack"]),
        "step_label": STEPS[row["step"]],
        "held": bool(row["hold"]),
    }


def dossier_view(row: Row) -> DossierView:
    """A dossier."""
    label = "Đã tiếp nhận" if row["step"] == Step.RECEIVED else STEPS[row["step"]]
    return DossierView(**{**row, "key": key_of(row["id"]), "step_label": label})


def session_view(row: Row) -> SessionView:
    """A session."""
    return SessionView(**{**row, "key": key_of(row["id"])})


def decision_view(row: Row) -> DecisionView:
    """An instrument."""
    return DecisionView(**{**row, "key": key_of(row["id"])})


def task_view(row: Row, now: datetime) -> TaskView:
    """A task of the reader's own unit."""
    kind, label, due_at = kind_of(row["stream"]), STEPS.get(row["step"], row["step"]), row["due_at"]
    return TaskView(
        **{
            **row,
            "key": key_of(row["stream"]),
            "step_label": label,
            "role_label": ROLES[row["role"]],
            "working_days_left": working_days_left(due_at, now) if due_at else None,
            "why": _why(kind, label, row),
            "award_name": award_name(row["award"]) if row["award"] else None,
        }
    )


def _why(kind: Kind, label: str, row: Row) -> str:
    """Why it waits for this person, in one sentence."""
    if row["held"]:
        return f"{_SUBJECT[kind]} đang tạm dừng xét, chờ kết luận."
    return f"{_SUBJECT[kind]}: {label[0].lower()}{label[1:]}."


def fact_view(entry: HistoryEntry, *, personal: bool, counts: bool = True) -> FactView:
    """A fact. Without `personal` only the sentence is told: ids, marks and free text stay closed."""
    told = asdict(entry) if personal else {**asdict(entry), "disclosed": {}, "payload": {}}
    found = findings(entry.name, told["payload"])
    said = sentence(entry, disclosed=told["disclosed"], counts=counts)
    return FactView(**told, sentence=said, findings=found)


def outcome_view(dossier: Row, awards: list[AwardCount]) -> OutcomeView:
    """A dossier's outcomes."""
    listed = [AwardCountView(**asdict(entry), proposed=entry.proposed) for entry in awards]
    return OutcomeView(
        dossier=dossier["id"],
        title=dossier["title"],
        unit=dossier["unit"],
        year=dossier["year"],
        awards=listed,
    )
