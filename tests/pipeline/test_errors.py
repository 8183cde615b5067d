"""The tree of errors: which class for which answer, what each holds, and what none ever shows."""

import copy
import inspect
import pickle
import traceback
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given, strategies as st

import twilio_async
from tests.support.clients import ACCOUNT, FROM, KEY, MESSAGE, SECRET, TO, TOKEN, client_for
from tests.support.server import ScriptedServer, answer, closed, refusal, truncated
from twilio_async import (
    ApiError,
    AuthenticationError,
    BadRequest,
    ConfigurationError,
    Conflict,
    ConnectionLost,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    QueueFull,
    RateLimited,
    RequestTimeout,
    Retry,
    ServerError,
    TransportError,
    TwilioError,
    Unsubscribed,
)
from twilio_async.errors import api_error, masked

CLASSES = [
    kind for kind in vars(twilio_async).values() if inspect.isclass(kind) and issubclass(kind, TwilioError)
]
EVERYTHING: dict[str, Any] = {
    "method": "POST",
    "path": "/2010-04-01/Accounts/AC1/Messages.json",
    "attempts": 3,
    "request_id": "RQ1",
    "headers": {"Twilio-Request-Id": "RQ1"},
    "executed": "unknown",
}
ANSWERED: dict[str, Any] = {
    "status": 400,
    "code": 21211,
    "message": f"The 'To' number {TO} is not valid.",
    "more_info": "https://www.twilio.com/docs/errors/21211",
    "details": {"parameters": [{"name": "To"}]},
}
XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<TwilioResponse><RestException><Status>400</Status><Message>Not valid</Message><Code>21211</Code>
<MoreInfo>https://www.twilio.com/docs/errors/21211</MoreInfo></RestException></TwilioResponse>"""
PROBLEM: dict[str, Any] = {
    "type": "https://www.twilio.com/docs/errors/21211",
    "title": "Invalid parameter",
    "status": 400,
    "code": 21211,
    "detail": "Not valid",
    "instance": "/problems/1",
    "errors": [{"detail": "To", "pointer": "#/to"}],
}
NUMBERS = st.from_regex(r"[1-9][0-9]{7,14}", fullmatch=True)
BEFORE = st.sampled_from(["", " ", "'", '"', "(", "whatsapp:", "sip:", "To=", "<", "[", ", ", "/", "number "])
BEHIND = st.sampled_from(["", " ", "'", '"', ")", "@host", "&", ">", "]", ", ", ".", "/x", ".json"])


def made(kind: type[TwilioError]) -> TwilioError:
    error = kind("what happened", **EVERYTHING, **(ANSWERED if issubclass(kind, ApiError) else {}))
    error.cursor = "Y3Vyc29y"
    return error


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_pickles_whole(kind: type[TwilioError]) -> None:
    error = made(kind)
    for twin in [
        *(pickle.loads(pickle.dumps(error, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)),  # noqa: S301
        copy.copy(error),
        copy.deepcopy(error),
    ]:
        assert type(twin) is kind
        assert vars(twin) == vars(error)
        assert twin.args == error.args
        assert (str(twin), repr(twin)) == (str(error), repr(error))


def test_the_tree_tells_trouble_on_the_way_from_an_answer() -> None:
    assert not issubclass(TransportError, ApiError)
    assert not issubclass(ApiError, TransportError)
    assert {kind for kind in CLASSES if issubclass(kind, TransportError)} >= {ConnectionLost, RequestTimeout}
    for kind in (
        BadRequest,
        AuthenticationError,
        PermissionDenied,
        NotFound,
        Conflict,
        RateLimited,
        ServerError,
    ):
        assert issubclass(kind, ApiError)
    assert issubclass(QueueFull, RateLimited)
    assert issubclass(Unsubscribed, BadRequest)
    assert issubclass(RequestTimeout, TimeoutError)
    assert issubclass(ConfigurationError, ValueError)
    assert issubclass(InvalidArgument, ValueError)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 21211, BadRequest),
        (401, 20003, AuthenticationError),
        (403, 20008, PermissionDenied),
        (404, 20404, NotFound),
        (405, 20004, BadRequest),
        (409, None, Conflict),
        (410, None, NotFound),
        (412, None, Conflict),
        (415, None, BadRequest),
        (422, None, BadRequest),
        (429, 20429, RateLimited),
        (408, None, ServerError),
        (500, 20500, ServerError),
        (503, 20503, ServerError),
        (599, None, ServerError),
        (400, 21610, Unsubscribed),
        (403, 21610, Unsubscribed),
        (400, 21611, QueueFull),
        (429, 21611, QueueFull),
        (302, None, ApiError),
    ],
)
def test_the_class_follows_code_and_status(status: int, code: int | None, kind: type[ApiError]) -> None:
    error = api_error(status, {"code": code, "message": "No", "status": status})

    assert type(error) is kind
    assert (error.status, error.code, error.message) == (status, code, "No")


