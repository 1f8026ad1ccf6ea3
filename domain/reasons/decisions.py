"""Settling, signing and answering lines."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.reasons.sources import BAD, ENGINE, SIMPLIFIED
from domain.refusal import Reason

REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "answered_already": Reason(
            "Dòng {line} đã có kết quả của cấp trên.",
            "Line {line} was answered by the higher level already.",
            ENGINE,
        ),
        "decision_number_needed": Reason(
            "Phải ghi số văn bản.", "The instrument's number is needed.", ENGINE, BAD
        ),
        "decision_number_taken": Reason(
            "Số quyết định {number} đã được dùng trong năm.", "Decision number {number} is taken.", ENGINE
        ),
        "downgrade_target_missing": Reason(
            "Hạ mức phải nêu danh hiệu thay thế.", "A downgrade must name the lower award.", ENGINE, BAD
        ),
        "line_listed_twice": Reason("Dòng {line} có hai lần.", "Line {line} is listed twice.", ENGINE, BAD),
        "not_recommended": Reason(
            "Thẩm định không đề nghị khen: chỉ được tặng khi Hội đồng đã biểu quyết.",
            "The appraisal did not recommend the award: without a council's vote it cannot be given.",
            ENGINE,
        ),
        "outcome_against_vote": Reason(
            "Kết quả khác với biểu quyết của Hội đồng phải nêu lý do.",
            "An outcome that departs from the council's vote needs a reason.",
            ENGINE,
        ),
        "refusal_reason_needed": Reason(
            "Không tặng phải nêu lý do để thông báo.", "A refusal needs a reason for its notice.", ENGINE, BAD
        ),
        "session_needed": Reason(
            "Dòng {line} phải qua phiên họp Hội đồng: chỉ khen thưởng đột xuất theo thủ tục đơn giản.",
            "Line {line} goes before a council: only unexpected achievements take the simplified procedure.",
            SIMPLIFIED,
        ),
        "signatory_needed": Reason("Phải ghi người ký.", "The signatory is needed.", ENGINE, BAD),
        "simplified_basis_needed": Reason(
            "Khen thưởng đột xuất không qua Hội đồng: phải nêu căn cứ áp dụng thủ tục đơn giản.",
            "An award without a council needs the basis on which the simplified procedure applies.",
            SIMPLIFIED,
            BAD,
        ),
        "wrong_answer": Reason(
            "Kết quả của cấp trên là tặng hoặc không tặng, không phải {outcome}.",
            "The higher level grants or refuses; {outcome} is no answer.",
            ENGINE,
            BAD,
        ),
        "wrong_instrument": Reason(
            "Kết luận {outcome} không ghi trong văn bản loại {instrument}.",
            "The outcome {outcome} does not go into a {instrument}.",
            ENGINE,
            BAD,
        ),
    }
)
