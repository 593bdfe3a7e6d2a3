"""A real PostgreSQL server of the tests' own, in a temporary folder, on a free port of 127.0.0.1."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _as_server_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user that its package made."""
    return (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        if os.geteuid() == 0
        else command
    )


@contextmanager
def running_server(programs: Path) -> Iterator[str]:
    """Yields the address of a superuser's connection to an empty server, which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="gullseye-postgres-"))
    data, port = folder / "data", free_port()
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    control = str(programs / "pg_ctl")
    try:
        options = ["--auth=trust", "--username=gullseye", "--encoding=UTF8", "--no-sync"]
        subprocess.run(
            _as_server_user([str(programs / "initdb"), *options, str(data)]), check=True, capture_output=True
        )
        settings = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off -c max_connections=200"
        start = [control, "start", "-w", "-D", str(data), "-l", str(folder / "log"), "-o", settings]
        subprocess.run(_as_server_user(start), check=True, capture_output=True)
        yield f"postgresql+psycopg://gullseye@127.0.0.1:{port}/postgres"
    finally:
        stop = [control, "stop", "-m", "immediate", "-D", str(data)]
        subprocess.run(_as_server_user(stop), check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)
