"""The address of a request as Twilio has it: by a setting, by a trusted proxy, or by the request itself."""

from collections.abc import Sequence
from typing import Any

import pytest
from multidict import MultiDict

from twilio_async import ConfigurationError
from twilio_async.webhooks import Receiver
from twilio_async.webhooks.requests import Origin, Refused, WebhookRequest

FORWARDED = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "example.com",
    "X-Forwarded-Port": "443",
}


def url(
    headers: dict[str, str] | MultiDict[str] | None = None,
    *,
    target: str = "/sms?a=1",
    peer: str | None = "10.0.0.7",
    is_secure: bool = False,
    is_socket: bool = False,
    **settings: Any,
) -> str:
    """The address that a receiver with these settings gives a request."""
    came = MultiDict(headers or {})
    came.setdefault("Host", "10.0.0.1:8000")

    def values(name: str) -> Sequence[str]:
        return came.getall(name, ())

    def origin() -> Origin:
        return Origin(is_secure, peer)

    request = WebhookRequest("POST", target, came.get, values, origin, is_socket)
    return Receiver("token", **settings).url(request)


def test_without_settings_the_request_tells() -> None:
    assert url() == "http://10.0.0.1:8000/sms?a=1"
    assert url(is_secure=True) == "https://10.0.0.1:8000/sms?a=1"
    assert url(is_secure=True, is_socket=True) == "wss://10.0.0.1:8000/sms?a=1"


@pytest.mark.parametrize("target", ["/a%2Fb/%7e?x=%27&b&a=+", "//a/../b?", "/?z=1&a=2"])
def test_nothing_of_the_target_is_changed(target: str) -> None:
    assert url(target=target, public_url="https://example.com") == f"https://example.com{target}"


@pytest.mark.parametrize(
    ("public_url", "expected"),
    [
        ("https://example.com", "https://example.com/sms?a=1"),
        ("https://example.com/", "https://example.com/sms?a=1"),
        ("https://example.com:8443/hooks", "https://example.com:8443/hooks/sms?a=1"),
        ("http://[2001:db8::1]", "http://[2001:db8::1]/sms?a=1"),
    ],
)
def test_a_public_url_stands_before_the_path(public_url: str, expected: str) -> None:
    assert url(FORWARDED, public_url=public_url) == expected
    assert url(is_socket=True, public_url=public_url) == expected.replace("http", "ws", 1)


@pytest.mark.parametrize("peer", ["10.0.0.7", "10.0.0.255", "::ffff:10.0.0.7"])
def test_a_trusted_proxy_is_believed(peer: str) -> None:
    assert url(FORWARDED, peer=peer, trusted_proxies=["10.0.0.0/24"]) == "https://example.com/sms?a=1"


@pytest.mark.parametrize("peer", ["10.0.1.7", "2001:db8::1", None, "", "unix"])
def test_nobody_else_is(peer: str | None) -> None:
    assert url(FORWARDED, peer=peer, trusted_proxies=["10.0.0.0/24"]) == "http://10.0.0.1:8000/sms?a=1"
    assert url(FORWARDED, peer=peer) == "http://10.0.0.1:8000/sms?a=1"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"X-Forwarded-Proto": "https"}, "https://10.0.0.1:8000/sms?a=1"),
        ({"X-Forwarded-Host": "example.com"}, "http://example.com/sms?a=1"),
        ({"X-Forwarded-Host": "forged.example, example.com"}, "http://example.com/sms?a=1"),
        ({"X-Forwarded-Proto": "http,https", "X-Forwarded-Host": "a.b:5"}, "https://a.b:5/sms?a=1"),
        ({**FORWARDED, "X-Forwarded-Port": "8443"}, "https://example.com:8443/sms?a=1"),
        (
            {**FORWARDED, "X-Forwarded-Host": "example.com:1", "X-Forwarded-Port": "2"},
            "https://example.com:1/sms?a=1",
        ),
        (
            {**FORWARDED, "X-Forwarded-Host": "[2001:db8::1]", "X-Forwarded-Port": "8443"},
            "https://[2001:db8::1]:8443/sms?a=1",
        ),
        ({"X-Forwarded-Host": "", "X-Forwarded-Proto": ""}, "http://10.0.0.1:8000/sms?a=1"),
    ],
)
def test_what_a_proxy_says(headers: dict[str, str], expected: str) -> None:
    assert url(headers, trusted_proxies=["10.0.0.7", "2001:db8::/32"]) == expected


def test_of_several_headers_the_last_counts_which_the_proxy_added() -> None:
    headers = MultiDict[str](
        [
            *[("X-Forwarded-Host", host) for host in ("forged.example", "example.com")],
            *[("X-Forwarded-Proto", scheme) for scheme in ("http", "HTTPS")],
        ]
    )

    assert url(headers, trusted_proxies=["10.0.0.7"]) == "https://example.com/sms?a=1"


@pytest.mark.parametrize("scheme", ["ftp", "https://example.org/", "javascript"])
def test_a_scheme_of_no_server_is_not_taken(scheme: str) -> None:
    headers = {"X-Forwarded-Proto": scheme}

    assert url(headers, trusted_proxies=["10.0.0.7"]) == "http://10.0.0.1:8000/sms?a=1"


@pytest.mark.parametrize(
    "host",
    [
        "",
        "example.com/sms",
        "example.com/sms?Body=Hi&",
        "example.com/sms#",
        "user@example.com",
        "example.com\\sms",
        "example.com sms",
        "[::1",
        "[::1]x",
        "::1",
        "example.com:80/sms",
        "example.com:80:80",
    ],
)
def test_a_host_that_would_move_a_part_of_the_address_is_refused(host: str) -> None:
    with pytest.raises(Refused, match="names no host"):
        url({"Host": host})
    with pytest.raises(Refused, match="names no host"):
        url({"X-Forwarded-Host": host or " / "}, trusted_proxies=["10.0.0.7"])


@pytest.mark.parametrize(
    "target", ["/sms#", "/sms?a=1#&Body=another", "sms", "*", "", "http://example.com/sms", ":80/sms"]
)
@pytest.mark.parametrize("settings", [{}, {"public_url": "https://example.com"}])
def test_a_target_that_would_not_be_signed_whole_is_refused(target: str, settings: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="no path and query"):
        url(target=target, **settings)


def test_a_proxy_may_say_wss_of_a_socket() -> None:
    headers = {"X-Forwarded-Proto": "wss", "X-Forwarded-Host": "example.com"}

    assert url(headers, is_socket=True, trusted_proxies=["10.0.0.7"]) == "wss://example.com/sms?a=1"


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"public_url": "example.com"}, "public_url is an address such as https://example.com"),
        ({"public_url": "https://example.com/?a=1"}, "without a query"),
        ({"public_url": "https://user@example.com"}, "public_url"),
        ({"public_url": ""}, "public_url"),
        ({"trusted_proxies": "10.0.0.1"}, "takes a list"),
        ({"trusted_proxies": ["10.0.0.1/8"]}, "has host bits set"),
        ({"trusted_proxies": ["proxy"]}, "does not appear to be"),
        (
            {"trusted_proxies": ["10.0.0.1"], "public_url": "https://example.com"},
            "leave trusted_proxies away",
        ),
    ],
)
def test_settings_that_cannot_be(settings: dict[str, Any], text: str) -> None:
    with pytest.raises(ConfigurationError, match=text):
        Receiver("token", **settings)


def test_the_token_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="set TWILIO_AUTH_TOKEN"):
        Receiver()
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "token")

    assert Receiver().validator.is_valid("https://example.com/", None, "x") is False
