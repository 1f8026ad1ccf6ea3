"""What the API answers in the office's words: fields, codes, days and instants as people there write them."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from domain.labels import (
    AUTHORITIES,
    INSTRUMENTS,
    KINDS,
    OUTCOMES,
    RECOMMENDATIONS,
    ROLES,
    ROUTES,
    RUNGS,
    STEPS,
)
from web.words import award_name, day, instant, source

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "id": "Mã",
        "title": "Tên hồ sơ",
        "dossier": "Hồ sơ",
        "unit": "Đơn vị",
        "handled_by": "Nơi thẩm định",
        "name": "Tên",
        "candidate": "Mã đối tượng",
        "candidate_kind": "Cá nhân, tập thể",
        "route": "Tuyến",
        "award": "Mã danh hiệu",
        "award_name": "Danh hiệu",
        "year": "Năm",
        "step_label": "Bước",
        "phase": "Bước",
        "stage": "Bước",
        "awaits": "Đang chờ",
        "since": "Từ",
        "due_at": "Hạn",
        "due_source": "Căn cứ của hạn",
        "reckoning": "Cách tính hạn",
        "lateness": "Tình trạng hạn",
        "held": "Tạm dừng xét",
        "recommendation": "Ý kiến thẩm định",
        "authority": "Thẩm quyền",
        "session": "Phiên họp",
        "vote": "Kết quả biểu quyết",
        "outcome": "Kết luận",
        "downgraded_to": "Hạ xuống",
        "decision": "Văn bản",
        "council": "Hội đồng",
        "members": "Số thành viên",
        "present": "Số có mặt",
        "ballots": "Số phiếu",
        "instrument": "Loại văn bản",
        "number": "Số văn bản",
        "signed_on": "Ngày ký",
        "lines": "Số dòng",
        "received_on": "Ngày tiếp nhận",
        "pack": "Gói quy định",
        "version": "Số sự kiện đã ghi",
        "updated_at": "Cập nhật lúc",
    }
)
"""A record's fields in the order in which they are read."""

SPOKEN_OTHERWISE = frozenset({"key", "step"})
"""Fields that say in code what another field says in words."""

_NOTHING = "–"


def _coded(words: Mapping[str, str]) -> Callable[[Any], str]:
    return lambda code: words.get(code, code)


_WRITTEN: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {
        "candidate_kind": _coded(KINDS),
        "route": _coded(ROUTES),
        "phase": _coded(STEPS),
        "stage": _coded(STEPS),
        "awaits": _coded(ROLES),
        "lateness": _coded(RUNGS),
        "recommendation": _coded(RECOMMENDATIONS),
        "authority": _coded(AUTHORITIES),
        "vote": _coded(OUTCOMES),
        "outcome": _coded(OUTCOMES),
        "instrument": _coded(INSTRUMENTS),
        "downgraded_to": award_name,
        "due_source": source,
        "received_on": day,
        "signed_on": day,
        **dict.fromkeys(("since", "due_at", "updated_at"), instant),
    }
)


def described(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each field of a record with its value; what a newer server adds stands at the end under its own name."""
    for name, label in LABELS.items():
        if name in record:
            yield label, written(name, record[name])
    for name in record:
        if name not in LABELS and name not in SPOKEN_OTHERWISE:
            yield name, written(name, record[name])


def written(name: str, value: Any) -> str:  # noqa: ANN401 - any JSON
    """A field's value as it is written for people."""
    if value is None or value == "":
        return _NOTHING
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return _WRITTEN.get(name, str)(value)
