"""The registrar's forms, one an act: which fields a command has, what each is called, and what it may hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from domain.council.state import CouncilKind
from domain.ids import Kind
from domain.labels import ROUTES
from domain.nomination.claims import InitiativeScope
from domain.rules.facts import AbsenceCause, DisciplineGrade, ServiceKind
from domain.rules.pack import Level
from domain.values import HoldGround, Role, Track
from web.i18n import N_, _
from web.words import award_name, award_order

SERVICE: Final[Mapping[str, str]] = {
    ServiceKind.PROCURACY: N_("Công tác trong ngành Kiểm sát"),
    ServiceKind.SECONDMENT: N_("Biệt phái"),
    ServiceKind.STUDY: N_("Đi học"),
    ServiceKind.MILITARY: N_("Nghĩa vụ quân sự"),
    ServiceKind.LEGAL_ELSEWHERE: N_("Công tác pháp luật ở cơ quan khác"),
}
ABSENCES: Final[Mapping[str, str]] = {
    AbsenceCause.MATERNITY: N_("Thai sản"),
    AbsenceCause.INJURY_IN_DUTY: N_("Bị thương khi làm nhiệm vụ"),
    AbsenceCause.STUDY: N_("Đi học"),
    AbsenceCause.ILLNESS: N_("Ốm đau"),
    AbsenceCause.OTHER: N_("Lý do khác"),
}
GRADES: Final[Mapping[str, str]] = {
    DisciplineGrade.REPRIMAND: N_("Khiển trách"),
    DisciplineGrade.HEAVIER: N_("Nặng hơn khiển trách"),
}
HOLDS: Final[Mapping[str, str]] = {
    HoldGround.DISCIPLINE: N_("Đang xem xét kỷ luật"),
    HoldGround.INVESTIGATION: N_("Đang bị điều tra, truy tố, xét xử"),
    HoldGround.INSPECTION: N_("Đang thanh tra, kiểm tra, kiểm toán"),
    HoldGround.COMPLAINT: N_("Có khiếu nại, tố cáo chưa giải quyết"),
}
SCOPES: Final[Mapping[str, str]] = {
    InitiativeScope.BASE: N_("Cơ sở"),
    InitiativeScope.SECTOR: N_("Toàn ngành"),
    InitiativeScope.NATION: N_("Toàn quốc"),
}
TRACKS: Final[Mapping[str, str]] = {
    Track.MERIT: N_("Theo công trạng, thành tích"),
    Track.UNEXPECTED: N_("Đột xuất"),
    Track.THEMATIC: N_("Theo chuyên đề"),
    Track.LONG_SERVICE: N_("Quá trình cống hiến"),
    Track.SENIORITY: N_("Niên hạn"),
    Track.MEMORIAL: N_("Kỷ niệm chương"),
}
COUNCILS: Final[Mapping[str, str]] = {
    CouncilKind.COUNCIL: N_("Hội đồng thi đua - khen thưởng"),
    CouncilKind.CLUSTER: N_("Cụm, khối thi đua"),
}
LEVELS: Final[Mapping[str, str]] = {
    Level.LOCAL: N_("Cơ sở"),
    Level.SECTOR: N_("Ngành"),
    Level.STATE: N_("Nhà nước"),
}
SEAT_ROLES: Final[Mapping[str, str]] = {
    Role.COUNCIL_CHAIR: N_("Chủ tịch"),
    Role.COUNCIL_SECRETARY: N_("Thư ký"),
    Role.COUNCIL_MEMBER: N_("Ủy viên"),
}


class Of(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    SELECT = "select"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: the command's name for it, ours, and how it is filled in. `options` are message ids."""

    name: str
    label: str
    of: Of = Of.TEXT
    hint: str = ""
    required: bool = True
    value: str = ""
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the registrar: the word that addresses it, its command, what it is called, its fields."""

    word: str
    command: str
    label: str
    fields: tuple[Field, ...]


_FIRST = N_("Từ ngày")
_LAST = N_("Đến hết ngày")
_GOING_ON = N_("Để trống nếu đang tiếp tục.")
_DOCUMENT = Field("document", N_("Văn bản làm căn cứ"))

PERSON: Final = (
    Act(
        "danh-hieu",
        "record_title",
        N_("Ghi danh hiệu đã đạt"),
        (
            Field("title.award", N_("Danh hiệu"), Of.SELECT),
            Field("title.year", N_("Năm"), Of.NUMBER),
            Field("title.decision", N_("Số quyết định")),
            Field("title.track", N_("Loại khen thưởng"), Of.SELECT, options=TRACKS, value=Track.MERIT),
            Field(
                "title.achievement",
                N_("Mã thành tích"),
                hint=N_("Chỉ với khen thưởng đột xuất, chuyên đề."),
                required=False,
            ),
        ),
    ),
    Act(
        "cong-tac",
        "record_service",
        N_("Ghi thời gian công tác"),
        (
            Field("period.kind", N_("Loại"), Of.SELECT, options=SERVICE),
            Field("period.first", _FIRST, Of.DATE),
            Field("period.last", _LAST, Of.DATE, _GOING_ON, required=False),
        ),
    ),
    Act(
        "chuc-vu",
        "record_position",
        N_("Ghi chức vụ"),
        (
            Field("position.position", N_("Mã chức vụ"), hint=N_("Chữ không dấu và số, ví dụ vien-truong.")),
            Field("position.first", _FIRST, Of.DATE),
            Field("position.last", _LAST, Of.DATE, _GOING_ON, required=False),
            Field("position.leading", N_("Là chức vụ lãnh đạo"), Of.BOX, required=False),
        ),
    ),
    Act(
        "nghi",
        "record_absence",
        N_("Ghi thời gian nghỉ"),
        (
            Field("absence.cause", N_("Lý do"), Of.SELECT, options=ABSENCES),
            Field("absence.first", _FIRST, Of.DATE),
            Field("absence.last", _LAST, Of.DATE),
        ),
    ),
    Act(
        "ky-luat",
        "record_discipline",
        N_("Ghi kỷ luật"),
        (
            Field("discipline.conduct", N_("Mã vụ việc"), hint=N_("Cùng một hành vi dùng cùng một mã.")),
            Field("discipline.grade", N_("Hình thức"), Of.SELECT, options=GRADES),
            Field("discipline.decided_on", N_("Ngày quyết định"), Of.DATE),
            Field(
                "discipline.ends_on",
                N_("Hết hiệu lực ngày"),
                Of.DATE,
                N_("Để trống nếu chưa rõ."),
                required=False,
            ),
            Field(
                "discipline.used_in",
                N_("Đã bị xét mất danh hiệu của năm"),
                Of.NUMBER,
                N_("0 nếu chưa."),
                required=False,
                value="0",
            ),
        ),
    ),
    Act(
        "mo-viec",
        "open_proceeding",
        N_("Ghi việc đang được xem xét"),
        (
            Field("id", N_("Mã việc")),
            Field("ground", N_("Thuộc loại"), Of.SELECT, options=HOLDS),
            Field("opened_on", N_("Từ ngày"), Of.DATE),
            _DOCUMENT,
        ),
    ),
    Act(
        "ket-luan",
        "conclude_proceeding",
        N_("Ghi kết luận của việc đã xem xét"),
        (Field("id", N_("Mã việc")), Field("concluded_on", N_("Ngày kết luận"), Of.DATE), _DOCUMENT),
    ),
    Act(
        "chuyen",
        "record_transfer",
        N_("Ghi chuyển công tác"),
        (
            Field("transfer.unit", N_("Mã đơn vị cũ")),
            Field("transfer.since", N_("Ở đơn vị cũ từ ngày"), Of.DATE),
            Field("transfer.moved_on", N_("Ngày chuyển"), Of.DATE),
            Field("transfer.opinion", N_("Văn bản nhận xét của đơn vị cũ"), required=False),
        ),
    ),
    Act(
        "sang-kien",
        "record_initiative",
        N_("Ghi sáng kiến được công nhận"),
        (
            Field("initiative.id", N_("Mã sáng kiến")),
            Field("initiative.scope", N_("Phạm vi"), Of.SELECT, options=SCOPES),
            Field("initiative.recognised_on", N_("Ngày công nhận"), Of.DATE),
            Field("initiative.authors", N_("Số tác giả"), Of.NUMBER, value="1"),
            Field("initiative.certificate", N_("Số giấy chứng nhận")),
        ),
    ),
)
UNIT: Final = (
    Act(
        "bien-che",
        "record_strength",
        N_("Ghi biên chế, quân số của năm"),
        (Field("year", N_("Năm"), Of.NUMBER), Field("people", N_("Số người"), Of.NUMBER)),
    ),
    Act(
        "chi-tieu",
        "record_target",
        N_("Ghi chỉ tiêu và kết quả của năm"),
        (
            Field("target.id", N_("Mã chỉ tiêu")),
            Field("target.year", N_("Năm"), Of.NUMBER),
            Field("target.target", N_("Chỉ tiêu"), Of.NUMBER),
            Field("target.result", N_("Kết quả"), Of.NUMBER),
        ),
    ),
    Act(
        "giai-the",
        "dissolve_unit",
        N_("Ghi giải thể, sáp nhập đơn vị"),
        (
            Field("dissolved_on", N_("Từ ngày"), Of.DATE),
            Field("successor", N_("Mã đơn vị kế tiếp"), hint=N_("Để trống nếu không có."), required=False),
        ),
    ),
)
COUNCIL: Final = (
    Act(
        "thanh-vien",
        "seat_member",
        N_("Ghi thành viên"),
        (
            Field("person", N_("Mã người"), hint=N_("Như mã tài khoản của người ấy.")),
            Field("role", N_("Chức danh trong Hội đồng"), Of.SELECT, options=SEAT_ROLES),
            Field("unit", N_("Mã đơn vị công tác")),
            Field("collective", N_("Mã tập thể do người ấy phụ trách"), required=False),
            Field("seated_from", _FIRST, Of.DATE),
            _DOCUMENT,
        ),
    ),
    Act(
        "thoi-tham-gia",
        "end_seat",
        N_("Ghi thôi tham gia Hội đồng"),
        (Field("person", N_("Mã người")), Field("seated_to", _LAST, Of.DATE), _DOCUMENT),
    ),
    Act(
        "thuong-truc",
        "appoint_standing_body",
        N_("Giao cơ quan thường trực"),
        (Field("body", N_("Mã đơn vị")), Field("serves_from", _FIRST, Of.DATE), _DOCUMENT),
    ),
    Act(
        "giai-the",
        "dissolve_council",
        N_("Giải thể Hội đồng"),
        (Field("dissolved_on", N_("Từ ngày"), Of.DATE), _DOCUMENT),
    ),
)
NEW: Final[Mapping[Kind, Act]] = {
    Kind.PERSON: Act(
        "moi",
        "register_person",
        N_("Ghi cá nhân, tập thể nhỏ"),
        (Field("name", N_("Họ và tên, tên tập thể")), Field("unit", N_("Mã đơn vị"))),
    ),
    Kind.UNIT: Act(
        "moi",
        "register_unit",
        N_("Ghi đơn vị"),
        (
            Field("name", N_("Tên đơn vị")),
            Field("level", N_("Cấp"), hint=N_("Ví dụ: tỉnh, khu vực.")),
            Field("route", N_("Hệ"), Of.SELECT, options=ROUTES),
        ),
    ),
    Kind.COUNCIL: Act(
        "moi",
        "establish_council",
        N_("Ghi quyết định thành lập Hội đồng"),
        (
            Field("unit", N_("Mã đơn vị")),
            Field("name", N_("Tên Hội đồng")),
            Field("kind", N_("Loại"), Of.SELECT, options=COUNCILS),
            Field("level", N_("Cấp"), Of.SELECT, options=LEVELS),
            Field("established_on", N_("Từ ngày"), Of.DATE),
            _DOCUMENT,
            Field(
                "follows",
                N_("Hội đồng cấp dưới"),
                hint=N_("Mã của Hội đồng biểu quyết trước, ví dụ council-x; để trống nếu không có."),
                required=False,
            ),
        ),
    ),
}
"""The act with which a record begins."""

ACTS: Final[Mapping[Kind, tuple[Act, ...]]] = {
    Kind.PERSON: PERSON,
    Kind.UNIT: UNIT,
    Kind.COUNCIL: COUNCIL,
}


def act_of(kind: Kind, word: str) -> Act | None:
    """The act that a word addresses."""
    return next((act for act in ACTS[kind] if act.word == word), None)


def options(asked: Field, given: Mapping[str, Iterable[tuple[str, str]]]) -> list[tuple[str, str]]:
    """What a field offers, in the reader's language; `given` holds what only the record knows, by field."""
    if asked.name in given:
        return list(given[asked.name])
    if asked.name == "title.award":
        return [(code, _(award_name(code))) for code in award_order()]
    return [(code, _(label)) for code, label in asked.options.items()]


def offered(act: Act, given: Mapping[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """The options of every field of an act that has some."""
    chosen = (entry for entry in act.fields if entry.of is Of.SELECT or entry.name in given)
    return {entry.name: options(entry, given) for entry in chosen}
