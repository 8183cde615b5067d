"""Which proxy the environment names for an address, and which it exempts."""

import itertools
import urllib.request
from collections.abc import Mapping

import pytest
from hypothesis import given, strategies as st

from tests.support.clients import FROM, MESSAGE, RECORD, TO, TOKEN, client_for
from tests.support.server import ScriptedServer, answer
from twilio_async import Client, ConfigurationError, TwilioError
from twilio_async.core.http.proxies import proxy_for

API = "https://api.twilio.com"
PROXY = "http://proxy.example:3128"
SECRET = "pr0xy-5ecret"


@pytest.mark.parametrize(
    ("environment", "origin", "proxy"),
    [
        ({}, API, None),
        ({"HTTPS_PROXY": PROXY}, API, PROXY),
        ({"https_proxy": PROXY}, API, PROXY),
        ({"https_proxy": PROXY, "HTTPS_PROXY": "http://other"}, API, PROXY),
        ({"HTTPS_PROXY": "http://other", "https_proxy": PROXY}, API, PROXY),
        ({"https_proxy": "", "HTTPS_PROXY": PROXY}, API, None),
        ({"HTTP_PROXY": PROXY}, API, None),
        ({"HTTP_PROXY": PROXY}, "http://127.0.0.1:4010", PROXY),
        ({"ALL_PROXY": PROXY}, API, PROXY),
        ({"all_proxy": PROXY}, "http://127.0.0.1:4010", PROXY),
        ({"ALL_PROXY": "http://other", "HTTPS_PROXY": PROXY}, API, PROXY),
        ({"HTTPS_PROXY": "proxy.example:3128"}, API, PROXY),
        ({"HTTPS_PROXY": "//proxy.example:3128"}, API, PROXY),
        ({"HTTPS_PROXY": f" {PROXY}\n"}, API, PROXY),
        ({"HTTPS_PROXY": "localhost:3128"}, API, "http://localhost:3128"),
        ({"HTTPS_PROXY": "10.0.0.1"}, API, "http://10.0.0.1"),
        ({"HTTPS_PROXY": "[::1]:3128"}, API, "http://[::1]:3128"),
        ({"HTTPS_PROXY": f"me:{SECRET}@proxy:3128"}, API, f"http://me:{SECRET}@proxy:3128"),
        ({"HTTPS_PROXY": "HTTPS://proxy:443/"}, API, "HTTPS://proxy:443/"),
        ({"HTTP_PROXY": PROXY, "REQUEST_METHOD": "GET"}, "http://127.0.0.1:4010", None),
        ({"http_proxy": PROXY, "REQUEST_METHOD": "GET"}, "http://127.0.0.1:4010", PROXY),
        ({"HTTPS_PROXY": PROXY, "REQUEST_METHOD": "GET"}, API, PROXY),
        ({"FTP_PROXY": "socks5://127.0.0.1"}, API, None),
        ({"HTTPS_PROXY": PROXY, "ALL_PROXY": "socks5://127.0.0.1"}, API, PROXY),
        ({"ALL_PROXY": "socks5://127.0.0.1", "NO_PROXY": "twilio.com"}, API, None),
    ],
)
def test_the_environment_names_the_proxy(
    environment: Mapping[str, str], origin: str, proxy: str | None
) -> None:
    assert proxy_for(origin, environment) == proxy


