"""A proposed line as people write it, in a form or in a row of a list: text by the names of the command's fields."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from domain.dossier.commands import LineDraft
from domain.labels import KINDS
from web.acting import sentence_of
from web.bodies import checked
from web.filling import fill
from web.forms import model_of
from web.i18n import N_, _
from web.problems import Problem

Line = Mapping[str, str]
"""A line as it was typed, by field; what was left empty is not there."""

TITLES: Final = "claims.titles"
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "candidate": N_("Mã cá nhân, tập thể"),
        "candidate_name": N_("Họ và tên, hoặc tên tập thể"),
        "kind": N_("Đối tượng"),
        "award": N_("Danh hiệu đề nghị"),
        "claims.rating": N_("Mức xếp loại"),
        "claims.service_months": N_("Thời gian công tác (tháng)"),
        "claims.position": N_("Chức vụ"),
        "claims.initiative.scope": N_("Phạm vi sáng kiến"),
        "claims.initiative.certificate": N_("Số giấy chứng nhận sáng kiến"),
        "claims.targets_percent": N_("Tỷ lệ hoàn thành chỉ tiêu (%%)"),
        TITLES: N_("Danh hiệu đã được tặng"),
        "claims.achievement": N_("Mã thành tích"),
    }
)
"""The fields of a line with their labels, in the order of form and list alike."""

RATINGS: Mapping[str, str] = MappingProxyType(
    {
        "excellent": N_("Hoàn thành xuất sắc nhiệm vụ"),
        "good": N_("Hoàn thành tốt nhiệm vụ"),
        "completed": N_("Hoàn thành nhiệm vụ"),
        "not_completed": N_("Không hoàn thành nhiệm vụ"),
    }
)
POSITIONS: Mapping[str, str] = MappingProxyType(
    {"staff": N_("Không phải lãnh đạo đơn vị"), "unit_leader": N_("Lãnh đạo đơn vị")}
)
SCOPES: Mapping[str, str] = MappingProxyType(
    {"base": N_("Cơ sở"), "sector": N_("Ngành, tỉnh"), "nation": N_("Toàn quốc")}
)
CHOICES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "kind": KINDS,
        "claims.rating": RATINGS,
        "claims.position": POSITIONS,
        "claims.initiative.scope": SCOPES,
    }
)
"""The fields that are one of a few, with the labels of each choice."""

MOST_LINES: Final = 1_000
MOST_TYPED: Final = 2_000
"""Characters kept of one field, whatever was sent: enough to show what is wrong with it."""

_TITLE = re.compile(r"(?P<award>\S+)\s+(?P<year>[0-9]{4})\s+(?P<decision>\S.*)")


@dataclass(frozen=True, slots=True)
class Checked:
    """A line held against the form of the API: its whole JSON, or a sentence for each field at fault."""

    command: Mapping[str, Any] | None = None
    faults: Mapping[str, str] = field(default_factory=dict)


def typed_line(given: Mapping[str, str]) -> dict[str, str]:
    """What was typed into the fields of a line, without what is empty or no field of one."""
    return {name: given[name].strip()[:MOST_TYPED] for name in FIELDS if given.get(name, "").strip()}


def check(line: Line) -> Checked:
    """Hold a line against the form of the API."""
    fields = {name: [value] for name, value in line.items() if name != TITLES}
    titles, faults = _titles(line.get(TITLES, ""))
    fields |= {name: [value] for name, value in titles.items()}
    filled = fill(LineDraft, fields)
    filled.command.setdefault("claims", {})
    try:
        whole = checked(json.dumps(filled.command), model_of(LineDraft))
    except Problem as problem:
        told = problem.body()
        for item in told.get("items") or [told]:
            name = _field(filled.field_at(str(item.get("field", ""))) or str(item.get("field", "")))
            faults.setdefault(name, _sentence(item, name, line.get(name, "")))
        return Checked(faults=faults)
    return Checked(faults=faults) if faults else Checked(whole.model_dump(mode="json"))


def _sentence(item: Mapping[str, Any], name: str, typed: str) -> str:
    """The fault in words; where one of a few is wanted, those that people read."""
    if item.get("code") == "not_a_choice" and name in CHOICES and typed:
        return _("Ghi một trong: %(labels)s.", labels="; ".join(map(_, CHOICES[name].values())))
    return sentence_of(item, typed)


def _field(place: str) -> str:
    """The field of a line that a place in it belongs to."""
    if place.startswith(TITLES):
        return TITLES
    return place if place in FIELDS else "claims.rating"


def _titles(typed: str) -> tuple[dict[str, str], dict[str, str]]:
    """The titles of a text that names one a line, as fields; and what is wrong with it."""
    found: dict[str, str] = {}
    entries = [entry.strip() for entry in re.split(r"[;\n]", typed) if entry.strip()]
    for number, entry in enumerate(entries):
        title = _TITLE.fullmatch(entry)
        if title is None:
            wrong = _(
                "“%(entry)s”: mỗi danh hiệu ghi mã, năm, số quyết định, ví dụ LDTT 2022 45/QĐ-VKS;"
                " cách nhau bằng dấu chấm phẩy.",
                entry=entry[:60],
            )
            return {}, {TITLES: wrong}
        place = f"{TITLES}.{number}"
        found |= {
            f"{place}.award": title["award"].upper(),
            f"{place}.year": title["year"],
            f"{place}.decision": title["decision"],
        }
    return found, {}
