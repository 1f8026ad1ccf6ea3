"""What a problem of the edge is told with, and the titles that several share."""

from typing import Final, NamedTuple

from domain.reasons.sources import ENGINE
from web.i18n import N_


class Trouble(NamedTuple):
    """A problem code's status, title, and sentences with `{facts}` to fill in."""

    status: int
    title: str
    vi: str
    en: str
    source: str = ENGINE


INPUT: Final = N_("Dữ liệu chưa hợp lệ")
READ: Final = N_("Không đọc được yêu cầu")
SIGN_IN: Final = N_("Cần đăng nhập")
DENIED: Final = N_("Không có quyền")
LIST: Final = N_("Không nhận được danh sách")
PAPER: Final = N_("Không nhận được giấy tờ")
BUSY: Final = N_("Tạm thời chưa phục vụ được")
OURS: Final = N_("Lỗi của hệ thống")
NOWHERE: Final = N_("Không tìm thấy")
