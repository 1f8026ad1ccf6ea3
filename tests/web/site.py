"""The site under test and the people who use it."""

import base64
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx
from fastapi import FastAPI
from sqlalchemy import Engine

from domain.values import Role
from readmodel.accounts import Grant
from settings import Settings
from store.sealing import Sealer
from tlog import note
from web.problems import TYPE_PREFIX

UNIT, COUNCIL_UNIT = "VKS-H", "VKS-X"
STRAY = re.compile(
    r'<script(?! src="/static/[\w.-]+\?[0-9a-f]{12}" defer></script>)|<style|\sstyle=|\son[a-z]+=|javascript:'
)
"""What no page holds: a script or a style that is not one of our versioned files, whoever wrote it."""
PASSWORD = "mat-khau-kiem-thu"
HOST = "http://minhbach.test"
KEYS = "k1:" + base64.b64encode(b"k" * 32).decode()
UI_ORIGIN = "http://temporal-ui.test:8233"
NOWHERE = "127.0.0.1:1"
LOG_ORIGIN = "web.test/log"
LOG_SIGNER = note.generate(LOG_ORIGIN, b"s" * 32)
"""Seals the site's log; pages are given the public half."""

PEOPLE: dict[str, tuple[Grant, ...]] = {
    "officer": (Grant(Role.PROPOSING_OFFICER, UNIT),),
    "head": (Grant(Role.UNIT_HEAD, UNIT),),
    "clerk": (Grant(Role.RECEIVING_CLERK, COUNCIL_UNIT),),
    "appraiser": (Grant(Role.APPRAISER, COUNCIL_UNIT),),
    "secretary": (Grant(Role.COUNCIL_SECRETARY, COUNCIL_UNIT),),
    "chair": (Grant(Role.COUNCIL_CHAIR, COUNCIL_UNIT),),
    "member": (Grant(Role.COUNCIL_MEMBER, COUNCIL_UNIT),),
    "decider": (Grant(Role.DECIDER, COUNCIL_UNIT),),
    "publisher": (Grant(Role.PUBLISHER, COUNCIL_UNIT),),
    "registrar": (Grant(Role.REGISTRAR, COUNCIL_UNIT),),
    "auditor": (Grant(Role.AUDITOR, "VKS-TC"),),
    "operator": (Grant(Role.OPERATOR, COUNCIL_UNIT),),
    "stranger": (Grant(Role.PROPOSING_OFFICER, "VKS-Z"),),
    "many": (
        Grant(Role.APPRAISER, COUNCIL_UNIT),
        Grant(Role.APPRAISER, "VKS-Z"),
        Grant(Role.RECEIVING_CLERK, COUNCIL_UNIT),
    ),
    "nobody": (),
}
"""Accounts by username and id alike."""


