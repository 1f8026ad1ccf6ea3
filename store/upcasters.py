"""Old payloads to the present schema: pure functions, chained version by version, applied after verification."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.catalogue import EVENTS

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]

Payload = dict[str, Any]
_OF_MERIT: Payload = {"track": "merit", "achievement": ""}
"""Titles entered before titles had tracks were titles of merit."""


def _title(title: Payload) -> Payload:
    return {**title, **_OF_MERIT}


def _claims(claims: Payload | None) -> Payload | None:
    if claims is None:
        return None
    return {**claims, "titles": [_title(title) for title in claims["titles"]], "achievement": ""}


def _with_claims(payload: Payload) -> Payload:
    return {**payload, "claims": _claims(payload["claims"])}


def _with_title(payload: Payload) -> Payload:
    return {**payload, "title": _title(payload["title"])}


def _with_facts(payload: Payload) -> Payload:
    """The facts were not kept then, only the titles; what the leaf says of those stays in the leaf."""
    kept = {name: value for name, value in payload.items() if name != "register_titles"}
    unknown = {"kind": "", "instrument": "", "article": "", "used": []}
    findings = [{**finding, **unknown} for finding in payload["findings"]]
    return {**kept, "findings": findings, "pack": "", "pack_hash": "", "facts": None}


def _with_english_questions(payload: Payload) -> Payload:
    """Questions were recorded in Vietnamese only."""
    findings = [{**finding, "question_en": ""} for finding in payload["findings"]]
    return {**payload, "findings": findings}


def _session_convened(payload: Payload) -> Payload:
    """Seats, lines and rules said less; a conflict was only ever one's own nomination."""
    seats = [{**seat, "unit": "", "collective": ""} for seat in payload["seats"]]
    agenda = [{**line, "proposed_by": "", "voted_in": ""} for line in payload["agenda"]]
    rules = [{**rule, "denominator": "members", "recused_leave": False} for rule in payload["rules"]]
    detected = [
        {"member": member, "nomination": nomination, "ground": "own_nomination"}
        for member, nomination in payload["detected_recusals"]
    ]
    kept = {name: value for name, value in payload.items() if name != "detected_recusals"}
    body = {"body": "", "kind": "council", "standing_body": ""}
    return {**kept, **body, "seats": seats, "agenda": agenda, "rules": rules, "detected": detected}


def _recusal_declared(payload: Payload) -> Payload:
    return {**payload, "ground": "other"}


def _secret_count_recorded(payload: Payload) -> Payload:
    """Participants were named without a channel: a written opinion was not told from a paper in the box."""
    participants = [{"member": member, "channel": "in_person"} for member in payload["participants"]]
    return {**payload, "participants": participants, "minutes": None}


def _tally_certified(payload: Payload) -> Payload:
    """The share was always of all members; a cap looked at one session and kept no list of the numerator."""
    results = [{**result, "denominator": result["members"]} for result in payload["results"]]
    caps = [{**check, "year": 0, "earlier": 0, "numerator_hash": ""} for check in payload["caps"]]
    return {**payload, "results": results, "caps": caps}


def _outcomes_settled(payload: Payload) -> Payload:
    return {**payload, "lines": [{**line, "unit": ""} for line in payload["lines"]], "caps": []}


def _written_for_all(payload: Payload) -> Payload:
    """Absent members answered in writing wherever no verified rule forbade it, and none did."""
    return {**payload, "rules": [{**rule, "written": True} for rule in payload["rules"]]}


def _without_comment(payload: Payload) -> Payload:
    """Sittings were called without asking whether the lines had been public for comment."""
    return {**payload, "comment_basis": ""}


def _council_established(payload: Payload) -> Payload:
    """Councils had no level; those that were entered are of their unit."""
    return {**payload, "level": "local"}


def _dossier_received(payload: Payload) -> Payload:
    """A day before the dossier was submitted could be entered without saying why."""
    return {**payload, "late_entry_basis": ""}


def _results_entered(payload: Payload) -> Payload:
    """Entries did not say which achievement they reward."""
    return {**payload, "entries": [{**entry, "achievement": ""} for entry in payload["entries"]]}


def _nomination_received(payload: Payload) -> Payload:
    """The day of receipt lay with the dossier only; the appraisal's clock ran from the entry."""
    return {**payload, "received_on": None}


def _signature_recorded(payload: Payload) -> Payload:
    return {**payload, "signed_on": None}


def _publication_recorded(payload: Payload) -> Payload:
    return {**payload, "published_on": None}


def _title_revoked(payload: Payload) -> Payload:
    """Titles were told apart by award and year alone."""
    return {**payload, "decision": "", "achievement": ""}


def _over_units(payload: Payload) -> Payload:
    """Caps were counted over each proposing unit."""
    return {**payload, "caps": [{**check, "scope": "proposing_unit"} for check in payload["caps"]]}


def _of_the_units_roll(payload: Payload) -> Payload:
    """A roll was a unit's own; entries without a unit are of that one."""
    return {**payload, "entries": [{**entry, "unit": ""} for entry in payload["entries"]]}


def _attendance_recorded(payload: Payload) -> Payload:
    """Attendance did not say of what day it was, nor why it was entered later."""
    return {**payload, "sat_on": None, "late_entry_basis": ""}


UPCASTERS: Mapping[tuple[str, int], Upcaster] = {
    ("nomination.drafted", 1): _with_claims,
    ("nomination.supplemented", 1): _with_claims,
    ("nomination.appraisal_recorded", 1): _with_facts,
    ("nomination.received", 1): _nomination_received,
    ("nomination.signature_recorded", 1): _signature_recorded,
    ("nomination.publication_recorded", 1): _publication_recorded,
    ("nomination.appraisal_recorded", 2): _with_english_questions,
    ("person.title_recorded", 1): _with_title,
    ("person.title_revoked", 1): _title_revoked,
    ("dossier.received", 1): _dossier_received,
    ("session.convened", 1): _session_convened,
    ("session.convened", 2): _without_comment,
    ("session.convened", 3): _written_for_all,
    ("council.established", 1): _council_established,
    ("session.attendance_recorded", 1): _attendance_recorded,
    ("session.recusal_declared", 1): _recusal_declared,
    ("session.secret_count_recorded", 1): _secret_count_recorded,
    ("session.tally_certified", 1): _tally_certified,
    ("decision.outcomes_settled", 1): _outcomes_settled,
    ("roll.results_entered", 1): _results_entered,
    ("roll.results_entered", 2): _of_the_units_roll,
    ("session.tally_certified", 2): _over_units,
    ("decision.outcomes_settled", 2): _over_units,
}
"""(stored name, schema) -> the payload in schema + 1. Entries are added, never removed: the leaves stay for ever."""


class UnknownEvent(ValueError):  # noqa: N818 - named after what the event is
    """The store holds an event that this release does not know."""


def upcast(
    name: str,
    schema: int,
    payload: dict[str, Any],
    upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS,
    present: Mapping[str, tuple[type, int]] = EVENTS,
) -> tuple[type, dict[str, Any]]:
    """The event's class and its payload in the present schema; raises `UnknownEvent`."""
    if name not in present:
        raise UnknownEvent(f"{name} is not in the catalogue")
    cls, current = present[name]
    for version in range(schema, current):
        if (name, version) not in upcasters:
            raise UnknownEvent(f"{name} has no upcaster from schema {version}")
        payload = upcasters[name, version](payload)
    if schema > current:
        raise UnknownEvent(f"{name} has schema {schema}, newer than {current}")
    return cls, payload
