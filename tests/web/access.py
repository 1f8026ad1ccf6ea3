"""Who may see what, as a table: every route of the application, an address to try it at, and who is answered how.

A route that is not in the table fails `tests/house/test_access_table.py`: add a line for it here, with the
audience it is meant for. Add an audience where none fits; each says what every reader is answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

UNIT_STAFF: Final = ("officer", "head")
COUNCIL_STAFF: Final = (
    "clerk", "appraiser", "secretary", "chair", "member", "decider", "publisher", "registrar",
)  # fmt: skip
READERS: Final = ("anyone", "nobody", "stranger", *UNIT_STAFF, *COUNCIL_STAFF, "operator", "auditor")
"""Nobody signed in; an account without a role; another unit's officer; every role there is. `member` stepped aside."""


@dataclass(frozen=True)
class Route:
    """A route, the address to try it at, and what each reader is answered."""

    method: str
    path: str
    address: str
    audience: Mapping[str, int]


def audience(default: int, **others: int) -> Mapping[str, int]:
    """What every reader is answered: a status, and other ones by name; `unit` and `council` stand for their staff."""
    found = dict.fromkeys(READERS, default)
    groups = {"unit": UNIT_STAFF, "council": COUNCIL_STAFF}
    for name, status in others.items():
        if name in groups:
            found.update(dict.fromkeys(groups[name], status))
    found.update({name: status for name, status in others.items() if name not in groups})
    return found


OPEN: Final = audience(200)
"""Everybody reads it."""
LED_ON: Final = audience(303)
"""Everybody is led on: it changes what they see, or there is nothing to ask them."""
NOWHERE: Final = audience(404)
"""Nobody finds anything there."""
ROLES: Final = audience(200, anyone=401, nobody=403)
"""Whoever holds a role."""
ROLES_NONE: Final = audience(404, anyone=401, nobody=403)
"""As `ROLES`, where there is nothing to read."""
AUDITOR: Final = audience(403, anyone=401, auditor=200)
"""Auditors alone."""
COUNCIL: Final = audience(200, anyone=401, nobody=404, operator=404, stranger=404, unit=404)
"""Those who act for the unit of the council, and auditors; to others it is as if it were not there."""
DECIDER: Final = audience(403, anyone=401, decider=200)
"""Deciders alone."""
REGISTRAR: Final = audience(403, anyone=401, registrar=200)
"""Registrars alone."""
SIGNED_IN: Final = audience(200, anyone=401)
"""Whoever is signed in."""
LED_TO_SIGN_IN: Final = audience(200, anyone=303)
"""As `SIGNED_IN`, and the others are led to the form."""
TURNED_AWAY: Final = audience(401)
"""Nobody: the site has no provider, or the form proves nothing."""

FILLS_IN: Final = audience(422, anyone=401)
"""Whoever is signed in gets the form back, for nothing was filled in."""
ACTS_FOR_ONESELF: Final = audience(303, anyone=401)
"""Whoever is signed in, for themselves alone."""

ELSEWHERE: Final = frozenset(
    {
        ("POST", "/dang-nhap"),
        ("POST", "/api/v1/sign-in"),
        ("POST", "/tai-khoan/hai-lop"),
        ("POST", "/tai-khoan/dang-xuat"),
    }
)
"""Tried where people sign in: here they would count as failed attempts, or sign everybody of the site out."""

