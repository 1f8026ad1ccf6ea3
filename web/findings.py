"""What the rules found when a line was appraised, as the office reads it."""

from collections.abc import Mapping
from typing import Any

from domain.rules.assess import Finding
from domain.rules.sentences import sentences
from domain.values import Verdict
from store import codec
from web.i18n import spoken

_APPRAISED = "nomination.appraisal_recorded"
_UNKEPT: Mapping[str, Any] = {"kind": "", "instrument": "", "article": "", "used": [], "question_en": ""}
"""What findings did not keep in the first schemas of the event."""


def findings(name: str, payload: Mapping[str, Any]) -> list[str]:
    """A sentence for each condition of an appraisal: what was asked, verdict, facts used, article; else nothing."""
    if name != _APPRAISED:
        return []
    found = [codec.decode(Finding, {**_UNKEPT, **entry}) for entry in payload.get("findings", ())]
    return [_told(finding) for finding in found]


def _told(finding: Finding) -> str:
    """The sentence of a finding that needs review ends with its question; any other is told after it."""
    sentence = spoken(*sentences(finding))
    asked = finding.verdict is Verdict.NEEDS_REVIEW or not finding.question
    return sentence if asked else f"{spoken(finding.asked.vi, finding.asked.en)} {sentence}"