@pytest.mark.parametrize(
    "body",
    [
        {
            "code": 21211,
            "message": "Not valid",
            "more_info": "https://www.twilio.com/docs/errors/21211",
            "status": 400,
        },
        PROBLEM,
        XML,
    ],
)
async def test_each_form_of_refusal_says_the_same(server: ScriptedServer, body: Any) -> None:
    server.play(answer(400, body, Twilio_Request_Id="RQ1"))
    async with client_for(server.url) as client:
        with pytest.raises(BadRequest) as caught:
            await client.messages.create(to=TO, from_=FROM, body="Hi")

    error = caught.value
    assert (error.status, error.code, error.message) == (400, 21211, "Not valid")
    assert error.more_info == "https://www.twilio.com/docs/errors/21211"
    assert (error.method, error.path) == ("POST", f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json")
    assert (error.attempts, error.request_id, error.executed) == (1, "RQ1", "no")
    assert "Not valid [HTTP 400, code 21211]" in str(error)


def test_what_else_a_refusal_held_is_kept() -> None:
    problem = api_error(400, PROBLEM)
    standard = api_error(400, {"code": 1, "message": "No", "status": 400, "user_error": True})

    assert problem.details == {"detail": "Not valid", "instance": "/problems/1", "errors": PROBLEM["errors"]}
    assert standard.details == {"user_error": True}
    assert api_error(400, {name: PROBLEM[name] for name in PROBLEM if name != "detail"}).message == (
        "Invalid parameter"
    )


@pytest.mark.parametrize(
    ("message", "detail", "said"),
    [
        (
            "Authenticate",
            "Your AccountSid or AuthToken was incorrect.",
            "Authenticate: Your AccountSid or AuthToken",
        ),
        ("No access.", "Ask the owner.", "No access. Ask the owner. ["),
        ("Not valid: To", "not valid", "Not valid: To ["),
        ("Not valid", "", "Not valid ["),
        ("Not valid", None, "Not valid ["),
        ("Not valid", ["To"], "Not valid ["),
        ("", "Not valid", "Not valid ["),
        (None, None, "no readable explanation ["),
        ("Not valid", f"The number {TO} is not", f"Not valid: The number ***{TO[-2:]} is not ["),
    ],
)
def test_a_detail_is_told_where_it_adds_something(message: Any, detail: Any, said: str) -> None:
    error = api_error(401, {"code": 20003, "message": message, "detail": detail, "status": 401})

    assert str(error).startswith(said)
    assert (error.message, error.details) == (message or "", {"detail": detail})


def test_a_hint_stands_behind_what_twilio_says() -> None:
    error = api_error(
        401, {"message": "Authenticate", "code": 20003}, hint="the key is from a letter", method="GET"
    )

    assert "Authenticate [HTTP 401, code 20003]; the key is from a letter (0 attempts)" in str(error)
    assert error.message == "Authenticate"


@pytest.mark.parametrize("message", ["x" * 100_000, f"{'x' * 990} {TO} {TO}", f"{TO} " * 9999])
def test_a_text_of_any_length_is_told_in_short(message: str) -> None:
    error = api_error(400, {"message": message})

    assert len(str(error)) < 1100
    assert error.message == message
    assert TO[:6] not in str(error)


@pytest.mark.parametrize("name", ["message", "code", "more_info", "detail", "status", "anything"])
@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
async def test_a_refusal_of_any_depth_is_an_error_that_pickles(
    server: ScriptedServer, name: str, opening: bytes
) -> None:
    depth = 900
    closing = b"]" if opening == b"[" else b"}"
    deep = opening * depth + b"1" + closing * depth
    server.always(answer(400, b'{"status": 400, "x": {"y": [1]}, "%b": %b}' % (name.encode(), deep)))
    async with client_for(server.url) as client:
        with pytest.raises(BadRequest) as caught:
            await client.messages.create(to=TO, from_=FROM, body="Hi")

    twin = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert (twin.details, str(twin)) == (caught.value.details, str(caught.value))
    assert copy.deepcopy(caught.value).details == caught.value.details == {}
    assert "no readable explanation [HTTP 400]" in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html><body>Bad Gateway</body></html>", b"\x00\xff", b"[]", b"null", b'"text"', b"{", b"<", b"7"],
)
@pytest.mark.parametrize(("status", "kind"), [(404, NotFound), (501, ServerError), (429, RateLimited)])
async def test_a_refusal_that_cannot_be_read_keeps_its_class(
    server: ScriptedServer, body: bytes, status: int, kind: type[ApiError]
) -> None:
    server.always(answer(status, body))
    async with client_for(server.url, retry=Retry(attempts=1)) as client:
        with pytest.raises(ApiError) as caught:
            await client.messages(MESSAGE).fetch()

    assert type(caught.value) is kind
    assert (caught.value.status, caught.value.code) == (status, None)
    assert f"[HTTP {status}]" in str(caught.value)


@pytest.mark.parametrize("code", ["21610", 21610])
def test_a_code_may_be_written_as_text(code: object) -> None:
    assert type(api_error(400, {"code": code, "message": "STOP"})) is Unsubscribed


@given(
    st.integers(300, 599),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["code", "message", "status", "title", "type", "detail", "x"]), inner
            )
        ),
        max_leaves=6,
    ),
)
def test_any_tree_makes_an_error(status: int, tree: object) -> None:
    error = api_error(status, tree)

    assert error.status == status
    twin: ApiError = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert vars(twin).keys() == vars(error).keys()
    assert str(twin) == str(error)


