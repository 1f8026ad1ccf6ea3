"""What the check of a session says of acts, phases, grounds and results, in the words of both languages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from domain.session import events as e
from domain.session.state import Ground
from domain.vocabulary import OUTCOMES, Words
from domain.wording import Pair

ACTS: Final[Mapping[type, Pair]] = MappingProxyType(
    {
        e.SessionConvened: ("triệu tập phiên họp", "the convocation"),
        e.AttendanceRecorded: ("ghi người dự", "the attendance"),
        e.SessionRescheduled: ("đổi ngày họp", "a new day of the sitting"),
        e.RecusalDeclared: ("lời rút khỏi biểu quyết", "a recusal"),
        e.ConflictRecorded: ("ghi người có liên quan", "a conflict"),
        e.LinesPostponed: ("hoãn xét", "a postponement"),
        e.VotingOpened: ("mở biểu quyết", "the opening of the vote"),
        e.BallotCast: ("phiếu biểu quyết", "a ballot paper"),
        e.VotingClosed: ("đóng biểu quyết", "the closing of the vote"),
        e.SecretCountRecorded: ("kết quả kiểm phiếu kín", "the secret count"),
        e.TallyCertified: ("xác nhận kết quả biểu quyết", "the certified tally"),
        e.VotingReopened: ("mở lại biểu quyết", "the reopening of the vote"),
        e.SessionAdjourned: ("hoãn phiên họp", "the adjournment"),
    }
)
PHASES: Final[Words] = MappingProxyType(
    {
        "none": ("chưa triệu tập", "not convened"),
        "convened": ("đã triệu tập", "convened"),
        "voting": ("đang biểu quyết", "voting"),
        "counting": ("đang kiểm phiếu", "counting"),
        "certified": ("đã xác nhận kết quả", "certified"),
        "adjourned": ("đã hoãn", "adjourned"),
    }
)
GROUNDS: Final[Mapping[Ground, Pair]] = MappingProxyType(
    {
        Ground.OWN_NOMINATION: ("là người được đề nghị", "their own nomination"),
        Ground.OWN_COLLECTIVE: ("là tập thể của mình", "their own collective"),
        Ground.OWN_UNIT: ("là đề nghị của đơn vị mình", "their own unit"),
        Ground.PROPOSER: ("là người đề nghị", "they proposed it"),
        Ground.SUPERIOR: ("là cấp trên của người được đề nghị", "the candidate's superior"),
        Ground.KIN: ("là người thân của người được đề nghị", "the candidate's kin"),
        Ground.OTHER: ("lý do khác", "other reasons"),
    }
)
CAUSES: Final[Words] = MappingProxyType(
    {
        "threshold": ("không đủ tỷ lệ phiếu", "the share was missed"),
        "already_held": ("đã có danh hiệu này", "the award is held already"),
        "prerequisite": ("không đạt danh hiệu làm điều kiện", "an award that it rests on was lost"),
        "prerequisite_open": ("danh hiệu làm điều kiện còn đang xét", "an award that it rests on is open"),
        "postponed": ("hoãn, không biểu quyết", "postponed, not voted"),
    }
)
_NOTHING: Pair = ("không có", "nothing")
_POSTPONED: Pair = ("hoãn", "postponed")


def result_told(result: e.LineResult | None) -> Pair:
    """Votes, share, outcome and its cause."""
    if result is None:
        return _NOTHING
    outcome = OUTCOMES[result.result] if result.result else _POSTPONED
    cause = CAUSES.get(result.cause, (result.cause, result.cause))
    in_favour, needed = f"{result.count.approve}/{result.denominator}", f"{result.pass_percent} %"
    vi = f"{in_favour} đồng ý (cần {needed}): {outcome[0].lower()}"
    en = f"{result.count.approve} of {result.denominator} in favour ({needed} needed): {outcome[1]}"
    return (f"{vi}, {cause[0]}", f"{en}, {cause[1]}") if result.cause else (vi, en)
