"""The simulated people of a case: who they are, what they may do, and their accounts."""

import random
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Engine

from demo.cases import Case
from demo.names import person_name
from demo.policies import Member
from domain.session.state import Seat
from domain.values import Role
from readmodel.accounts import Grant, create_account

_PASSWORD_BYTES = 9

_OFFICES: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("cb-01", "canbo", (Role.PROPOSING_OFFICER,)),
    ("ld-01", "lanhdao", (Role.UNIT_HEAD,)),
    ("vt-01", "vanthu", (Role.RECEIVING_CLERK,)),
    ("td-01", "thamdinh", (Role.APPRAISER,)),
    ("dl-01", "dulieu", (Role.REGISTRAR,)),
    ("ct-01", "congbo", (Role.PUBLISHER,)),
    ("kt-01", "kiemtra", (Role.AUDITOR,)),
    ("qt-01", "vanhanh", (Role.OPERATOR,)),
)
"""Id and username within a unit, and the roles held there."""

_CHAIR, _SECRETARY = 1, 2


@dataclass(frozen=True, slots=True)
class Person:
    """One account: pseudonymous id, username, name, roles at one unit."""

    id: str
    username: str
    name: str
    unit: str
    roles: tuple[Role, ...]
    password: str = field(default="", repr=False)


def staff(case: Case) -> tuple[Person, ...]:
    """Everyone who acts in a case, without passwords; the same people in every run."""
    chance = random.Random(f"{case.case}/staff")  # noqa: S311 - the same people in every run is the point
    prefix, unit = case.simulated.prefix, case.unit.code
    offices = [
        Person(f"{prefix}-{key}", f"{prefix}.{username}", person_name(chance), unit, roles)
        for key, username, roles in _OFFICES
    ]
    council = [
        Person(seat.member, f"{prefix}.hoidong{number}", person_name(chance), unit, _council_roles(seat))
        for number, seat in enumerate(seats(case), start=1)
    ]
    return (*offices, *council)


def seats(case: Case) -> tuple[Seat, ...]:
    """The council: the first chairs, the second keeps the minutes."""
    special = {_CHAIR: Role.COUNCIL_CHAIR, _SECRETARY: Role.COUNCIL_SECRETARY}
    return tuple(
        Seat(f"{case.simulated.prefix}-hd-{number:02d}", special.get(number, Role.COUNCIL_MEMBER))
        for number in range(1, case.simulated.council.members + 1)
    )


def members(case: Case) -> tuple[Member, ...]:
    """The council as it votes."""
    demanding = set(case.simulated.council.demanding)
    return tuple(Member(seat.member, seat.member in demanding) for seat in seats(case))


def holder(people: Iterable[Person], role: Role) -> Person:
    """The first person who holds the role."""
    return next(person for person in people if role in person.roles)


def open_accounts(engine: Engine, people: Iterable[Person]) -> list[Person]:
    """Create the accounts with fresh passwords; returns the people who know them."""
    opened = []
    for person in people:
        password = secrets.token_urlsafe(_PASSWORD_BYTES)
        create_account(
            engine,
            account_id=person.id,
            username=person.username,
            name=person.name,
            password=password,
            grants=[Grant(role, person.unit) for role in person.roles],
        )
        opened.append(Person(person.id, person.username, person.name, person.unit, person.roles, password))
    return opened


def _council_roles(seat: Seat) -> tuple[Role, ...]:
    """The chair is the head of the procuracy, who also decides and signs."""
    return (seat.role, Role.DECIDER) if seat.role is Role.COUNCIL_CHAIR else (seat.role,)
