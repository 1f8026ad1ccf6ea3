"""Why a paper is not attached, or not taken out."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.reasons.sources import BAD, ENGINE, PACK
from domain.refusal import Reason, RefusalKind

REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "paper_attached_already": Reason(
            "Giấy tờ này đã có trong hồ sơ, ở đúng mục này.",
            "This paper lies in the dossier already, in this very place.",
            ENGINE,
        ),
        "papers_sealed": Reason(
            "Hồ sơ đã ký trình: chỉ thêm hoặc gỡ được giấy tờ của dòng đang bị trả lại.",
            "The dossier was signed: only a line that was returned takes papers, or gives them back.",
            ENGINE,
        ),
        "papers_too_large": Reason("Giấy tờ vượt quá {limit}.", "The papers exceed {limit}.", ENGINE, BAD),
        "too_many_papers": Reason(
            "Một hồ sơ có nhiều nhất {limit} giấy tờ.", "A dossier holds at most {limit} papers.", ENGINE
        ),
        "unknown_paper": Reason(
            "Hồ sơ không có giấy tờ số {number}.",
            "The dossier holds no paper number {number}.",
            ENGINE,
            RefusalKind.NOT_FOUND,
        ),
        "unknown_paper_kind": Reason(
            "Quy định không có loại giấy tờ {paper}: hãy chọn loại giấy tờ khác.",
            "The rules know no paper called {paper}: choose the kind for other papers.",
            PACK,
            BAD,
        ),
    }
)
