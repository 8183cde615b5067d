"""Credentials: what is refused when they are made, what wins, and that no secret shows."""

import pickle
from typing import Any

import pytest

from tests.support.clients import ACCOUNT, FROM, KEY, MESSAGE, RECORD, SECRET, TO, TOKEN, client_for
from tests.support.server import ScriptedServer, answer, refusal
from twilio_async import (
    ApiKey,
    AuthenticationError,
    AuthToken,
    Client,
    ClientCredentials,
    ConfigurationError,
    Credentials,
    InvalidArgument,
    PermissionDenied,
)
from twilio_async.emulator import Emulator

OTHER = "AC" + "0f" * 16
WRONG_SIDS = [
    "",
    "AC",
    ACCOUNT[:-1],
    ACCOUNT + "0",
    "AC" + "g" * 32,
    KEY,
    f"{ACCOUNT}\n",
    f" {ACCOUNT}",
    TOKEN,
]
WRONG_SECRETS = ["", " ", f"{TOKEN}\n", f" {TOKEN}", "pass word", "pässword", ACCOUNT, KEY, "\x00"]


@pytest.mark.parametrize("value", WRONG_SIDS)
def test_a_wrong_account_sid_is_named(value: str) -> None:
    with pytest.raises(ConfigurationError, match="account_sid") as caught:
        Client(value, TOKEN)

    assert "TWILIO_ACCOUNT_SID" in str(caught.value) or "api_key" in str(caught.value)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("value", WRONG_SECRETS)
def test_a_wrong_auth_token_is_named(value: str) -> None:
    with pytest.raises(ConfigurationError, match=r"auth_token.*TWILIO_AUTH_TOKEN") as caught:
        Client(ACCOUNT, value)

    assert not value.strip() or value not in str(caught.value)


@pytest.mark.parametrize("value", ["", "SK", KEY[:-1], ACCOUNT, SECRET, f"{KEY}\n"])
def test_a_wrong_api_key_is_named(value: str) -> None:
    with pytest.raises(ConfigurationError, match=r"api_key.*TWILIO_API_KEY") as caught:
        Client(ACCOUNT, api_key=value, api_secret=SECRET)

    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("value", ["", "pass word", f"{SECRET}\n", KEY])
def test_a_wrong_api_secret_is_named(value: str) -> None:
    with pytest.raises(ConfigurationError, match=r"api_secret.*TWILIO_API_SECRET"):
        Client(ACCOUNT, api_key=KEY, api_secret=value)


@pytest.mark.parametrize("argument", ["account_sid", "auth_token", "api_key", "api_secret"])
def test_an_empty_argument_does_not_fall_back_to_the_environment(
    monkeypatch: pytest.MonkeyPatch, argument: str
) -> None:
    environment(monkeypatch, account_sid=ACCOUNT, auth_token=TOKEN, api_key=KEY, api_secret=SECRET)
    given: dict[str, Any] = {argument: ""}
    with pytest.raises(ConfigurationError, match=f"{argument} is empty.*TWILIO_{argument.upper()}"):
        Client(**given)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((TOKEN,), "account_sid comes first"),
        ((TOKEN, ACCOUNT), "account_sid comes first"),
        ((ACCOUNT, ACCOUNT), "auth_token .* is a SID"),
        ((KEY, SECRET), "give it as api_key"),
        ((AuthToken(ACCOUNT, TOKEN),), "account_sid is no AuthToken: give that as credentials="),
        ((ACCOUNT, AuthToken(ACCOUNT, TOKEN)), "auth_token must be text, not AuthToken"),
        ((ACCOUNT.encode(), TOKEN), "account_sid must be text, not bytes"),
        ((ACCOUNT, TOKEN.encode()), "auth_token must be text, not bytes"),
        (("whsec-5ec7e7",), "account_sid .* not 12 characters$"),
        (("MG" + "0a" * 16, TOKEN), "that start with 'MG'"),
    ],
)
def test_a_slip_of_position_is_named_and_shows_no_secret(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[Any, ...], said: str
) -> None:
    environment(monkeypatch, auth_token=TOKEN)
    with pytest.raises(ConfigurationError, match=said) as caught:
        Client(*arguments)

    assert "5ec7" not in str(caught.value).replace(repr(ACCOUNT), "")


