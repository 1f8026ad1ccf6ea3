"""Where a folded stream stands, in words of the office; and what one act changed of it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from domain.decision.state import Decision
from domain.dossier.state import Dossier
from domain.ids import key_of
from domain.labels import AUTHORITIES, INSTRUMENTS, OUTCOMES, RECOMMENDATIONS
from domain.nomination.state import Nomination, Step
from domain.progress import progress
from domain.session.state import Session
from web.i18n import N_, _, ngettext
from web.words import award_name, day, instant, source

HOLDS: Mapping[str, str] = {
    "discipline": N_("đang xét kỷ luật"),
    "investigation": N_("đang điều tra"),
    "inspection": N_("đang thanh tra, kiểm tra"),
    "complaint": N_("đang giải quyết khiếu nại, tố cáo"),
}
_CITING = ("basis", "quorum_basis", "document")
_NOTHING = "–"

Described = Mapping[str, str]


class Difference(NamedTuple):
    """One side of a stream's standing before and after an act."""

    label: str
    before: str
    after: str


def described(stream: str, loaded: Any) -> Described:  # noqa: ANN401 - any folded stream
    """The sides of a stream's standing that are known, by label; empty for records of the register."""
    match loaded.state:
        case Nomination() as state:
            told = _nomination(state)
        case Dossier() as state:
            told = _dossier(state)
        case Session() as state:
            told = _session(state)
        case Decision() as state:
            told = _decision(state)
        case _:
            return {}
    return {label: words for label, words in {**_path(stream, loaded), **told}.items() if words}


def differences(before: Described, after: Described) -> list[Difference]:
    """What changed, in the order of the labels."""
    labels = [*after, *(label for label in before if label not in after)]
    return [
        Difference(label, before.get(label, _NOTHING), after.get(label, _NOTHING))
        for label in labels
        if before.get(label) != after.get(label)
    ]


def cited(payload: Mapping[str, Any]) -> list[str]:
    """The articles and papers that a fact names, each once, in order."""
    return list(dict.fromkeys(_cited(payload)))


def _cited(value: Any) -> list[str]:  # noqa: ANN401 - any JSON
    match value:
        case Mapping():
            if value.get("source"):
                return [source(str(value["source"]))]
            own = [value[name] for name in _CITING if isinstance(value.get(name), str) and value[name]]
            inner = [entry for item in value.values() if not isinstance(item, str) for entry in _cited(item)]
            return [*own, *inner]
        case list():
            return [entry for item in value for entry in _cited(item)]
        case _:
            return []


def _path(stream: str, loaded: Any) -> dict[str, str]:  # noqa: ANN401 - as above
    shown = progress(stream, loaded)
    label = (
        N_("Đã tiếp nhận") if (shown.step, type(loaded.state)) == (Step.RECEIVED, Dossier) else shown.label
    )
    return {
        N_("Bước"): _(label),
        N_("Đang chờ"): f"{_(shown.awaits_label)}, {shown.unit}" if shown.awaits_label else "",
        N_("Hạn"): instant(shown.due_at) if shown.due_at else "",
        N_("Căn cứ của hạn"): source(shown.due_source) if shown.due_at else "",
    }


def _nomination(state: Nomination) -> dict[str, str]:
    return {
        N_("Tạm dừng xét"): _(HOLDS.get(state.hold, state.hold)),
        N_("Gói quy định"): state.pack,
        N_("Ý kiến thẩm định"): _said(RECOMMENDATIONS, state.recommendation or ""),
        N_("Thẩm quyền"): _said(AUTHORITIES, state.authority or ""),
        N_("Phiên họp"): key_of(state.session) if state.session else "",
        N_("Kết quả biểu quyết"): _said(OUTCOMES, state.vote or ""),
        N_("Kết luận"): _said(OUTCOMES, state.outcome or ""),
        N_("Hạ xuống"): award_name(state.downgraded_to, state.pack) if state.downgraded_to else "",
        N_("Văn bản"): key_of(state.decision) if state.decision else "",
        N_("Trả lời của cấp trên"): _said(OUTCOMES, state.answer or ""),
        N_("Đã thu hồi hiện vật"): _("Có") if state.object_recovered else "",
    }


def _dossier(state: Dossier) -> dict[str, str]:
    return {
        N_("Số dòng"): str(len(state.lines)),
        N_("Ngày tiếp nhận"): day(state.received_on) if state.received_on else "",
        N_("Gói quy định"): state.pack,
        N_("Giấy tờ"): str(len(state.papers)) if state.papers else "",
        N_("Dòng đang trả lại"): str(len(state.returned)) if state.returned else "",
    }


def _session(state: Session) -> dict[str, str]:
    return {
        N_("Ngày họp"): day(state.meets_on) if state.meets_on else "",
        N_("Thành viên"): str(len(state.seats)),
        N_("Có mặt"): str(len(state.present)) if state.present else "",
        N_("Dòng trong chương trình"): str(len(state.agenda)),
        N_("Không tham gia biểu quyết"): ngettext("%(num)s lượt", "%(num)s lượt", len(state.recusals))
        if state.recusals
        else "",
        N_("Phiếu đã nhận"): str(len(state.ballots)) if state.ballots else "",
        N_("Dòng hoãn"): str(len(state.postponed)) if state.postponed else "",
    }


def _decision(state: Decision) -> dict[str, str]:
    return {
        N_("Loại văn bản"): _said(INSTRUMENTS, state.instrument or ""),
        N_("Số dòng"): str(len(state.lines)),
        N_("Số văn bản"): state.number,
        N_("Ngày ký"): day(state.signed_on) if state.signed_on else "",
        N_("Dòng cấp trên đã trả lời"): str(len(state.answered)) if state.answered else "",
    }


def _said(words: Mapping[str, str], code: str | None) -> str:
    """The word for a code, spoken; nothing for a code that there is not."""
    return _(words[code]) if code and code in words else ""
