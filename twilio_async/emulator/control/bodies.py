"""What control is asked with: the queries and bodies of its requests. Times are in seconds."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

Count = Annotated[int, Meta(ge=0)]
Seconds = Annotated[float, Meta(ge=0)]
Limit = Annotated[int, Meta(ge=1, le=1000)]


class RecordQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    """Which messages or calls to show, newest first.

    `number` is either side and `with` the other one; `search` is a part of a body, a number or a SID.
    `before` is the SID behind which to go on.
    """

    account_sid: str | None = None
    number: str | None = None
    with_: str | None = field(name="with", default=None)
    status: str | None = None
    direction: str | None = None
    search: str | None = None
    before: str | None = None
    limit: Limit = 50


class RequestQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    """Which requests to show, newest first: by method, status, and a part of the path."""

    method: str | None = None
    path: str | None = None
    status: int | None = None
    limit: Limit = 50


class CallbackQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    """Which callbacks to show, newest first: by purpose, and the SID of what they are about."""

    purpose: str | None = None
    sid: str | None = None
    limit: Limit = 50


class NewAccount(Struct, kw_only=True, forbid_unknown_fields=True):
    """A subaccount of the main account."""

    friendly_name: str = "A subaccount"


class AccountChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """Another status or balance, in dollars, of an account."""

    status: Literal["active", "suspended"] | None = None
    balance: Decimal | None = None


class Seeds(Struct, kw_only=True, forbid_unknown_fields=True):
    """Plausible messages and calls, spread over the last `days` days."""

    messages: Annotated[int, Meta(ge=0, le=100_000)] = 0
    calls: Annotated[int, Meta(ge=0, le=100_000)] = 0
    days: Annotated[int, Meta(ge=1, le=3650)] = 30
    account_sid: str | None = None


class History(Struct, kw_only=True, forbid_unknown_fields=True):
    """A history of any size, computed when it is asked for: see `Scenes.add_history`."""

    messages: Count = 0
    calls: Count = 0
    since: date | None = None
    until: date | None = None
    busy_day: date | None = None
    undated: Count = 0
    account_sid: str | None = None


class IncomingMessage(Struct, kw_only=True, forbid_unknown_fields=True):
    """A message that comes in. `media` are the addresses of its files, which are not loaded.

    A number that nobody has gets it only for an account that is named.
    """

    from_: str = field(name="from")
    to: str
    body: str = ""
    media: list[str] = []
    account_sid: str | None = None


class IncomingCall(Struct, kw_only=True, forbid_unknown_fields=True):
    """A call that comes in. `inputs` are the keys that its caller presses, one text for each Gather.

    A number that nobody has gets it only for an account that is named.
    """

    from_: str = field(name="from")
    to: str
    inputs: list[str] = []
    account_sid: str | None = None


class NewMedia(Struct, kw_only=True, forbid_unknown_fields=True):
    """A file of a message; `content` is in base64."""

    message_sid: str
    content: bytes
    content_type: str


class NewRecording(Struct, kw_only=True, forbid_unknown_fields=True):
    """A recording of a call; `content` is in base64, and made up where there is none."""

    call_sid: str
    content: bytes | None = None
    seconds: Annotated[int, Meta(ge=0, le=86_400)] = 10


class NewTranscription(Struct, kw_only=True, forbid_unknown_fields=True):
    """A text of a recording."""

    recording_sid: str
    text: str


class NewNotification(Struct, kw_only=True, forbid_unknown_fields=True):
    """Trouble in a call: `log` 0 is an error, 1 a warning."""

    call_sid: str
    error_code: int = 11200
    message_text: str = "An attempt to retrieve content failed"
    log: Literal[0, 1] = 0


class ClockChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """A change of the clock, in this order: `frozen` or not, at the moment `at`, then moved ahead."""

    frozen: bool | None = None
    at: datetime | None = None
    move_seconds: Seconds = 0


class SettingsChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """Other settings; what is not named stays. A `max_concurrency` of 0 is no limit."""

    latency: Annotated[float, Meta(ge=0, le=3600)] | None = None
    max_concurrency: Count | None = None
    list_lag: Annotated[float, Meta(ge=0, le=86_400)] | None = None
    strict: bool | None = None
