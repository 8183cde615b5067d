"""Servers for the benchmarks, in processes of their own: nginx where it is installed, else the responder.

nginx serves the ten pages as files. A longer history, of which only memory is measured, always comes from the
responder: as files it would fill a disk.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from benchmarks.history import DISTINCT, HEADERS, MESSAGES

if TYPE_CHECKING:
    from collections.abc import Generator

ROOT: Final = Path(__file__).resolve().parent.parent
NGINX: Final = shutil.which("nginx")

_CONFIGURATION: Final = """
pid {site}/nginx.pid;
error_log {site}/error.log warn;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
  access_log off;
  keepalive_requests 100000000;
  tcp_nodelay on;
  {temporary}
  {headers}
  map $arg_Page $page {{ default $arg_Page; "" 0; }}
  server {{
    listen 127.0.0.1:{port};
    root {site};
    location = {messages}.json {{
      default_type application/json;
      error_page 405 =201 /created.json;
      try_files /$page.json =404;
    }}
    location = {messages} {{ default_type application/xml; try_files /$page.xml =404; }}
    location = /created.json {{ default_type application/json; }}
  }}
}}
"""


@contextmanager
def serving(pages: int) -> Generator[str]:
    """The address of a server of so many pages."""
    if NGINX is not None and pages == DISTINCT:
        with _nginx(NGINX) as base:
            yield base
    else:
        with responding("responder", pages) as base:
            yield base


@contextmanager
def responding(module: str, *arguments: object) -> Generator[str]:
    """The address of a module that serves from a process of its own, and prints its port first."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    with subprocess.Popen(  # noqa: S603 - our own script
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


@contextmanager
def _nginx(program: str) -> Generator[str]:
    with TemporaryDirectory() as directory:
        site = Path(directory)
        site.chmod(0o755)  # nginx, started by root, reads as somebody else.
        _run(sys.executable, "-m", "benchmarks.history", directory)
        port = _free_port()
        (site / "nginx.conf").write_text(_configuration(site, port))
        nginx = (program, "-p", directory, "-e", f"{directory}/error.log", "-c", f"{directory}/nginx.conf")
        _run(*nginx)  # It listens when this returns.
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            _run(*nginx, "-s", "stop")


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - our own script, and nginx


def _configuration(site: Path, port: int) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return _CONFIGURATION.format(
        site=site,
        port=port,
        messages=MESSAGES,
        temporary="\n  ".join(f"{kind}_temp_path {site}/{kind};" for kind in kinds),
        headers="\n  ".join(f'add_header {name} "{value}" always;' for name, value in HEADERS.items()),
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