@dataclass(frozen=True)
class Person:
    """Somebody signed in with a bearer token."""

    client: httpx.AsyncClient

    async def get(self, path: str, **parameters: str) -> httpx.Response:
        """Read something."""
        return await self.client.get(path, params=parameters or None)

    async def ask(
        self,
        path: str,
        command: dict[str, Any] | None = None,
        *,
        command_id: str | None = None,
        seen_version: int | None = None,
        acting_as: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Send a command, `kind/key/name`."""
        body = {
            "command_id": command_id or str(uuid.uuid4()),
            "seen_version": seen_version,
            "acting_as": acting_as,
            "command": command or {},
        }
        return await self.client.post(f"/api/v1/{path}", json=body)

    async def do(self, path: str, command: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a command that must be accepted; its receipt."""
        answer = await self.ask(path, command)
        assert answer.status_code == httpx.codes.OK, answer.text
        receipt: dict[str, Any] = answer.json()["receipt"]
        return receipt


class Staff(Protocol):
    """Everybody who works at a site, wherever it runs."""

    @property
    def people(self) -> dict[str, Person]:
        """Everybody by username."""

    def __getattr__(self, name: str) -> Person: ...


@dataclass(frozen=True)
class Site:
    """The application, its database, and everybody's clients."""

    app: FastAPI
    engine: Engine
    people: dict[str, Person]
    anyone: httpx.AsyncClient

    def __getattr__(self, name: str) -> Person:
        return self.people[name]

    def seal(self) -> int:
        """Seal the log as it stands."""
        return Sealer(self.engine, LOG_ORIGIN, LOG_SIGNER).seal()


def settings_for(database_url: str, temporal_address: str) -> Settings:
    """The settings of a site on these servers."""
    given = {
        "DATABASE_URL": database_url,
        "TEMPORAL_ADDRESS": temporal_address,
        "MINHBACH_PAYLOAD_KEYS": KEYS,
        "MINHBACH_LOG_ORIGIN": LOG_ORIGIN,
    }
    return Settings.model_validate(given)


def client(app: FastAPI, headers: Mapping[str, str] | None = None) -> httpx.AsyncClient:
    """A client of the application, without a network."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=HOST, headers=headers)


def line(candidate: str, name: str, award: str = "LDTT", **claims: object) -> dict[str, Any]:
    """One line of a dossier."""
    return {
        "candidate": candidate,
        "candidate_name": name,
        "kind": "individual",
        "award": award,
        "claims": {"rating": "good", "service_months": 12, **claims},
    }


def dossier(*lines: dict[str, Any], **fields: object) -> dict[str, Any]:
    """A dossier of these lines."""
    return {
        "unit": UNIT,
        "handled_by": COUNCIL_UNIT,
        "route": "civil",
        "year": 2023,
        "title": "Đề nghị khen thưởng 2023",
        "letter_number": "12/TTr",
        "letter_date": "2023-12-01",
        "lines": list(lines),
        **fields,
    }


def assert_problem(answer: httpx.Response, status: int, code: str, field: str | None = None) -> None:
    """The shape that every problem of the product has."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    told = answer.json()
    assert told["type"] == TYPE_PREFIX + told["code"]
    assert (told["code"], told["status"], told.get("field")) == (code, status, field)
    assert all(told[name] for name in ("title", "detail", "detail_en", "source"))
    assert answer.headers["cache-control"] == "no-store"


APPRAISAL = {
    "recommendation": "approve",
    "authority": "local",
    "answers": [{"criterion": "tasks_done_well", "answer": "met", "reason": "Đã kiểm tra hồ sơ"}],
}


async def receive(site: Staff, key: str, *lines: dict[str, Any], **fields: object) -> None:
    """Bring a new dossier to its receipt."""
    await site.officer.do(f"dossiers/{key}/draft-dossier", dossier(*lines, **fields))
    await site.head.do(f"dossiers/{key}/submit-dossier")
    await site.clerk.do(f"dossiers/{key}/receive-dossier", RECEIPT)


async def publish(site: Staff, key: str, *outcomes: str, until: str = "published") -> None:
    """Bring the received lines of a dossier to publication; `outcomes` are granted or refused, line by line."""
    names = [f"nomination-{key}.{number:03d}" for number in range(1, len(outcomes) + 1)]
    for name in names:
        await site.appraiser.do(f"nominations/{name.removeprefix('nomination-')}/record-appraisal", APPRAISAL)
    await sit(site, key, dict(zip(names, outcomes, strict=True)), aside={})
    for instrument, outcome in (("decision", "granted"), ("notice", "refused")):
        chosen = [name for name, given in zip(names, outcomes, strict=True) if given == outcome]
        if chosen:
            reason = "Không đủ số phiếu" if outcome == "refused" else ""
            lines = [{"nomination": name, "outcome": outcome, "reason": reason} for name in chosen]
            await settle(site, f"{key}-{instrument}", f"session-{key}", instrument, lines, until)


SAT = {"sat_on": "2023-12-20", "late_entry_basis": "Biên bản phiên họp"}
RECEIPT = {"received_on": "2023-12-05", "late_entry_basis": "Sổ công văn đến"}
SEATED = ("chair", "secretary", "member")


async def found(site: Staff, key: str) -> None:
    """Establish a council whose members are named after their seats."""
    founding = {
        "unit": COUNCIL_UNIT,
        "name": "Hội đồng TĐKT",
        "kind": "council",
        "level": "local",
        "established_on": "2023-01-01",
        "document": "QĐ 1",
    }
    await site.registrar.do(f"councils/{key}/establish-council", founding)
    for member in SEATED:
        seat = {
            "person": member,
            "role": f"council_{member}",
            "unit": COUNCIL_UNIT,
            "seated_from": "2023-01-01",
            "document": "QĐ 1",
        }
        await site.registrar.do(f"councils/{key}/seat-member", seat)


async def open_vote(site: Staff, key: str, agenda: list[str], aside: Mapping[str, str]) -> None:
    """Bring appraised lines before the council; `aside` names a line from which a member steps aside."""
    await found(site, key)
    await site.secretary.do(
        f"sessions/{key}/convene-session",
        {
            "council": f"council-{key}",
            "meets_on": "2023-12-20",
            "agenda": agenda,
            "quorum_numerator": 2,
            "quorum_denominator": 3,
            "quorum_basis": "Quy chế Hội đồng Điều 5",
            "rules": [{"award": "LDTT", "ballot": "open", "pass_percent": 60, "basis": "Quy chế"}],
        },
    )
    await site.secretary.do(f"sessions/{key}/record-attendance", {"present": list(SEATED), **SAT})
    for member, name in aside.items():
        command = {"nominations": [name], "ground": "kin", "reason": "Người thân"}
        await site.people[member].do(f"sessions/{key}/declare-recusal", command)
    await site.chair.do(f"sessions/{key}/open-voting")


async def sit(site: Staff, key: str, outcomes: dict[str, str], aside: dict[str, str]) -> None:
    """A whole session over these lines."""
    await open_vote(site, key, list(outcomes), aside)
    for member in SEATED:
        marks = [
            {"nomination": name, "choice": "approve" if given == "granted" else "refuse"}
            for name, given in outcomes.items()
            if aside.get(member) != name
        ]
        await site.people[member].do(f"sessions/{key}/cast-ballot", {"marks": marks, "channel": "in_person"})
    await site.chair.do(f"sessions/{key}/close-voting")
    await site.chair.do(f"sessions/{key}/certify-tally")


async def settle(  # noqa: PLR0913, PLR0917 - an instrument has many sides
    site: Staff, key: str, session: str, instrument: str, lines: list[dict[str, str]], until: str
) -> None:
    """Settle lines in an instrument, sign it, and publish it where asked."""
    command = {"unit": COUNCIL_UNIT, "session": session, "instrument": instrument, "outcomes": lines}
    await site.decider.do(f"decisions/{key}/settle-outcomes", command)
    signing = {
        "number": f"{key}/QĐ-VKS",
        "signed_on": "2023-12-25",
        "signatory": "Trần Ký Tên",
        "signatory_title": "Viện trưởng",
    }
    await site.decider.do(f"decisions/{key}/sign-decision", signing)
    if until == "published":
        publication = {"published_on": "2023-12-28", "reference": "vks-x.gov.vn/1"}
        await site.publisher.do(f"decisions/{key}/publish-decision", publication)
