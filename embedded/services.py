"""The two servers the application needs: ours from the wheels, or those the environment names."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from embedded.account import server_account
from embedded.files import make_folder
from embedded.leftovers import end_leftovers, hold
from embedded.place import remove
from embedded.postgres import Cluster, postgres
from embedded.processes import Child, Folders
from embedded.temporal import NAMESPACE, Setting, Temporal, temporal


@dataclass(frozen=True)
class Services:
    """Where the database and Temporal are.

    `cluster` and `temporal` are None for a server that is not ours; `ui_url` is empty then.
    """

    database_url: str = field(repr=False)
    database_owner_url: str = field(repr=False)
    temporal_address: str
    temporal_namespace: str
    ui_url: str
    folders: Folders
    cluster: Cluster | None
    temporal: Temporal | None

    def children(self) -> tuple[Child, ...]:
        """Return the servers that are ours."""
        return tuple(server.child for server in (self.cluster, self.temporal) if server)


@contextmanager
def services(
    folder: Path,
    environ: Mapping[str, str],
    *,
    temporal_port: int = 0,
    ui_port: int = 0,
    dynamic_config: Mapping[str, Setting] | None = None,
) -> Iterator[Services]:
    """Hold the folder and run in it what `environ` does not name (DATABASE_URL, TEMPORAL_ADDRESS).

    Raises `EmbeddedError` when the folder is in use or cannot be written, or a server does not come up.
    """
    make_folder(folder, 0o711)
    folder = folder.resolve()
    with ExitStack() as running:
        running.enter_context(hold(folder))
        folders = Folders.under(folder)
        end_leftovers(folders.pid)
        ours = "DATABASE_URL" not in environ
        cluster = running.enter_context(postgres(folder / "postgres")) if ours else None
        server = None
        if "TEMPORAL_ADDRESS" not in environ:
            home = folder / "temporal"
            started = temporal(home, port=temporal_port, ui_port=ui_port, dynamic_config=dynamic_config)
            server = running.enter_context(started)
        yield _found(environ, folders, cluster, server)


def wipe(folder: Path) -> None:
    """Remove a folder with all its data and keys for ever, the part that had to lie elsewhere included.

    Raises `EmbeddedError` when it is in use.
    """
    if not folder.exists():
        return
    home = folder.resolve() / "postgres"
    with hold(folder):
        for part in (folder, home, folder / "temporal"):
            end_leftovers(part / "pid")
        remove(home, server_account(home / "data"))
    shutil.rmtree(folder)


def _found(
    environ: Mapping[str, str], folders: Folders, cluster: Cluster | None, server: Temporal | None
) -> Services:
    """Put together what is ours and what the environment names."""
    database_url = cluster.app_url if cluster else environ["DATABASE_URL"]
    owner_url = cluster.owner_url if cluster else environ.get("DATABASE_OWNER_URL", database_url)
    return Services(
        database_url=database_url,
        database_owner_url=owner_url,
        temporal_address=server.address if server else environ["TEMPORAL_ADDRESS"],
        temporal_namespace=server.namespace if server else environ.get("TEMPORAL_NAMESPACE", NAMESPACE),
        ui_url=server.ui_url if server else "",
        folders=folders,
        cluster=cluster,
        temporal=server,
    )
