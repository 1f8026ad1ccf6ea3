"""The same codes as in `labels`, in English: for the sentences that the rules tell in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

STEPS: Mapping[str, str] = MappingProxyType(
    {
        "none": "not drawn up",
        "draft": "being drawn up, awaiting signature",
        "submitted": "submitted, awaiting receipt",
        "received": "received, awaiting appraisal",
        "returned": "returned, awaiting repair",
        "supplemented": "supplemented, awaiting appraisal",
        "appraised": "appraised, awaiting an agenda",
        "in_council": "before the council",
        "voted": "voted, awaiting a decision",
        "decided": "settled, awaiting signature",
        "signed": "signed, awaiting publication",
        "published": "published, awaiting the archive",
        "archived": "archived",
        "withdrawn": "withdrawn",
        "annulled": "annulled",
        "convened": "convened",
        "voting": "voting",
        "counting": "counting",
        "certified": "vote certified",
        "adjourned": "adjourned",
        "settled": "settled, awaiting signature",
    }
)

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "proposing_officer": "proposing officer",
        "unit_head": "head of unit",
        "receiving_clerk": "receiving clerk",
        "appraiser": "appraiser",
        "council_secretary": "secretary of the council",
        "council_member": "member of the council",
        "council_chair": "chair of the council",
        "decider": "competent authority",
        "publisher": "publisher",
        "registrar": "registrar",
        "auditor": "auditor",
        "operator": "operator",
        "engine": "system",
    }
)

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "granted": "granted",
        "refused": "refused",
        "forwarded": "forwarded to the higher level",
        "downgraded": "downgraded",
    }
)

BALLOTS: Mapping[str, str] = MappingProxyType({"open": "open", "secret": "secret"})

KINDS: Mapping[str, str] = MappingProxyType({"individual": "person", "collective": "collective"})

ROUTES: Mapping[str, str] = MappingProxyType({"civil": "civil", "military": "military"})

INSTRUMENTS: Mapping[str, str] = MappingProxyType(
    {
        "decision": "decision",
        "presentation": "presentation to the higher level",
        "notice": "notice of refusal",
    }
)

STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "verified": "verified",
        "verified_secondary": "verified at second hand",
        "recalled": "not compared with the text",
        "inferred": "inferred, not verified",
        "unknown": "not known",
    }
)
