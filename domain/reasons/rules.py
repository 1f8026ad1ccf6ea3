"""What the rule pack says of facts, awards and their order."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.reasons.sources import BAD, ENGINE, ONCE, PACK
from domain.refusal import Reason

REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "appraisal_outdated": Reason(
            "Sau thẩm định đã có điều phải xem xét: {what}. Phải thẩm định lại, hoặc tạm dừng chờ kết luận.",
            "Something to look at came up after the appraisal: {what}. Appraise the line anew, or hold it.",
            ENGINE,
        ),
        "authority_conflict": Reason(
            "Thẩm quyền quyết định {award} là {expected}, không phải {given}.",
            "The authority competent for {award} is {expected}, not {given}.",
            PACK,
        ),
        "authority_reason_needed": Reason(
            "{award} không phải khen thưởng cấp cơ sở và chưa rõ thẩm quyền: phải nêu lý do quyết định ở đây.",
            "{award} is no local award and its authority is not verified: say why it is settled here.",
            PACK,
            BAD,
        ),
        "award_already_held": Reason(
            "Đã có {award} của năm {year}: một danh hiệu chỉ tặng một lần.",
            "{award} of {year} is held already: an award is granted once.",
            ONCE,
        ),
        "cap_exceeded": Reason(
            "Vượt tỷ lệ tối đa của {award}: {numerator} người/tập thể, tối đa {limit} ({percent} % của {population}).",
            "Cap of {award} exceeded: {numerator} approved, at most {limit} ({percent} % of {population}).",
            PACK,
        ),
        "cap_unconfirmed": Reason(
            "Không tự tính được tỷ lệ tối đa của {award}: chủ tọa phải xác nhận và nêu lý do.",
            "The cap of {award} cannot be computed: the chair must confirm it with a reason.",
            "Gói quy định, tham số chưa kiểm chứng hoặc thiếu số liệu",
        ),
        "criterion_not_met": Reason(
            "Không đạt điều kiện: {criterion}.", "Criterion not met: {criterion}.", PACK
        ),
        "hold_needed": Reason(
            "Chưa được khen thưởng, phải tạm dừng xét dòng này: {criterion}",
            "Not to be rewarded yet, the line must be put on hold: {criterion}",
            PACK,
        ),
        "impossible_facts": Reason(
            "Dữ kiện không thể có: {what}.", "These facts cannot be: {what}.", ENGINE, BAD
        ),
        "no_rule_pack": Reason(
            "Chưa có gói quy định cho hồ sơ nhận ngày {date}.",
            "No rule pack covers receipt on {date}.",
            ENGINE,
        ),
        "not_competent": Reason(
            "Cấp này không có thẩm quyền quyết định: dòng phải được trình cấp trên hoặc không đồng ý.",
            "This level is not competent: the line may only be forwarded or refused.",
            PACK,
        ),
        "pack_changed": Reason(
            "Gói quy định {pack} đã khác bản ghi khi tiếp nhận ({recorded} thành {loaded}).",
            "The rule pack {pack} is not the one recorded at receipt ({recorded}, now {loaded}).",
            ENGINE,
        ),
        "prerequisite_not_won": Reason(
            "{award} cần đạt trước một trong: {needed}.",
            "{award} rests on one of: {needed}; none was won.",
            PACK,
        ),
        "prerequisite_of_another": Reason(
            "{other} của cùng đối tượng dựa trên {award}: phải kết luận lại dòng đó trước hoặc cùng lúc.",
            "{other} of the same candidate rests on {award}: settle that line before or together with this one.",
            PACK,
        ),
        "review_unanswered": Reason(
            "Còn câu hỏi chưa trả lời: {criteria}.", "Questions left unanswered: {criteria}.", PACK
        ),
        "unknown_award": Reason(
            "Danh hiệu {award} không có trong gói quy định.",
            "Award {award} is not in the rule pack.",
            ENGINE,
            BAD,
        ),
        "unknown_pack": Reason(
            "Không có gói quy định {pack} đã ghi khi tiếp nhận.",
            "The rule pack {pack}, recorded at receipt, is not here.",
            ENGINE,
        ),
        "unsuitable_candidate": Reason(
            "{award} không dành cho {kind} theo tuyến {route}.",
            "{award} is not for a {kind} on the {route} route.",
            PACK,
            BAD,
        ),
        "vote_share_missed": Reason(
            "{award} không đạt {percent} % số phiếu theo quy định: không được tặng trái biểu quyết.",
            "{award} missed the {percent} % of votes that the rules ask: it cannot be granted against the vote.",
            PACK,
        ),
    }
)
