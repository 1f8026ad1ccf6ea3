"""Acting for somebody, as far as accounts know: the principal still holds the role, the delegate any in the unit.

That a delegation is in force, the rules look up in the log.
"""

from domain.labels import ROLES
from domain.rules.calendar import civil_date
from readmodel.accounts import account_with_id
from readmodel.sign_ins import Standing
from web.forms import ActingAs
from web.problems import Problem
from web.shell import Shell


async def check_behalf(shell: Shell, standing: Standing, acting: ActingAs | None) -> None:
    """Refuse a principal who does not hold the role today, and a delegate who holds none in the unit.

    A program's token that was made for some roles reaches none that another person delegated.
    """
    if acting is None or not acting.on_behalf_of:
        return
    principal = await shell.database.ask(account_with_id, acting.on_behalf_of)
    today = civil_date(shell.now())
    held = principal is not None and any(
        (grant.role, grant.unit) == (acting.role, acting.unit) for grant in principal.on(today).grants
    )
    belongs = any(grant.unit == acting.unit for grant in standing.account.grants) and not standing.narrowed
    if not (held and belongs):
        told = {"role": acting.role, "role_label": ROLES[acting.role], "unit": acting.unit}
        raise Problem("role_not_granted", told)


async def check_delegate(shell: Shell, delegate: str, unit: str) -> None:
    """Refuse to delegate to somebody who holds no role in the unit."""
    found = await shell.database.ask(account_with_id, delegate)
    known = found is not None and any(
        grant.unit == unit for grant in found.on(civil_date(shell.now())).grants
    )
    if not known:
        raise Problem("delegate_without_role", {"unit": unit}, more={"field": "/command/delegate"})
