"""The arithmetic of a council: thresholds, quorum and caps, in integers only."""

from dataclasses import dataclass

from domain.rules.pack import Cap

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Count:
    """The votes on one line."""

    approve: int = 0
    refuse: int = 0
    downgrade: int = 0
    abstain: int = 0

    @property
    def cast(self) -> int:
        """How many voted in any way."""
        return self.approve + self.refuse + self.downgrade + self.abstain


def reaches(votes: int, members: int, pass_percent: int) -> bool:
    """Whether `votes` are at least `pass_percent` of all members (NĐ 91/2017/NĐ-CP, Điều 45(8): of the total)."""
    return votes * _PERCENT >= pass_percent * members


def quorum_needed(members: int, numerator: int, denominator: int) -> int:
    """The least number of members that is at least numerator/denominator of all."""
    return -(-members * numerator // denominator)


def cap_limit(cap: Cap, population: int) -> int:
    """The greatest number allowed: the share rounded down, but at least the cap's minimum."""
    return max(cap.percent * population // _PERCENT, cap.minimum)
