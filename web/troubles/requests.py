"""What is wrong with a request as a whole."""

from collections.abc import Mapping
from types import MappingProxyType

from web.i18n import N_
from web.troubles.trouble import BUSY, INPUT, NOWHERE, READ, Trouble

TROUBLES: Mapping[str, Trouble] = MappingProxyType(
    {
        "malformed_json": Trouble(
            400, READ, "Nội dung gửi lên không phải JSON hợp lệ.", "The body is not valid JSON."
        ),
        "wrong_encoding": Trouble(
            400, READ, "Nội dung gửi lên phải mã hóa bằng UTF-8.", "The body must be encoded in UTF-8."
        ),
        "malformed_form": Trouble(
            400, READ, "Không đọc được biểu mẫu gửi lên.", "The form could not be read."
        ),
        "body_too_large": Trouble(
            413, READ, "Nội dung gửi lên vượt quá {limit}.", "The body exceeds {limit}."
        ),
        "unsupported_media_type": Trouble(
            415, READ, "Nội dung gửi lên phải có kiểu {expected}.", "The body must be sent as {expected}."
        ),
        "bad_request": Trouble(400, READ, "Yêu cầu không hợp lệ.", "The request is not valid."),
        "not_found": Trouble(404, NOWHERE, "Không có gì ở địa chỉ này.", "There is nothing at this address."),
        "link_expired": Trouble(
            410,
            "Liên kết đã hết hạn",
            "Liên kết này đã dùng rồi hoặc đã quá hạn. Hãy lưu lại địa chỉ thư để nhận liên kết mới.",
            "This link was used already or is too old. Save your mail address again to get a new one.",
        ),
        "feedback_limited": Trouble(
            429,
            BUSY,
            "Từ địa chỉ này đã gửi nhiều ý kiến trong một giờ. Xin gửi lại sau, hoặc gửi bằng văn bản.",
            "Many comments came from this address within an hour. Please send yours later, or in writing.",
        ),
        "comment_over": Trouble(
            409,
            INPUT,
            "Đợt lấy ý kiến này chưa mở hoặc đã kết thúc.",
            "This comment period is not open yet, or over.",
        ),
        "unknown_receipt": Trouble(
            404,
            NOWHERE,
            "Chưa có kết quả nào được ghi cho mã lệnh này.",
            "Nothing is recorded for this command id yet.",
        ),
        "unknown_record": Trouble(404, NOWHERE, "Không tìm thấy {stream}.", "{stream} not found."),
        "method_not_allowed": Trouble(
            405,
            N_("Cách gọi không đúng"),
            "Địa chỉ này không nhận cách gọi đó.",
            "This address does not take that method.",
        ),
    }
)
