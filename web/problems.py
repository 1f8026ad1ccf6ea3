"""Every problem the edge itself may answer with, and the RFC 9457 body that all problems share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from starlette.responses import JSONResponse

from domain.envelope import RefusalAnswer
from domain.refusal import Refusal, RefusalKind
from domain.refusals import REASONS
from domain.refusals import sentences as domain_sentences
from web.i18n import N_

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:minhbach:refusal:"
_ENGINE = "Quy tắc vận hành Minh Bạch"


class Trouble(NamedTuple):
    """A problem code's status, title, and sentences with `{facts}` to fill in."""

    status: int
    title: str
    vi: str
    en: str
    source: str = _ENGINE


_INPUT = N_("Dữ liệu chưa hợp lệ")
_READ = N_("Không đọc được yêu cầu")
_SIGN_IN = N_("Cần đăng nhập")
_DENIED = N_("Không có quyền")
_LIST = N_("Không nhận được danh sách")
_PAPER = N_("Không nhận được giấy tờ")
_BUSY = N_("Tạm thời chưa phục vụ được")
_OURS = N_("Lỗi của hệ thống")
_NOWHERE = N_("Không tìm thấy")

CATALOGUE: Mapping[str, Trouble] = MappingProxyType(
    {
        # the request as a whole
        "malformed_json": Trouble(
            400, _READ, "Nội dung gửi lên không phải JSON hợp lệ.", "The body is not valid JSON."
        ),
        "wrong_encoding": Trouble(
            400, _READ, "Nội dung gửi lên phải mã hóa bằng UTF-8.", "The body must be encoded in UTF-8."
        ),
        "malformed_form": Trouble(
            400, _READ, "Không đọc được biểu mẫu gửi lên.", "The form could not be read."
        ),
        "body_too_large": Trouble(
            413, _READ, "Nội dung gửi lên vượt quá {limit}.", "The body exceeds {limit}."
        ),
        "unsupported_media_type": Trouble(
            415, _READ, "Nội dung gửi lên phải có kiểu {expected}.", "The body must be sent as {expected}."
        ),
        "bad_request": Trouble(400, _READ, "Yêu cầu không hợp lệ.", "The request is not valid."),
        "not_found": Trouble(
            404, _NOWHERE, "Không có gì ở địa chỉ này.", "There is nothing at this address."
        ),
        "link_expired": Trouble(
            410,
            "Liên kết đã hết hạn",
            "Liên kết này đã dùng rồi hoặc đã quá hạn. Hãy lưu lại địa chỉ thư để nhận liên kết mới.",
            "This link was used already or is too old. Save your mail address again to get a new one.",
        ),
        "feedback_limited": Trouble(
            429,
            _BUSY,
            "Từ địa chỉ này đã gửi nhiều ý kiến trong một giờ. Xin gửi lại sau, hoặc gửi bằng văn bản.",
            "Many comments came from this address within an hour. Please send yours later, or in writing.",
        ),
        "comment_over": Trouble(
            409,
            _INPUT,
            "Đợt lấy ý kiến này chưa mở hoặc đã kết thúc.",
            "This comment period is not open yet, or over.",
        ),
        "unknown_receipt": Trouble(
            404,
            _NOWHERE,
            "Chưa có kết quả nào được ghi cho mã lệnh này.",
            "Nothing is recorded for this command id yet.",
        ),
        "unknown_record": Trouble(404, _NOWHERE, "Không tìm thấy {stream}.", "{stream} not found."),
        "method_not_allowed": Trouble(
            405,
            N_("Cách gọi không đúng"),
            "Địa chỉ này không nhận cách gọi đó.",
            "This address does not take that method.",
        ),
        # fields
        "field_missing": Trouble(422, _INPUT, "Thiếu trường này.", "This field is missing."),
        "field_unknown": Trouble(422, _INPUT, "Không có trường này.", "There is no such field."),
        "wrong_type": Trouble(
            422, _INPUT, "Trường này phải là {expected}.", "This field must be a value of type {expected}."
        ),
        "text_empty": Trouble(
            422, _INPUT, "Trường này không được để trống.", "This field must not be empty."
        ),
        "text_too_long": Trouble(
            422,
            _INPUT,
            "Trường này dài quá {max_length} ký tự.",
            "This field is longer than {max_length} characters.",
        ),
        "text_control_character": Trouble(
            422, _INPUT, "Trường này có ký tự điều khiển.", "This field holds a control character."
        ),
        "text_bidi_override": Trouble(
            422,
            _INPUT,
            "Trường này có ký tự đảo chiều chữ.",
            "This field holds a character that reverses text direction.",
        ),
        "text_invisible_character": Trouble(
            422,
            _INPUT,
            "Trường này có ký tự vô hình.",
            "This field holds an invisible character.",
        ),
        "text_lone_surrogate": Trouble(
            422,
            _INPUT,
            "Trường này có ký tự Unicode hỏng (nửa cặp thay thế).",
            "This field holds half of a surrogate pair.",
        ),
        "malformed_code": Trouble(
            422, _INPUT, "Trường này không phải mã hợp lệ.", "This field is not a valid code."
        ),
        "malformed_uuid": Trouble(422, _INPUT, "Trường này phải là UUID.", "This field must be a UUID."),
        "malformed_date": Trouble(
            422,
            _INPUT,
            "Trường này phải là ngày dạng NĂM-THÁNG-NGÀY.",
            "This field must be a date, YYYY-MM-DD.",
        ),
        "not_a_choice": Trouble(
            422,
            _INPUT,
            "Trường này phải là một trong: {expected}.",
            "This field must be one of: {expected}.",
        ),
        "number_out_of_range": Trouble(
            422,
            _INPUT,
            "Số ở trường này nằm ngoài khoảng cho phép ({bound}).",
            "The number lies outside the range ({bound}).",
        ),
        "date_out_of_range": Trouble(
            422,
            _INPUT,
            "Ngày ở trường này nằm ngoài khoảng cho phép ({bound}).",
            "The date lies outside the range ({bound}).",
        ),
        "list_too_long": Trouble(
            422,
            _INPUT,
            "Danh sách này dài quá {max_length} mục.",
            "The list is longer than {max_length} items.",
        ),
        "list_too_short": Trouble(
            422,
            _INPUT,
            "Danh sách này cần ít nhất {min_length} mục.",
            "The list needs at least {min_length} items.",
        ),
        "field_invalid": Trouble(422, _INPUT, "Trường này không hợp lệ.", "This field is not valid."),
        # who asks
        "not_signed_in": Trouble(
            401,
            _SIGN_IN,
            "Chưa đăng nhập, hoặc phiên đăng nhập đã hết hạn.",
            "Not signed in, or the sign-in expired.",
        ),
        "sign_in_failed": Trouble(
            401, _SIGN_IN, "Sai tên đăng nhập hoặc mật khẩu.", "Wrong username or password."
        ),
        "sign_in_limited": Trouble(
            429,
            N_("Thử quá nhiều lần"),
            "Đã thử đăng nhập quá nhiều lần, hãy đợi {minutes} phút.",
            "Too many attempts to sign in: wait {minutes} minutes.",
        ),
        "second_factor_needed": Trouble(
            401,
            _SIGN_IN,
            "Tài khoản này bật xác thực hai lớp: cần thêm mã xác thực (code).",
            "The account has a second factor: send its code too (code).",
        ),
        "second_factor_failed": Trouble(
            401,
            _SIGN_IN,
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
            _DENIED,
            "Mã truy cập này không được cấp phạm vi cần thiết ({scope}).",
            "This token was not made for that: it lacks the scope {scope}.",
        ),
        "too_many_tokens": Trouble(
            409,
            N_(N_("Chưa thực hiện được")),
            "Mỗi tài khoản có nhiều nhất {most} mã truy cập: hãy thu hồi mã không dùng nữa.",
            "An account has at most {most} tokens: revoke those no longer used.",
        ),
        "unknown_token": Trouble(404, _NOWHERE, "Không có mã truy cập này.", "There is no such token."),
        "provider_away": Trouble(
            503,
            _BUSY,
            "Hệ thống đăng nhập tập trung tạm thời không trả lời.",
            "The provider of the office's sign-in does not answer.",
        ),
        "provider_refused": Trouble(
            401,
            _SIGN_IN,
            "Lần đăng nhập này không hoàn tất hoặc không kiểm chứng được. Hãy đăng nhập lại từ đầu.",
            "This sign-in did not finish or could not be verified. Begin again.",
        ),
        "unknown_identity": Trouble(
            403,
            _DENIED,
            "Danh tính {subject} chưa được gắn với tài khoản nào. Hãy báo quản trị vận hành mã này.",
            "The identity {subject} is linked to no account: tell an operator.",
        ),
        "cross_origin": Trouble(
            403,
            _DENIED,
            "Yêu cầu đến từ một trang khác nên bị từ chối.",
            "The request came from another site and was turned away.",
        ),
        "acting_role_needed": Trouble(
            422,
            _INPUT,
            "Bạn giữ nhiều vai trò: hãy chọn vai trò để thực hiện việc này (acting_as).",
            "Several of your roles are possible: choose one (acting_as).",
        ),
        "delegate_without_role": Trouble(
            422,
            _DENIED,
            "Người được ủy quyền chưa có vai trò nào ở {unit}.",
            "The delegate holds no role in {unit}.",
        ),
        "role_not_granted": Trouble(
            403,
            _DENIED,
            "Bạn không được giao vai trò {role_label} của {unit}.",
            "You do not hold the role {role} for {unit}.",
        ),
        "keeper_needed": Trouble(
            403,
            _DENIED,
            "Chỉ người thẩm định, thư ký, cán bộ công bố của đơn vị và thanh tra đọc được phần này.",
            "Only the unit's appraisers, secretary and publishers, and auditors, may read this.",
        ),
        "operator_needed": Trouble(
            403, _DENIED, "Chỉ quản trị vận hành được xem phần này.", "Only operators may see this."
        ),
        "auditor_needed": Trouble(
            403,
            _DENIED,
            "Chỉ người được giao kiểm tra, thanh tra được xem phần này.",
            "Only auditors may see this.",
        ),
        "no_role": Trouble(
            403, _DENIED, "Tài khoản chưa được giao vai trò nào.", "The account holds no role at present."
        ),
        # papers
        "paper_empty": Trouble(422, _PAPER, "Tệp này rỗng.", "The file is empty."),
        "paper_too_large": Trouble(
            413, _PAPER, "Tệp lớn hơn {limit} nên không được nhận.", "The file exceeds {limit}."
        ),
        "papers_full": Trouble(
            413,
            _PAPER,
            "Giấy tờ của hồ sơ này sẽ vượt quá {limit}.",
            "The papers of this dossier would exceed {limit}.",
        ),
        "paper_type_unknown": Trouble(
            415,
            _PAPER,
            "Nội dung tệp không phải PDF, DOCX, XLSX, ODT, JPEG hay PNG (có vẻ là {found}).",
            "By its content the file is no PDF, DOCX, XLSX, ODT, JPEG or PNG (it seems to be {found}).",
        ),
        "paper_old_office": Trouble(
            415,
            _PAPER,
            "Tệp Word, Excel kiểu cũ hoặc có đặt mật khẩu: hãy lưu thành PDF, DOCX hoặc XLSX không mật khẩu.",
            "An old or locked Word or Excel file: save it as PDF, or as DOCX or XLSX without a password.",
        ),
        "paper_name_mismatch": Trouble(
            422,
            _PAPER,
            "Tên tệp ghi {named} nhưng nội dung là {found}.",
            "The file is named {named}, but its content is {found}.",
        ),
        "paper_damaged": Trouble(
            422,
            _PAPER,
            "Tệp {found} bị hỏng hoặc thiếu phần cuối, không mở được.",
            "The {found} file is damaged or cut off.",
        ),
        "paper_trailing_data": Trouble(
            422,
            _PAPER,
            "Sau phần cuối của tài liệu còn dữ liệu lạ: hãy lưu lại tệp, hoặc in ra PDF rồi gửi.",
            "Something follows the end of the document: save it anew, or print it to PDF.",
        ),
        "paper_macros": Trouble(
            422,
            _PAPER,
            "Tệp có macro hoặc chương trình nhúng nên không được nhận.",
            "The file holds macros or embedded programs.",
        ),
        "paper_active_content": Trouble(
            422,
            _PAPER,
            "Tệp có phần tự chạy, tệp nhúng hoặc liên kết ra ngoài nên không được nhận.",
            "The file holds something that runs, an embedded file, or a link to content outside.",
        ),
        "paper_encrypted": Trouble(
            422,
            _PAPER,
            "Tệp đặt mật khẩu nên người xét không đọc được: hãy bỏ mật khẩu rồi gửi lại.",
            "The file is locked with a password, so nobody else can read it.",
        ),
        "paper_bomb": Trouble(
            422,
            _PAPER,
            "Tệp này mở ra sẽ lớn bất thường (quá {limit}) nên không được nhận.",
            "Unpacked, the file is unusually large (over {limit}).",
        ),
        "paper_erased": Trouble(
            410,
            N_("Không còn nội dung"),
            "Nội dung giấy tờ này đã được xóa theo quy định; mã băm của nó vẫn nằm trong nhật ký.",
            "The content of this paper was erased; its digest stays in the log.",
        ),
        "too_many_proposals": Trouble(
            409,
            _LIST,
            "Bạn đang soạn {limit} hồ sơ: hãy gửi hoặc bỏ bớt trước khi soạn thêm.",
            "You are drawing up {limit} dossiers: send or give up some before you begin another.",
        ),
        "proposal_moved_on": Trouble(
            412,
            N_("Trang đã cũ"),
            "Hồ sơ đang soạn đã được lưu từ một trang khác: hãy mở lại trang này rồi nhập tiếp.",
            "This draft was saved from another page meanwhile: open this page anew and go on.",
        ),
        "list_not_xlsx": Trouble(
            415,
            _LIST,
            "Danh sách phải là tệp Excel (.xlsx) theo mẫu.",
            "The list must be an Excel file (.xlsx) made from the template.",
        ),
        "list_sheet_missing": Trouble(
            422,
            _LIST,
            "Tệp không có trang “{sheet}”: hãy dùng tệp mẫu.",
            "The file has no sheet “{sheet}”: use the template.",
        ),
        "list_too_large": Trouble(
            422,
            _LIST,
            "Trang danh sách có ô ngoài {rows} dòng hoặc {columns} cột: hãy xóa các ô thừa.",
            "The sheet has cells beyond {rows} rows or {columns} columns: delete what is not needed.",
        ),
        "unknown_upload": Trouble(
            422,
            _PAPER,
            "Chưa nhận được tệp có mã băm này từ tài khoản của bạn: hãy tải tệp lên trước.",
            "No file of this digest was uploaded by your account: upload it first.",
        ),
        "uploads_limited": Trouble(
            429,
            N_("Tải lên quá nhiều"),
            "Trong 24 giờ qua bạn đã tải lên quá {limit}: hãy đợi rồi gửi tiếp.",
            "You uploaded more than {limit} within 24 hours: wait before sending more.",
        ),
        # ourselves
        "no_log_key": Trouble(
            503,
            _BUSY,
            "Máy chủ này chưa được giao khóa công khai của nhật ký nên chưa xuất được gói bằng chứng.",
            "This server was not given the log's public key: it cannot write a bundle.",
        ),
        "payload_refused": Trouble(
            422,
            _INPUT,
            "Dữ liệu này không được niêm phong bằng khóa của hệ thống.",
            "This payload was not sealed with a key of ours.",
        ),
        "temporal_away": Trouble(
            503,
            _BUSY,
            "Bộ máy quy trình tạm thời không trả lời: lệnh chưa được nhận, hãy gửi lại sau.",
            "The workflow engine does not answer: the command was not taken, send it again.",
        ),
        "database_away": Trouble(
            503, _BUSY, "Cơ sở dữ liệu tạm thời không trả lời.", "The database does not answer."
        ),
        "busy": Trouble(
            503,
            _BUSY,
            "Hệ thống đang bận: lệnh chưa được nhận, hãy gửi lại sau.",
            "Too much at once: the command was not taken, send it again.",
        ),
        "integrity_violation": Trouble(
            500,
            _OURS,
            "Chuỗi bằng chứng của hồ sơ này không khớp: việc xử lý đã dừng, quản trị viên đã được báo.",
            "The record does not chain: nothing more is decided on it until an operator has looked.",
        ),
        "internal_error": Trouble(
            500,
            _OURS,
            "Có lỗi ngoài dự kiến. Hãy báo quản trị viên mã sự cố.",
            "Something unexpected went wrong. Tell an operator the incident id.",
        ),
    }
)

