"""A session recomputed from its events: it stands as recorded, and every forgery fails the check it belongs to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.execution import Order
from domain.nomination.state import Step
from domain.roll.state import Entry, Standing
from domain.rules.pack import Ballot
from domain.rules.voting import Count
from domain.session import commands as vc
from domain.session import events as ve
from domain.session.check import check, streams_around
from domain.session.evolve import evolve
from domain.session.finding import Check, Moment
from domain.session.minutes import Paper, minutes
from domain.session.state import INITIAL, AgendaLine, Channel, Ground, Mark, Minutes, Participant, Phase
from domain.values import Actor, Outcome, Personal, Role
from tests.domain.given import World, given
from tests.domain.office import (
    APPROVE,
    CHAIR,
    COUNCIL,
    COUNCIL_UNIT,
    FOUNDED,
    LINE,
    LINE_2,
    MEMBERS,
    NOW,
    OFFICE,
    SECRETARY,
    SESSION,
    TODAY,
    acting,
    adopted,
    appraise,
    at,
    attend,
    ballot,
    certify,
    close_voting,
    convene,
    convening,
    draft,
    in_secret,
    line,
    member,
    open_voting,
    receive,
    recuse,
    submit,
)

DAY = timedelta(days=1)
History = list[Moment]
Forge = Callable[[History], None]


def history(before: World) -> History:
    """The session's events, its tally included, with the other streams as they stood before the tally."""
    state, found = INITIAL, History()
    for recorded in before.after(certify()).streams[SESSION]:
        event: Any = recorded.event
        around = {stream: before.head(stream).state for stream in streams_around(state, event)}
        found.append(Moment(event, recorded.meta, around))
        state = evolve(state, event, recorded.meta)
    return found


PROPOSED = given(
    *OFFICE, draft(line("cb-001"), line("cb-002")), submit(), receive(), appraise(LINE), appraise(LINE_2)
).world
BEFORE = PROPOSED.after(
    convene(convening(agenda=(LINE, LINE_2))),
    attend(*MEMBERS[:4]),
    recuse("member-binh", LINE_2),
    open_voting(),
    *(ballot(voter, (LINE, APPROVE), (LINE_2, APPROVE)) for voter in MEMBERS[:3]),
    ballot("member-binh", (LINE, APPROVE)),
    ballot("member-chi", (LINE, APPROVE), (LINE_2, APPROVE), channel=Channel.WRITTEN),
    close_voting(),
)
TRUE = history(BEFORE)
CONVENED, ATTENDED, RECUSED, OPENED, FIRST_PAPER, CERTIFIED = 0, 1, 2, 3, 4, -1


def failing(found: History) -> dict[Check, list[str]]:
    return {
        checked.check: [failure.sentence_en for failure in checked.failures]
        for checked in check(found)
        if not checked.ok
    }


def change(place: int, **fields: object) -> Forge:
    """The event at that place says something else."""

    def forge(found: History) -> None:
        event: Any = found[place].event
        found[place] = replace(found[place], event=replace(event, **fields))

    return forge


def by(place: int, actor: Actor) -> Forge:
    """Somebody else did it."""

    def forge(found: History) -> None:
        found[place] = replace(found[place], meta=replace(found[place].meta, actor=actor))

    return forge


def put(place: int, event: ve.SessionEvent, actor: Actor = CHAIR) -> Forge:
    """One event more."""

    def forge(found: History) -> None:
        found.insert(place, Moment(event, replace(found[0].meta, actor=actor, version=99)))

    return forge


def _later(place: int, found: History) -> None:
    """It was recorded a day later."""
    meta = found[place].meta
    found[place] = replace(found[place], meta=replace(meta, accepted_at=meta.accepted_at + DAY))


def without(place: int) -> Forge:
    return lambda found: found.__delitem__(place)


def results_with(**fields: object) -> Forge:
    event = TRUE[CERTIFIED].event
    assert isinstance(event, ve.TallyCertified)
    first, *others = event.results
    return change(CERTIFIED, results=(replace(first, **fields), *others))  # type: ignore[arg-type]


def paper(voter: str, *nominations: str, channel: Channel = Channel.IN_PERSON) -> ve.BallotCast:
    return ve.BallotCast(voter, channel, tuple(Mark(nomination, APPROVE) for nomination in nominations))


def test_session_as_recorded_passes_every_check() -> None:
    assert [checked.check for checked in check(TRUE)] == list(Check)
    assert failing(TRUE) == {}


def _agenda(found: History) -> tuple[AgendaLine, ...]:
    event = found[CONVENED].event
    assert isinstance(event, ve.SessionConvened)
    return event.agenda


