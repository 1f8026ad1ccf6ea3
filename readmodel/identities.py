"""Which account a person is whom a provider elsewhere vouches for."""

from sqlalchemy import Engine, delete, insert, select

from readmodel.tables import IDENTITY


def account_linked(engine: Engine, issuer: str, subject: str) -> str | None:
    """The id of the account that a provider's subject is linked to."""
    query = select(IDENTITY.c.account).where(IDENTITY.c.issuer == issuer, IDENTITY.c.subject == subject)
    with engine.connect() as connection:
        found: str | None = connection.scalar(query)
    return found


def link(engine: Engine, issuer: str, subject: str, account_id: str) -> None:
    """Link a provider's subject to the account; one that was linked to it before is let go.

    Raises sqlalchemy's IntegrityError where the subject is another account's, or there is no such account.
    """
    with engine.begin() as connection:
        connection.execute(
            delete(IDENTITY).where(IDENTITY.c.issuer == issuer, IDENTITY.c.account == account_id)
        )
        connection.execute(insert(IDENTITY).values(issuer=issuer, subject=subject, account=account_id))
