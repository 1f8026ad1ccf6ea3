"""The criteria that awards are made of: a closed union, one small module for each family."""

from domain.rules.criteria.conduct import (
    AccrualRestart,
    MembersUnderHold,
    NoDiscipline,
    NoOpenProceeding,
)
from domain.rules.criteria.initiatives import RecognisedInitiative
from domain.rules.criteria.judgement import Judgement, LaterText
from domain.rules.criteria.service import (
    LongAbsence,
    LongService,
    SectorService,
    Seniority,
    ServiceMonths,
)
from domain.rules.criteria.titles import (
    ConsecutiveTitles,
    NoSameYearTitle,
    OncePerPerson,
    OneAchievement,
    SameYearTitle,
    TitlesInWindow,
)
from domain.rules.criteria.units import OldUnitOpinion, TargetsExceeded, UnitStands

Criterion = (
    ServiceMonths
    | LongAbsence
    | SectorService
    | LongService
    | Seniority
    | SameYearTitle
    | ConsecutiveTitles
    | TitlesInWindow
    | NoSameYearTitle
    | OncePerPerson
    | OneAchievement
    | NoDiscipline
    | NoOpenProceeding
    | AccrualRestart
    | MembersUnderHold
    | UnitStands
    | OldUnitOpinion
    | TargetsExceeded
    | RecognisedInitiative
    | Judgement
    | LaterText
)
"""Every kind of condition that an award may set."""
