"""Who may act for whom, and who may not act at all because they acted before."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.reasons.sources import BAD, DUTIES, ENGINE, NOT
from domain.refusal import Reason

REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "act_not_delegable": Reason(
            "Việc này phải do chính người có nhiệm vụ thực hiện, không ủy quyền được.",
            "This must be done by the person themselves and cannot be delegated.",
            ENGINE,
            NOT,
        ),
        "conflicted": Reason(
            "Người có liên quan không được tham gia xử lý dòng này.",
            "A person concerned may not act on this line.",
            ENGINE,
            NOT,
        ),
        "delegated_to_oneself": Reason(
            "Không thể ủy quyền cho chính mình.", "Nobody can delegate to themselves.", ENGINE, BAD
        ),
        "delegation_not_in_force": Reason(
            "Không có ủy quyền nào của {principal} đang có hiệu lực cho việc này ({role} {unit}).",
            "No delegation of {principal} is in force for this ({role} {unit}).",
            ENGINE,
            NOT,
        ),
        "delegation_over": Reason(
            "Ngày cuối của ủy quyền ({date}) đã qua.",
            "The delegation's last day ({date}) has passed.",
            ENGINE,
            BAD,
        ),
        "own_appraisal": Reason(
            "Người đã thẩm định dòng này không được kết luận hoặc ký về chính dòng đó.",
            "Who appraised this line may not decide or sign it.",
            DUTIES,
            NOT,
        ),
        "own_proposal": Reason(
            "Người đã lập hoặc ký trình dòng này không được tiếp nhận, thẩm định, kết luận hoặc ký về chính dòng đó.",
            "Who proposed or submitted this line may not receive, appraise, decide or sign it.",
            DUTIES,
            NOT,
        ),
        "role_not_delegable": Reason(
            "Vai trò {role} không ủy quyền được.", "The role {role} cannot be delegated.", ENGINE, BAD
        ),
        "signing_not_delegated": Reason(
            "Ký thay phải có văn bản ủy quyền: ủy quyền này chưa ghi văn bản.",
            "Signing for somebody needs a paper: this delegation names none.",
            ENGINE,
            NOT,
        ),
    }
)
