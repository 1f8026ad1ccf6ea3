"""What can go wrong below the domain, by its own names."""


class VersionConflict(Exception):  # noqa: N818 - named after what happened
    """Another writer was first: reload and decide again."""


class AlreadyAnswered(Exception):  # noqa: N818 - named after what happened
    """Another attempt at the same command was first: return its receipt."""


class IntegrityViolation(Exception):  # noqa: N818 - named after what happened
    """A stored stream does not chain: nothing may be decided on it until an operator has looked."""


class UniquenessTaken(Exception):  # noqa: N818 - named after what happened
    """A read-model index that must stay unique would not; `values` are those taken, in the order of its columns."""

    def __init__(self, index: str, values: str) -> None:
        super().__init__(f"{index}: {values}")
        self.index = index
        self.values = values