@pytest.mark.parametrize("credentials", [(ACCOUNT, TOKEN), {"account_sid": ACCOUNT}, AuthToken, "AC"])
def test_what_are_no_credentials_are_named(credentials: Any) -> None:
    with pytest.raises(
        ConfigurationError, match=r"credentials takes a Credentials, such as AuthToken\("
    ) as caught:
        Client(credentials=credentials)

    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("variables", "arguments", "sources"),
    [
        (
            {"account_sid": ACCOUNT, "auth_token": TOKEN},
            {},
            "account_sid from TWILIO_ACCOUNT_SID, auth_token from TWILIO_AUTH_TOKEN",
        ),
        (
            {"account_sid": ACCOUNT, "auth_token": "old"},
            {"auth_token": TOKEN},
            "account_sid from TWILIO_ACCOUNT_SID, auth_token from the argument",
        ),
        (
            {"auth_token": TOKEN, "api_key": KEY, "api_secret": SECRET},
            {"account_sid": ACCOUNT},
            "account_sid from the argument, api_key from TWILIO_API_KEY, api_secret from TWILIO_API_SECRET",
        ),
        ({}, {"credentials": AuthToken(ACCOUNT, TOKEN)}, "credentials from the argument"),
        ({}, {"credentials": ApiKey(ACCOUNT, KEY, SECRET)}, "credentials from the argument"),
    ],
)
async def test_a_401_names_where_the_credentials_came_from(
    monkeypatch: pytest.MonkeyPatch,
    server: ScriptedServer,
    variables: dict[str, str],
    arguments: dict[str, Any],
    sources: str,
) -> None:
    environment(monkeypatch, **variables)
    detail = "Your AccountSid or AuthToken was incorrect."
    server.play(answer(401, {"code": 20003, "detail": detail, "message": "Authenticate", "status": 401}))
    server.play(refusal(403, 20008))
    async with Client(base_url=server.url, **arguments) as client:
        with pytest.raises(AuthenticationError) as caught:
            await client.messages.list()
        with pytest.raises(PermissionDenied) as denied:
            await client.messages.list()

    assert f"Authenticate: {detail} [HTTP 401, code 20003]; {sources} (" in str(caught.value)
    assert (caught.value.message, caught.value.details) == ("Authenticate", {"detail": detail})
    assert "from the argument" not in str(denied.value)
    assert "from TWILIO" not in str(denied.value)
    assert not [secret for secret in (TOKEN, SECRET, KEY, "old") if secret in repr(caught.value)]


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({}, ["account_sid", "TWILIO_ACCOUNT_SID"]),
        ({"TWILIO_ACCOUNT_SID": ACCOUNT}, ["auth_token", "TWILIO_AUTH_TOKEN", "api_key", "TWILIO_API_KEY"]),
        ({"TWILIO_AUTH_TOKEN": TOKEN}, ["account_sid", "TWILIO_ACCOUNT_SID"]),
        ({"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": TOKEN}, ["account_sid", "TWILIO_ACCOUNT_SID"]),
        ({"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_API_KEY": KEY}, ["api_secret", "TWILIO_API_SECRET"]),
    ],
)
def test_what_the_environment_lacks_is_named(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], named: list[str]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as caught:
        Client()

    assert [name for name in named if name not in str(caught.value)] == []


def environment(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"TWILIO_{name.upper()}", value)


@pytest.mark.parametrize("way", ["token", "key"])
async def test_the_environment_is_enough(
    monkeypatch: pytest.MonkeyPatch, emulator: Emulator, way: str
) -> None:
    environment(monkeypatch, account_sid=emulator.account_sid)
    if way == "token":
        environment(monkeypatch, auth_token=emulator.auth_token)
    else:
        environment(monkeypatch, api_key=emulator.api_key, api_secret=emulator.api_secret)
    async with Client(base_url=emulator.url) as client:
        message = await client.messages.create(to=TO, from_=FROM, body="Hi")

    assert message.account_sid == emulator.account_sid
    assert emulator.requests[0].authorization_scheme == "Basic"


async def test_arguments_win_over_the_environment(
    monkeypatch: pytest.MonkeyPatch, emulator: Emulator
) -> None:
    environment(
        monkeypatch, account_sid=OTHER, auth_token="wrong-token", api_key=KEY, api_secret="wrong-secret"
    )
    async with Client(emulator.account_sid, emulator.auth_token, base_url=emulator.url) as client:
        assert client.account_sid == emulator.account_sid
        await client.messages.list()
    keys: dict[str, Any] = {"api_key": emulator.api_key, "api_secret": emulator.api_secret}
    async with Client(emulator.account_sid, base_url=emulator.url, **keys) as client:
        await client.messages.list()


