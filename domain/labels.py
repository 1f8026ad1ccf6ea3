"""The words of the office for codes: what people read instead of identifiers."""

from collections.abc import Mapping
from types import MappingProxyType

STEPS: Mapping[str, str] = MappingProxyType(
    {
        "none": "Chưa lập",
        "draft": "Đang soạn, chờ ký trình",
        "submitted": "Đã trình, chờ tiếp nhận",
        "received": "Đã tiếp nhận, chờ thẩm định",
        "returned": "Trả lại, chờ bổ sung",
        "supplemented": "Đã bổ sung, chờ thẩm định",
        "appraised": "Đã thẩm định, chờ đưa vào phiên họp",
        "in_council": "Trong chương trình họp Hội đồng",
        "voted": "Đã biểu quyết, chờ quyết định",
        "decided": "Đã có kết luận, chờ ký",
        "signed": "Đã ký, chờ công bố",
        "published": "Đã công bố, chờ lưu trữ",
        "archived": "Đã lưu trữ",
        "withdrawn": "Đã rút",
        "annulled": "Đã hủy bỏ",
        "convened": "Đã triệu tập",
        "voting": "Đang biểu quyết",
        "counting": "Đang kiểm phiếu",
        "certified": "Đã xác nhận kết quả biểu quyết",
        "adjourned": "Đã hoãn",
        "settled": "Đã có kết luận, chờ ký",
    }
)

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "proposing_officer": "Cán bộ lập hồ sơ",
        "unit_head": "Thủ trưởng đơn vị",
        "receiving_clerk": "Văn thư tiếp nhận",
        "appraiser": "Chuyên viên thẩm định",
        "council_secretary": "Thư ký Hội đồng",
        "council_member": "Ủy viên Hội đồng",
        "council_chair": "Chủ tịch Hội đồng",
        "decider": "Người có thẩm quyền quyết định",
        "publisher": "Cán bộ công bố",
        "registrar": "Cán bộ quản lý dữ liệu",
        "auditor": "Kiểm tra, thanh tra",
        "operator": "Quản trị vận hành",
        "engine": "Hệ thống",
    }
)

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "granted": "Tặng",
        "refused": "Không tặng",
        "forwarded": "Trình cấp trên",
        "downgraded": "Hạ mức",
    }
)

BALLOTS: Mapping[str, str] = MappingProxyType({"open": "công khai", "secret": "bỏ phiếu kín"})

RUNGS: Mapping[str, str] = MappingProxyType(
    {"reminder": "Sắp đến hạn", "overdue": "Quá hạn", "escalation": "Báo cấp trên"}
)

KINDS: Mapping[str, str] = MappingProxyType({"individual": "Cá nhân", "collective": "Tập thể"})

ROUTES: Mapping[str, str] = MappingProxyType({"civil": "Dân sự", "military": "Quân sự"})

WEIGHTS: Mapping[str, str] = MappingProxyType({"fault": "Phải sửa", "check": "Cần kiểm tra"})

RECOMMENDATIONS: Mapping[str, str] = MappingProxyType(
    {"approve": "Đề nghị tặng", "refuse": "Đề nghị không tặng", "downgrade": "Đề nghị hạ mức"}
)

AUTHORITIES: Mapping[str, str] = MappingProxyType(
    {"local": "Cấp này quyết định", "supreme": "Cấp trên quyết định"}
)

CHANNELS: Mapping[str, str] = MappingProxyType({"in_person": "Trực tiếp", "written": "Bằng văn bản"})

INSTRUMENTS: Mapping[str, str] = MappingProxyType(
    {"decision": "Quyết định", "presentation": "Tờ trình cấp trên", "notice": "Thông báo"}
)

STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "verified": "đã kiểm chứng",
        "verified_secondary": "kiểm chứng gián tiếp",
        "recalled": "chưa đối chiếu văn bản",
        "inferred": "suy ra, chưa kiểm chứng",
        "unknown": "chưa rõ",
    }
)
