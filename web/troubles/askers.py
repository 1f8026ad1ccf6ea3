"""What is wrong with who asks, or with how they signed in."""

from collections.abc import Mapping
from types import MappingProxyType

from web.i18n import N_
from web.troubles.trouble import BUSY, DENIED, INPUT, NOWHERE, SIGN_IN, Trouble

TROUBLES: Mapping[str, Trouble] = MappingProxyType(
    {
        "not_signed_in": Trouble(
            401,
            SIGN_IN,
            "Chưa đăng nhập, hoặc phiên đăng nhập đã hết hạn.",
            "Not signed in, or the sign-in expired.",
        ),
        "sign_in_failed": Trouble(
            401, SIGN_IN, "Sai tên đăng nhập hoặc mật khẩu.", "Wrong username or password."
        ),
        "sign_in_limited": Trouble(
            429,
            N_("Thử quá nhiều lần"),
            "Đã thử đăng nhập quá nhiều lần, hãy đợi {minutes} phút.",
            "Too many attempts to sign in: wait {minutes} minutes.",
        ),
        "second_factor_needed": Trouble(
            401,
            SIGN_IN,
            "Tài khoản này bật xác thực hai lớp: cần thêm mã xác thực (code).",
            "The account has a second factor: send its code too (code).",
        ),
        "second_factor_failed": Trouble(
            401,
            SIGN_IN,
            "Mã xác thực sai, đã dùng hoặc đã hết hạn.",
            "The code is wrong, was used already, or is out of date.",
        ),
        "proof_needed": Trouble(
            401,
            N_("Cần xác nhận lại"),
            "Việc này cần xác nhận lại danh tính trong vòng {minutes} phút trước đó.",
            "This needs a proof of who you are within the last {minutes} minutes.",
        ),
        "scope_missing": Trouble(
            403,
            DENIED,
            "Mã truy cập này không được cấp phạm vi cần thiết ({scope}).",
            "This token was not made for that: it lacks the scope {scope}.",
        ),
        "too_many_tokens": Trouble(
            409,
            N_(N_("Chưa thực hiện được")),
            "Mỗi tài khoản có nhiều nhất {most} mã truy cập: hãy thu hồi mã không dùng nữa.",
            "An account has at most {most} tokens: revoke those no longer used.",
        ),
        "unknown_token": Trouble(404, NOWHERE, "Không có mã truy cập này.", "There is no such token."),
        "provider_away": Trouble(
            503,
            BUSY,
            "Hệ thống đăng nhập tập trung tạm thời không trả lời.",
            "The provider of the office's sign-in does not answer.",
        ),
        "provider_refused": Trouble(
            401,
            SIGN_IN,
            "Lần đăng nhập này không hoàn tất hoặc không kiểm chứng được. Hãy đăng nhập lại từ đầu.",
            "This sign-in did not finish or could not be verified. Begin again.",
        ),
        "unknown_identity": Trouble(
            403,
            DENIED,
            "Danh tính {subject} chưa được gắn với tài khoản nào. Hãy báo quản trị vận hành mã này.",
            "The identity {subject} is linked to no account: tell an operator.",
        ),
        "cross_origin": Trouble(
            403,
            DENIED,
            "Yêu cầu đến từ một trang khác nên bị từ chối.",
            "The request came from another site and was turned away.",
        ),
        "acting_role_needed": Trouble(
            422,
            INPUT,
            "Bạn giữ nhiều vai trò: hãy chọn vai trò để thực hiện việc này (acting_as).",
            "Several of your roles are possible: choose one (acting_as).",
        ),
        "delegate_without_role": Trouble(
            422,
            DENIED,
            "Người được ủy quyền chưa có vai trò nào ở {unit}.",
            "The delegate holds no role in {unit}.",
        ),
        "role_not_granted": Trouble(
            403,
            DENIED,
            "Bạn không được giao vai trò {role_label} của {unit}.",
            "You do not hold the role {role} for {unit}.",
        ),
        "keeper_needed": Trouble(
            403,
            DENIED,
            "Chỉ người thẩm định, thư ký, cán bộ công bố của đơn vị và thanh tra đọc được phần này.",
            "Only the unit's appraisers, secretary and publishers, and auditors, may read this.",
        ),
        "operator_needed": Trouble(
            403, DENIED, "Chỉ quản trị vận hành được xem phần này.", "Only operators may see this."
        ),
        "auditor_needed": Trouble(
            403,
            DENIED,
            "Chỉ người được giao kiểm tra, thanh tra được xem phần này.",
            "Only auditors may see this.",
        ),
        "no_role": Trouble(
            403, DENIED, "Tài khoản chưa được giao vai trò nào.", "The account holds no role at present."
        ),
    }
)
