"""Letters on their way through a real mail server: once each, again after an outage, and silent about people."""

import ssl
import subprocess
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtplib import SMTPException
from sqlalchemy import Engine
from temporalio.testing import ActivityEnvironment

from activities.mailing import MailingActivities, MailServer
from readmodel.letters import hand_out, server_state, undelivered
from readmodel.outbox import take_stock
from readmodel.preferences import Digest, Kind, Preferences, save_preferences, verify_address
from settings import MailSettings
from tests.activities.postbox import PUBLIC_URL, SENDER, Postbox, free_port, post_office, secured
from tests.domain.office import APPRAISER, CLERK, DOSSIER, HEAD, OFFICE, draft, line, receive, submit
from tests.readmodel.inboxes import EVERYTHING, SECOND_APPRAISER, listen, open_accounts
from tests.store.desk import Desk, ask
from tests.store.scenario import play
from tests.workflows.harness import Desk as TemporalDesk
from worker import mail_worker, path_worker
from workflows.contracts import TASK_QUEUE


@pytest.fixture
def office(engine: Engine) -> Engine:
    """An office whose appraisers have one task each to be told of."""
    open_accounts(engine)
    listen(engine)
    Desk(engine).given(*OFFICE, draft(line()), submit(), receive())
    return engine


@pytest.fixture
def box() -> Postbox:
    return Postbox()


class Killed(BaseException):
    """What nothing catches."""


async def deliver(engine: Engine, server: MailServer) -> int:
    sent: int = await ActivityEnvironment().run(MailingActivities(engine, server).send_notices)
    return sent


def later(engine: Engine) -> None:
    """Let the time of the next attempt have come for every letter."""
    ask(engine, "UPDATE letter SET next_attempt_at = made_at")


def texts(message: EmailMessage) -> str:
    """Everything a letter says, in all of its parts, headers and the server's transport encoding undone."""
    parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    return "\n".join([*(f"{name}: {value}" for name, value in message.items()), *parts])


async def test_a_task_is_told_once_in_text_and_html_with_a_link(office: Engine, box: Postbox) -> None:
    with post_office(box) as server:
        assert await deliver(office, server) == 2
        assert await deliver(office, server) == 0
    letter = box.by_recipient()[f"{APPRAISER.id}@vks.test"]
    assert (letter["Subject"], letter["From"]) == ("[Minh Bạch] Có 1 việc chờ xử lý", SENDER)
    assert (letter["Auto-Submitted"], letter["Content-Language"]) == ("auto-generated", "vi")
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    for part in letter.iter_parts():
        said = part.get_content()
        assert "việc mới đến: 1" in said
        assert f"{PUBLIC_URL}/de-nghi/h-2023.001" in said
        assert f"{PUBLIC_URL}/thong-bao" in said


async def test_english_letters_hold_no_vietnamese(office: Engine, box: Postbox) -> None:
    listen(office, [APPRAISER.id], replace(EVERYTHING, language="en"))
    with post_office(box) as server:
        await deliver(office, server)
    letter = box.by_recipient()[f"{APPRAISER.id}@vks.test"]
    assert letter["Subject"] == "[Minh Bạch] 1 waiting"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "new tasks: 1" in body.get_content()
    assert "việc" not in texts(letter)


async def test_nothing_of_anybody_stands_in_any_letter(engine: Engine, box: Postbox) -> None:
    open_accounts(engine)
    listen(engine, wanted=Preferences(digest=Digest.DAILY, digest_at=datetime.min.time()))
    play(Desk(engine))
    with post_office(box) as server:
        await deliver(engine, server)
    people = {str(row[0]) for row in ask(engine, "SELECT value FROM disclosure")}
    people |= {str(row[0]) for row in ask(engine, "SELECT candidate FROM nomination")}
    people.discard("")
    units = {str(row[0]) for row in ask(engine, "SELECT unit FROM nomination")}
    awards = {str(row[0]) for row in ask(engine, "SELECT award FROM nomination")}
    assert len(people) > 5
    assert box.received
    for message in box.received:
        said = texts(message)
        assert [secret for secret in people | units | awards | {"Họ tên"} if secret in said] == []


async def test_a_letter_whose_sender_is_killed_after_the_server_took_it_is_the_same_letter_again(
    office: Engine, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_arguments: object) -> None:
        raise Killed

    with post_office(box) as server:
        with monkeypatch.context() as dying:
            dying.setattr("activities.mailing.note_sent", killed)
            with pytest.raises(Killed):
                await deliver(office, server)
        assert len(box.received) == 1
        assert await deliver(office, server) == 1  # the lease of the first still runs
        later(office)
        assert await deliver(office, server) == 1
    first, _other, again = box.received
    assert first.as_bytes() == again.as_bytes()
    assert len({message["Message-ID"] for message in box.received}) == 2


async def test_letters_outlive_a_mail_server_that_is_away(office: Engine, box: Postbox) -> None:
    port = free_port()
    gone = MailServer("127.0.0.1", port, "none", SENDER, PUBLIC_URL)
    for _attempt in range(3):
        with pytest.raises((OSError, SMTPException)):
            await deliver(office, gone)
    state = server_state(office)
    assert state["failing_since"] is not None
    assert state["cause"] == "SMTPConnectError"
    with post_office(box, port) as server:
        assert await deliver(office, server) == 2
    assert (server_state(office), len(box.received)) == ({"failing_since": None, "cause": ""}, 2)