@given(BEFORE, NUMBERS, BEHIND)
@example("/", "15558675310", ".json")
def test_no_number_survives_in_the_text_of_an_error(before: str, number: str, behind: str) -> None:
    said = f"{before}+{number}{behind}"
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Numbers/{quote('+' + number, safe='')}{behind}"
    error = api_error(400, {"message": said, "code": 21211}, method="GET", path=path)

    for text in (str(error), repr(error), str(InvalidArgument(said))):
        assert number not in text
        assert number[-7:] not in text
    assert error.message == said


@pytest.mark.parametrize(
    "number",
    ["+1 (555) 867-5310", "(555) 867-5310", "555-867-5310", "555.867.5310", "5558675310", "1-555-867-5310"],
)
def test_numbers_in_other_clothes_are_hidden_too(number: str) -> None:
    assert "867" not in masked(f"The number {number} is not valid")
    assert "The number" in masked(f"The number {number} is not valid")


@given(st.from_regex(r"(SM|AC|RQ|ME)[0-9a-f]{32}", fullmatch=True))
def test_sids_stay_readable(sid: str) -> None:
    assert masked(f"{sid} /Messages/{sid}.json, request {sid}").count(sid) == 3


@pytest.mark.parametrize(
    "text", ["HTTP 429, code 20429", "2026-03-01", "2010-04-01", "1000 items", "120.0 s"]
)
def test_what_is_no_number_stays_readable(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "step",
    [
        refusal(400, 21211, f"The number {TO} is not valid"),
        answer(500, f"<html>{TO} {TOKEN}</html>".encode()),
        answer(200, f"{TO} top secret {TOKEN}".encode()),
        answer(200, [TO, "top secret"]),
        truncated(answer(200, {"to": TO, "body": "top secret"})),
        closed(),
    ],
)
@pytest.mark.parametrize(
    "keys", [{"auth_token": TOKEN}, {"auth_token": None, "api_key": KEY, "api_secret": SECRET}]
)
async def test_no_error_shows_credentials_bodies_or_numbers(
    server: ScriptedServer, step: Any, keys: dict[str, Any]
) -> None:
    server.always(step)
    async with client_for(server.url, **keys) as client:
        with pytest.raises(TwilioError) as caught:
            await client.messages.create(to=TO, from_=FROM, body="top secret")

    error = caught.value
    texts = [str(error), repr(error), *traceback.format_exception_only(error), str(error.__cause__)]
    secrets = [TOKEN, SECRET, TO[1:], FROM[1:], "top secret", server.requests[0].authorization or ""]
    assert [secret for secret in secrets if any(secret in text for text in texts)] == []
    assert TOKEN.encode() not in pickle.dumps(error)
