"""The rule pack that a person names on the command line."""

from audit.evidence import BadEvidence
from audit.packs import chosen_pack
from commandline.errors import UNUSABLE, CommandFailed
from domain.rules.pack import RulePack


def named_pack(given: str) -> RulePack:
    """The pack of that id or in that file. Raises `CommandFailed`."""
    try:
        return chosen_pack(given)
    except BadEvidence as error:
        raise CommandFailed(error.sentence_vi, error.sentence_en, UNUSABLE) from error