def _with_line(**fields: object) -> Forge:
    """The first line of the agenda says something else."""

    def forge(found: History) -> None:
        first, *others = _agenda(found)
        change(CONVENED, agenda=(replace(first, **fields), *others))(found)  # type: ignore[arg-type]

    return forge


NOT_AS_APPRAISED = f"{LINE} is not as it was appraised"
FORGERIES: dict[str, tuple[Forge, Check, str]] = {
    "a result turned round": (
        results_with(result=Outcome.REFUSED, cause="threshold"),
        Check.RESULTS,
        (
            f"{LINE}: recorded 5 of 5 in favour (80 % needed): refused, the share was missed; "
            "recomputed 5 of 5 in favour (80 % needed): granted"
        ),
    ),
    "a vote more": (
        results_with(count=Count(approve=6)),
        Check.RESULTS,
        (
            f"{LINE}: recorded 6 of 5 in favour (80 % needed): granted; "
            "recomputed 5 of 5 in favour (80 % needed): granted"
        ),
    ),
    "a result left out": (
        change(CERTIFIED, results=()),
        Check.RESULTS,
        f"{LINE}: recorded nothing; recomputed 5 of 5 in favour (80 % needed): granted",
    ),
    "a result of a line that was never called": (
        change(
            CERTIFIED,
            results=(ve.LineResult("nomination-x.001", Count(), 5, 5, 80, Outcome.GRANTED, "", ""),),
        ),
        Check.RESULTS,
        "nomination-x.001 is not on the agenda",
    ),
    "a vote after the ballot closed": (
        put(-1, paper("member-chu"), member("member-chu")),
        Check.ORDER,
        "a ballot paper was recorded while the session was counting",
    ),
    "a tally certified twice": (
        lambda found: found.append(found[CERTIFIED]),
        Check.ORDER,
        "the certified tally was recorded while the session was certified",
    ),
    "a voter without a seat": (
        put(FIRST_PAPER, paper("passer-by", LINE, LINE_2), member("passer-by")),
        Check.VOTERS,
        "passer-by holds no seat",
    ),
    "a vote twice": (
        put(-3, paper("member-chu", LINE, LINE_2, LINE, LINE_2), member("member-chu")),
        Check.VOTERS,
        "the paper of member-chu has 2 lines where 0 were open to them",
    ),
    "a ballot exchanged for another": (
        put(-3, ve.BallotCast("member-chu", Channel.IN_PERSON, (Mark(LINE, APPROVE),)), member("member-chu")),
        Check.VOTERS,
        "member-chu voted a second time",
    ),
    "a vote in the room by somebody absent": (
        change(-3, channel=Channel.IN_PERSON),
        Check.VOTERS,
        "member-chi was absent and voted in the room",
    ),
    "a vote by somebody who stepped aside": (
        change(-4, marks=(Mark(LINE, APPROVE), Mark(LINE_2, APPROVE))),
        Check.VOTERS,
        f"member-binh stepped aside from {LINE_2} and voted on it",
    ),
    "a paper handed in by another": (
        by(FIRST_PAPER, member("member-an")),
        Check.VOTERS,
        "member-an sent the paper of member-chu",
    ),
    "a quorum that was not there": (
        change(ATTENDED, present=MEMBERS[:3]),
        Check.QUORUM,
        "quorum 3 of 5 not met: 4 needed",
    ),
    "a quorum written larger": (
        change(OPENED, present=5),
        Check.QUORUM,
        "recorded 5 present and 4 needed; recomputed 4 and 4",
    ),
    "a stranger among those present": (
        change(ATTENDED, present=(*MEMBERS[:4], "passer-by")),
        Check.PRESENCE,
        "passer-by holds no seat",
    ),
    "a seat taken away": (
        change(CONVENED, seats=()),
        Check.SEATS,
        f"the seats are not those of {COUNCIL} on {TODAY}",
    ),
    "a conflict left out": (
        _with_line(candidate="member-an"),
        Check.CONFLICTS,
        f"member-an is concerned by {LINE} (their own nomination), which was left out",
    ),
    "a stranger who steps aside": (
        change(RECUSED, member="passer-by"),
        Check.CONFLICTS,
        "passer-by holds no seat",
    ),
    "a chair who was none": (
        by(CERTIFIED, Actor("member-an", Role.COUNCIL_CHAIR, COUNCIL_UNIT)),
        Check.PRESIDING,
        "member-an holds neither the chair's nor the secretary's seat",
    ),
    "a tally certified by the secretary": (
        by(CERTIFIED, SECRETARY),
        Check.PRESIDING,
        "member-thu holds neither the chair's nor the secretary's seat",
    ),
    "a rule dropped": (
        change(CONVENED, rules=()),
        Check.RULES,
        "the vote rule of Advanced labourer is not that of pack R2019",
    ),
    "a cap made up": (
        change(CERTIFIED, cap_reasons=(None,)),
        Check.CAPS,
        "a cap that cannot be computed has no reason",
    ),
    "no vote at all": (
        without(OPENED),
        Check.ORDER,
        "a ballot paper was recorded while the session was convened",
    ),
    "a council left out": (change(CONVENED, body=""), Check.SEATS, "no council is named"),
    "another council's name": (
        change(CONVENED, council="Hội đồng khác"),
        Check.SEATS,
        f"the unit, name, kind or standing body is not that of {COUNCIL}",
    ),
    "a convener of another unit": (
        by(CONVENED, acting(SECRETARY, unit="VKS-Z")),
        Check.PRESIDING,
        f"member-thu of VKS-Z may not convene {COUNCIL}",
    ),
    "a convener who is no secretary": (
        by(CONVENED, CHAIR),
        Check.PRESIDING,
        f"member-chu of {COUNCIL_UNIT} may not convene {COUNCIL}",
    ),
    "a sitting moved to a later day": (
        change(CONVENED, meets_on=TODAY + DAY),
        Check.ORDER,
        f"recorded on {TODAY}, before the sitting of {TODAY + DAY}",
    ),
    "a sitting moved to another day that would have done": (
        change(CONVENED, meets_on=TODAY - DAY),
        Check.PRESENCE,
        f"the attendance is of {TODAY}, the sitting of {TODAY - DAY}",
    ),
    "an attendance of no day": (
        change(ATTENDED, sat_on=None),
        Check.PRESENCE,
        "the attendance does not say of what day it is",
    ),
    "an attendance of long after": (
        lambda found: _later(ATTENDED, found),
        Check.ORDER,
        f"recorded on {TODAY + DAY}, after the sitting of {TODAY}, without a basis",
    ),
    "a vote opened long after": (
        lambda found: _later(OPENED, found),
        Check.ORDER,
        f"recorded on {TODAY + DAY}, after the sitting of {TODAY}, without a basis",
    ),
    "a sitting moved to before the council": (
        change(CONVENED, meets_on=FOUNDED - DAY),
        Check.SEATS,
        f"the seats are not those of {COUNCIL} on {FOUNDED - DAY}",
    ),
    "a proposer blanked": (_with_line(proposed_by=""), Check.AGENDA, NOT_AS_APPRAISED),
    "a prerequisite blanked": (_with_line(depends_on=("CSTDCS",)), Check.AGENDA, NOT_AS_APPRAISED),
    "a line of another unit": (_with_line(unit="VKS-Z"), Check.AGENDA, NOT_AS_APPRAISED),
    "a line nobody proposed": (
        _with_line(nomination="nomination-x.001"),
        Check.AGENDA,
        "nomination-x.001 is not as it was appraised",
    ),
    "a line under a pack that is none": (_with_line(pack="R1945"), Check.AGENDA, NOT_AS_APPRAISED),
    "an award that the pack does not know": (_with_line(award="KHONG_CO"), Check.AGENDA, NOT_AS_APPRAISED),
    "a line twice": (
        lambda found: change(CONVENED, agenda=(*_agenda(found), _agenda(found)[0]))(found),
        Check.AGENDA,
        f"{LINE} stands 2 times on the agenda",
    ),
    "a quorum of nobody": (change(CONVENED, quorum_numerator=0), Check.QUORUM, "0/3 is no quorum"),
    "a quorum that is no fraction": (
        change(CONVENED, quorum_denominator=0),
        Check.QUORUM,
        "2/0 is no quorum",
    ),
    "a quorum of a few": (change(CONVENED, quorum_denominator=1000), Check.QUORUM, "2/1000 is no quorum"),
    "a conflict recorded after the vote": (
        put(-3, ve.ConflictRecorded("member-chu", (LINE,), Ground.KIN, Personal("Anh em"))),
        Check.CONFLICTS,
        f"member-chu had voted on {LINE} before stepping aside from it",
    ),
    "a recusal declared by another": (
        by(RECUSED, member("member-an")),
        Check.CONFLICTS,
        "member-an sent the recusal of member-binh",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forgery_fails_the_check_it_belongs_to(name: str) -> None:
    forge, where, sentence = FORGERIES[name]
    forged = list(TRUE)
    forge(forged)
    assert sentence in failing(forged)[where]


def test_convocation_of_before_councils_were_entered_names_none() -> None:
    """Its seats, lines and conflicts are then all that is known."""
    old = list(TRUE)
    change(CONVENED, body="")(old)
    old[CONVENED] = replace(old[CONVENED], schema=1, around={})
    assert failing(old) == {}


def test_failure_is_told_in_both_languages() -> None:
    forged = list(TRUE)
    change(ATTENDED, present=MEMBERS[:3])(forged)
    failure = next(checked for checked in check(forged) if not checked.ok).failures[0]
    assert (failure.sentence_vi, failure.sentence_en) == (
        "không đủ thành viên: có 3 trên 5, cần 4",
        "quorum 3 of 5 not met: 4 needed",
    )


def test_vote_taken_away_changes_the_result() -> None:
    """Two papers less: three of five are not eighty percent, whatever the tally says."""
    forged = list(TRUE)
    del forged[FIRST_PAPER : FIRST_PAPER + 2]
    assert (
        f"{LINE}: recorded 5 of 5 in favour (80 % needed): granted; recomputed 3 of 5 in favour"
        in "".join(failing(forged)[Check.RESULTS])
    )


def test_result_rests_on_what_other_streams_said_then() -> None:
    """The same events over a roll on which the candidate won already: the award would be granted twice."""
    forged = list(TRUE)
    roll = "roll-vks-x.2023"
    won = Entry("nomination-other.001", "cb-001", "LDTT", Standing.GRANTED, unit="VKS-K")
    around = {**forged[CERTIFIED].around, roll: BEFORE.head(roll).state.with_entries([won])}
    forged[CERTIFIED] = replace(forged[CERTIFIED], around=around)
    assert failing(forged)[Check.RESULTS][0].endswith("refused, the award is held already")


# A secret vote


SECRET = at(Step.APPRAISED).after(
    convene(convening(rules=(adopted("LDTT", ballot=Ballot.SECRET),))),
    attend(),
    open_voting(),
    close_voting(),
)
COUNTED = SECRET.after(
    Order(SESSION, in_secret(vc.SecretCount(LINE, Count(approve=4, refuse=1))), SECRETARY, NOW)
)


def secret_history() -> History:
    return history(COUNTED)


def test_secret_session_passes_every_check() -> None:
    assert failing(secret_history()) == {}


IN_ROOM = Channel.IN_PERSON


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"counts": (vc.SecretCount(LINE, Count(approve=6)),)},
            f"{LINE}: 6 ballots of 5 eligible members",
        ),
        ({"certifiers": ("member-chu", "member-chu")}, "the two certifiers are one person"),
        ({"certifiers": ("member-chu", "passer-by")}, "passer-by holds no seat"),
        (
            {"participants": tuple(Participant(person, IN_ROOM) for person in (*MEMBERS, "member-an"))},
            "somebody is listed twice among the voters",
        ),
    ],
)
def test_forged_secret_count_fails(fields: dict[str, object], sentence: str) -> None:
    forged = secret_history()
    change(-2, **fields)(forged)
    assert sentence in failing(forged)[Check.SECRET_COUNT]


