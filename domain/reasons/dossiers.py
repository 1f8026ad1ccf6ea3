"""Dossiers and what is registered beforehand."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.reasons.sources import BAD, ENGINE, ONCE
from domain.refusal import Reason

REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "amount_mismatch": Reason(
            "Số tiền {amount} không phù hợp: tiền thu hồi phải lớn hơn 0, hiện vật không ghi tiền.",
            "The amount {amount} does not fit: money taken back is above 0, an object has none.",
            ENGINE,
            BAD,
        ),
        "body_needed": Reason(
            "Phải nêu cơ quan được hỏi ý kiến.",
            "Name the body whose opinion is asked.",
            ENGINE,
            BAD,
        ),
        "document_needed": Reason(
            "Phải nêu văn bản làm căn cứ.", "The document it rests on is needed.", ENGINE, BAD
        ),
        "duplicate_line": Reason(
            "{candidate} được đề nghị {award} hai lần trong hồ sơ.",
            "{candidate} is proposed for {award} twice in the dossier.",
            ONCE,
            BAD,
        ),
        "duplicate_nomination": Reason(
            "Đã có đề nghị {detail} đang được xử lý cho cùng đối tượng, danh hiệu và năm.",
            "A nomination of the same candidate, award and year exists already ({detail}).",
            ONCE,
        ),
        "empty_dossier": Reason("Hồ sơ không có dòng nào.", "The dossier has no lines.", ENGINE, BAD),
        "held": Reason("Dòng này đang tạm dừng xét.", "This line is on hold.", "NĐ 152/2025/NĐ-CP Điều 4"),
        "late_entry_basis_needed": Reason(
            "Ngày tiếp nhận {date} trước ngày trình trên hệ thống: phải nêu căn cứ nhập muộn.",
            "Receipt on {date} lies before the submission here: state the basis of the late entry.",
            ENGINE,
            BAD,
        ),
        "no_open_proceeding": Reason(
            "Không có việc {proceeding} đang chờ kết luận.", "No matter {proceeding} is open.", ENGINE, BAD
        ),
        "opinion_awaited": Reason(
            "Dòng này đang chờ ý kiến của {body}.",
            "The line waits for the opinion of {body}.",
            ENGINE,
        ),
        "recovered_already": Reason(
            "Hiện vật khen thưởng đã được thu hồi.", "The object of the award was taken back already.", ENGINE
        ),
        "unit_dissolved": Reason("Đơn vị {unit} đã giải thể.", "Unit {unit} was dissolved already.", ENGINE),
        "unit_succeeds_itself": Reason(
            "Đơn vị {unit} không thể kế thừa chính mình.",
            "Unit {unit} cannot succeed itself.",
            ENGINE,
            BAD,
        ),
        "unknown_person": Reason(
            "Chưa đăng ký {person}.",
            "{person} is not registered.",
            ENGINE,
            BAD,
        ),
        "unknown_unit": Reason("Chưa đăng ký đơn vị {unit}.", "Unit {unit} is not registered.", ENGINE, BAD),
        "wrong_route": Reason(
            "Đơn vị {unit} không thuộc tuyến {route}.",
            "Unit {unit} does not fall under the {route} route.",
            "Luật Tổ chức VKSND 63/2014/QH13 Điều 99",
            BAD,
        ),
    }
)
