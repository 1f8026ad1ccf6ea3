"""`minhbach demo`: start the system, carry the published cases through it, compare, verify, and serve."""

import json
import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.progress import Progress

from audit.outcome import Outcome
from commandline.api import Api
from commandline.environment import LogSettings, short_engine
from commandline.errors import FAILED, UNUSABLE, CommandFailed
from commandline.evidence import export, verify_bundle_file, verify_live
from commandline.output import AsJson, progress, say, say_json, table
from commandline.rounds import run_round
from commandline.running import (
    Folder,
    Port,
    TemporalPort,
    UiPort,
    serve_until_told,
    started,
    write_environment,
)
from demo import report
from demo.cases import Case, load_cases
from demo.casework import STAGES, Casework, Job
from demo.people import Person, open_accounts, staff
from demo.report import CaseOutcome, Evidence
from domain.labels import ROLES
from embedded.errors import EmbeddedError
from embedded.files import write_private
from embedded.ports import chosen_port
from embedded.services import wipe
from embedded.stack import Stack
from settings import Settings

_SEAL_TIMEOUT_S = 120.0
_MARK = "demo-data"
"""Written first: a folder that bears it may be deleted by the next run, whatever became of this one."""
_CONSENT = "MINHBACH_DEMO_ON_MY_SERVERS"
_SIGNING = "sign-decision"


def demo(  # noqa: PLR0913 - each is an option of the verb
    *,
    serve: Annotated[bool, typer.Option(help="Mở trang web sau khi chạy xong.")] = True,
    folder: Folder = Path("var/demo"),
    port: Port = 8000,
    temporal_port: TemporalPort = 0,
    ui_port: UiPort = 0,
    as_json: AsJson = False,
) -> None:
    """Chạy trọn hai hồ sơ đã công bố qua hệ thống thật, đối chiếu kết quả, rồi mở trang web.

    Dữ liệu của lần chạy trước trong thư mục bị xoá.
    """
    start = perf_counter()
    _insist_on_a_demo_folder(folder)
    _insist_on_free_ports(web=port, temporal=temporal_port, ui=ui_port)
    wipe(folder)
    folder.mkdir(parents=True)
    (folder / _MARK).touch()
    with started(Stack(folder, web_port=port, temporal_port=temporal_port, ui_port=ui_port)) as stack:
        seconds = {"Khởi động hệ thống": perf_counter() - start}
        write_environment(stack)
        cases = load_cases()
        people = _open_accounts(stack, cases)
        outcomes = _carry(stack, cases, people, seconds)
        evidence = _verified(stack, seconds)
        seconds["Tổng"] = perf_counter() - start
        _tell(stack, outcomes, evidence, seconds, as_json=as_json)
        if serve:
            _invite(stack, people)
            serve_until_told(stack)
    _insist(outcomes, evidence)


def _insist_on_a_demo_folder(folder: Path) -> None:
    """Only what an earlier run left is deleted: never somebody's data, and never the data of `make up`."""
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise CommandFailed(
            f"Thư mục {folder} không phải của lần chạy thử trước: hãy chọn thư mục khác.",
            f"{folder} was not left by an earlier demo: choose another folder",
            UNUSABLE,
        )
    if any(os.environ.get(name) for name in ("DATABASE_URL", "TEMPORAL_ADDRESS")) and not os.environ.get(
        _CONSENT
    ):
        raise CommandFailed(
            "DATABASE_URL hoặc TEMPORAL_ADDRESS trỏ tới máy chủ riêng: dữ liệu mô phỏng sẽ nằm lại đó vĩnh viễn. "
            f"Nếu đúng ý muốn, hãy đặt {_CONSENT}=1.",
            f"on servers of your own simulated data would stay for good; set {_CONSENT}=1 to agree",
            UNUSABLE,
        )


def _insist_on_free_ports(*, web: int, temporal: int, ui: int) -> None:
    """A run that cannot start must not cost the results of the one before."""
    try:
        chosen_port(web, what="web", choose="--port (make demo PORT=…)")
        chosen_port(temporal, what="Temporal", choose="--temporal-port")
        chosen_port(ui, what="Temporal UI", choose="--ui-port")
    except EmbeddedError as error:
        raise CommandFailed(error.vietnamese, error.english, FAILED) from error


def _open_accounts(stack: Stack, cases: Sequence[Case]) -> dict[str, list[Person]]:
    """Everyone's account by case, and the file that holds the passwords."""
    engine = short_engine(stack.services.database_url)
    people = {case.case: open_accounts(engine, staff(case)) for case in cases}
    everyone = [asdict(person) for group in people.values() for person in group]
    write_private(stack.folder / "accounts.json", json.dumps(everyone, ensure_ascii=False, indent=2) + "\n")
    return people


def _carry(
    stack: Stack, cases: Sequence[Case], people: dict[str, list[Person]], seconds: dict[str, float]
) -> list[CaseOutcome]:
    """Carry each case from its draft to the archive."""
    outcomes = []
    for case in cases:
        desks = _Desks(stack.url, people[case.case])
        with closing(desks):
            work = Casework(case, people[case.case], desks.of(people[case.case][0].id))
            with progress() as shown:
                seconds |= _through_stages(stack, work, desks, shown)
            outcomes.append(CaseOutcome(case, tuple(work.rows().values())))
    return outcomes


