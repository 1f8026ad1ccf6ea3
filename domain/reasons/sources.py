"""Where rules that are not in a pack come from, and the sorts of no that most reasons are."""

from domain.refusal import RefusalKind

ENGINE = "Quy tắc vận hành Minh Bạch"
PACK = "Gói quy định"
ONCE = "Luật Thi đua, khen thưởng: một thành tích chỉ khen một lần"
DUTIES = "Quy tắc vận hành Minh Bạch: tách bạch nhiệm vụ"
SIMPLIFIED = "Luật Thi đua, khen thưởng 06/2022/QH15 Điều 85 (điều kiện chưa đối chiếu)"

NOT = RefusalKind.FORBIDDEN
BAD = RefusalKind.INVALID
