"""Councils, and how their sittings are prepared."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.reasons.sources import BAD, ENGINE, NOT, PACK
from domain.refusal import Reason, RefusalKind

REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "adopted_rule_needed": Reason(
            "Chưa có quy định đã kiểm chứng về tỷ lệ phiếu cho {award}: phiên họp phải tự thông qua và ghi căn cứ.",
            "No verified vote rule for {award}: the session must adopt one and state its basis.",
            "Gói quy định, tham số chưa kiểm chứng",
        ),
        "attendance_unknown_person": Reason(
            "{person} không phải thành viên của phiên họp.", "{person} holds no seat in the session.", ENGINE
        ),
        "comment_not_over": Reason(
            "Việc lấy ý kiến về dòng {line} phải xong trước ngày họp {date}.",
            "The public comment on line {line} must be over before the council sits on {date}.",
            PACK,
        ),
        "comment_still_open": Reason(
            "Chỉ tổng hợp ý kiến một lần, sau ngày hết hạn {date}.",
            "Opinions are summed up once, after the last day {date}.",
            ENGINE,
        ),
        "comment_too_short": Reason(
            "Dòng {line} mới công khai lấy ý kiến {days} ngày làm việc, cần {needed}.",
            "Line {line} was public for comment for {days} working days, {needed} are needed.",
            PACK,
        ),
        "comment_unconfirmed": Reason(
            "Chưa rõ dòng {line} có phải lấy ý kiến nhân dân không: phải nêu căn cứ để họp.",
            "Whether line {line} must be public for comment is not known for sure: give the basis for sitting.",
            PACK,
            BAD,
        ),
        "council_dissolved": Reason(
            "Hội đồng đã giải thể ngày {date}.", "The council was dissolved on {date}.", ENGINE
        ),
        "council_follows_itself": Reason(
            "Hội đồng không thể họp sau chính mình.", "A council cannot follow itself.", ENGINE, BAD
        ),
        "council_not_in_office": Reason(
            "{council} không hoạt động vào ngày {date}.", "{council} is not in office on {date}.", ENGINE
        ),
        "denominator_unfounded": Reason(
            "Tỷ lệ phiếu {award} phải tính trên tổng số thành viên: gói quy định không nêu cách tính {denominator}.",
            "The share for {award} is of all members: no pack names {denominator} instead.",
            PACK,
            BAD,
        ),
        "lower_council_needed": Reason(
            "Dòng {line} đã biểu quyết: chỉ {council} họp sau Hội đồng đã đồng ý mới xét tiếp.",
            "Line {line} was voted: only a council that follows the one that approved takes it on, not {council}.",
            ENGINE,
        ),
        "no_seat_for_role": Reason(
            "Hội đồng không có ghế cho vai trò {role}.",
            "A council has no seat for the role {role}.",
            ENGINE,
            BAD,
        ),
        "not_presiding": Reason(
            "Chỉ Chủ tịch, Thư ký của phiên họp này được làm: {role} này không giữ ghế đó.",
            "Only the chair and the secretary of this session may do this: this {role} holds no such seat.",
            ENGINE,
            NOT,
        ),
        "not_seated": Reason("Không phải thành viên phiên họp.", "Not a member of the session.", ENGINE, NOT),
        "one_chair_needed": Reason(
            "Hội đồng ngày {date} cần đúng một Chủ tịch, đang có {chairs}.",
            "The council needs exactly one chair on {date}; it has {chairs}.",
            ENGINE,
        ),
        "packs_disagree": Reason(
            "Các dòng {award} theo các gói {packs} không cùng quy tắc biểu quyết đã kiểm chứng: phải họp riêng.",
            "The lines for {award} are under packs {packs} without one verified vote rule: sit on them separately.",
            PACK,
        ),
        "percent_out_of_range": Reason(
            "Tỷ lệ phiếu của {award} phải từ 1 đến 100 %, không phải {percent}.",
            "The share of votes for {award} must be 1 to 100 %, not {percent}.",
            ENGINE,
            BAD,
        ),
        "quorum_basis_needed": Reason(
            "Phải nêu căn cứ của số thành viên tối thiểu.", "The basis of the quorum is needed.", ENGINE, BAD
        ),
        "quorum_below_majority": Reason(
            "Số thành viên tối thiểu {fraction} chưa quá nửa tổng số thành viên.",
            "A quorum of {fraction} is no majority of the members.",
            ENGINE,
            BAD,
        ),
        "quorum_below_pack": Reason(
            "Số thành viên tối thiểu {fraction} thấp hơn mức {needed} của quy định.",
            "A quorum of {fraction} is below the {needed} that the rules ask for.",
            PACK,
            BAD,
        ),
        "quorum_fraction_invalid": Reason(
            "Tỷ lệ thành viên tối thiểu {numerator}/{denominator} không hợp lệ.",
            "{numerator}/{denominator} is no fraction for a quorum.",
            ENGINE,
            BAD,
        ),
        "quorum_not_met": Reason(
            "Chưa đủ thành viên: có {present}, cần {needed} trên {members}.",
            "Quorum {present} of {members} not met: {needed} needed.",
            "Quy chế phiên họp",
        ),
        "recused_stay": Reason(
            "Gói quy định không cho trừ thành viên rút khỏi biểu quyết {award} ra khỏi tổng số.",
            "No pack lets recused members leave the total for {award}.",
            PACK,
            BAD,
        ),
        "same_day": Reason(
            "Phiên họp đã được triệu tập vào ngày {date}.",
            "The sitting is called for {date} already.",
            ENGINE,
            BAD,
        ),
        "sat_on_another_day": Reason(
            "Phiên họp triệu tập ngày {called}, không phải ngày {date}: nếu họp ngày khác thì đổi ngày họp trước.",
            "The sitting is called for {called}, not {date}: where it was held on another day, move it first.",
            ENGINE,
            BAD,
        ),
        "seat_not_held": Reason(
            "{person} không giữ ghế nào trong Hội đồng.", "{person} holds no seat in the council.", ENGINE
        ),
        "seat_taken_twice": Reason(
            "{person} đã có ghế trong Hội đồng vào thời gian đó.",
            "{person} holds a seat in the council at that time already.",
            ENGINE,
        ),
        "sitting_entered_late": Reason(
            "Phiên họp ngày {date} đã qua: phải ghi người dự kèm căn cứ nhập muộn.",
            "The sitting of {date} is past: record the attendance with the basis of the late entry.",
            ENGINE,
            BAD,
        ),
        "sitting_not_begun": Reason(
            "Phiên họp ngày {date} chưa tới: chưa ghi người dự, chưa mở biểu quyết.",
            "The sitting of {date} has not begun: no attendance, no vote.",
            ENGINE,
        ),
        "unknown_council": Reason(
            "Không có Hội đồng {council}.", "No council {council}.", ENGINE, RefusalKind.NOT_FOUND
        ),
        "wrong_ballot": Reason(
            "{award} phải biểu quyết theo hình thức {ballot}.",
            "{award} must be voted by {ballot} ballot.",
            PACK,
        ),
    }
)
