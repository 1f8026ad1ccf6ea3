"""The second factor of an account: its sealed secret, the codes already used, and codes for when the device is lost."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine, delete, func, insert, select, update

from readmodel.sign_ins import hashed
from readmodel.tables import ACCOUNT, RECOVERY_CODE


def second_factor(engine: Engine, account_id: str) -> bytes | None:
    """The sealed secret; None while the second factor is off."""
    with engine.connect() as connection:
        found: bytes | None = connection.scalar(
            select(ACCOUNT.c.second_factor).where(ACCOUNT.c.id == account_id)
        )
    return found


def turn_on(engine: Engine, account_id: str, sealed: bytes, step: int, codes: Iterable[str]) -> None:
    """Keep the sealed secret, the period whose code proved it, and new recovery codes by their hashes."""
    on = {"second_factor": sealed, "second_factor_step": step}
    with engine.begin() as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account_id).values(on))
        connection.execute(delete(RECOVERY_CODE).where(RECOVERY_CODE.c.account == account_id))
        rows = [{"account": account_id, "code_hash": hashed(code)} for code in codes]
        connection.execute(insert(RECOVERY_CODE), rows)


def turn_off(engine: Engine, account_id: str) -> None:
    """Forget the secret and the recovery codes."""
    with engine.begin() as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account_id).values(second_factor=None))
        connection.execute(delete(RECOVERY_CODE).where(RECOVERY_CODE.c.account == account_id))


def use_period(engine: Engine, account_id: str, step: int) -> bool:
    """Use up the code of a period and all before it; False where it was used already (RFC 6238, section 5.2)."""
    unused = (ACCOUNT.c.id == account_id, ACCOUNT.c.second_factor_step < step)
    with engine.begin() as connection:
        done = connection.execute(update(ACCOUNT).where(*unused).values(second_factor_step=step))
    return done.rowcount == 1


def use_recovery_code(engine: Engine, account_id: str, code: str, now: datetime) -> bool:
    """Use up a recovery code; False for one that is not the account's or was used."""
    table = RECOVERY_CODE.c
    unused = (table.account == account_id, table.code_hash == hashed(code), table.used_at.is_(None))
    with engine.begin() as connection:
        done = connection.execute(update(RECOVERY_CODE).where(*unused).values(used_at=now))
    return done.rowcount == 1


def recovery_codes_left(engine: Engine, account_id: str) -> int:
    """How many recovery codes were not used yet."""
    table = RECOVERY_CODE.c
    query = select(func.count()).where(table.account == account_id, table.used_at.is_(None))
    with engine.connect() as connection:
        return connection.scalar(query) or 0
