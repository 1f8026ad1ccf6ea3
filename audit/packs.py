"""The rule pack that a person names: one that ships with the product, or a file."""

from pathlib import Path

from audit.evidence import BadEvidence
from domain.rules.library import packs
from domain.rules.pack import RulePack
from domain.rules.parsing import parse_pack
from domain.rules.reading import MalformedPackError


def chosen_pack(given: str) -> RulePack:
    """The pack of that id, or the one in a file that ends in `.json`. Raises `BadEvidence`."""
    known = packs()
    if given in known:
        return known[given]
    if not given.endswith(".json"):
        names = ", ".join(known)
        raise BadEvidence(
            f"Không có gói quy định {given}; các gói: {names}, hoặc một tệp .json.",
            f"There is no rule pack {given}; there are {names}, or name a .json file.",
        )
    try:
        return parse_pack(Path(given).read_bytes(), Path(given).name)
    except MalformedPackError as error:
        raise BadEvidence(
            f"Không đọc được gói quy định: {error.sentence_vi}.", f"The rule pack cannot be read: {error}."
        ) from error
    except OSError as error:
        raise BadEvidence(
            f"Không đọc được gói quy định: {error}.", f"The rule pack cannot be read: {error}."
        ) from error
