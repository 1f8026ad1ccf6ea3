"""What the verifier says: traces noted on the way, findings with their sentences at the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

Code = Literal[
    "leaf_changed",
    "leaf_moved",
    "leaf_missing",
    "leaf_added",
    "leaf_malformed",
    "index_differs",
    "position_gap",
    "version_gap",
    "version_repeated",
    "chain_broken",
    "prev_differs",
    "time_backwards",
    "disclosure_differs",
    "disclosure_unknown",
    "disclosure_stray",
    "checkpoint_unsigned",
    "checkpoint_malformed",
    "checkpoint_foreign",
    "checkpoint_order",
    "checkpoint_contradicted",
    "checkpoint_root_differs",
    "checkpoint_beyond_log",
    "possibly_rewritten",
    "manifest_differs",
    "delegation_missing",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; `position` is 0-based, `checkpoint_size` the first checkpoint that fails over it."""

    code: Code
    stream: str | None
    version: int | None
    name: str | None
    position: int | None
    checkpoint_size: int | None
    sentence_vi: str
    sentence_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A finding before all checkpoints are known.

    The fault lies at `position`, or somewhere from there to before `until`. `expected` and `found` are the
    leaf hashes of the index and of the line that disagree; `details` fill the sentences.
    """

    code: Code
    stream: str | None = None
    version: int | None = None
    name: str | None = None
    position: int | None = None
    until: int | None = None
    checkpoint_size: int | None = None
    expected: bytes | None = None
    found: bytes | None = None
    details: Mapping[str, object] = field(default_factory=dict)


EXPLAINING: Final[tuple[Code, ...]] = (
    "version_gap",
    "version_repeated",
    "chain_broken",
    "prev_differs",
    "time_backwards",
    "position_gap",
    "leaf_malformed",
)
"""What betrays a rewrite that leaves and index agree upon."""


def reconcile(traces: list[Trace]) -> list[Trace]:
    """Join the leaf missing in one place and standing in another into one that was moved."""
    places = {trace.found: trace.details["line"] for trace in traces if trace.found is not None}
    moved = {trace.expected for trace in traces if trace.expected in places}
    joined = []
    for trace in traces:
        if trace.expected is not None and trace.expected in moved:
            details = {**trace.details, "line": places[trace.expected]}
            joined.append(replace(trace, code="leaf_moved", details=details))
        elif trace.code != "leaf_added" or trace.found not in moved:
            joined.append(trace)
    return joined


def finding(trace: Trace, failing: int | None, sealed: int) -> Finding:
    """Put a trace into words; `failing` is the first checkpoint above it that fails, `sealed` the last that fits."""
    vietnamese, english = _SENTENCES[trace.code]
    size = trace.checkpoint_size if trace.checkpoint_size is not None else failing
    words = {**trace.details, "position": trace.position, "until": trace.until, "size": size}
    after_vi, after_en = _afterword(trace, size, sealed)
    return Finding(
        code=trace.code,
        stream=trace.stream,
        version=trace.version,
        name=trace.name,
        position=trace.position,
        checkpoint_size=size,
        sentence_vi=vietnamese.format(event=_event_vi(trace), **words) + after_vi,
        sentence_en=english.format(event=_event_en(trace), **words) + after_en,
    )


def _event_vi(trace: Trace) -> str:
    if trace.stream is None:
        return "một sự kiện không đọc được tên"
    name = f" ({trace.name})" if trace.name else ""
    return f"sự kiện thứ {trace.version}{name} của luồng {trace.stream}"


def _event_en(trace: Trace) -> str:
    if trace.stream is None:
        return "an event whose name cannot be read"
    name = f" ({trace.name})" if trace.name else ""
    return f"event {trace.version}{name} of stream {trace.stream}"


def _afterword(trace: Trace, size: int | None, sealed: int) -> tuple[str, str]:
    if trace.position is None or trace.code.startswith(("checkpoint", "manifest")):
        return "", ""
    if size is not None:
        return (
            f" Mốc niêm phong đầu tiên không còn khớp: mốc {size}.",
            f" First checkpoint that no longer fits: {size}.",
        )
    if trace.position < sealed:
        return " Mọi mốc niêm phong vẫn khớp.", " Every checkpoint still fits."
    return " Chưa có mốc niêm phong nào bao gồm vị trí này.", " No checkpoint covers this position yet."


_SENTENCES: Final[Mapping[Code, tuple[str, str]]] = {
    "leaf_changed": (
        "Vị trí {position}: nội dung của {event} đã bị thay đổi, không còn khớp với mục lục.",
        "Position {position}: the bytes of {event} were changed, they no longer match the index.",
    ),
    "leaf_moved": (
        "Vị trí {position}: {event} không còn ở chỗ của mình mà nằm ở dòng {line}.",
        "Position {position}: {event} is not in its place, it stands on line {line}.",
    ),
    "leaf_missing": (
        "Vị trí {position}: {event} có trong mục lục nhưng đã bị gỡ khỏi các bản ghi.",
        "Position {position}: {event} is in the index but was removed from the leaves.",
    ),
    "leaf_added": (
        "Dòng {line}: {event} được chèn vào, mục lục không có.",
        "Line {line}: {event} was added, the index does not know it.",
    ),
    "leaf_malformed": (
        "Vị trí {position}: bản ghi của {event} không đúng khuôn dạng ({reason}).",
        "Position {position}: the leaf of {event} is malformed ({reason}).",
    ),
    "index_differs": (
        "Vị trí {position}: bản ghi là {event}, nhưng mục lục lại ghi {claimed}.",
        "Position {position}: the leaf is {event}, but the index says {claimed}.",
    ),
    "position_gap": (
        "Mục lục nhảy từ vị trí {position} đến {until}: thiếu bản ghi ngay trước {event}.",
        "The index jumps from position {position} to {until}: something is missing just before {event}.",
    ),
    "version_gap": (
        "Thiếu {event}: luồng nhảy đến sự kiện thứ {next_version} ({next_name}) ở vị trí {next_position}.",
        "Missing: {event}; the stream jumps to event {next_version} ({next_name}) at position {next_position}.",
    ),
    "version_repeated": (
        "Vị trí {position}: {event} xuất hiện lần nữa hoặc sai thứ tự.",
        "Position {position}: {event} appears again or out of order.",
    ),
    "chain_broken": (
        (
            "Vị trí {position}: {event} không còn mã băm mà sự kiện thứ {next_version} ({next_name}) "
            "ở vị trí {next_position} đã ghi nhận: một trong hai đã bị viết lại."
        ),
        (
            "Position {position}: {event} no longer has the hash that event {next_version} ({next_name}) "
            "at position {next_position} holds: one of the two was rewritten."
        ),
    ),
    "prev_differs": (
        "Vị trí {position}: {event} không nối tiếp sự kiện liền trước của luồng: nó đã bị viết lại.",
        "Position {position}: {event} does not continue its stream: it was rewritten.",
    ),
    "time_backwards": (
        "Vị trí {position}: {event} có thời điểm ghi sớm hơn bản ghi đứng trước nó.",
        "Position {position}: {event} was recorded earlier than the leaf before it.",
    ),
    "disclosure_differs": (
        "Vị trí {position}: thông tin công bố tại {pointer} của {event} không khớp với cam kết trong bản ghi.",
        "Position {position}: the disclosure of {pointer} of {event} does not open the commitment in the leaf.",
    ),
    "disclosure_unknown": (
        "Vị trí {position}: {event} không có trường cam kết nào tại {pointer} để công bố.",
        "Position {position}: {event} has no committed field at {pointer} to disclose.",
    ),
    "disclosure_stray": (
        "Có thông tin công bố tại {pointer} cho vị trí {position}, nhưng không có bản ghi nào ứng với nó.",
        "A disclosure of {pointer} is filed under position {position}, where no leaf takes it.",
    ),
    "checkpoint_unsigned": (
        "Mốc niêm phong {size} không có chữ ký hợp lệ ({reason}).",
        "Checkpoint {size} is not validly signed ({reason}).",
    ),
    "checkpoint_malformed": (
        "Mốc niêm phong {size} không đúng khuôn dạng ({reason}).",
        "Checkpoint {size} is malformed ({reason}).",
    ),
    "checkpoint_foreign": (
        "Mốc niêm phong {size} thuộc về nhật ký khác: {reason}.",
        "Checkpoint {size} belongs to another log: {reason}.",
    ),
    "checkpoint_order": (
        "Mốc niêm phong {size} không lớn hơn mốc đứng trước nó.",
        "Checkpoint {size} is not larger than the one before it.",
    ),
    "checkpoint_contradicted": (
        "Mốc niêm phong {size} không khớp, trong khi mốc {later} sau đó khớp: chính mốc {size} là sai.",
        "Checkpoint {size} does not fit while the later one, {later}, does: checkpoint {size} itself is false.",
    ),
    "checkpoint_root_differs": (
        "Mốc niêm phong {size} không còn khớp: có thay đổi trong các vị trí từ {position} đến trước {until}.",
        "Checkpoint {size} no longer fits: something changed in the positions from {position} to before {until}.",
    ),
    "checkpoint_beyond_log": (
        "Mốc niêm phong {size} đã ký cho nhiều bản ghi hơn số còn lại: thiếu từ vị trí {position}.",
        "Checkpoint {size} was signed over more leaves than there are: missing from position {position} on.",
    ),
    "possibly_rewritten": (
        (
            "Trong các vị trí từ {start} đến trước {end}, bản ghi và mục lục đã bị viết lại khớp nhau, "
            "hoặc bị thêm bớt ở cuối một luồng; có thể là {event}{condition_vi}."
        ),
        (
            "In the positions from {start} to before {end} leaves and index were rewritten to agree, or the "
            "end of a stream was added or removed; it may be {event}{condition_en}."
        ),
    ),
    "delegation_missing": (
        (
            "Vị trí {position}: {person} thực hiện {event} thay mặt {principal}, nhưng lúc đó nhật ký không có "
            "ủy quyền nào đang có hiệu lực cho việc này."
        ),
        (
            "Position {position}: {person} did {event} on behalf of {principal}, but the log shows no delegation in "
            "force for it at that time."
        ),
    ),
    "manifest_differs": (
        "Tờ khai của gói ghi {what} là {claimed}, thực tế là {actual}.",
        "The manifest says {what} is {claimed}, it is {actual}.",
    ),
}
