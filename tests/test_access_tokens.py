"""Access tokens: the claims are those of the official library, for equal arguments at the same moment."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib import import_module
from typing import Any

import jwt
import pytest

from twilio_async import InvalidArgument, access_tokens
from twilio_async.access_tokens import (
    AccessToken,
    ChatGrant,
    PlaybackGrant,
    SyncGrant,
    TaskRouterGrant,
    VideoGrant,
    VoiceGrant,
)
from twilio_async.core.clock import Clock

ACCOUNT, KEY, SECRET = "AC" + "0a" * 16, "SK" + "0b" * 16, "invented" * 4
OFFICIAL: Any = import_module("twilio.jwt.access_token")
OFFICIAL_GRANTS: Any = import_module("twilio.jwt.access_token.grants")

GRANTS: dict[str, list[dict[str, Any]]] = {
    "ChatGrant": [
        {},
        {"service_sid": "IS1"},
        {
            "service_sid": "IS1",
            "endpoint_id": "phone",
            "deployment_role_sid": "RL1",
            "push_credential_sid": "CR1",
        },
    ],
    "SyncGrant": [{}, {"service_sid": "IS1", "endpoint_id": "phone"}],
    "VoiceGrant": [
        {},
        {"incoming_allow": True},
        {"incoming_allow": False, "outgoing_application_params": {"foo": "bar"}},
        {"outgoing_application_sid": "AP1", "outgoing_application_params": {"foo": "bar"}},
        {"outgoing_application_sid": "AP1", "push_credential_sid": "CR1", "endpoint_id": "phone"},
    ],
    "VideoGrant": [{}, {"room": "standup"}],
    "TaskRouterGrant": [{}, {"workspace_sid": "WS1", "worker_sid": "WK1", "role": "worker"}],
    "PlaybackGrant": [{"grant": {"requestCredentials": None, "playbackUrl": "https://example.com/x"}}, {}],
}
TOKENS: dict[str, dict[str, Any]] = {
    "plain": {},
    "identity": {"identity": "alice"},
    "empty identity": {"identity": ""},
    "ttl": {"ttl": 60},
    "until": {"valid_until": 4102444800, "ttl": 60},
    "from": {"nbf": 1600000000},
    "from zero": {"nbf": 0},
    "no beginning": {"nbf": None},
    "region": {"region": "ie1"},
}


class StoppedClock(Clock):
    """It always shows the moment that it was made for."""

    def __init__(self, now: float) -> None:
        self._now = now

    def time(self) -> float:
        return self._now


def official_token(arguments: dict[str, Any], ttl: int | None = None) -> tuple[str, int]:
    """The official library's token, and the second in which all of it was made."""
    while True:
        now = int(time.time())
        token: str = OFFICIAL.AccessToken(ACCOUNT, KEY, SECRET, **arguments).to_jwt(ttl)
        if int(time.time()) == now:
            return token, now


