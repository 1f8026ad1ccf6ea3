"""Who delegated work at all, and to whom one may delegate."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Engine, bindparam, text

_STREAMS: Final = text("""
    SELECT DISTINCT stream FROM leaf WHERE name = 'delegation.work_delegated' ORDER BY stream
""")
_COLLEAGUES: Final = text("""
    SELECT DISTINCT account.id, account.name
    FROM account, LATERAL jsonb_array_elements(account.grants) AS held
    WHERE held ->> 'unit' IN :units ORDER BY account.name, account.id
""").bindparams(bindparam("units", expanding=True))


def delegation_streams(engine: Engine) -> list[str]:
    """The streams of everybody who ever delegated."""
    with engine.connect() as connection:
        return list(connection.scalars(_STREAMS))


def colleagues(engine: Engine, units: Iterable[str]) -> list[tuple[str, str]]:
    """Everybody who holds a role in one of the units: id and name."""
    with engine.connect() as connection:
        rows = connection.execute(_COLLEAGUES, {"units": sorted(set(units))})
        return [(row.id, row.name) for row in rows]
