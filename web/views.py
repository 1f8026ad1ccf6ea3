"""What the API shows of the read model: each a row picked field by field, so that nothing comes along unseen."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel


class NominationView(BaseModel):
    """A nomination. `candidate` and `name` are null where the reader may not know them, or the name was erased."""

    id: str
    key: str
    dossier: str
    unit: str
    handled_by: str
    candidate: str | None
    name: str | None
    candidate_kind: str
    route: str
    award: str
    award_name: str
    year: int
    step: str
    step_label: str
    held: bool
    recommendation: str | None
    authority: str | None
    session: str
    vote: str | None
    outcome: str | None
    downgraded_to: str
    decision: str
    pack: str
    version: int
    updated_at: datetime


class AwaitedView(NominationView):
    """A nomination with whom it waits for, since when and until when."""

    awaits: str | None
    since: datetime | None
    due_at: datetime | None
    due_source: str | None
    reckoning: str | None
    lateness: str | None


class DossierView(BaseModel):
    """A dossier."""

    id: str
    key: str
    unit: str
    handled_by: str
    year: int
    title: str
    step: str
    step_label: str
    lines: int
    received_on: date | None
    pack: str
    version: int
    updated_at: datetime


class SessionView(BaseModel):
    """A session of a council: how many, never who voted what."""

    id: str
    key: str
    unit: str
    council: str
    phase: str
    members: int
    present: int
    ballots: int
    lines: int
    version: int
    updated_at: datetime


class DecisionView(BaseModel):
    """An instrument."""

    id: str
    key: str
    unit: str
    session: str
    instrument: str
    stage: str
    number: str | None
    signed_on: date | None
    lines: int
    version: int
    updated_at: datetime


class TaskView(BaseModel):
    """What waits for the account: who must act, until when, why."""

    stream: str
    kind: str
    key: str
    step: str
    step_label: str
    role: str
    role_label: str
    unit: str
    since: datetime | None
    due_at: datetime | None
    due_source: str
    reckoning: str
    working_days_left: int | None
    lateness: str
    held: bool
    why: str
    award: str | None
    award_name: str | None
    candidate: str | None
    name: str | None
    dossier: str | None


class FactView(BaseModel):
    """One recorded fact of a stream's history. `sealed_by` is the size of the first checkpoint that covers it.

    `payload`, `disclosed` and `findings` are empty for readers who act for none of the units concerned;
    `findings` are the sentences of an appraisal.
    """

    position: int
    version: int
    name: str
    sentence: str
    accepted_at: str
    recorded_at: str
    actor: dict[str, str]
    command_id: str
    payload: dict[str, Any]
    disclosed: dict[str, str]
    leaf_hash: str
    sealed_by: int | None
    findings: list[str]


class AwardCountView(BaseModel):
    """The lines of one award in one dossier by what became of them."""

    award: str
    name: str
    proposed: int
    granted: int
    downgraded: int
    forwarded: int
    refused: int
    withdrawn: int
    annulled: int
    open: int


class OutcomeView(BaseModel):
    """What became of a dossier's lines."""

    dossier: str
    title: str
    unit: str
    year: int
    awards: list[AwardCountView]


class NominationPage(BaseModel):
    """Nominations by id; `next` is the `after` of the next page, null on the last."""

    items: list[NominationView]
    next: str | None


class DossierList(BaseModel):
    """A page of dossiers; `next` is the `after` of the next page, null on the last."""

    items: list[DossierView]
    next: str | None


class TaskList(BaseModel):
    """What waits, soonest legal deadline first; `next` is the `after` of the next page, null on the last."""

    items: list[TaskView]
    next: str | None


class History(BaseModel):
    """A stream's facts in order."""

    stream: str
    items: list[FactView]


class OutcomeList(BaseModel):
    """A page of dossiers' outcomes; `next` is the `after` of the next page, null on the last."""

    items: list[OutcomeView]
    next: str | None


class RemarkView(BaseModel):
    """What a dossier lacks or contradicts; `line` counts from 1, 0 is the dossier as a whole."""

    weight: str
    matter: str
    line: int
    award: str
    sentence: str
    source: str
    instrument: str
    article: str
    status: str


class Remarks(BaseModel):
    """What the linter says of a dossier under a rule pack."""

    pack: str
    items: list[RemarkView]


class GroundView(BaseModel):
    """A condition in a sentence, with where it was read and how surely."""

    criterion: str
    sentence: str
    source: str
    instrument: str
    article: str
    status: str


class ProspectView(BaseModel):
    """A person who can be eligible for an award of that year: what it rests on, and what is missing."""

    person: str
    award: str
    award_name: str
    year: int
    rests_on: list[GroundView]
    missing: list[GroundView]
    from_day: date | None


class Prospects(BaseModel):
    """Who of a unit will soon be eligible for what, under a rule pack."""

    pack: str
    items: list[ProspectView]
