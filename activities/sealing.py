"""Seal the log: runs only where the signing key is."""

from temporalio import activity

from store.sealing import Sealer


class SealingActivities:
    """The sealer's activity."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    @activity.defn
    def seal(self) -> int:
        """Sign a checkpoint over all that is recorded; returns the tree's size."""
        return self._sealer.seal()
