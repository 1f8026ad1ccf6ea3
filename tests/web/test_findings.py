"""Findings as sentences, those of older schemas too."""

import pytest

from web.findings import findings

FINDING = {
    "criterion": "service_months",
    "verdict": "met",
    "source": "TT 01/2019/TT-VKSTC",
    "status": "verified",
    "question": "Đủ 10 tháng?",
}
OF_THE_SECOND_SCHEMA = {
    "kind": "service_months",
    "instrument": "I",
    "article": "A",
    "used": [["minimum", "10"], ["months", "12"]],
}
NOW = {**OF_THE_SECOND_SCHEMA, "question_en": "10 full months?"}


@pytest.mark.parametrize(
    ("name", "payload", "told"),
    [
        (
            "nomination.appraisal_recorded",
            {"findings": [FINDING | NOW]},
            ["Đủ 10 tháng? Đạt: 12 tháng công tác, cần từ 10 tháng (TT 01/2019/TT-VKSTC)."],
        ),
        (
            "nomination.appraisal_recorded",
            {"findings": [FINDING | OF_THE_SECOND_SCHEMA]},
            ["Đủ 10 tháng? Đạt: 12 tháng công tác, cần từ 10 tháng (TT 01/2019/TT-VKSTC)."],
        ),
        (
            "nomination.appraisal_recorded",
            {"findings": [FINDING | {"verdict": "needs_review"}]},
            ["Cần xem xét: dữ kiện chưa được lưu ở bản ghi cũ (TT 01/2019/TT-VKSTC). Đủ 10 tháng?"],
        ),
        ("nomination.appraisal_recorded", {}, []),
        ("nomination.returned", {"findings": [FINDING]}, []),
    ],
)
def test_findings_are_told(name: str, payload: dict[str, object], told: list[str]) -> None:
    assert findings(name, payload) == told