_KINDS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        RefusalKind.CONFLICT: (409, N_("Chưa thực hiện được")),
        RefusalKind.FORBIDDEN: (403, _DENIED),
        RefusalKind.STALE: (412, N_("Trang đã cũ")),
        RefusalKind.INVALID: (422, _INPUT),
        RefusalKind.NOT_FOUND: (404, _NOWHERE),
    }
)


@dataclass
class Problem(Exception):  # noqa: N818 - an answer, as in RFC 9457
    """Answer with a problem of the catalogue. `more` are further members of the body."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return CATALOGUE[self.code].status

    def body(self) -> dict[str, Any]:
        """The members of the body."""
        trouble = CATALOGUE[self.code]
        vi, en = sentences(self.code, self.facts)
        return _body(self.code, trouble.status, trouble.title, vi, en, trouble.source) | dict(self.more)


def sentences(code: str, facts: Mapping[str, object]) -> tuple[str, str]:
    """The Vietnamese and the English sentence of a code."""
    trouble = CATALOGUE[code]
    return trouble.vi.format_map(facts), trouble.en.format_map(facts)


def refused(refusal: RefusalAnswer) -> JSONResponse:
    """The rules' refusal as a problem."""
    status, title = _KINDS[refusal.kind]
    body = _body(refusal.code, status, title, refusal.sentence_vi, refusal.sentence_en, refusal.source)
    if refusal.items:
        body["items"] = [_item(entry) for entry in refusal.items]
    return problem_response(body)


