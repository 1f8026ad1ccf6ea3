"""What can go wrong below the domain, by its own names."""


class VersionConflict(Exception):  # noqa: N818 - named after what happened
    """Another writer was first: reload and decide again."""


class AlreadyAnswered(Exception):  # noqa: N818 - named after what happened
    """Another attempt at the same command was first: return its receipt."""


class IntegrityViolation(Exception):  # noqa: N818 - named after what happened
    """A stored stream does not chain: nothing may be decided on it until an operator has looked."""


class UniquenessTaken(Exception):  # noqa: N818 - named after what happened
    """A read-model index that must stay unique would not; `index` is its name, `detail` the database's words."""

    def __init__(self, index: str, detail: str) -> None:
        super().__init__(f"{index}: {detail}")
        self.index = index
        self.detail = detail
