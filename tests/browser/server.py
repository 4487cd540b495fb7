"""The dashboard as somebody starts it, on a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_urlsafe
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


@contextmanager
def serving(
    folder: Path, *options: str, script: Path = ROOT / "app.py", log: Path | None = None, healthy: int = 200
) -> Iterator[str]:
    """The address of `streamlit run app.py` over that data folder, until the block ends; `log` is kept.

    `healthy` is the status it is expected to answer with once it has started.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), *options]
    environment = {**os.environ, "BENCH_DATA": str(folder)}
    with (
        log.open("w+b") if log else tempfile.TemporaryFile() as kept,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=kept, stderr=kept) as process,
    ):
        try:
            _wait(process, address, kept, healthy)
            yield address
        finally:
            process.terminate()


@contextmanager
def serving_signed(
    folder: Path, provider: str, client: str, outside: str = "http://127.0.0.1:{port}", log: Path | None = None
) -> Iterator[str]:
    """The same, for those who sign in at that identity provider, which knows the dashboard as `client`.

    `outside` is the address that browsers ask for, where a proxy stands before it.
    """
    with tempfile.TemporaryDirectory() as kept:
        file = Path(kept) / "secrets.toml"
        file.write_text(secrets(provider, client, outside))
        with serving(folder, "--secrets.files", str(file), log=log) as address:
            yield address


def secrets(provider: str, client: str, outside: str = "http://127.0.0.1:{port}") -> str:
    """What `.streamlit/secrets.toml` says of an identity provider."""
    return f"""[auth]
redirect_uri = "{outside}/oauth2callback"
cookie_secret = "{token_urlsafe(48)}"
client_id = "{client}"
client_secret = "anything"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], address: str, log: IO[bytes], healthy: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5):
                if healthy == 200:
                    return
        except urllib.error.HTTPError as answer:
            if answer.code == healthy:
                return
        except OSError:
            pass
        time.sleep(0.2)
    log.seek(0)
    raise RuntimeError(f"The dashboard did not start:\n{log.read().decode(errors='replace')}")
