"""Ballots, counts and their certification."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.reasons.sources import BAD, ENGINE, NOT, PACK
from domain.refusal import Reason

REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "ballot_incomplete": Reason(
            "Phiếu phải có ý kiến cho mọi dòng được biểu quyết: thiếu {missing} dòng.",
            "A ballot paper must answer every line open to its voter: {missing} missing.",
            ENGINE,
            BAD,
        ),
        "ballot_not_open": Reason("Chưa mở hoặc đã đóng biểu quyết.", "Voting is not open.", ENGINE),
        "ballots_exceed_members": Reason(
            "Số phiếu kiểm được ({counted}) vượt số người được bỏ phiếu ({eligible}).",
            "More ballots counted ({counted}) than eligible voters ({eligible}).",
            ENGINE,
        ),
        "certifiers_needed": Reason(
            "Kiểm phiếu kín cần hai người xác nhận khác nhau trong phiên họp.",
            "A secret count needs two different certifiers from the session.",
            ENGINE,
        ),
        "member_absent": Reason(
            "Thành viên {person} vắng mặt: chỉ có thể gửi ý kiến bằng văn bản.",
            "{person} is not recorded as present: only a written ballot is possible.",
            ENGINE,
        ),
        "minutes_needed": Reason(
            "Phải ghi số biên bản kiểm phiếu.",
            "The number of the minutes of the count is needed.",
            ENGINE,
            BAD,
        ),
        "no_written_vote": Reason(
            "Quy định không cho thành viên vắng mặt biểu quyết bằng văn bản ở dòng này.",
            "The rules allow no written vote on this line.",
            PACK,
        ),
        "participant_listed_twice": Reason(
            "{person} được ghi bỏ phiếu hai lần.", "{person} is listed as voting twice.", ENGINE, BAD
        ),
        "recused": Reason(
            "Thành viên không biểu quyết dòng có liên quan đến mình.",
            "A recused member may not vote on that line.",
            ENGINE,
            NOT,
        ),
        "secret_count_missing": Reason(
            "{missing} dòng bỏ phiếu kín chưa có kết quả kiểm phiếu.",
            "{missing} lines voted in secret have no count yet.",
            ENGINE,
        ),
        "secret_lines_mismatch": Reason(
            "Kiểm phiếu kín phải có đúng {owed} dòng, mỗi dòng một lần: đã gửi {given}.",
            "The secret count must hold exactly {owed} lines, each once: {given} given.",
            ENGINE,
            BAD,
        ),
        "vote_already_cast": Reason("Đã bỏ phiếu.", "The ballot was already cast.", ENGINE),
    }
)