class _Desks:
    """The people of a case, each signed in when first needed."""

    def __init__(self, url: str, people: Sequence[Person]) -> None:
        self._url = url
        self._people = {person.id: person for person in people}
        self._signed_in: dict[str, Api] = {}

    def of(self, person_id: str) -> Api:
        """The API as that person."""
        if person_id not in self._signed_in:
            person, api = self._people[person_id], Api(self._url)
            api.sign_in(person.username, person.password)
            self._signed_in[person_id] = api
        return self._signed_in[person_id]

    def send(self, job: Job) -> None:
        """Send what somebody has to send; who signs a decision first shows anew who they are."""
        api = self.of(job.by)
        if job.order.name == _SIGNING:
            api.prove(self._people[job.by].password)
        api.send(job.order)

    def close(self) -> None:
        """Close every connection."""
        for api in self._signed_in.values():
            api.close()


def _through_stages(stack: Stack, work: Casework, desks: _Desks, shown: Progress) -> dict[str, float]:
    """Do every stage; returns the seconds each took. A process of ours that died is told as such."""
    seconds = {}
    for stage in STAGES:
        start = perf_counter()
        stack.check()
        jobs = stage.plan(work)
        task = shown.add_task(f"{work.case.case}: {stage.title}", total=sum(job.lines for job in jobs))
        for job in jobs:
            desks.send(job)
            shown.advance(task, job.lines)
        seconds[f"{work.case.case}: {stage.title}"] = perf_counter() - start
    return seconds


def _verified(stack: Stack, seconds: dict[str, float]) -> Evidence:
    """Seal everything, then verify the live log and the same log exported."""
    start = perf_counter()
    environment = stack.environment()
    settings = LogSettings.model_validate(environment)
    run_round(Settings.model_validate(environment), "SealLog", _SEAL_TIMEOUT_S, "Niêm phong nhật ký")
    with progress() as shown:
        task = shown.add_task("Kiểm tra bằng chứng", total=2)
        live = verify_live(settings)
        shown.advance(task)
        bundle = stack.folder / "evidence.zip"
        export(settings, bundle)
        exported = verify_bundle_file(bundle)
        shown.advance(task)
    seconds["Niêm phong và kiểm tra bằng chứng"] = perf_counter() - start
    return _evidence(live, exported)


def _evidence(live: Outcome, exported: Outcome) -> Evidence:
    same = live.report.root == exported.report.root
    sealed = live.report.unsealed == 0
    ok = live.report.ok and exported.report.ok and same and sealed
    key = live.verifier.fingerprint
    return Evidence(live.report.events, live.report.sealed, live.report.root, key, live.seconds, ok)


def _tell(
    stack: Stack,
    outcomes: Sequence[CaseOutcome],
    evidence: Evidence,
    seconds: dict[str, float],
    *,
    as_json: bool,
) -> None:
    content = report.as_json(outcomes, evidence)
    path = stack.folder / "outcomes.json"
    report.write(path, content)
    if as_json:
        figures: dict[str, Any] = {key: round(value, 3) for key, value in seconds.items()}
        say_json(content | {"verified": evidence.ok, "seconds": figures})
        return
    table("Kết quả chạy và kết quả đã công bố", report.columns(), report.comparison(outcomes))
    for outcome in outcomes:
        case = outcome.case
        say(f"{case.case}: {case.title}. Nguồn: {case.source}. {case.published}")
    say(report.verdict(evidence))
    say(
        f"Kết quả: {path}. Gói bằng chứng: {stack.folder / 'evidence.zip'}. Tổng thời gian {seconds['Tổng']:.0f} giây."
    )


def _invite(stack: Stack, people: dict[str, list[Person]]) -> None:
    """Tell where to look and as whom."""
    say(f"\nTrang web: {stack.url}   (Temporal: {stack.services.ui_url})")
    say(f"Mọi tài khoản: {stack.folder / 'accounts.json'}; một số trong đó:")
    for group in people.values():
        for person in group[:4] + group[6:10]:
            roles = ", ".join(ROLES[role] for role in person.roles)
            say(f"  {person.username:<14} {person.password:<14} {roles}, {person.unit}")
    say("Nhấn Ctrl-C để dừng.")


def _insist(outcomes: Sequence[CaseOutcome], evidence: Evidence) -> None:
    """End with an error when anything is not as it was published, or the evidence is not in order."""
    differing = [outcome.case.case for outcome in outcomes if not outcome.agrees]
    if differing:
        names = ", ".join(differing)
        raise CommandFailed(
            f"Kết quả khác với công bố: {names}.", f"outcomes differ from the published ones: {names}", FAILED
        )
    if not evidence.ok:
        raise CommandFailed("Bằng chứng có sai lệch.", "the evidence is not in order", FAILED)
