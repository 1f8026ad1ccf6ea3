"""The words of the council's pages: marks, grounds, phases, what comes next."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from domain.nomination.commands import AnnulmentGround, Recovered
from domain.rules.pack import Denominator
from domain.session.state import Choice, Ground, Phase
from domain.values import Role
from web.i18n import N_, _, ngettext
from web.room import Next, Room
from web.words import award_name, day

CHOICES: Final[Mapping[Choice, str]] = MappingProxyType(
    {
        Choice.APPROVE: N_("Đồng ý"),
        Choice.DOWNGRADE: N_("Đồng ý ở mức thấp hơn"),
        Choice.REFUSE: N_("Không đồng ý"),
        Choice.ABSTAIN: N_("Không biểu quyết"),
    }
)
GROUNDS: Final[Mapping[Ground, str]] = MappingProxyType(
    {
        Ground.OWN_NOMINATION: N_("Là người được đề nghị"),
        Ground.OWN_COLLECTIVE: N_("Là tập thể do đồng chí phụ trách"),
        Ground.OWN_UNIT: N_("Đề nghị của đơn vị đồng chí công tác"),
        Ground.PROPOSER: N_("Là người lập đề nghị"),
        Ground.SUPERIOR: N_("Là cấp trên trực tiếp của người được đề nghị"),
        Ground.KIN: N_("Là người thân của người được đề nghị"),
        Ground.OTHER: N_("Lý do khác"),
    }
)
DECLARED: Final = (Ground.SUPERIOR, Ground.KIN, Ground.OWN_UNIT, Ground.PROPOSER, Ground.OTHER)
"""What a member or the chair may state; the office finds the rest by itself."""

WHOLES: Final[Mapping[Denominator, str]] = MappingProxyType(
    {
        Denominator.MEMBERS: N_("tổng số thành viên Hội đồng"),
        Denominator.PRESENT: N_("số thành viên tham gia"),
        Denominator.VALID: N_("số phiếu hợp lệ"),
    }
)
PHASES: Final[Mapping[Phase, str]] = MappingProxyType(
    {
        Phase.CONVENED: N_("Đã triệu tập"),
        Phase.VOTING: N_("Đang biểu quyết"),
        Phase.COUNTING: N_("Đang kiểm phiếu"),
        Phase.CERTIFIED: N_("Đã xác nhận kết quả"),
        Phase.ADJOURNED: N_("Kết thúc, không có kết quả"),
    }
)
SEATS: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.COUNCIL_CHAIR: N_("Chủ tịch"),
        Role.COUNCIL_SECRETARY: N_("Thư ký"),
        Role.COUNCIL_MEMBER: N_("Ủy viên"),
    }
)
CAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "threshold": N_("không đủ tỷ lệ phiếu cho mức đề nghị"),
        "already_held": N_("đã có danh hiệu này, không tặng hai lần"),
        "prerequisite": N_("không đạt danh hiệu làm điều kiện trong năm"),
        "prerequisite_open": N_("danh hiệu làm điều kiện còn đang xét"),
        "postponed": N_("hoãn, không biểu quyết tại phiên này"),
    }
)
ANNULMENT_GROUNDS: Final[Mapping[AnnulmentGround, str]] = MappingProxyType(
    {
        AnnulmentGround.FALSE_DECLARATION: N_("Kê khai gian dối công trạng, thành tích"),
        AnnulmentGround.FORGED_PAPERS: N_("Cung cấp thông tin sai sự thật, làm giả hồ sơ, giấy tờ"),
        AnnulmentGround.UNLAWFUL_PROCEDURE: N_("Thẩm định, xét, đề nghị khen thưởng trái pháp luật"),
        AnnulmentGround.VIOLATION_CONCLUDED: N_(
            "Có kết luận, quyết định, bản án về vi phạm trong thời gian tính thành tích"
        ),
    }
)
RECOVERED: Final[Mapping[Recovered, str]] = MappingProxyType(
    {Recovered.OBJECT: N_("Hiện vật khen thưởng"), Recovered.MONEY: N_("Tiền thưởng")}
)


def next_step(made: Room) -> str:
    """What happens next in the session, as a sentence."""
    present, missing = len(made.state.present), len(made.waiting_for)
    match made.next:
        case Next.DAY:
            held_on = day(made.state.meets_on) if made.state.meets_on else ""
            return _(
                "Phiên họp diễn ra ngày %(day)s; từ ngày đó mới ghi có mặt và mở biểu quyết.", day=held_on
            )
        case Next.QUORUM:
            return _(
                "Cần ít nhất %(needed)s thành viên có mặt để mở biểu quyết; đang có mặt %(present)s.",
                needed=made.needed,
                present=present,
            )
        case Next.OPEN:
            return _("Đủ số thành viên có mặt. Chủ tịch hoặc Thư ký mở biểu quyết.")
        case Next.BALLOTS:
            return ngettext(
                "Còn %(num)s thành viên chưa bỏ phiếu.", "Còn %(num)s thành viên chưa bỏ phiếu.", missing
            )
        case Next.CLOSE:
            return _("Đã nhận đủ phiếu. Chủ tịch hoặc Thư ký đóng biểu quyết.")
        case Next.SECRET_COUNT:
            return _("Cần nhập kết quả kiểm phiếu kín, rồi Chủ tịch xác nhận kết quả.")
        case Next.CERTIFY:
            return _("Chủ tịch xác nhận kết quả biểu quyết.")
        case Next.DECIDE:
            return _("Kết quả đã được chuyển cho người có thẩm quyền quyết định.")
        case Next.PUT_AGAIN:
            return _("Các mục trở lại danh sách chờ đưa vào phiên họp sau.")


def choice_label(choice: Choice, lower: str = "") -> str:
    """A mark in words; a downgrade names the award it goes down to."""
    if choice is Choice.DOWNGRADE and lower:
        return _("Đồng ý tặng %(award)s", award=_(award_name(lower)))
    return _(CHOICES[choice])
