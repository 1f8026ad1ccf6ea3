"""Plausible Vietnamese names, every one of them labelled as made up."""

import random

from domain.values import CandidateKind

LABEL = "(mô phỏng)"

_FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý",
)  # fmt: skip
_WOMEN = (
    ("Thị", "Ngọc", "Thanh", "Minh", "Kim", "Thu"),
    ("Lan", "Hương", "Hạnh", "Trang", "Nga", "Yến", "Thảo", "Phương", "Tuyết", "Dung", "Loan", "Mai"),
)
_MEN = (
    ("Văn", "Hữu", "Đức", "Quốc", "Minh", "Thành"),
    ("Hùng", "Dũng", "Tuấn", "Phong", "Hải", "Long", "Nam", "Khánh", "Tâm", "Bình", "Sơn", "Phúc"),
)


def person_name(chance: random.Random) -> str:
    """A person's name and the label."""
    middle, given = chance.choice((_WOMEN, _MEN))
    return f"{chance.choice(_FAMILY)} {chance.choice(middle)} {chance.choice(given)} {LABEL}"


def candidate_name(kind: CandidateKind, chance: random.Random, number: int) -> str:
    """The name of a person or of a collective."""
    return f"Tập thể số {number} {LABEL}" if kind is CandidateKind.COLLECTIVE else person_name(chance)