def answer_of(refusal: Refusal) -> RefusalAnswer:
    """A refusal that the edge itself gives, as the rules' refusals come."""
    vi, en, source = domain_sentences(refusal)
    return RefusalAnswer(refusal.code, REASONS[refusal.code].kind, vi, en, source)


def refusal_body(refusal: Refusal) -> dict[str, Any]:
    """The body of a refusal that the edge itself gives by the domain's own rule."""
    reason = REASONS[refusal.code]
    status, title = _KINDS[reason.kind]
    vi, en, source = domain_sentences(refusal)
    return _body(refusal.code, status, title, vi, en, source)


def problem_response(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The response that carries a problem body."""
    return JSONResponse(dict(body), body["status"], dict(headers or {}), media_type=MEDIA_TYPE)


def several(items: Sequence[Mapping[str, Any]]) -> Problem:
    """One problem for the fields at fault: the first speaks for all, `items` names each."""
    first = items[0]
    facts = first["facts"]
    shown = [{name: value for name, value in item.items() if name != "facts"} for item in items]
    return Problem(first["code"], facts, more={"field": first["field"], "items": shown})


def _item(entry: Mapping[str, str]) -> dict[str, str]:
    return {
        "stream": entry["stream"],
        "code": entry["code"],
        "detail": entry["sentence_vi"],
        "detail_en": entry["sentence_en"],
        "source": entry["source"],
    }


def _body(code: str, status: int, title: str, vi: str, en: str, source: str) -> dict[str, Any]:  # noqa: PLR0913, PLR0917
    return {
        "type": TYPE_PREFIX + code,
        "title": title,
        "status": status,
        "detail": vi,
        "detail_en": en,
        "code": code,
        "source": source,
    }
