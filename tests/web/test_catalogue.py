"""The catalogue of problems, and what of the edge can be told without servers."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args, get_type_hints

from argon2 import Type

from domain.catalogue import COMMANDS, EVENTS
from domain.refusals import REASONS
from domain.values import Role
from readmodel.accounts import _HASHER as HASHER
from readmodel.accounts import Account, Grant
from readmodel.sign_ins import Standing
from web.acts import ACTS
from web.forms import NUMBERS, TEXTS
from web.limiter import MOST_FAILURES, WINDOW_MIN, Attempts
from web.outcomes import counts, total
from web.remembered import FOR, Remembered
from web.roles import FITTING
from web.sentences import WORDS
from web.troubles import CATALOGUE
from web.words import days_left, source, working_days_left

NOW = datetime(2023, 12, 5, 7, 3, tzinfo=UTC)
ACCOUNT = Account("p-1", "Người Một", (Grant(Role.APPRAISER, "VKS-X"),))


def test_every_code_has_both_languages_and_a_fair_status() -> None:
    for code, trouble in CATALOGUE.items():
        assert code.isidentifier()
        assert code == code.lower()
        assert trouble.vi.endswith(".")
        assert trouble.en.endswith(".")
        assert 400 <= trouble.status <= 503
    assert not set(CATALOGUE) & set(REASONS)


def test_every_stored_event_has_a_sentence() -> None:
    assert set(WORDS) == set(EVENTS)


def test_every_stored_event_is_a_kind_of_act() -> None:
    assert set(ACTS) == set(EVENTS)
    assert len(set(ACTS.values())) == len(ACTS)


def test_every_command_says_which_roles_it_may_be_meant_for() -> None:
    assert set(FITTING) == {name for commands in COMMANDS.values() for name in commands}
    assert all(FITTING.values())


def test_every_field_of_a_command_has_a_bound_of_its_own() -> None:
    named = {str: set(TEXTS), int: set(NUMBERS)}
    for commands in COMMANDS.values():
        for command in commands.values():
            for name, kind in _leaves(command):
                assert name in named[kind], f"{command.__name__}.{name} has no bound"


def _leaves(cls: Any) -> list[tuple[str, type]]:  # noqa: ANN401 - any dataclass
    """Every text and number of a command, with the field that holds it."""
    found = []
    for name, hint in ((entry.name, get_type_hints(cls)[entry.name]) for entry in fields(cls)):
        for part in get_args(hint) or (hint,):
            if is_dataclass(part):
                found += _leaves(part)
            elif part in {str, int}:
                found.append((name, part))
    return found


def test_passwords_are_hashed_as_rfc_9106_asks() -> None:
    kept = (HASHER.type, HASHER.memory_cost, HASHER.time_cost, HASHER.parallelism)
    assert kept == (Type.ID, 64 * 1024, 3, 4)


def test_attempts_of_a_name_from_an_address_are_held_back_and_forgotten_on_success() -> None:
    attempts = Attempts()
    for _time in range(MOST_FAILURES):
        assert attempts.wait_s("a", "10.0.0.1") == 0
        attempts.failed("a", "10.0.0.1")
    assert 0 < attempts.wait_s("a", "10.0.0.1") <= WINDOW_MIN * 60
    assert attempts.wait_s("a", "10.0.0.2") == attempts.wait_s("b", "10.0.0.1") == 0
    attempts.succeeded("a", "10.0.0.1")
    assert attempts.wait_s("a", "10.0.0.1") == 0


def test_attempts_from_many_addresses_or_at_many_names_are_held_back_too() -> None:
    attempts = Attempts()
    for number in range(60):
        attempts.failed("a", f"10.0.1.{number}")
        attempts.failed(f"name-{number}", "2001:db8::1")
    assert attempts.wait_s("a", "10.0.9.9") > 0
    assert attempts.wait_s("z", "2001:db8::2") > 0
    assert attempts.wait_s("z", "2001:db8:0:1::2") == 0


def test_remembered_account_is_recalled_for_minutes_and_forgotten_on_sign_out() -> None:
    remembered = Remembered()
    standing = Standing(ACCOUNT, "h", NOW + timedelta(hours=1), NOW, "password")
    remembered.remember("token", standing, NOW)
    assert remembered.recall("token", NOW + FOR) == standing
    assert remembered.recall("token", NOW + FOR + timedelta(seconds=1)) is None
    assert remembered.recall("other", NOW) is None
    remembered.forget("token")
    assert remembered.recall("token", NOW) is None
    remembered.remember("ending", replace(standing, expires_at=NOW + timedelta(minutes=1)), NOW)
    assert remembered.recall("ending", NOW + timedelta(minutes=1)) is None


def test_outcome_counts_only_from_the_signature_on() -> None:
    def row(step: str, outcome: str | None, count: int) -> dict[str, object]:
        return {"dossier": "dossier-x", "award": "LDTT", "step": step, "outcome": outcome, "count": count}

    rows = [
        row("received", None, 1),
        row("decided", "granted", 2),
        row("signed", "granted", 4),
        row("archived", "granted", 8),
        row("published", "refused", 16),
        row("withdrawn", None, 32),
        row("annulled", "granted", 64),
    ]
    (found,) = counts(rows)["dossier-x"]
    assert (found.name, found.proposed) == ("Lao động tiên tiến", 127)
    assert (found.open, found.granted, found.refused, found.withdrawn, found.annulled) == (3, 12, 16, 32, 64)
    assert total([found, found]).granted == 24


def test_working_days_left_skip_the_weekend_and_turn_negative_when_late() -> None:
    friday = datetime(2023, 12, 8, 10, tzinfo=UTC)
    assert working_days_left(friday, NOW) == 3
    assert working_days_left(friday, friday) == 0
    assert working_days_left(friday, friday + timedelta(days=3)) == -1
    assert [days_left(n) for n in (2, 0, -1)] == [
        "còn 2 ngày làm việc",
        "hôm nay là ngày cuối",
        "quá hạn 1 ngày làm việc",
    ]


def test_status_of_a_source_is_told_in_words() -> None:
    assert source("Quy chế (nội bộ) (unknown)") == "Quy chế (nội bộ) (chưa rõ)"
    assert source("Quy chế (nội bộ)") == "Quy chế (nội bộ)"
