"""Every refusal code with its sentences: the catalogue that screens, API and documentation share."""

from domain.labels import BALLOTS, INSTRUMENTS, OUTCOMES, ROLES, STEPS
from domain.refusal import Reason, Refusal, RefusalKind, RefusedItem

_ENGINE = "Quy tắc vận hành Minh Bạch"
_NOT = RefusalKind.FORBIDDEN
_BAD = RefusalKind.INVALID

REASONS: dict[str, Reason] = {
    "adopted_rule_needed": Reason(
        "Chưa có quy định đã kiểm chứng về tỷ lệ phiếu cho {award}: phiên họp phải tự thông qua và ghi căn cứ.",
        "No verified vote rule for {award}: the session must adopt one and state its basis.",
        "Gói quy định, tham số chưa kiểm chứng",
    ),
    "already_exists": Reason("{stream} đã tồn tại.", "{stream} already exists.", _ENGINE),
    "amount_mismatch": Reason(
        "Số tiền {amount} không phù hợp: tiền thu hồi phải lớn hơn 0, hiện vật không ghi tiền.",
        "The amount {amount} does not fit: money taken back is above 0, an object has none.",
        _ENGINE,
        _BAD,
    ),
    "answered_already": Reason(
        "Dòng {line} đã có kết quả của cấp trên.",
        "Line {line} was answered by the higher level already.",
        _ENGINE,
    ),
    "appraisal_outdated": Reason(
        "Sau thẩm định đã có điều phải xem xét: {what}. Phải thẩm định lại, hoặc tạm dừng chờ kết luận.",
        "Something to look at came up after the appraisal: {what}. Appraise the line anew, or hold it.",
        _ENGINE,
    ),
    "attendance_unknown_person": Reason(
        "{person} không phải thành viên của phiên họp.", "{person} holds no seat in the session.", _ENGINE
    ),
    "authority_conflict": Reason(
        "Thẩm quyền quyết định {award} là {expected}, không phải {given}.",
        "The authority competent for {award} is {expected}, not {given}.",
        "Gói quy định",
    ),
    "authority_reason_needed": Reason(
        "{award} không phải khen thưởng cấp cơ sở và chưa rõ thẩm quyền: phải nêu lý do quyết định ở đây.",
        "{award} is no local award and its authority is not verified: say why it is settled here.",
        "Gói quy định",
        _BAD,
    ),
    "award_already_held": Reason(
        "Đã có {award} của năm {year}: một danh hiệu chỉ tặng một lần.",
        "{award} of {year} is held already: an award is granted once.",
        "Luật Thi đua, khen thưởng: một thành tích chỉ khen một lần",
    ),
    "ballot_incomplete": Reason(
        "Phiếu phải có ý kiến cho mọi dòng được biểu quyết: thiếu {missing} dòng.",
        "A ballot paper must answer every line open to its voter: {missing} missing.",
        _ENGINE,
        _BAD,
    ),
    "ballot_not_open": Reason("Chưa mở hoặc đã đóng biểu quyết.", "Voting is not open.", _ENGINE),
    "ballots_exceed_members": Reason(
        "Số phiếu kiểm được ({counted}) vượt số người được bỏ phiếu ({eligible}).",
        "More ballots counted ({counted}) than eligible voters ({eligible}).",
        _ENGINE,
    ),
    "cap_exceeded": Reason(
        "Vượt tỷ lệ tối đa của {award}: {numerator} người/tập thể, tối đa {limit} ({percent} % của {population}).",
        "Cap of {award} exceeded: {numerator} approved, at most {limit} ({percent} % of {population}).",
        "Gói quy định",
    ),
    "cap_unconfirmed": Reason(
        "Không tự tính được tỷ lệ tối đa của {award}: chủ tọa phải xác nhận và nêu lý do.",
        "The cap of {award} cannot be computed: the chair must confirm it with a reason.",
        "Gói quy định, tham số chưa kiểm chứng hoặc thiếu số liệu",
    ),
    "certifiers_needed": Reason(
        "Kiểm phiếu kín cần hai người xác nhận khác nhau trong phiên họp.",
        "A secret count needs two different certifiers from the session.",
        _ENGINE,
    ),
    "command_id_reused": Reason(
        "Mã lệnh này đã dùng cho một việc khác.", "This command id was used for something else.", _ENGINE
    ),
    "comment_not_over": Reason(
        "Việc lấy ý kiến về dòng {line} phải xong trước ngày họp {date}.",
        "The public comment on line {line} must be over before the council sits on {date}.",
        "Gói quy định",
    ),
    "comment_still_open": Reason(
        "Chỉ tổng hợp ý kiến một lần, sau ngày hết hạn {date}.",
        "Opinions are summed up once, after the last day {date}.",
        _ENGINE,
    ),
    "comment_too_short": Reason(
        "Dòng {line} mới công khai lấy ý kiến {days} ngày làm việc, cần {needed}.",
        "Line {line} was public for comment for {days} working days, {needed} are needed.",
        "Gói quy định",
    ),
    "comment_unconfirmed": Reason(
        "Chưa rõ dòng {line} có phải lấy ý kiến nhân dân không: phải nêu căn cứ để họp.",
        "Whether line {line} must be public for comment is not known for sure: give the basis for sitting.",
        "Gói quy định",
        _BAD,
    ),
    "conflicted": Reason(
        "Người có liên quan không được tham gia xử lý dòng này.",
        "A person concerned may not act on this line.",
        _ENGINE,
        _NOT,
    ),
    "council_dissolved": Reason(
        "Hội đồng đã giải thể ngày {date}.", "The council was dissolved on {date}.", _ENGINE
    ),
    "council_follows_itself": Reason(
        "Hội đồng không thể họp sau chính mình.", "A council cannot follow itself.", _ENGINE, _BAD
    ),
    "council_not_in_office": Reason(
        "{council} không hoạt động vào ngày {date}.", "{council} is not in office on {date}.", _ENGINE
    ),
    "criterion_not_met": Reason(
        "Không đạt điều kiện: {criterion}.", "Criterion not met: {criterion}.", "Gói quy định"
    ),
    "date_in_future": Reason(
        "Ngày {field} ({date}) ở tương lai.", "The date {field} ({date}) lies in the future.", _ENGINE, _BAD
    ),
    "dates_out_of_order": Reason(
        "Thứ tự ngày không hợp lý: {later} trước {earlier}.",
        "The dates are out of order: {later} lies before {earlier}.",
        _ENGINE,
        _BAD,
    ),
    "deadline_moot": Reason("Thời hạn này không còn.", "This deadline no longer stands.", _ENGINE),
    "decision_number_needed": Reason(
        "Phải ghi số văn bản.", "The instrument's number is needed.", _ENGINE, _BAD
    ),
    "decision_number_taken": Reason(
        "Số quyết định {number} đã được dùng trong năm.", "Decision number {number} is taken.", _ENGINE
    ),
    "denominator_unfounded": Reason(
        "Tỷ lệ phiếu {award} phải tính trên tổng số thành viên: gói quy định không nêu cách tính {denominator}.",
        "The share for {award} is of all members: no pack names {denominator} instead.",
        "Gói quy định",
        _BAD,
    ),
    "document_needed": Reason(
        "Phải nêu văn bản làm căn cứ.", "The document it rests on is needed.", _ENGINE, _BAD
    ),
    "downgrade_target_missing": Reason(
        "Hạ mức phải nêu danh hiệu thay thế.", "A downgrade must name the lower award.", _ENGINE, _BAD
    ),
    "duplicate_line": Reason(
        "{candidate} được đề nghị {award} hai lần trong hồ sơ.",
        "{candidate} is proposed for {award} twice in the dossier.",
        "Luật Thi đua, khen thưởng: một thành tích chỉ khen một lần",
        _BAD,
    ),
    "duplicate_nomination": Reason(
        "Đã có đề nghị {detail} đang được xử lý cho cùng đối tượng, danh hiệu và năm.",
        "A nomination of the same candidate, award and year exists already ({detail}).",
        "Luật Thi đua, khen thưởng: một thành tích chỉ khen một lần",
    ),
    "empty_dossier": Reason("Hồ sơ không có dòng nào.", "The dossier has no lines.", _ENGINE, _BAD),
    "held": Reason("Dòng này đang tạm dừng xét.", "This line is on hold.", "NĐ 152/2025/NĐ-CP Điều 4"),
    "hold_needed": Reason(
        "Chưa được khen thưởng, phải tạm dừng xét dòng này: {criterion}",
        "Not to be rewarded yet, the line must be put on hold: {criterion}",
        "Gói quy định",
    ),
    "impossible_facts": Reason(
        "Dữ kiện không thể có: {what}.", "These facts cannot be: {what}.", _ENGINE, _BAD
    ),
    "late_entry_basis_needed": Reason(
        "Ngày tiếp nhận {date} trước ngày trình trên hệ thống: phải nêu căn cứ nhập muộn.",
        "Receipt on {date} lies before the submission here: state the basis of the late entry.",
        _ENGINE,
        _BAD,
    ),
    "line_listed_twice": Reason("Dòng {line} có hai lần.", "Line {line} is listed twice.", _ENGINE, _BAD),
    "lower_council_needed": Reason(
        "Dòng {line} đã biểu quyết: chỉ {council} họp sau Hội đồng đã đồng ý mới xét tiếp.",
        "Line {line} was voted: only a council that follows the one that approved takes it on, not {council}.",
        _ENGINE,
    ),
    "malformed_id": Reason("Mã không hợp lệ: {value}", "Malformed id: {value}", _ENGINE, _BAD),
    "member_absent": Reason(
        "Thành viên {person} vắng mặt: chỉ có thể gửi ý kiến bằng văn bản.",
        "{person} is not recorded as present: only a written ballot is possible.",
        _ENGINE,
    ),
    "minutes_needed": Reason(
        "Phải ghi số biên bản kiểm phiếu.", "The number of the minutes of the count is needed.", _ENGINE, _BAD
    ),
    "negative_count": Reason(
        "Trường {field} không được âm.", "Field {field} must not be negative.", _ENGINE, _BAD
    ),
    "no_open_proceeding": Reason(
        "Không có việc {proceeding} đang chờ kết luận.", "No matter {proceeding} is open.", _ENGINE, _BAD
    ),
    "no_rule_pack": Reason(
        "Chưa có gói quy định cho hồ sơ nhận ngày {date}.", "No rule pack covers receipt on {date}.", _ENGINE
    ),
    "no_seat_for_role": Reason(
        "Hội đồng không có ghế cho vai trò {role}.",
        "A council has no seat for the role {role}.",
        _ENGINE,
        _BAD,
    ),
    "no_written_vote": Reason(
        "Quy định không cho thành viên vắng mặt biểu quyết bằng văn bản ở dòng này.",
        "The rules allow no written vote on this line.",
        "Gói quy định",
    ),
    "not_competent": Reason(
        "Cấp này không có thẩm quyền quyết định: dòng phải được trình cấp trên hoặc không đồng ý.",
        "This level is not competent: the line may only be forwarded or refused.",
        "Gói quy định",
    ),
    "not_presiding": Reason(
        "Chỉ Chủ tịch, Thư ký của phiên họp này được làm: {role} này không giữ ghế đó.",
        "Only the chair and the secretary of this session may do this: this {role} holds no such seat.",
        _ENGINE,
        _NOT,
    ),
    "not_recommended": Reason(
        "Thẩm định không đề nghị khen: chỉ được tặng khi Hội đồng đã biểu quyết.",
        "The appraisal did not recommend the award: without a council's vote it cannot be given.",
        _ENGINE,
    ),
    "not_seated": Reason("Không phải thành viên phiên họp.", "Not a member of the session.", _ENGINE, _NOT),
    "nothing_selected": Reason("Chưa chọn dòng nào.", "No line is selected.", _ENGINE, _BAD),
    "one_chair_needed": Reason(
        "Hội đồng ngày {date} cần đúng một Chủ tịch, đang có {chairs}.",
        "The council needs exactly one chair on {date}; it has {chairs}.",
        _ENGINE,
    ),
    "out_of_order": Reason(
        "Việc này không thực hiện được ở bước hiện tại: {step}.",
        "This cannot be done at the present step: {step}.",
        _ENGINE,
    ),
    "outcome_against_vote": Reason(
        "Kết quả khác với biểu quyết của Hội đồng phải nêu lý do.",
        "An outcome that departs from the council's vote needs a reason.",
        _ENGINE,
    ),
    "pack_changed": Reason(
        "Gói quy định {pack} đã khác bản ghi khi tiếp nhận ({recorded} thành {loaded}).",
        "The rule pack {pack} is not the one recorded at receipt ({recorded}, now {loaded}).",
        _ENGINE,
    ),
    "packs_disagree": Reason(
        "Các dòng {award} theo các gói {packs} không cùng quy tắc biểu quyết đã kiểm chứng: phải họp riêng.",
        "The lines for {award} are under packs {packs} without one verified vote rule: put them on separate sittings.",
        "Gói quy định",
    ),
    "participant_listed_twice": Reason(
        "{person} được ghi bỏ phiếu hai lần.", "{person} is listed as voting twice.", _ENGINE, _BAD
    ),
    "percent_out_of_range": Reason(
        "Tỷ lệ phiếu của {award} phải từ 1 đến 100 %, không phải {percent}.",
        "The share of votes for {award} must be 1 to 100 %, not {percent}.",
        _ENGINE,
        _BAD,
    ),
    "prerequisite_not_won": Reason(
        "{award} cần đạt trước một trong: {needed}.",
        "{award} rests on one of: {needed}; none was won.",
        "Gói quy định",
    ),
    "prerequisite_of_another": Reason(
        "{other} của cùng đối tượng dựa trên {award}: phải kết luận lại dòng đó trước hoặc cùng lúc.",
        "{other} of the same candidate rests on {award}: settle that line before or together with this one.",
        "Gói quy định",
    ),
    "quorum_basis_needed": Reason(
        "Phải nêu căn cứ của số thành viên tối thiểu.", "The basis of the quorum is needed.", _ENGINE, _BAD
    ),
    "quorum_below_majority": Reason(
        "Số thành viên tối thiểu {fraction} chưa quá nửa tổng số thành viên.",
        "A quorum of {fraction} is no majority of the members.",
        _ENGINE,
        _BAD,
    ),
    "quorum_below_pack": Reason(
        "Số thành viên tối thiểu {fraction} thấp hơn mức {needed} của quy định.",
        "A quorum of {fraction} is below the {needed} that the rules ask for.",
        "Gói quy định",
        _BAD,
    ),
    "quorum_fraction_invalid": Reason(
        "Tỷ lệ thành viên tối thiểu {numerator}/{denominator} không hợp lệ.",
        "{numerator}/{denominator} is no fraction for a quorum.",
        _ENGINE,
        _BAD,
    ),
    "quorum_not_met": Reason(
        "Chưa đủ thành viên: có {present}, cần {needed} trên {members}.",
        "Quorum {present} of {members} not met: {needed} needed.",
        "Quy chế phiên họp",
    ),
    "reason_needed": Reason("Phải nêu lý do.", "A reason is needed.", _ENGINE, _BAD),
    "recovered_already": Reason(
        "Hiện vật khen thưởng đã được thu hồi.", "The object of the award was taken back already.", _ENGINE
    ),
    "recused": Reason(
        "Thành viên không biểu quyết dòng có liên quan đến mình.",
        "A recused member may not vote on that line.",
        _ENGINE,
        _NOT,
    ),
    "recused_stay": Reason(
        "Gói quy định không cho trừ thành viên rút khỏi biểu quyết {award} ra khỏi tổng số.",
        "No pack lets recused members leave the total for {award}.",
        "Gói quy định",
        _BAD,
    ),
    "refusal_reason_needed": Reason(
        "Không tặng phải nêu lý do để thông báo.", "A refusal needs a reason for its notice.", _ENGINE, _BAD
    ),
    "review_unanswered": Reason(
        "Còn câu hỏi chưa trả lời: {criteria}.", "Questions left unanswered: {criteria}.", "Gói quy định"
    ),
    "seat_not_held": Reason(
        "{person} không giữ ghế nào trong Hội đồng.", "{person} holds no seat in the council.", _ENGINE
    ),
    "seat_taken_twice": Reason(
        "{person} đã có ghế trong Hội đồng vào thời gian đó.",
        "{person} holds a seat in the council at that time already.",
        _ENGINE,
    ),
    "secret_count_missing": Reason(
        "{missing} dòng bỏ phiếu kín chưa có kết quả kiểm phiếu.",
        "{missing} lines voted in secret have no count yet.",
        _ENGINE,
    ),
    "secret_lines_mismatch": Reason(
        "Kiểm phiếu kín phải có đúng {owed} dòng, mỗi dòng một lần: đã gửi {given}.",
        "The secret count must hold exactly {owed} lines, each once: {given} given.",
        _ENGINE,
        _BAD,
    ),
    "session_needed": Reason(
        "Dòng {line} phải qua phiên họp Hội đồng: chỉ khen thưởng đột xuất theo thủ tục đơn giản.",
        "Line {line} goes before a council: only unexpected achievements take the simplified procedure.",
        "Luật Thi đua, khen thưởng 06/2022/QH15 Điều 85 (điều kiện chưa đối chiếu)",
    ),
    "signatory_needed": Reason("Phải ghi người ký.", "The signatory is needed.", _ENGINE, _BAD),
    "simplified_basis_needed": Reason(
        "Khen thưởng đột xuất không qua Hội đồng: phải nêu căn cứ áp dụng thủ tục đơn giản.",
        "An award without a council needs the basis on which the simplified procedure applies.",
        "Luật Thi đua, khen thưởng 06/2022/QH15 Điều 85 (điều kiện chưa đối chiếu)",
        _BAD,
    ),
    "sitting_not_begun": Reason(
        "Phiên họp ngày {date} chưa tới: chưa ghi người dự, chưa mở biểu quyết.",
        "The sitting of {date} has not begun: no attendance, no vote.",
        _ENGINE,
    ),
    "stale_view": Reason(
        "Trang đang xem đã cũ: có thay đổi mới (bản {current}).",
        "The page is out of date: version {current} stands now.",
        _ENGINE,
        RefusalKind.STALE,
    ),
    "unit_dissolved": Reason("Đơn vị {unit} đã giải thể.", "Unit {unit} was dissolved already.", _ENGINE),
    "unit_succeeds_itself": Reason(
        "Đơn vị {unit} không thể kế thừa chính mình.",
        "Unit {unit} cannot succeed itself.",
        _ENGINE,
        _BAD,
    ),
    "unknown_award": Reason(
        "Danh hiệu {award} không có trong gói quy định.",
        "Award {award} is not in the rule pack.",
        _ENGINE,
        _BAD,
    ),
    "unknown_command": Reason("Không có lệnh {command}.", "No command {command}.", _ENGINE, _BAD),
    "unknown_council": Reason(
        "Không có Hội đồng {council}.", "No council {council}.", _ENGINE, RefusalKind.NOT_FOUND
    ),
    "unknown_line": Reason("Không có dòng {line}.", "No line {line}.", _ENGINE, RefusalKind.NOT_FOUND),
    "unknown_person": Reason(
        "Chưa đăng ký {person}.",
        "{person} is not registered.",
        _ENGINE,
        _BAD,
    ),
    "unknown_stream": Reason(
        "Không tìm thấy {stream}.", "{stream} not found.", _ENGINE, RefusalKind.NOT_FOUND
    ),
    "unknown_unit": Reason("Chưa đăng ký đơn vị {unit}.", "Unit {unit} is not registered.", _ENGINE, _BAD),
    "unsuitable_candidate": Reason(
        "{award} không dành cho {kind} theo tuyến {route}.",
        "{award} is not for a {kind} on the {route} route.",
        "Gói quy định",
        _BAD,
    ),
    "vote_already_cast": Reason("Đã bỏ phiếu.", "The ballot was already cast.", _ENGINE),
    "vote_share_missed": Reason(
        "{award} không đạt {percent} % số phiếu theo quy định: không được tặng trái biểu quyết.",
        "{award} missed the {percent} % of votes that the rules ask: it cannot be granted against the vote.",
        "Gói quy định",
    ),
    "wrong_answer": Reason(
        "Kết quả của cấp trên là tặng hoặc không tặng, không phải {outcome}.",
        "The higher level grants or refuses; {outcome} is no answer.",
        _ENGINE,
        _BAD,
    ),
    "wrong_ballot": Reason(
        "{award} phải biểu quyết theo hình thức {ballot}.",
        "{award} must be voted by {ballot} ballot.",
        "Gói quy định",
    ),
    "wrong_instrument": Reason(
        "Kết luận {outcome} không ghi trong văn bản loại {instrument}.",
        "The outcome {outcome} does not go into a {instrument}.",
        _ENGINE,
        _BAD,
    ),
    "wrong_role": Reason(
        "Vai trò {role} không được thực hiện việc này.", "The role {role} may not do this.", _ENGINE, _NOT
    ),
    "wrong_route": Reason(
        "Đơn vị {unit} không thuộc tuyến {route}.",
        "Unit {unit} does not fall under the {route} route.",
        "Luật Tổ chức VKSND 63/2014/QH13 Điều 99",
        _BAD,
    ),
    "wrong_unit": Reason(
        "Chỉ người của {unit} được thực hiện việc này.", "Only {unit} may do this.", _ENGINE, _NOT
    ),
}


_WORDS = {"step": STEPS, "role": ROLES, "outcome": OUTCOMES, "instrument": INSTRUMENTS, "ballot": BALLOTS}
"""Facts that people read in the words of the office."""


def sentences(refusal: Refusal) -> tuple[str, str, str]:
    """The refusal's Vietnamese sentence, English sentence and source, with its facts filled in."""
    reason = REASONS[refusal.code]
    facts = {name: str(value) for name, value in refusal.facts.items()}
    words = {**facts, **{name: _WORDS[name].get(facts[name], facts[name]) for name in _WORDS.keys() & facts}}
    return reason.vi.format_map(words), reason.en.format_map(facts), refusal.source or reason.source


def as_item(stream: str, refusal: Refusal) -> RefusedItem:
    """The refusal of one line of a bulk act."""
    vi, en, source = sentences(refusal)
    return RefusedItem(stream, refusal.code, vi, en, source)
