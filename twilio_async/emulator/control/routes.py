"""The routes of control: a table of its requests, from which it is served and described."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from twilio_async.emulator.control import answers, bodies, records, rules
from twilio_async.emulator.control.control import Control

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "/_emulator"


@frozen
class Route:
    """A request: its method and path, the method of `Control` that answers, and the types of both bodies.

    A path may end with one value in braces, which is the first argument.
    """

    method: str
    path: str
    name: str
    answer: type | None = None
    query: type | None = field(default=None, kw_only=True)
    body: Any = field(default=None, kw_only=True)
    status: int = field(default=HTTPStatus.OK, kw_only=True)

    @property
    def summary(self) -> str:
        """What it does, in a sentence."""
        return str(getattr(Control, self.name).__doc__)

    @property
    def placeholder(self) -> str | None:
        """The name of the value in its path."""
        last = self.path.rpartition("/")[2]
        return last[1:-1] if last.startswith("{") else None


_MADE, _GONE = HTTPStatus.CREATED, HTTPStatus.NO_CONTENT

ROUTES = (
    Route("GET", "/healthz", "health", answers.Health),
    Route("GET", f"{PREFIX}/state", "state", answers.State),
    Route("POST", f"{PREFIX}/reset", "reset", status=_GONE),
    Route("GET", f"{PREFIX}/accounts", "accounts", answers.Accounts),
    Route(
        *("POST", f"{PREFIX}/accounts", "add_account", records.AccountView),
        body=bodies.NewAccount,
        status=_MADE,
    ),
    Route(
        *("PATCH", f"{PREFIX}/accounts/{{sid}}", "change_account", records.AccountView),
        body=bodies.AccountChange,
    ),
    Route("GET", f"{PREFIX}/messages", "messages", answers.Messages, query=bodies.RecordQuery),
    Route("GET", f"{PREFIX}/messages/{{sid}}", "message", records.MessageView),
    Route("GET", f"{PREFIX}/calls", "calls", answers.Calls, query=bodies.RecordQuery),
    Route("GET", f"{PREFIX}/calls/{{sid}}", "call", records.CallView),
    Route("GET", f"{PREFIX}/requests", "requests", answers.Requests, query=bodies.RequestQuery),
    Route("GET", f"{PREFIX}/callbacks", "callbacks", answers.Callbacks, query=bodies.CallbackQuery),
    Route("POST", f"{PREFIX}/seeds", "seed", answers.State, body=bodies.Seeds, status=_MADE),
    Route("POST", f"{PREFIX}/histories", "add_history", answers.State, body=bodies.History, status=_MADE),
    Route(
        *("POST", f"{PREFIX}/received-messages", "receive_message", answers.Received),
        body=bodies.IncomingMessage,
        status=_MADE,
    ),
    Route(
        *("POST", f"{PREFIX}/received-calls", "receive_call", answers.Received),
        body=bodies.IncomingCall,
        status=_MADE,
    ),
    Route("POST", f"{PREFIX}/media", "add_media", answers.Made, body=bodies.NewMedia, status=_MADE),
    Route(
        "POST", f"{PREFIX}/recordings", "add_recording", answers.Made, body=bodies.NewRecording, status=_MADE
    ),
    Route(
        *("POST", f"{PREFIX}/transcriptions", "add_transcription", answers.Made),
        body=bodies.NewTranscription,
        status=_MADE,
    ),
    Route(
        *("POST", f"{PREFIX}/notifications", "add_notification", answers.Made),
        body=bodies.NewNotification,
        status=_MADE,
    ),
    Route("GET", f"{PREFIX}/faults", "faults", answers.FaultList),
    Route("POST", f"{PREFIX}/faults", "add_fault", answers.Added, body=rules.AnyFault, status=_MADE),
    Route("DELETE", f"{PREFIX}/faults", "clear_faults", status=_GONE),
    Route("DELETE", f"{PREFIX}/faults/{{number}}", "remove_fault", status=_GONE),
    Route("GET", f"{PREFIX}/clock", "clock", answers.ClockView),
    Route("PATCH", f"{PREFIX}/clock", "change_clock", answers.ClockView, body=bodies.ClockChange),
    Route("GET", f"{PREFIX}/settings", "settings", answers.SettingsView),
    Route("PATCH", f"{PREFIX}/settings", "change_settings", answers.SettingsView, body=bodies.SettingsChange),
)


def _by_path() -> Mapping[str, Mapping[str, Route]]:
    found: dict[str, dict[str, Route]] = {}
    for route in ROUTES:
        path = route.path if route.placeholder is None else route.path.rpartition("/")[0] + "/"
        found.setdefault(path, {})[route.method] = route
    return found


_BY_PATH = _by_path()


def find(path: str) -> tuple[Mapping[str, Route], list[str]] | None:
    """The routes of a path by their methods, and the value in it, if it has one; None without any."""
    if path in _BY_PATH and not path.endswith("/"):
        return _BY_PATH[path], []
    above, _, value = path.rpartition("/")
    routes = _BY_PATH.get(above + "/")
    return None if routes is None or not value else (routes, [value])
