"""The verbs that are processes of the system: worker, web, and the migration before them."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError

from commandline.environment import MigrationSettings, read, short_engine
from commandline.errors import FAILED, UNUSABLE, CommandFailed
from commandline.logs import configure_logs
from commandline.output import AsJson, say, say_json
from settings import Settings
from store.migrate import migrate as migrate_database
from worker import Parts, run
from workflows.mailbox import DUE_AT, STEP, UNIT

SEARCH_ATTRIBUTES = {
    key.name: IndexedValueType.ValueType(key.indexed_value_type) for key in (STEP, DUE_AT, UNIT)
}
"""What the paths show to operators; the server must know the names before the first path runs."""

Ready = Annotated[
    bool,
    typer.Option("--json", help="In một dòng JSON khi đã sẵn sàng; nhật ký cũng là JSON, mỗi dòng một việc."),
]


def worker(
    *,
    paths: Annotated[bool, typer.Option(help="Phục vụ các tuyến xử lý hồ sơ.")] = True,
    seal: Annotated[bool, typer.Option(help="Niêm phong nhật ký nếu có khóa ký.")] = True,
    mail: Annotated[bool, typer.Option(help="Gửi thư thông báo nếu có máy chủ thư.")] = True,
    as_json: Ready = False,
) -> None:
    """Chạy tiến trình xử lý (worker) cho đến khi được yêu cầu dừng."""
    settings = read(Settings)
    seals, mails = seal and settings.log_key_file is not None, mail and bool(settings.mail.host)
    if not (paths or seals or mails):
        raise CommandFailed(
            "Không có việc để chạy: đã tắt các tuyến xử lý, không có khóa ký (MINHBACH_LOG_KEY_FILE) "
            "và không có máy chủ thư (MINHBACH_SMTP_HOST).",
            "nothing to serve: no paths, no signing key (MINHBACH_LOG_KEY_FILE), no mail server (MINHBACH_SMTP_HOST)",
            UNUSABLE,
        )
    configure_logs(as_json=as_json or settings.log_json)

    def ready(queues: Sequence[str]) -> None:
        if as_json:
            say_json({"ready": "worker", "queues": queues}, indent=None)

    asyncio.run(run(settings, ready, Parts(paths, seal, mail)))


def web(*, as_json: Ready = False) -> None:
    """Chạy trang web và giao diện lập trình (API) cho đến khi được yêu cầu dừng."""
    from web.serve import serve  # noqa: PLC0415 - only this verb needs the web framework

    settings = read(Settings)
    configure_logs(as_json=as_json or settings.log_json)

    def ready(url: str) -> None:
        if as_json:
            say_json({"ready": "web", "url": url}, indent=None)

    serve(settings, ready)


def migrate(
    *,
    only_database: Annotated[
        bool, typer.Option("--only-database", help="Không đăng ký thuộc tính tìm kiếm với Temporal.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Đưa cơ sở dữ liệu lên phiên bản hiện tại và đăng ký thuộc tính tìm kiếm với Temporal."""
    settings = read(MigrationSettings)
    revision = _migrated(settings.database_owner_url)
    added = [] if only_database else asyncio.run(_registered(settings))
    if as_json:
        say_json({"revision": revision, "search_attributes_added": added})
    else:
        say(
            f"Cơ sở dữ liệu: phiên bản {revision}. Thuộc tính tìm kiếm mới: {', '.join(added) or 'không có'}."
        )


def _migrated(url: str) -> str:
    engine = short_engine(url)
    try:
        migrate_database(engine)
        with engine.connect() as connection:
            return str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    except OperationalError as error:
        raise CommandFailed(
            f"Không kết nối được cơ sở dữ liệu: {error.orig}",
            f"cannot reach the database: {error.orig}",
            FAILED,
        ) from error


async def _registered(settings: MigrationSettings) -> list[str]:
    """Add the search attributes that the namespace lacks; return their names."""
    namespace = settings.temporal_namespace
    try:
        client = await Client.connect(settings.temporal_address, namespace=namespace)
        service = client.operator_service
        listed = await service.list_search_attributes(ListSearchAttributesRequest(namespace=namespace))
        missing = {
            name: kind for name, kind in SEARCH_ATTRIBUTES.items() if name not in listed.custom_attributes
        }
        if missing:
            request = AddSearchAttributesRequest(namespace=namespace, search_attributes=missing)
            await service.add_search_attributes(request)
    except (RPCError, RuntimeError) as error:
        raise temporal_away(settings.temporal_address, error) from error
    return sorted(missing)


def temporal_away(address: str, error: Exception) -> CommandFailed:
    """What to say when Temporal does not answer."""
    return CommandFailed(
        f"Temporal ở {address} không trả lời: {error}", f"Temporal at {address}: {error}", FAILED
    )
