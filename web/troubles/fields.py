"""What is wrong with a field."""

from collections.abc import Mapping
from types import MappingProxyType

from web.troubles.trouble import INPUT, Trouble

TROUBLES: Mapping[str, Trouble] = MappingProxyType(
    {
        "field_missing": Trouble(422, INPUT, "Thiếu trường này.", "This field is missing."),
        "field_unknown": Trouble(422, INPUT, "Không có trường này.", "There is no such field."),
        "wrong_type": Trouble(
            422, INPUT, "Trường này phải là {expected}.", "This field must be a value of type {expected}."
        ),
        "text_empty": Trouble(422, INPUT, "Trường này không được để trống.", "This field must not be empty."),
        "text_too_long": Trouble(
            422,
            INPUT,
            "Trường này dài quá {max_length} ký tự.",
            "This field is longer than {max_length} characters.",
        ),
        "text_control_character": Trouble(
            422, INPUT, "Trường này có ký tự điều khiển.", "This field holds a control character."
        ),
        "text_bidi_override": Trouble(
            422,
            INPUT,
            "Trường này có ký tự đảo chiều chữ.",
            "This field holds a character that reverses text direction.",
        ),
        "text_invisible_character": Trouble(
            422,
            INPUT,
            "Trường này có ký tự vô hình.",
            "This field holds an invisible character.",
        ),
        "text_lone_surrogate": Trouble(
            422,
            INPUT,
            "Trường này có ký tự Unicode hỏng (nửa cặp thay thế).",
            "This field holds half of a surrogate pair.",
        ),
        "malformed_code": Trouble(
            422, INPUT, "Trường này không phải mã hợp lệ.", "This field is not a valid code."
        ),
        "malformed_uuid": Trouble(422, INPUT, "Trường này phải là UUID.", "This field must be a UUID."),
        "malformed_date": Trouble(
            422,
            INPUT,
            "Trường này phải là ngày dạng NĂM-THÁNG-NGÀY.",
            "This field must be a date, YYYY-MM-DD.",
        ),
        "not_a_choice": Trouble(
            422,
            INPUT,
            "Trường này phải là một trong: {expected}.",
            "This field must be one of: {expected}.",
        ),
        "number_out_of_range": Trouble(
            422,
            INPUT,
            "Số ở trường này nằm ngoài khoảng cho phép ({bound}).",
            "The number lies outside the range ({bound}).",
        ),
        "date_out_of_range": Trouble(
            422,
            INPUT,
            "Ngày ở trường này nằm ngoài khoảng cho phép ({bound}).",
            "The date lies outside the range ({bound}).",
        ),
        "list_too_long": Trouble(
            422,
            INPUT,
            "Danh sách này dài quá {max_length} mục.",
            "The list is longer than {max_length} items.",
        ),
        "list_too_short": Trouble(
            422,
            INPUT,
            "Danh sách này cần ít nhất {min_length} mục.",
            "The list needs at least {min_length} items.",
        ),
        "field_invalid": Trouble(422, INPUT, "Trường này không hợp lệ.", "This field is not valid."),
    }
)