async def test_a_key_in_the_environment_is_preferred_to_a_token(
    monkeypatch: pytest.MonkeyPatch, emulator: Emulator
) -> None:
    environment(monkeypatch, account_sid=emulator.account_sid, auth_token="wrong-token")
    environment(monkeypatch, api_key=emulator.api_key, api_secret=emulator.api_secret)
    async with Client(base_url=emulator.url) as client:
        await client.messages.list()


@pytest.mark.parametrize(
    "arguments",
    [
        {"account_sid": ACCOUNT, "auth_token": TOKEN, "api_key": KEY},
        {"account_sid": ACCOUNT, "auth_token": TOKEN, "api_secret": SECRET},
        {"auth_token": TOKEN, "credentials": AuthToken(ACCOUNT, TOKEN)},
        {"api_key": KEY, "credentials": AuthToken(ACCOUNT, TOKEN)},
        {"account_sid": ACCOUNT, "credentials": AuthToken(ACCOUNT, TOKEN)},
    ],
)
def test_two_sets_of_credentials_are_one_too_many(arguments: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"either .* not both"):
        Client(**arguments)


@pytest.mark.parametrize(
    "credentials",
    [
        AuthToken(ACCOUNT, TOKEN),
        ApiKey(ACCOUNT, KEY, SECRET),
        ClientCredentials(ACCOUNT, "OQ" + "0e" * 16, SECRET),
    ],
)
async def test_no_repr_shows_a_secret(credentials: Credentials) -> None:
    shown = (
        repr(credentials) + repr(Client(credentials=credentials)) + str(vars(Client(credentials=credentials)))
    )

    assert ACCOUNT in shown
    assert TOKEN not in shown
    assert SECRET not in shown
    assert "Basic" not in shown


def test_credentials_are_equal_by_what_they_are() -> None:
    assert AuthToken(ACCOUNT, TOKEN) == AuthToken(ACCOUNT, TOKEN) != AuthToken(ACCOUNT, TOKEN + "1")
    assert pickle.loads(pickle.dumps(ApiKey(ACCOUNT, KEY, SECRET))) == ApiKey(ACCOUNT, KEY, SECRET)  # noqa: S301


def test_a_main_account_s_key_does_not_reach_a_subaccount() -> None:
    client = Client(ACCOUNT, api_key=KEY, api_secret=SECRET)

    assert client.accounts(ACCOUNT).messages
    with pytest.raises(InvalidArgument, match="API key"):
        client.accounts(OTHER)


async def test_an_auth_token_reaches_its_subaccounts(emulator: Emulator) -> None:
    account = emulator.scenes.add_account()
    async with Client(emulator.account_sid, emulator.auth_token, base_url=emulator.url) as client:
        message = await client.accounts(account.sid).messages.create(to=TO, from_=FROM, body="Hi")

    assert message.account_sid == account.sid


@pytest.mark.parametrize("sid", ["", "AC1", KEY, f"{ACCOUNT}/..", None])
def test_what_is_no_account_is_refused(sid: Any) -> None:
    with pytest.raises(InvalidArgument, match="AC"):
        Client(ACCOUNT, TOKEN).accounts(sid)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"account_sid": "AC1"}, "account_sid"),
        ({"token_url": 4010}, "token_url must be text, not int"),
        ({"token_url": ""}, "token_url"),
        ({"client_id": ""}, "client_id"),
        ({"client_secret": ""}, "client_secret"),
        ({"client_secret": "two\nlines"}, "client_secret"),
        ({"token_url": "http://tokens.example"}, "token_url"),
        ({"token_url": "https://user:password@tokens.example"}, "token_url"),
        ({"token_url": "tokens"}, "token_url"),
    ],
)
def test_wrong_client_credentials_are_named(arguments: dict[str, Any], named: str) -> None:
    given: dict[str, Any] = {"account_sid": ACCOUNT, "client_id": "OQ1", "client_secret": SECRET} | arguments
    with pytest.raises(ConfigurationError, match=named) as caught:
        ClientCredentials(**given)

    assert SECRET not in str(caught.value)
    assert "password" not in str(caught.value)


async def test_what_a_client_has_sent_shows_no_credentials_in_its_parts(server: ScriptedServer) -> None:
    server.always(answer(200, RECORD))
    async with client_for(server.url) as client:
        await client.messages(MESSAGE).fetch()
        shown = repr(client) + str(vars(client))

    assert str(server.requests[0].authorization).removeprefix("Basic ") not in shown
