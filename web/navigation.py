"""Where each person can go, in the order of the masthead: by role, and the same for everybody signed in or not."""

from dataclasses import dataclass, field

from domain.values import Role
from readmodel.accounts import Account
from web.i18n import N_

PUBLIC = frozenset[Role]()
"""Open to everybody."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the masthead: whoever holds one of `roles` is led there, everybody where there are none.

    `label` is a message id; pages below `href` count as being there.
    """

    href: str
    label: str
    roles: frozenset[Role] = field(default=PUBLIC)
    signed_in: bool = False

    def is_here(self, path: str) -> bool:
        """Whether that address lies here."""
        return path == self.href or (self.href != "/" and path.startswith(f"{self.href}/"))

    def leads(self, account: Account | None) -> bool:
        """Whether that reader is led there."""
        if account is None:
            return not (self.roles or self.signed_in)
        return not self.roles or any(grant.role in self.roles for grant in account.grants)


_COUNCIL = frozenset({Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER, Role.COUNCIL_CHAIR})
_INSTRUMENTS = frozenset({Role.PUBLISHER, Role.RECEIVING_CLERK, Role.DECIDER})

PLACES: tuple[Place, ...] = (
    Place("/viec-cua-toi", N_("Việc của tôi"), signed_in=True),
    Place("/lap-ho-so", N_("Lập hồ sơ"), frozenset({Role.PROPOSING_OFFICER})),
    Place("/ho-so-don-vi", N_("Hồ sơ đơn vị"), frozenset({Role.PROPOSING_OFFICER, Role.UNIT_HEAD})),
    Place("/phien-hop", N_("Phiên họp"), _COUNCIL),
    Place("/quyet-dinh-cho-ky", N_("Chờ quyết định"), frozenset({Role.DECIDER})),
    Place("/van-ban", N_("Văn bản"), _INSTRUMENTS),
    Place("/so-theo-doi", N_("Sổ theo dõi"), frozenset({Role.REGISTRAR})),
    Place("/tim-kiem", N_("Tìm kiếm"), signed_in=True),
    Place("/", N_("Kết quả")),
    Place("/quyet-dinh", N_("Sổ quyết định")),
    Place("/lay-y-kien", N_("Lấy ý kiến")),
    Place("/kiem-tra", N_("Kiểm tra")),
    Place("/du-lieu-mo", N_("Dữ liệu mở")),
    Place("/thong-bao", N_("Nhắc việc"), signed_in=True),
    Place("/uy-quyen", N_("Ủy quyền"), signed_in=True),
    Place("/dieu-hanh", N_("Điều hành"), frozenset({Role.OPERATOR, Role.AUDITOR})),
    Place("/thanh-tra", N_("Thanh tra"), frozenset({Role.AUDITOR})),
)


def places(account: Account | None) -> tuple[Place, ...]:
    """Where that reader is led."""
    return tuple(place for place in PLACES if place.leads(account))
