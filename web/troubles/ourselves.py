"""What is wrong with ourselves."""

from collections.abc import Mapping
from types import MappingProxyType

from web.troubles.trouble import BUSY, INPUT, OURS, Trouble

TROUBLES: Mapping[str, Trouble] = MappingProxyType(
    {
        "no_log_key": Trouble(
            503,
            BUSY,
            "Máy chủ này chưa được giao khóa công khai của nhật ký nên chưa xuất được gói bằng chứng.",
            "This server was not given the log's public key: it cannot write a bundle.",
        ),
        "payload_refused": Trouble(
            422,
            INPUT,
            "Dữ liệu này không được niêm phong bằng khóa của hệ thống.",
            "This payload was not sealed with a key of ours.",
        ),
        "temporal_away": Trouble(
            503,
            BUSY,
            "Bộ máy quy trình tạm thời không trả lời: lệnh chưa được nhận, hãy gửi lại sau.",
            "The workflow engine does not answer: the command was not taken, send it again.",
        ),
        "database_away": Trouble(
            503, BUSY, "Cơ sở dữ liệu tạm thời không trả lời.", "The database does not answer."
        ),
        "busy": Trouble(
            503,
            BUSY,
            "Hệ thống đang bận: lệnh chưa được nhận, hãy gửi lại sau.",
            "Too much at once: the command was not taken, send it again.",
        ),
        "integrity_violation": Trouble(
            500,
            OURS,
            "Chuỗi bằng chứng của hồ sơ này không khớp: việc xử lý đã dừng, quản trị viên đã được báo.",
            "The record does not chain: nothing more is decided on it until an operator has looked.",
        ),
        "internal_error": Trouble(
            500,
            OURS,
            "Có lỗi ngoài dự kiến. Hãy báo quản trị viên mã sự cố.",
            "Something unexpected went wrong. Tell an operator the incident id.",
        ),
    }
)
