"""What ends a verb: a sentence for the person at the terminal and an exit code, never a traceback."""

from typing import Final

FAILED: Final = 1
"""The verb ran and its answer is no."""
UNUSABLE: Final = 2
"""What was given cannot be used: a file, an option, the environment."""


class CommandFailed(Exception):  # noqa: N818 - named after what happened
    """One sentence in Vietnamese, the same in English, and the exit code."""

    def __init__(self, vietnamese: str, english: str, code: int = FAILED) -> None:
        super().__init__(english)
        self.vietnamese = vietnamese
        self.english = english
        self.code = code