async def test_an_address_that_is_refused_is_given_up_and_told_to_operators_without_it(
    office: Engine, box: Postbox
) -> None:
    box.refused = {f"{APPRAISER.id}@vks.test"}
    with post_office(box) as server:
        assert await deliver(office, server) == 1
        later(office)
        assert await deliver(office, server) == 0
    (row,) = undelivered(office, datetime.now(UTC), limit=10)
    assert (row["account"], row["cause"], row["attempts"]) == (APPRAISER.id, "SMTPRecipientRefused 550", 1)
    assert row["given_up_at"] is not None


async def test_a_server_that_is_busy_for_one_address_is_asked_again_later_and_at_last_no_more(
    office: Engine, box: Postbox
) -> None:
    box.busy = {f"{APPRAISER.id}@vks.test"}
    with post_office(box) as server:
        assert await deliver(office, server) == 1
        (row,) = undelivered(office, datetime.now(UTC), limit=10)
        assert (row["given_up_at"], row["cause"]) == (None, "SMTPRecipientRefused 451")
        assert row["next_attempt_at"] > datetime.now(UTC) + timedelta(seconds=30)
        ask(
            office,
            "UPDATE letter SET made_at = made_at - interval '4 days', next_attempt_at = made_at WHERE sent_at IS NULL",
        )
        assert await deliver(office, server) == 0
        (row,) = undelivered(office, datetime.now(UTC), limit=10)
        assert row["given_up_at"] is not None
        box.busy.clear()
        later(office)
        assert await deliver(office, server) == 0


async def test_two_postmen_never_hold_the_same_letter(office: Engine) -> None:
    now = datetime.now(UTC)
    take_stock(office, now)
    held = [hand_out(office, now) for _postman in range(3)]
    assert len({letter.id for letter in held if letter}) == 2
    assert held[2] is None


async def test_an_address_is_told_nothing_before_it_is_proven(engine: Engine, box: Postbox) -> None:
    open_accounts(engine)
    now = datetime.now(UTC)
    assert save_preferences(engine, HEAD.id, Preferences(address="head@vks.test"), now)
    Desk(engine).given(*OFFICE, draft(line()))
    with post_office(box) as server:
        assert await deliver(engine, server) == 1
        (proof,) = box.received
        body = proof.get_body(("plain",))
        assert body is not None
        link = next(row for row in body.get_content().splitlines() if "ma=" in row)
        token = link.partition("ma=")[2]
        assert verify_address(engine, "another", now) is None
        assert verify_address(engine, token, now + timedelta(days=3)) is None
        assert verify_address(engine, token, now) == HEAD.id
        assert verify_address(engine, token, now) is None
        assert token not in str(ask(engine, "SELECT * FROM letter"))
        Desk(engine).given(draft(line("cb-007"), dossier="dossier-h-2023-d"))
        assert await deliver(engine, server) == 1
    assert "1 việc" in str(box.received[-1]["Subject"])


async def test_a_changed_address_must_be_proven_again_and_an_unchanged_one_not(engine: Engine) -> None:
    now = datetime.now(UTC)
    listen(engine, [HEAD.id])
    kept = Preferences(address=f"{HEAD.id}@vks.test", kinds=frozenset({Kind.OVERDUE}))
    assert not save_preferences(engine, HEAD.id, kept, now)
    assert save_preferences(engine, HEAD.id, replace(kept, address="other@vks.test"), now)
    assert not save_preferences(engine, HEAD.id, replace(kept, address=""), now)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*made, "-keyout", key, "-out", cert], check=True, capture_output=True)
    return key, cert


async def test_starttls_and_a_password_are_used_where_they_are_asked_for(
    office: Engine, box: Postbox, certificate: tuple[Path, Path]
) -> None:
    key, cert = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with post_office(box, **secured(context)) as plain:
        starttls = replace(plain, security="starttls", user="minhbach", password="mat-khau")
        with pytest.raises((SMTPException, OSError)):
            await deliver(office, starttls)  # nobody vouches for the certificate
        assert "mat-khau" not in str(starttls)
        assert await deliver(office, replace(starttls, ca_file=str(cert))) == 2


async def test_a_server_without_starttls_is_told_nothing_where_it_is_required(
    office: Engine, box: Postbox
) -> None:
    with post_office(box) as plain, pytest.raises(SMTPException):
        await deliver(office, replace(plain, security="starttls"))
    assert box.received == []


async def test_the_round_is_run_by_a_worker_that_knows_a_mail_server(
    desk: TemporalDesk, office: Engine, box: Postbox
) -> None:
    with post_office(box) as server:
        mail = MailSettings.model_validate(
            {
                "MINHBACH_SMTP_HOST": server.host,
                "MINHBACH_SMTP_PORT": server.port,
                "MINHBACH_SMTP_SECURITY": "none",
                "MINHBACH_MAIL_FROM": SENDER,
                "MINHBACH_PUBLIC_URL": PUBLIC_URL + "/",
            }
        )
        async with path_worker(desk.client, office), mail_worker(desk.client, office, mail):
            sent = await desk.client.execute_workflow(
                "SendNotices", id=f"notices-{uuid.uuid4()}", task_queue=TASK_QUEUE, result_type=int
            )
    assert (sent, len(box.received)) == (2, 2)


async def test_each_of_the_office_is_told_of_its_own_step(engine: Engine, box: Postbox) -> None:
    open_accounts(engine)
    listen(engine)
    desk = Desk(engine)
    desk.given(*OFFICE, draft(line()))
    with post_office(box) as server:
        await deliver(engine, server)
        desk.given(submit())
        await deliver(engine, server)
        desk.given(receive())
        await deliver(engine, server)
    told = [HEAD.id, CLERK.id, APPRAISER.id, SECOND_APPRAISER]
    assert sorted(str(message["To"]) for message in box.received) == sorted(f"{who}@vks.test" for who in told)
    assert DOSSIER.removeprefix("dossier-") in texts(box.received[0])
