"""Asking at all: who may, about what, on which version of a page."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.reasons.sources import BAD, ENGINE, NOT
from domain.refusal import Reason, RefusalKind

REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "already_exists": Reason("{stream} đã tồn tại.", "{stream} already exists.", ENGINE),
        "command_id_reused": Reason(
            "Mã lệnh này đã dùng cho một việc khác.", "This command id was used for something else.", ENGINE
        ),
        "date_in_future": Reason(
            "Ngày {field} ({date}) ở tương lai.", "The date {field} ({date}) lies in the future.", ENGINE, BAD
        ),
        "dates_out_of_order": Reason(
            "Thứ tự ngày không hợp lý: {later} trước {earlier}.",
            "The dates are out of order: {later} lies before {earlier}.",
            ENGINE,
            BAD,
        ),
        "deadline_moot": Reason("Thời hạn này không còn.", "This deadline no longer stands.", ENGINE),
        "malformed_id": Reason("Mã không hợp lệ: {value}", "Malformed id: {value}", ENGINE, BAD),
        "negative_count": Reason(
            "Trường {field} không được âm.", "Field {field} must not be negative.", ENGINE, BAD
        ),
        "nothing_selected": Reason("Chưa chọn dòng nào.", "No line is selected.", ENGINE, BAD),
        "out_of_order": Reason(
            "Việc này không thực hiện được ở bước hiện tại: {step}.",
            "This cannot be done at the present step: {step}.",
            ENGINE,
        ),
        "reason_needed": Reason("Phải nêu lý do.", "A reason is needed.", ENGINE, BAD),
        "stale_view": Reason(
            "Trang đang xem đã cũ: có thay đổi mới (bản {current}).",
            "The page is out of date: version {current} stands now.",
            ENGINE,
            RefusalKind.STALE,
        ),
        "unknown_command": Reason("Không có lệnh {command}.", "No command {command}.", ENGINE, BAD),
        "unknown_line": Reason("Không có dòng {line}.", "No line {line}.", ENGINE, RefusalKind.NOT_FOUND),
        "unknown_stream": Reason(
            "Không tìm thấy {stream}.", "{stream} not found.", ENGINE, RefusalKind.NOT_FOUND
        ),
        "wrong_role": Reason(
            "Vai trò {role} không được thực hiện việc này.", "The role {role} may not do this.", ENGINE, NOT
        ),
        "wrong_unit": Reason(
            "Chỉ người của {unit} được thực hiện việc này.", "Only {unit} may do this.", ENGINE, NOT
        ),
    }
)