@pytest.mark.parametrize(
    "proxy",
    [
        "socks5://127.0.0.1:1080",
        "socks5h://me:pr0xy-5ecret@127.0.0.1:1080",
        "SOCKS4://127.0.0.1",
        "socks://127.0.0.1",
    ],
)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_a_proxy_of_socks_is_refused_by_the_name_of_its_variable(variable: str, proxy: str) -> None:
    with pytest.raises(
        ConfigurationError, match=rf"^{variable} .*'http://host:port', socks.*NO_PROXY"
    ) as caught:
        proxy_for(API, {variable: proxy})

    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "proxy",
    [
        "ftp://proxy:21",
        "http://",
        "http://:3128",
        f"http://me:{SECRET}@proxy:99999",
        f"http://me:{SECRET}@proxy:port",
        f"me:{SECRET}@",
        "http://pro xy:3128",
        "http://[::1",
        "unix:///var/run/proxy",
        "://",
        f"http://me:{SECRET}\x00@proxy:3128",
    ],
)
def test_what_is_no_proxy_is_refused_by_the_name_of_its_variable(proxy: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^HTTPS_PROXY must be like 'http://host:port'$") as caught:
        proxy_for(API, {"HTTPS_PROXY": proxy})

    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("origin", "exemptions", "exempt"),
    [
        (API, "api.twilio.com", True),
        (API, "API.Twilio.COM", True),
        (API, "twilio.com", True),
        (API, ".twilio.com", True),
        (API, "*.twilio.com", True),
        (API, "*", True),
        (API, "example.com,*", True),
        (API, "example.com, twilio.com", True),
        (API, "example.com twilio.com", True),
        (API, "twilio.com:443", True),
        (API, "twilio.com:80", False),
        (API, "twilio.com.", True),
        (API, "lio.com", False),
        (API, "com", True),
        (API, "mail.twilio.com", False),
        (API, "", False),
        (API, " , ", False),
        (API, ".", False),
        (API, "*.", False),
        (API, ":443", False),
        (API, "10.0.0.0/8", False),
        ("https://twilio.com", ".twilio.com", True),
        ("http://127.0.0.1:4010", "127.0.0.1", True),
        ("http://127.0.0.1:4010", "127.0.0.1:4010", True),
        ("http://127.0.0.1:4010", "127.0.0.1:80", False),
        ("http://127.0.0.1", "127.0.0.1:80", True),
        ("http://127.0.0.1:4010", "127.0.0.0/8", True),
        ("http://127.0.0.1:4010", "0.0.1", False),
        ("http://127.0.0.1:4010", ".1", False),
        ("http://127.0.0.1:4010", "localhost", False),
        ("http://127.0.0.1:4010", "::1", False),
        ("http://[::1]:4010", "::1", True),
        ("http://[::1]:4010", "[::1]", True),
        ("http://[::1]:4010", "[::1]:4010", True),
        ("http://[::1]:4010", "[::1]:80", False),
        ("http://[::1]:4010", "0:0:0:0:0:0:0:1", True),
        ("http://[fd00::1]", "fd00::/8", True),
        ("http://[fd00::1]", "[FD00::1]", True),
        ("http://[fd00::1]", "fe80::/10", False),
        ("http://localhost:4010", "localhost", True),
        ("http://twilio:4010", "twilio", True),
    ],
)
@pytest.mark.parametrize("variable", ["NO_PROXY", "no_proxy"])
def test_the_environment_exempts_hosts(origin: str, exemptions: str, exempt: bool, variable: str) -> None:
    environment = {"ALL_PROXY": PROXY, variable: exemptions}

    assert proxy_for(origin, environment) == (None if exempt else PROXY)


HOSTS = st.from_regex(r"([a-z]{1,3}\.){1,3}[a-z]{2,3}", fullmatch=True)


@given(HOSTS, st.lists(HOSTS.map(lambda name: name.partition(".")[2]) | HOSTS | st.just("*"), max_size=3))
def test_names_are_exempt_as_they_are_to_python(host: str, exemptions: list[str]) -> None:
    listed = ",".join(exemptions)
    python = urllib.request.proxy_bypass_environment(host, {"no": listed})  # type: ignore[attr-defined]
    wildcard = "*" in exemptions

    found = proxy_for(f"https://{host}", {"HTTPS_PROXY": PROXY, "NO_PROXY": listed})
    assert (found is None) == (python or wildcard)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_environment_gives_a_proxy_or_an_error_of_ours(proxy: str, exemptions: str) -> None:
    for origin, variable in itertools.product((API, "http://[::1]:4010"), ("HTTPS_PROXY", "ALL_PROXY")):
        try:
            found = proxy_for(origin, {variable: proxy, "NO_PROXY": exemptions})
        except ConfigurationError:
            continue
        assert found is None or found.lower().startswith(("http://", "https://"))


def test_a_proxy_of_the_environment_that_cannot_be_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    with pytest.raises(ConfigurationError, match="ALL_PROXY"):
        client_for(API, trust_env=True)

    assert client_for(API).account_sid
    assert client_for(API, trust_env=True, proxy=PROXY).account_sid
    monkeypatch.setenv("NO_PROXY", "twilio.com")
    assert client_for(API, trust_env=True).account_sid


async def test_a_proxy_without_a_scheme_carries_the_request(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    server.always(answer(200, RECORD))
    monkeypatch.setenv("HTTP_PROXY", f"me:{SECRET}@127.0.0.1:{server.port}")
    async with client_for(f"http://127.0.0.1:{closed_port}", trust_env=True) as client:
        await client.messages(MESSAGE).fetch()
        assert SECRET not in repr(client) + str(vars(client))

    assert server.requests[0].headers["Proxy-Authorization"].startswith("Basic ")


async def test_a_proxy_of_the_environment_that_is_not_there_shows_nothing_of_itself(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    monkeypatch.setenv("http_proxy", f"me:{SECRET}@127.0.0.1:{closed_port}")
    async with client_for(server.url, trust_env=True) as client:
        with pytest.raises(TwilioError) as caught:
            await client.messages.create(to=TO, from_=FROM, body="Hi")

    assert caught.value.executed == "no"
    assert SECRET not in repr(caught.value)
    assert TOKEN not in repr(caught.value)
    assert server.requests == []


def test_credentials_of_a_proxy_show_nowhere() -> None:
    client = client_for(API, proxy=f"http://me:{SECRET}@proxy.example:3128")

    assert SECRET not in repr(client) + str(vars(client))


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", f"http://me:{SECRET}@proxy:99999", "http://"])
def test_a_proxy_that_is_given_and_cannot_be_is_named_without_its_credentials(proxy: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^proxy must be like") as caught:
        Client("AC" + "0a" * 16, TOKEN, proxy=proxy)

    assert SECRET not in str(caught.value)
