"""The vote rules and the quorum of a sitting: the packs' where they are verified, else what the sitting adopts."""

from collections.abc import Iterable

from domain.context import pack_of
from domain.refusal import Refusal, refuse_unless
from domain.rules.pack import AbsentVote, Award, Denominator, VoteRule
from domain.session.state import AdoptedRule, AgendaLine

_MAX_PERCENT = 100


def vote_rule(award: str, agenda: Iterable[AgendaLine], given: Iterable[AdoptedRule]) -> AdoptedRule:
    """The rule of one award for all its lines; refuses lines whose packs do not agree on a verified rule.

    Where no pack knows the rule for sure, it is the one given, with its basis.
    """
    codes = sorted({line.pack for line in agenda if line.award == award})
    awards = [pack_of(code).award(award) for code in codes]
    known = {verified_rule(entry) for entry in awards}
    refuse_unless(len(known) == 1, "packs_disagree", award=award, packs=", ".join(codes))
    (verified,) = known
    adopted = next((rule for rule in given if rule.award == award), None)
    if verified is None:
        return _adopted(adopted, award, awards)
    refuse_unless(
        adopted is None or adopted.ballot is verified.ballot,
        "wrong_ballot",
        source=verified.basis,
        award=award,
        ballot=verified.ballot,
    )
    return verified


def verified_rule(award: Award) -> AdoptedRule | None:
    """The pack's vote rule, if it may decide."""
    known = award.vote
    if known is None or not known.status.may_decide:
        return None
    return AdoptedRule(
        award.code,
        known.ballot,
        known.pass_percent,
        known.source,
        known.denominator,
        known.recused_leave,
        known.absent is AbsentVote.WRITTEN,
    )


def _adopted(adopted: AdoptedRule | None, award: str, awards: list[Award]) -> AdoptedRule:
    """What the sitting gave itself: the share is of all members unless every pack names that other whole."""
    if adopted is None or not adopted.basis.strip():
        raise Refusal("adopted_rule_needed", {"award": award})
    percent = adopted.pass_percent
    refuse_unless(0 < percent <= _MAX_PERCENT, "percent_out_of_range", award=award, percent=percent)
    votes = [entry.vote for entry in awards]
    of_members = adopted.denominator is Denominator.MEMBERS
    whole = of_members or all(vote and vote.denominator is adopted.denominator for vote in votes)
    refuse_unless(whole, "denominator_unfounded", award=award, denominator=adopted.denominator)
    stay = not adopted.recused_leave or all(vote and vote.recused_leave for vote in votes)
    refuse_unless(stay, "recused_stay", award=award)
    return adopted


def check_quorum(agenda: Iterable[AgendaLine], numerator: int, denominator: int) -> None:
    """Refuse a quorum of no majority, or below the one that a pack verifies for an award of the agenda."""
    fraction = f"{numerator}/{denominator}"
    refuse_unless(2 * numerator > denominator, "quorum_below_majority", fraction=fraction)
    for vote in filter(None, map(_vote_of, agenda)):
        quorum = vote.quorum
        if quorum is not None and quorum.status.may_decide:
            refuse_unless(
                numerator * quorum.denominator >= quorum.numerator * denominator,
                "quorum_below_pack",
                source=quorum.source,
                fraction=fraction,
                needed=f"{quorum.numerator}/{quorum.denominator}",
            )


def _vote_of(line: AgendaLine) -> VoteRule | None:
    return pack_of(line.pack).award(line.award).vote