TABLE: Final = (
    Route("GET", "/openapi.json", "/openapi.json", OPEN),
    Route("POST", "/api/v1/sign-out", "/api/v1/sign-out", audience(204)),
    Route("POST", "/api/v1/proof", "/api/v1/proof", audience(415, anyone=401)),
    Route(
        "GET",
        "/api/v1/commands/{command_id}",
        "/api/v1/commands/00000000-0000-4000-8000-000000000001",
        ROLES_NONE,
    ),
    Route("GET", "/api/v1/nominations", "/api/v1/nominations", ROLES),
    Route("GET", "/api/v1/nominations/{key}", "/api/v1/nominations/kin.001", ROLES),
    Route("GET", "/api/v1/dossiers", "/api/v1/dossiers", ROLES),
    Route("GET", "/api/v1/dossiers/{key}", "/api/v1/dossiers/kin", ROLES),
    Route("GET", "/api/v1/sessions/{key}", "/api/v1/sessions/kin", ROLES),
    Route("GET", "/api/v1/decisions/{key}", "/api/v1/decisions/kin-cong-decision", ROLES),
    Route("GET", "/api/v1/tasks", "/api/v1/tasks", ROLES),
    Route("GET", "/api/v1/outcomes", "/api/v1/outcomes", ROLES),
    Route(
        "GET",
        "/api/v1/dossiers/{key}/lint",
        "/api/v1/dossiers/kin/lint",
        audience(404, anyone=401, appraiser=200, auditor=200, clerk=200, nobody=403, unit=200),
    ),
    Route(
        "GET",
        "/api/v1/units/{key}/prospects",
        "/api/v1/units/vks-h/prospects",
        audience(422, anyone=401, nobody=403),
    ),
    Route("GET", "/api/v1/nominations/{key}/history", "/api/v1/nominations/kin.001/history", ROLES),
    Route("GET", "/api/v1/dossiers/{key}/history", "/api/v1/dossiers/kin/history", ROLES),
    Route("GET", "/api/v1/sessions/{key}/history", "/api/v1/sessions/kin/history", ROLES),
    Route("GET", "/api/v1/decisions/{key}/history", "/api/v1/decisions/kin-cong-decision/history", ROLES),
    Route("GET", "/api/v1/persons/{key}/history", "/api/v1/persons/cb-kin-1/history", ROLES_NONE),
    Route("GET", "/api/v1/units/{key}/history", "/api/v1/units/vks-h/history", ROLES),
    Route("GET", "/api/v1/rolls/{key}/history", "/api/v1/rolls/vks-h.2023/history", ROLES_NONE),
    Route("GET", "/api/v1/councils/{key}/history", "/api/v1/councils/kin/history", ROLES),
    Route("GET", "/api/v1/comments/{key}/history", "/api/v1/comments/kin/history", ROLES_NONE),
    Route("GET", "/api/v1/delegations/{key}/history", "/api/v1/delegations/kin/history", ROLES_NONE),
    Route("GET", "/healthz", "/healthz", OPEN),
    Route("GET", "/readyz", "/readyz", OPEN),
    Route(
        "POST", "/temporal/codec/decode", "/temporal/codec/decode", audience(403, anyone=401, operator=415)
    ),
    Route("POST", "/api/v1/papers", "/api/v1/papers", audience(415, anyone=401, nobody=403)),
    Route(
        "GET",
        "/api/v1/dossiers/{key}/papers",
        "/api/v1/dossiers/kin/papers",
        audience(200, anyone=401, nobody=403, operator=404, stranger=404),
    ),
    Route(
        "GET",
        "/api/v1/dossiers/{key}/papers/{number}/content",
        "/api/v1/dossiers/kin/papers/1/content",
        ROLES_NONE,
    ),
    Route("GET", "/ho-so/{key}/giay-to/{number}", "/ho-so/kin/giay-to/1", ROLES_NONE),
    Route("GET", "/ho-so/{key}/giay-to/{number}/tai-ve", "/ho-so/kin/giay-to/1/tai-ve", ROLES_NONE),
    Route("GET", "/", "/", OPEN),
    Route("GET", "/ho-so/{key}", "/ho-so/kin", OPEN),
    Route("GET", "/de-nghi/{key}", "/de-nghi/kin.001", OPEN),
    Route("GET", "/niem-phong/{size}", "/niem-phong/7", NOWHERE),
    Route("GET", "/viec-cua-toi", "/viec-cua-toi", LED_TO_SIGN_IN),
    Route("GET", "/thong-bao", "/thong-bao", LED_TO_SIGN_IN),
    Route("POST", "/thong-bao", "/thong-bao", FILLS_IN),
    Route("GET", "/thong-bao/xac-nhan", "/thong-bao/xac-nhan", OPEN),
    Route("POST", "/thong-bao/xac-nhan", "/thong-bao/xac-nhan", audience(410)),
    Route("GET", "/dang-nhap", "/dang-nhap", audience(303, anyone=200)),
    Route("GET", "/dang-nhap/ma", "/dang-nhap/ma", LED_ON),
    Route("POST", "/dang-nhap/ma", "/dang-nhap/ma", LED_ON),
    Route("POST", "/dang-xuat", "/dang-xuat", LED_ON),
    Route("GET", "/dang-nhap/tap-trung", "/dang-nhap/tap-trung", NOWHERE),
    Route("GET", "/dang-nhap/tap-trung/di", "/dang-nhap/tap-trung/di", TURNED_AWAY),
    Route("GET", "/dang-nhap/tap-trung/ve", "/dang-nhap/tap-trung/ve", NOWHERE),
    Route("POST", "/dang-nhap/tap-trung/dang-xuat", "/dang-nhap/tap-trung/dang-xuat", NOWHERE),
    Route("POST", "/xac-nhan-lai", "/xac-nhan-lai", TURNED_AWAY),
    Route("GET", "/quyet-dinh", "/quyet-dinh", OPEN),
    Route("GET", "/quyet-dinh/{key}", "/quyet-dinh/kin-cong-decision", OPEN),
    Route("GET", "/quyet-dinh/{key}/bang-chung.json", "/quyet-dinh/kin-cong-decision/bang-chung.json", OPEN),
    Route("GET", "/kiem-tra", "/kiem-tra", OPEN),
    Route("GET", "/du-lieu-mo", "/du-lieu-mo", OPEN),
    Route("GET", "/du-lieu-mo/quyet-dinh.csv", "/du-lieu-mo/quyet-dinh.csv", OPEN),
    Route("GET", "/du-lieu-mo/quyet-dinh.json", "/du-lieu-mo/quyet-dinh.json", OPEN),
    Route("GET", "/du-lieu-mo/ket-qua.csv", "/du-lieu-mo/ket-qua.csv", OPEN),
    Route("GET", "/du-lieu-mo/ket-qua.json", "/du-lieu-mo/ket-qua.json", OPEN),
    Route("GET", "/thanh-tra", "/thanh-tra", AUDITOR),
    Route("GET", "/thanh-tra/muc/{position}.json", "/thanh-tra/muc/3.json", AUDITOR),
    Route("GET", "/thanh-tra/muc/{position}", "/thanh-tra/muc/3", AUDITOR),
    Route("GET", "/thanh-tra/goi-bang-chung.zip", "/thanh-tra/goi-bang-chung.zip", AUDITOR),
    Route("GET", "/thanh-tra/ngoai-le", "/thanh-tra/ngoai-le", AUDITOR),
    Route("GET", "/thanh-tra/nhat-ky-doc", "/thanh-tra/nhat-ky-doc", AUDITOR),
    Route("GET", "/thanh-tra/{place}/{key}", "/thanh-tra/de-nghi/kin.001", AUDITOR),
    Route("GET", "/dang-ghi/{command_id}", "/dang-ghi/00000000-0000-4000-8000-000000000001", SIGNED_IN),
    Route("POST", "/hien-thi", "/hien-thi", LED_ON),
    Route("GET", "/phien-hop/trieu-tap", "/phien-hop/trieu-tap", audience(403, anyone=401, secretary=200)),
    Route("POST", "/phien-hop/trieu-tap", "/phien-hop/trieu-tap", audience(403, anyone=401, secretary=422)),
    Route("GET", "/quyet-dinh-cho-ky", "/quyet-dinh-cho-ky", DECIDER),
    Route("GET", "/quyet-dinh-cho-ky/ket-luan", "/quyet-dinh-cho-ky/ket-luan", DECIDER),
    Route("POST", "/quyet-dinh-cho-ky/ket-luan", "/quyet-dinh-cho-ky/ket-luan", DECIDER),
    Route("POST", "/quyet-dinh-cho-ky/ky", "/quyet-dinh-cho-ky/ky", DECIDER),
    Route("GET", "/van-ban", "/van-ban", SIGNED_IN),
    Route("GET", "/van-ban/{key}", "/van-ban/kin-cong-decision", COUNCIL),
    Route(
        "POST",
        "/van-ban/{key}/{word}",
        "/van-ban/kin-cong-decision/dinh-chinh",
        audience(404, anyone=401, council=422, auditor=422),
    ),
    Route("GET", "/huy-bo/{key}", "/huy-bo/kin-cong.001", COUNCIL),
    Route(
        "POST",
        "/huy-bo/{key}/{word}",
        "/huy-bo/kin-cong.001/thu-hoi",
        audience(404, anyone=401, council=422, auditor=422),
    ),
    Route("GET", "/so-theo-doi", "/so-theo-doi", audience(403, anyone=401, auditor=200, registrar=200)),
    Route("GET", "/so-theo-doi/{word}/moi", "/so-theo-doi/don-vi/moi", REGISTRAR),
    Route(
        "POST", "/so-theo-doi/{word}/moi", "/so-theo-doi/don-vi/moi", audience(403, anyone=401, registrar=422)
    ),
    Route(
        "GET",
        "/so-theo-doi/{word}/{key}",
        "/so-theo-doi/don-vi/vks-h",
        audience(403, anyone=401, registrar=200, auditor=200),
    ),
    Route(
        "POST",
        "/so-theo-doi/{word}/{key}/{what}",
        "/so-theo-doi/don-vi/vks-h/bien-che",
        audience(403, anyone=401, registrar=422),
    ),
    Route("GET", "/phien-hop", "/phien-hop", SIGNED_IN),
    Route("GET", "/phien-hop/{key}", "/phien-hop/kin", COUNCIL),
    Route("GET", "/phien-hop/{key}/giay-moi", "/phien-hop/kin/giay-moi", COUNCIL),
    Route("GET", "/phien-hop/{key}/dien-bien", "/phien-hop/kin/dien-bien", COUNCIL),
    Route("GET", "/phien-hop/{key}/muc/{line}", "/phien-hop/kin/muc/kin.001", COUNCIL),
    Route("GET", "/phien-hop/{key}/phieu", "/phien-hop/kin/phieu", COUNCIL),
    Route(
        "POST",
        "/phien-hop/{key}/phieu",
        "/phien-hop/kin/phieu",
        audience(
            200,
            anyone=401,
            chair=422,
            member=422,
            nobody=404,
            operator=404,
            secretary=422,
            stranger=404,
            unit=404,
        ),
    ),
    Route("GET", "/phien-hop/{key}/bien-ban", "/phien-hop/kin/bien-ban", COUNCIL),
    Route(
        "POST",
        "/phien-hop/{key}/dang-xet",
        "/phien-hop/kin/dang-xet",
        audience(404, anyone=401, chair=303, secretary=303),
    ),
    Route(
        "POST",
        "/phien-hop/{key}/{word}",
        "/phien-hop/kin/ghi-lien-quan",
        audience(404, anyone=401, council=422, auditor=422),
    ),
    Route("GET", "/api/v1/account/tokens", "/api/v1/account/tokens", SIGNED_IN),
    Route("POST", "/api/v1/account/tokens", "/api/v1/account/tokens", audience(415, anyone=401)),
    Route(
        "POST",
        "/api/v1/account/tokens/{handle}/revoke",
        "/api/v1/account/tokens/00000000-0000-4000-8000-000000000001/revoke",
        audience(404, anyone=401),
    ),
    Route("GET", "/dieu-hanh", "/dieu-hanh", audience(403, anyone=401, auditor=200, operator=200)),
    Route("POST", "/dieu-hanh/giao", "/dieu-hanh/giao", audience(403, anyone=401, operator=422)),
    Route("POST", "/dieu-hanh/goi-lai", "/dieu-hanh/goi-lai", audience(403, anyone=401, operator=422)),
    Route("POST", "/dieu-hanh/nhac", "/dieu-hanh/nhac", audience(403, anyone=401, operator=422)),
    Route("GET", "/lay-y-kien", "/lay-y-kien", OPEN),
    Route(
        "GET", "/lay-y-kien/moi", "/lay-y-kien/moi", audience(403, anyone=401, publisher=200, secretary=200)
    ),
    Route(
        "POST", "/lay-y-kien/moi", "/lay-y-kien/moi", audience(403, anyone=401, publisher=422, secretary=422)
    ),
    Route("POST", "/lay-y-kien/{key}/tong-hop", "/lay-y-kien/kin/tong-hop", FILLS_IN),
    Route("GET", "/tai-khoan", "/tai-khoan", LED_TO_SIGN_IN),
    Route("GET", "/tai-khoan/hai-lop", "/tai-khoan/hai-lop", SIGNED_IN),
    Route("POST", "/tai-khoan/hai-lop/tat", "/tai-khoan/hai-lop/tat", ACTS_FOR_ONESELF),
    Route("POST", "/tai-khoan/ma", "/tai-khoan/ma", FILLS_IN),
    Route("POST", "/tai-khoan/ma/thu-hoi", "/tai-khoan/ma/thu-hoi", ACTS_FOR_ONESELF),
    Route("POST", "/tai-khoan/mat-khau", "/tai-khoan/mat-khau", FILLS_IN),
    Route("POST", "/viec-cua-toi/che-do-xem", "/viec-cua-toi/che-do-xem", audience(400, anyone=401)),
    Route("POST", "/viec-cua-toi/nhan", "/viec-cua-toi/nhan", ACTS_FOR_ONESELF),
    Route("POST", "/viec-cua-toi/tra", "/viec-cua-toi/tra", ACTS_FOR_ONESELF),
    Route(
        "POST",
        "/de-nghi/{key}/nhap/{word}",
        "/de-nghi/kin.001/nhap/tham-dinh",
        audience(403, anyone=401, appraiser=200),
    ),
    Route(
        "POST",
        "/de-nghi/{key}/viec/{word}",
        "/de-nghi/kin.001/viec/tham-dinh",
        audience(403, anyone=401, appraiser=422),
    ),
    Route(
        "GET",
        "/de-nghi/{key}/bo-sung",
        "/de-nghi/kin.001/bo-sung",
        audience(404, anyone=401, nobody=403, unit=200),
    ),
    Route(
        "POST",
        "/de-nghi/{key}/bo-sung",
        "/de-nghi/kin.001/bo-sung",
        audience(404, anyone=401, nobody=403, unit=422),
    ),
    Route("POST", "/ho-so/{key}/chon", "/ho-so/kin/chon", audience(404, anyone=401)),
    Route("POST", "/ho-so/{key}/viec/{word}", "/ho-so/kin/viec/tham-dinh", audience(409, anyone=401)),
    Route("GET", "/ho-so/{key}/ket-qua/{command_id}", "/ho-so/kin/ket-qua/x", audience(404, anyone=401)),
    Route(
        "POST",
        "/de-nghi/{key}/bo-sung/giay-to",
        "/de-nghi/kin.001/bo-sung/giay-to",
        audience(404, anyone=401, nobody=403, unit=415),
    ),
    Route(
        "GET",
        "/ho-so/{key}/cac-dong.xlsx",
        "/ho-so/kin/cac-dong.xlsx",
        audience(200, anyone=401, nobody=403, operator=404, stranger=404),
    ),
    Route("GET", "/lap-ho-so/{key}/goi-y", "/lap-ho-so/kin-nhap/goi-y", ROLES_NONE),
    Route("GET", "/uy-quyen", "/uy-quyen", SIGNED_IN),
    Route("POST", "/uy-quyen", "/uy-quyen", FILLS_IN),
    Route("POST", "/uy-quyen/{number}/cham-dut", "/uy-quyen/1/cham-dut", FILLS_IN),
    Route("GET", "/ho-so-don-vi", "/ho-so-don-vi", audience(403, anyone=401, stranger=200, unit=200)),
    Route(
        "GET", "/ho-so/{key}/ky-trinh", "/ho-so/kin/ky-trinh", audience(404, anyone=401, nobody=403, unit=200)
    ),
    Route(
        "POST",
        "/ho-so/{key}/ky-trinh",
        "/ho-so/kin/ky-trinh",
        audience(404, anyone=401, nobody=403, unit=409),
    ),
    Route("GET", "/ho-so/{key}/tiep-nhan", "/ho-so/kin/tiep-nhan", audience(404, anyone=401, clerk=200)),
    Route("POST", "/ho-so/{key}/tiep-nhan", "/ho-so/kin/tiep-nhan", audience(404, anyone=401, clerk=422)),
    Route("POST", "/ho-so/{key}/rut", "/ho-so/kin/rut", audience(404, anyone=401, nobody=403, unit=422)),
    Route("GET", "/lap-ho-so", "/lap-ho-so", audience(403, anyone=401, officer=200, stranger=200)),
    Route("POST", "/lap-ho-so", "/lap-ho-so", audience(403, anyone=401)),
    Route("POST", "/lap-ho-so/{key}/bo", "/lap-ho-so/kin-nhap/bo", ROLES_NONE),
    Route("GET", "/lap-ho-so/{key}/chung", "/lap-ho-so/kin-nhap/chung", ROLES_NONE),
    Route("POST", "/lap-ho-so/{key}/chung", "/lap-ho-so/kin-nhap/chung", ROLES_NONE),
    Route("GET", "/lap-ho-so/{key}/dong", "/lap-ho-so/kin-nhap/dong", ROLES_NONE),
    Route("POST", "/lap-ho-so/{key}/dong/moi", "/lap-ho-so/kin-nhap/dong/moi", ROLES_NONE),
    Route("GET", "/lap-ho-so/{key}/dong/{number}", "/lap-ho-so/kin-nhap/dong/1", ROLES_NONE),
    Route("POST", "/lap-ho-so/{key}/dong/{number}", "/lap-ho-so/kin-nhap/dong/1", ROLES_NONE),
    Route("POST", "/lap-ho-so/{key}/dong/{number}/bo", "/lap-ho-so/kin-nhap/dong/1/bo", ROLES_NONE),
    Route("GET", "/lap-ho-so/{key}/excel", "/lap-ho-so/kin-nhap/excel", ROLES_NONE),
    Route("POST", "/lap-ho-so/{key}/excel", "/lap-ho-so/kin-nhap/excel", ROLES_NONE),
    Route("POST", "/lap-ho-so/{key}/excel/nhan", "/lap-ho-so/kin-nhap/excel/nhan", ROLES_NONE),
    Route("GET", "/lap-ho-so/{key}/giay-to", "/lap-ho-so/kin-nhap/giay-to", ROLES_NONE),
    Route("POST", "/lap-ho-so/{key}/giay-to", "/lap-ho-so/kin-nhap/giay-to", ROLES_NONE),
    Route("POST", "/lap-ho-so/{key}/giay-to/bo", "/lap-ho-so/kin-nhap/giay-to/bo", ROLES_NONE),
    Route("POST", "/lap-ho-so/{key}/gui", "/lap-ho-so/kin-nhap/gui", ROLES_NONE),
    Route("GET", "/lap-ho-so/{key}/mau.xlsx", "/lap-ho-so/kin-nhap/mau.xlsx", ROLES_NONE),
    Route("GET", "/lap-ho-so/{key}/soat", "/lap-ho-so/kin-nhap/soat", ROLES_NONE),
    Route("GET", "/tim-kiem", "/tim-kiem?q=kin", ROLES),
    Route("GET", "/lay-y-kien/bien-nhan", "/lay-y-kien/bien-nhan", OPEN),
    Route("POST", "/lay-y-kien/bien-nhan", "/lay-y-kien/bien-nhan", OPEN),
    Route("GET", "/lay-y-kien/{key}", "/lay-y-kien/kin", NOWHERE),
    Route("POST", "/lay-y-kien/{key}", "/lay-y-kien/kin", NOWHERE),
    Route("GET", "/lay-y-kien/{key}/y-kien", "/lay-y-kien/kin/y-kien", audience(404, anyone=401)),
    Route("POST", "/lay-y-kien/{key}/y-kien", "/lay-y-kien/kin/y-kien", audience(404, anyone=401)),
    # The line from which `member` stepped aside
    Route("GET", "/de-nghi/{key}", "/de-nghi/kin.002", audience(200, member=404)),
    Route(
        "POST",
        "/de-nghi/{key}/viec/{word}",
        "/de-nghi/kin.002/viec/tham-dinh",
        audience(403, anyone=401, appraiser=422, member=404),
    ),
    Route(
        "GET",
        "/api/v1/nominations/{key}",
        "/api/v1/nominations/kin.002",
        audience(200, anyone=401, nobody=403, member=404),
    ),
    Route(
        "GET",
        "/api/v1/nominations/{key}/history",
        "/api/v1/nominations/kin.002/history",
        audience(200, anyone=401, nobody=403, member=404),
    ),
    Route(
        "GET",
        "/phien-hop/{key}/muc/{line}",
        "/phien-hop/kin/muc/kin.002",
        audience(200, anyone=401, nobody=404, operator=404, stranger=404, unit=404, member=404),
    ),
    # A draft of another unit
    Route("GET", "/ho-so/{key}", "/ho-so/kin-nhap", audience(404, stranger=200, auditor=200)),
    Route("GET", "/de-nghi/{key}", "/de-nghi/kin-nhap.001", audience(404, stranger=200, auditor=200)),
    Route(
        "GET",
        "/api/v1/dossiers/{key}",
        "/api/v1/dossiers/kin-nhap",
        audience(404, anyone=401, nobody=403, stranger=200, auditor=200),
    ),
    Route(
        "GET",
        "/api/v1/dossiers/{key}/history",
        "/api/v1/dossiers/kin-nhap/history",
        audience(404, anyone=401, nobody=403, stranger=200, auditor=200),
    ),
    Route(
        "GET",
        "/api/v1/nominations/{key}/history",
        "/api/v1/nominations/kin-nhap.001/history",
        audience(404, anyone=401, nobody=403, stranger=200, auditor=200),
    ),
)
