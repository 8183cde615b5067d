"""Commands as processes that need not start: they are forks of one that has imported the program.

What a process does from its first byte on is for `processes.launched`; this is for what it shows and leaves.
"""

import gc
import io
import json
import os
import select
import selectors
import signal
import socket
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from typer.main import get_command

import twilio_async
from twilio_async.cli import main
from twilio_async.cli.app import app

_LONGEST = 65_536
_IMPORTED_LATE = ("uvloop", "twilio_async.cli.credentials.identity", "twilio_async.cli.printing.printers")


class Fork:
    """A command that runs, with the outputs of it that are pipes."""

    def __init__(self, status: int, outputs: Mapping[str, int]) -> None:
        self._status = os.fdopen(status, "rb", buffering=0)
        self._outputs = {name: os.fdopen(output, "rb", buffering=0) for name, output in outputs.items()}
        self._pid = int(self._status.readline())
        self.returncode: int | None = None

    def communicate(self, timeout: float) -> tuple[str, str]:
        """What it writes to stdout and stderr up to its end."""
        content = dict.fromkeys(("stdout", "stderr"), b"")
        with selectors.DefaultSelector() as selector:
            for name, output in self._outputs.items():
                selector.register(output, selectors.EVENT_READ, name)
            while selector.get_map():
                ready = selector.select(timeout)
                assert ready, f"it is stuck: {content}"
                for key, _ in ready:
                    if part := os.read(key.fd, _LONGEST):
                        content[key.data] += part
                    else:
                        selector.unregister(key.fileobj)
        self.wait(timeout)
        return content["stdout"].decode(), content["stderr"].decode()

    def wait(self, timeout: float) -> int:
        """Its exit status."""
        if self.returncode is None:
            ready, _, _ = select.select([self._status], [], [], timeout)
            assert ready, "it is stuck"
            self.returncode = int(self._status.read() or -1)
        return self.returncode

    def end(self) -> None:
        """Make sure that it has ended."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        for stream in (self._status, *self._outputs.values()):
            stream.close()


class Forks:
    """The process that forks; it ends with its side of the socket."""

    def __init__(self) -> None:
        self._socket, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with other:
            command = [sys.executable, "-m", "tests.cli.forks", str(other.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[other.fileno()])

    def close(self) -> None:
        """End it."""
        self._socket.close()
        self._process.wait()

    @contextmanager
    def start(
        self, arguments: Sequence[str], environment: Mapping[str, str], streams: Mapping[str, int]
    ) -> Generator[Fork, None, None]:
        """A command with these streams; without them stdin is empty, and stdout and stderr are pipes."""
        ours: dict[str, int] = {}
        theirs: dict[str, int] = {}
        for name in ("stdout", "stderr", "status"):
            if name not in streams:
                ours[name], theirs[name] = os.pipe()
        if "stdin" not in streams:
            theirs["stdin"] = os.open(os.devnull, os.O_RDONLY)
        descriptors = [{**streams, **theirs}[name] for name in ("stdin", "stdout", "stderr", "status")]
        request = json.dumps([list(arguments), dict(environment), str(Path.cwd())]).encode()
        socket.send_fds(self._socket, [request], descriptors)
        for descriptor in theirs.values():
            os.close(descriptor)
        fork = Fork(ours.pop("status"), ours)
        try:
            yield fork
        finally:
            fork.end()


@cache
def forks() -> Forks:
    """The one that all tests have."""
    return Forks()


def _serve(connection: socket.socket) -> None:
    """Fork for each request; returns in a fork, with its arguments in `sys.argv`."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Nobody waits for the forks.
    while True:
        request, descriptors, _, _ = socket.recv_fds(connection, _LONGEST, 4)
        if not request:
            sys.exit()
        if os.fork() == 0:
            connection.close()
            _become(request, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _become(request: bytes, descriptors: Sequence[int]) -> NoReturn:
    """Run the command that is asked for."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    arguments, environment, folder = json.loads(request)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    *streams, status = descriptors
    for place, descriptor in enumerate(streams):
        os.dup2(descriptor, place)
        os.close(descriptor)
    for place, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        setattr(sys, name, os.fdopen(place, mode, encoding="utf-8", closefd=False))
    sys.argv = ["twilio-async", *arguments]
    os.write(status, b"%d\n" % os.getpid())
    code: object = 1
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os.write(status, str(code).encode())
        os._exit(0)  # To take the interpreter down takes longer than most commands.


def _import_everything() -> None:
    """Import what commands import when they run."""
    for path in ([], ["usage", "months"], ["get"], ["raw"], ["profiles"], ["messages", "list"]):
        with suppress(SystemExit), redirect_stdout(io.StringIO()):
            app([*path, "--help"])
    commands: Mapping[str, object] = vars(get_command(app))["commands"]
    assert all(commands.values())
    for module in _IMPORTED_LATE:
        import_module(module)
    _ = twilio_async.Client("AC" + "0" * 32, "0" * 32).messages
    gc.freeze()  # A collection would copy what the forks share.


if __name__ == "__main__":
    _import_everything()
    _serve(socket.socket(fileno=int(sys.argv[1])))
