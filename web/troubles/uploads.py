"""What is wrong with a paper or a list that somebody sent."""

from collections.abc import Mapping
from types import MappingProxyType

from web.i18n import N_
from web.troubles.trouble import LIST, PAPER, Trouble

TROUBLES: Mapping[str, Trouble] = MappingProxyType(
    {
        "paper_empty": Trouble(422, PAPER, "Tệp này rỗng.", "The file is empty."),
        "paper_too_large": Trouble(
            413, PAPER, "Tệp lớn hơn {limit} nên không được nhận.", "The file exceeds {limit}."
        ),
        "papers_full": Trouble(
            413,
            PAPER,
            "Giấy tờ của hồ sơ này sẽ vượt quá {limit}.",
            "The papers of this dossier would exceed {limit}.",
        ),
        "paper_type_unknown": Trouble(
            415,
            PAPER,
            "Nội dung tệp không phải PDF, DOCX, XLSX, ODT, JPEG hay PNG (có vẻ là {found}).",
            "By its content the file is no PDF, DOCX, XLSX, ODT, JPEG or PNG (it seems to be {found}).",
        ),
        "paper_old_office": Trouble(
            415,
            PAPER,
            "Tệp Word, Excel kiểu cũ hoặc có đặt mật khẩu: hãy lưu thành PDF, DOCX hoặc XLSX không mật khẩu.",
            "An old or locked Word or Excel file: save it as PDF, or as DOCX or XLSX without a password.",
        ),
        "paper_name_mismatch": Trouble(
            422,
            PAPER,
            "Tên tệp ghi {named} nhưng nội dung là {found}.",
            "The file is named {named}, but its content is {found}.",
        ),
        "paper_damaged": Trouble(
            422,
            PAPER,
            "Tệp {found} bị hỏng hoặc thiếu phần cuối, không mở được.",
            "The {found} file is damaged or cut off.",
        ),
        "paper_trailing_data": Trouble(
            422,
            PAPER,
            "Sau phần cuối của tài liệu còn dữ liệu lạ: hãy lưu lại tệp, hoặc in ra PDF rồi gửi.",
            "Something follows the end of the document: save it anew, or print it to PDF.",
        ),
        "paper_macros": Trouble(
            422,
            PAPER,
            "Tệp có macro hoặc chương trình nhúng nên không được nhận.",
            "The file holds macros or embedded programs.",
        ),
        "paper_active_content": Trouble(
            422,
            PAPER,
            "Tệp có phần tự chạy, tệp nhúng hoặc liên kết ra ngoài nên không được nhận.",
            "The file holds something that runs, an embedded file, or a link to content outside.",
        ),
        "paper_encrypted": Trouble(
            422,
            PAPER,
            "Tệp đặt mật khẩu nên người xét không đọc được: hãy bỏ mật khẩu rồi gửi lại.",
            "The file is locked with a password, so nobody else can read it.",
        ),
        "paper_bomb": Trouble(
            422,
            PAPER,
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
            LIST,
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
            LIST,
            "Danh sách phải là tệp Excel (.xlsx) theo mẫu.",
            "The list must be an Excel file (.xlsx) made from the template.",
        ),
        "list_sheet_missing": Trouble(
            422,
            LIST,
            "Tệp không có trang “{sheet}”: hãy dùng tệp mẫu.",
            "The file has no sheet “{sheet}”: use the template.",
        ),
        "list_too_large": Trouble(
            422,
            LIST,
            "Trang danh sách có ô ngoài {rows} dòng hoặc {columns} cột: hãy xóa các ô thừa.",
            "The sheet has cells beyond {rows} rows or {columns} columns: delete what is not needed.",
        ),
        "unknown_upload": Trouble(
            422,
            PAPER,
            "Chưa nhận được tệp có mã băm này từ tài khoản của bạn: hãy tải tệp lên trước.",
            "No file of this digest was uploaded by your account: upload it first.",
        ),
        "uploads_limited": Trouble(
            429,
            N_("Tải lên quá nhiều"),
            "Trong 24 giờ qua bạn đã tải lên quá {limit}: hãy đợi rồi gửi tiếp.",
            "You uploaded more than {limit} within 24 hours: wait before sending more.",
        ),
    }
)
