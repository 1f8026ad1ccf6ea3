"""Which roles a command may be meant for, so that a person with several need not always say which.

Only a hint for choosing among one's own grants: whether the role may act is decided by the rules.
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.values import Role

_REGISTRAR = frozenset({Role.REGISTRAR})
_OFFICER = frozenset({Role.PROPOSING_OFFICER})
_HEAD = frozenset({Role.UNIT_HEAD})
_APPRAISER = frozenset({Role.APPRAISER})
_SECRETARY = frozenset({Role.COUNCIL_SECRETARY})
_CHAIR = frozenset({Role.COUNCIL_CHAIR})
_DECIDER = frozenset({Role.DECIDER})
_PUBLISHER = frozenset({Role.PUBLISHER})
_CLERK = frozenset({Role.RECEIVING_CLERK})
_SEATED = frozenset({Role.COUNCIL_CHAIR, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER})

ANY = frozenset(Role)

FITTING: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "register_person": _REGISTRAR | _DECIDER,
        "record_title": _REGISTRAR | _DECIDER,
        "register_unit": _REGISTRAR,
        "record_strength": _REGISTRAR,
        "record_service": _REGISTRAR,
        "record_position": _REGISTRAR,
        "record_absence": _REGISTRAR,
        "record_discipline": _REGISTRAR,
        "open_proceeding": _REGISTRAR,
        "conclude_proceeding": _REGISTRAR,
        "record_transfer": _REGISTRAR,
        "record_initiative": _REGISTRAR,
        "dissolve_unit": _REGISTRAR,
        "record_target": _REGISTRAR,
        "draft_dossier": _OFFICER,
        "submit_dossier": _HEAD,
        "receive_dossier": _CLERK,
        "appraise_dossier": _APPRAISER,
        "return_lines": _CLERK | _APPRAISER,
        "supplement_lines": _OFFICER | _HEAD,
        "withdraw_dossier": _HEAD,
        "attach_paper": _OFFICER | _HEAD,
        "detach_paper": _OFFICER | _HEAD,
        "record_appraisal": _APPRAISER,
        "return_nomination": _CLERK | _APPRAISER,
        "supplement_nomination": _OFFICER | _HEAD,
        "hold_nomination": _APPRAISER | _SECRETARY,
        "release_hold": _APPRAISER | _SECRETARY,
        "await_opinion": _APPRAISER | _SECRETARY,
        "record_opinion": _APPRAISER | _SECRETARY,
        "withdraw_nomination": _HEAD,
        "annul_nomination": _DECIDER,
        "convene_session": _SECRETARY,
        "record_attendance": _CHAIR | _SECRETARY,
        "reschedule_session": _CHAIR | _SECRETARY,
        "declare_recusal": _SEATED,
        "record_conflict": _CHAIR | _SECRETARY,
        "postpone_lines": _CHAIR | _SECRETARY,
        "open_voting": _CHAIR | _SECRETARY,
        "cast_ballot": _SEATED,
        "close_voting": _CHAIR | _SECRETARY,
        "record_secret_count": _CHAIR | _SECRETARY,
        "certify_tally": _CHAIR,
        "reopen_voting": _CHAIR | _SECRETARY,
        "adjourn_session": _CHAIR | _SECRETARY,
        "settle_outcomes": _DECIDER,
        "sign_decision": _DECIDER,
        "publish_decision": _PUBLISHER,
        "archive_decision": _CLERK,
        "record_answer": _CLERK,
        "correct_decision": _DECIDER,
        "record_recovery": _CLERK | _DECIDER,
        "open_comment": _SECRETARY | _PUBLISHER,
        "close_comment": _SECRETARY | _PUBLISHER,
        "delegate_work": ANY - {Role.AUDITOR, Role.ENGINE},
        "end_delegation": ANY - {Role.AUDITOR, Role.ENGINE},
        "establish_council": _REGISTRAR,
        "seat_member": _REGISTRAR,
        "end_seat": _REGISTRAR,
        "appoint_standing_body": _REGISTRAR,
        "dissolve_council": _REGISTRAR,
    }
)
"""The roles by command; a command that is not here fits any."""
