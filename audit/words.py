"""The lines that the command line prints around the findings, in Vietnamese and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One template for each line."""

    bundle: str
    key: str
    key_from_bundle: str
    events: str
    tree: str
    checkpoints: str
    unsealed: str
    nothing_sealed: str
    disclosures: str
    time: str
    hashing: str
    in_order: str
    findings: str
    untold: str


WORDS: Final[Mapping[str, Words]] = {
    "vi": Words(
        bundle="Gói bằng chứng: {bundle}",
        key="Khóa kiểm tra: {name}, dấu vân tay SHA-256 {fingerprint}",
        key_from_bundle="Lưu ý: khóa này đi kèm gói. Hãy đối chiếu dấu vân tay với một nguồn khác trước khi tin.",
        events="Sự kiện: {events}, thuộc {streams} luồng",
        tree="Cây Merkle: {size} bản ghi, gốc {root}",
        checkpoints="Mốc niêm phong: {verified} khớp trên tổng số {total}",
        unsealed="Bản ghi chưa niêm phong: {unsealed} (nối chuỗi nhưng chưa có chữ ký nào chứng thực)",
        nothing_sealed="Lưu ý: không có mốc niêm phong nào khớp, chưa chữ ký nào chứng thực các bản ghi này.",
        disclosures="Thông tin công bố đã đối chiếu: {disclosures}",
        time="Thời gian: {seconds:.2f} giây, {rate:.0f} sự kiện mỗi giây",
        hashing="Phép băm chiếm {share:.1%} thời gian",
        in_order="KẾT LUẬN: không phát hiện sai lệch nào.",
        findings="KẾT LUẬN: phát hiện {count} sai lệch.",
        untold="- Còn {count} sai lệch khác không liệt kê.",
    ),
    "en": Words(
        bundle="Evidence bundle: {bundle}",
        key="Key: {name}, SHA-256 fingerprint {fingerprint}",
        key_from_bundle="Note: this key came with the bundle. Compare its fingerprint elsewhere before you trust it.",
        events="Events: {events}, in {streams} streams",
        tree="Merkle tree: {size} leaves, root {root}",
        checkpoints="Checkpoints: {verified} of {total} fit",
        unsealed="Unsealed leaves: {unsealed} (chained, but under no signature yet)",
        nothing_sealed="Note: no checkpoint fits, no signature vouches for these leaves.",
        disclosures="Disclosures checked: {disclosures}",
        time="Time: {seconds:.2f} s, {rate:.0f} events per second",
        hashing="Hashing takes {share:.1%} of the time",
        in_order="RESULT: nothing found out of order.",
        findings="RESULT: {count} findings.",
        untold="- {count} more findings are not listed.",
    ),
}