def test_secret_vote_without_a_count_fails() -> None:
    forged = secret_history()
    del forged[-2]
    assert failing(forged)[Check.SECRET_COUNT] == ["1 lines voted in secret have no count"]


# Minutes


def test_minutes_hold_the_sitting() -> None:
    told = minutes(TRUE)
    assert told is not None
    assert (told.council, told.body, told.convened_by, told.phase) == (
        "Hội đồng TĐKT",
        COUNCIL,
        SECRETARY.id,
        Phase.CERTIFIED,
    )
    assert (told.present, told.absent, told.quorum) == (MEMBERS[:4], ("member-chi",), (4, 4, 5))
    assert [(entry.member, entry.ground) for entry in told.conflicts] == [("member-binh", Ground.KIN)]
    assert told.papers[-1] == Paper("member-chi", Channel.WRITTEN)
    assert [result.result for result in told.results] == [Outcome.GRANTED, Outcome.GRANTED]


def test_minutes_of_a_secret_vote_hold_no_choice() -> None:
    told = minutes(secret_history())
    assert told is not None
    (vote,) = told.secret_votes
    assert (vote.minutes, vote.certifiers) == (Minutes("BB 01", TODAY), ("member-chu", "member-thu"))
    assert [entry.member for entry in vote.participants] == list(MEMBERS)
    assert told.papers == ()


def test_session_nobody_convened_has_no_minutes() -> None:
    assert minutes([]) is None
    assert minutes(TRUE[1:]) is None
