"""The one exception of this package."""


class EmbeddedError(Exception):
    """What a person at the terminal must know, in Vietnamese and in English, and no traceback."""

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(f"{vietnamese}\n({english})")
        self.vietnamese = vietnamese
        self.english = english