def opened(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and the claims of a token whose signature holds."""
    claims: dict[str, Any] = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_exp": False})
    return jwt.get_unverified_header(token), claims


@pytest.mark.parametrize(
    ("name", "arguments"), [(name, each) for name, several in GRANTS.items() for each in several], ids=str
)
def test_grants(name: str, arguments: dict[str, Any]) -> None:
    expected, now = official_token({"grants": [getattr(OFFICIAL_GRANTS, name)(**arguments)]})
    grant = getattr(access_tokens, name)(**arguments)
    token = AccessToken(ACCOUNT, KEY, SECRET, grants=[grant], clock=StoppedClock(now))

    assert opened(token.to_jwt()) == opened(expected)


@pytest.mark.parametrize("name", TOKENS)
def test_claims(name: str) -> None:
    expected, now = official_token(TOKENS[name])
    token = AccessToken(ACCOUNT, KEY, SECRET, **TOKENS[name], clock=StoppedClock(now + 0.9))

    assert opened(token.to_jwt()) == opened(expected)


def test_a_ttl_of_one_token() -> None:
    expected, now = official_token({}, ttl=5)

    assert opened(AccessToken(ACCOUNT, KEY, SECRET, clock=StoppedClock(now)).to_jwt(5)) == opened(expected)


def test_arguments_by_position_and_grants_that_are_added() -> None:
    official = [
        OFFICIAL_GRANTS.VideoGrant("standup"),
        OFFICIAL_GRANTS.SyncGrant("IS1", "phone"),
        OFFICIAL_GRANTS.TaskRouterGrant("WS1", "WK1", "worker"),
    ]
    expected, now = official_token({"grants": official, "identity": "alice"})
    token = AccessToken(ACCOUNT, KEY, SECRET, [VideoGrant("standup")], "alice", clock=StoppedClock(now))
    token.add_grant(SyncGrant("IS1", "phone"))
    token.add_grant(TaskRouterGrant("WS1", "WK1", "worker"))

    assert opened(token.to_jwt()) == opened(expected)


def test_a_token_holds_now() -> None:
    token = AccessToken(ACCOUNT, KEY, SECRET, identity="alice", grants=[ChatGrant("IS1"), TaskRouterGrant()])
    claims = jwt.decode(token.to_jwt(), SECRET, algorithms=["HS256"])

    assert claims["grants"] == {"chat": {"service_sid": "IS1"}, "task_router": {}, "identity": "alice"}
    assert claims["exp"] - claims["nbf"] == 3600


def test_mistakes() -> None:
    grants: Any = [VideoGrant, "everything"]
    with pytest.raises(
        InvalidArgument, match="A grant is a VoiceGrant or another AccessTokenGrant, not type"
    ):
        AccessToken(ACCOUNT, KEY, SECRET, grants=grants)
    with pytest.raises(InvalidArgument, match="not str"):
        AccessToken(ACCOUNT, KEY, SECRET).add_grant(grants[1])
    with pytest.raises(InvalidArgument, match="give the secret"):
        AccessToken(ACCOUNT, KEY, "")


@pytest.mark.parametrize(
    ("arguments", "named", "prefix"),
    [
        ((KEY, ACCOUNT, SECRET), "account_sid", "AC"),
        ((ACCOUNT, ACCOUNT, SECRET), "signing_key_sid", "SK"),
        ((ACCOUNT, SECRET, KEY), "signing_key_sid", "SK"),
        (("", KEY, SECRET), "account_sid", "AC"),
    ],
)
def test_swapped_sids_are_refused_and_not_shown(
    arguments: tuple[str, str, str], named: str, prefix: str
) -> None:
    with pytest.raises(
        InvalidArgument, match=f"^{named} is not the SID of an .*begins with {prefix}"
    ) as caught:
        AccessToken(*arguments)

    assert not [each for each in arguments if each and each in str(caught.value)]


def test_calls_go_to_an_application() -> None:
    with pytest.raises(
        InvalidArgument, match="outgoing_application_sid is not the SID of a TwiML application"
    ):
        VoiceGrant(outgoing_application_sid=ACCOUNT)


@pytest.mark.parametrize("ttl", [0, -1, 86_401])
def test_no_token_holds_longer_than_a_day(ttl: int) -> None:
    token = AccessToken(ACCOUNT, KEY, SECRET, ttl=86_400, clock=StoppedClock(0))

    assert opened(token.to_jwt())[1]["exp"] == 86_400
    with pytest.raises(InvalidArgument, match="give 1 to 86,400 seconds"):
        AccessToken(ACCOUNT, KEY, SECRET, ttl=ttl)
    with pytest.raises(InvalidArgument, match="give 1 to 86,400 seconds"):
        token.to_jwt(ttl)


def test_secrets_are_not_shown() -> None:
    token = AccessToken(ACCOUNT, KEY, SECRET, identity="+15558675310", grants=[PlaybackGrant({"a": "b"})])
    shown = f"{token} {token!r}"

    assert KEY in shown
    assert not [each for each in (SECRET, "+15558675310", token.to_jwt()) if each in shown]


def test_without_pyjwt_an_error_says_what_to_install() -> None:
    program = "import sys; sys.modules['jwt'] = None; import twilio_async.access_tokens"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert 'Access tokens need PyJWT: pip install "twilio-async[jwt]"' in done.stderr.splitlines()[-1]
