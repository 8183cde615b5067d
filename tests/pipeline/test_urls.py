"""Which addresses are ours, and where a credential may go. The oracle is yarl, which aiohttp goes by."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest
from attrs import evolve
from hypothesis import assume, example, given, strategies as st
from yarl import URL

from twilio_async import ConfigurationError, InvalidArgument, LinkError
from twilio_async.core.decoding import AS_IT_CAME
from twilio_async.core.urls import address, base_url, is_twilio, next_query, redirected, secure, segment
from twilio_async.core.wire import Request

BASE = "https://api.twilio.com"
PATH = "/2010-04-01/Accounts/AC1/Messages.json"
REQUEST = Request("GET", PATH, AS_IT_CAME, query="PageSize=2")

SCHEMES = st.sampled_from(["https:", "http:", "HTTPS:", "ftp:", "file:", "javascript:", ""])
HOSTS = st.sampled_from(
    [
        "//api.twilio.com",
        "//API.twilio.com",
        "//api.twilio.com:443",
        "//api.twilio.com:80",
        "//api.twilio.com.",
        "//api.twilio.com.evil.example",
        "//evil.example",
        "//user@api.twilio.com",
        "//api.twilio.com@evil.example",
        "//api.twilio.com\\@evil.example",
        "//api.twilio.com%2eevil.example",
        "//[::1]",
        "//",
        "\\\\evil.example",
        "",
    ]
)
PATHS = st.sampled_from(
    [
        PATH,
        PATH.replace("2010-04-01", "2008-08-01"),
        PATH.replace("AC1", "AC2"),
        PATH.replace("Messages", "Calls"),
        PATH + "/",
        PATH + "/../Calls.json",
        PATH.replace("/Accounts", "//Accounts"),
        "/2010-04-01/../2010-04-01/Accounts/AC1/Messages.json",
        "/",
        "",
    ]
)
QUERIES = st.sampled_from(["?PageSize=2&Page=1&PageToken=PAMM1", "?", "", "#?Page=1", "?a=1#b", "? \t"])
JUNK = st.text(st.characters(codec="utf-8") | st.sampled_from("\\/:@?#.%;\t\r\n \udcff"), max_size=30)
PLACES = st.sampled_from(["ie1", "us1", "us1-ix", "dublin", "london-ix", "gll", "roaming"])
LINKS = st.one_of(st.builds("".join, st.tuples(SCHEMES, HOSTS, PATHS, QUERIES)), JUNK)


def origin(url: URL) -> tuple[str, str | None, int | None]:
    return url.scheme, url.host, url.port


def target(link: str) -> URL | None:
    """Where aiohttp would go for a link on the page of `REQUEST`; None where it refuses it."""
    try:
        return URL(BASE + PATH).join(URL(link))
    except ValueError:
        return None


@given(LINKS)
@example(f"//evil.example{PATH}?Page=1")
@example(f"https://api.twilio.com:443{PATH}?Page=1")
def test_a_next_link_changes_the_query_and_nothing_else(link: str) -> None:
    try:
        query = next_query(link, REQUEST, BASE)
    except LinkError:
        return

    followed = target(link)
    assert followed is not None
    assert origin(followed) == origin(URL(BASE))
    assert followed.user is None
    assert followed.path == PATH
    assert "#" not in query
    assert query.isascii()


@pytest.mark.parametrize(
    "link",
    [
        f"https://evil.example{PATH}?Page=1",
        f"http://api.twilio.com{PATH}?Page=1",
        f"https://api.twilio.com:8443{PATH}?Page=1",
        f"https://user:password@api.twilio.com{PATH}?Page=1",
        f"//evil.example{PATH}?Page=1",
        f"{PATH.replace('AC1', 'AC2')}?Page=1",
        f"{PATH.replace('2010-04-01', '2008-08-01')}?Page=1",
        f"/other{PATH}?Page=1",
        f"{PATH.replace('.json', '.csv')}?Page=1",
        "?Page=1",
        "https://[",
        "",
    ],
)
def test_a_next_link_that_leads_elsewhere_is_refused(link: str) -> None:
    with pytest.raises(LinkError) as caught:
        next_query(link, REQUEST, BASE)

    assert "password" not in str(caught.value)
    assert "Page=1" not in str(caught.value)
    assert (caught.value.method, caught.value.path, caught.value.executed) == ("GET", PATH, "no")


@given(st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=8)), max_size=5))
def test_the_query_of_a_next_link_arrives_as_it_was_given(pairs: list[tuple[str, str]]) -> None:
    query = next_query(f"{PATH}?{urlencode(pairs)}", REQUEST, BASE)

    assert parse_qsl(query, keep_blank_values=True) == pairs


@given(LINKS, st.sampled_from([BASE, "http://127.0.0.1:4010"]))
@example("//127.0.0.1:4010\\@evil.example/", "http://127.0.0.1:4010")
@example("http://127.0.0.1:4010@evil.example/", "http://127.0.0.1:4010")
@example("/\udcff", BASE)
def test_a_redirect_takes_the_credentials_only_within_the_origin(location: str, base: str) -> None:
    request = Request("GET", "/2010-04-01/Accounts/AC1/Messages/SM1/Media/ME1", AS_IT_CAME)
    try:
        following = redirected(request, location, base)
    except LinkError:
        return

    try:
        url = URL(f"{following.origin}{following.path}?{following.query}", encoded=True)
    except ValueError:  # The transport refuses it too.
        return
    assert url.scheme in {"http", "https"}
    assert url.scheme == "https" or base.startswith("http:")
    assert url.user is None
    assert following.authorized == (origin(url) == origin(URL(base)))


@given(LINKS, LINKS)
def test_credentials_that_were_left_behind_never_come_back(first: str, second: str) -> None:
    request = Request("GET", "/media", AS_IT_CAME, authorized=False)
    try:
        following = redirected(redirected(request, first, BASE), second, BASE)
    except LinkError:
        return

    assert not following.authorized


def test_a_redirect_keeps_all_else_of_the_request() -> None:
    request = Request("GET", "/media", AS_IT_CAME, repeat_on=frozenset({404}))
    following = redirected(request, "https://cdn.example:8443/a%20b?Signature=x%2By", BASE)

    assert following == evolve(
        request,
        origin="https://cdn.example:8443",
        path="/a%20b",
        query="Signature=x%2By",
        authorized=False,
    )


@given(st.text(st.characters() | st.sampled_from("./\\?#%&;:@ \udcff"), max_size=12))
@example(".")
@example("..")
@example("%2e%2e")
@example("\ud800")
def test_a_segment_stays_one_segment(value: str) -> None:
    try:
        encoded = segment(value)
    except InvalidArgument:
        return

    assert unquote(encoded) == value
    assert not set(encoded) & set("/?#\\ ")
    assert URL(f"{BASE}/a/{encoded}/b").parts == ("/", "a", value, "b") or "%" in encoded
    assert URL(f"{BASE}/a/{encoded}/b", encoded=True).raw_path == f"/a/{encoded}/b"


@pytest.mark.parametrize("value", ["", " ", "\t", ".", "..", None, 7, b"SM1", ["SM1"]])
def test_what_is_no_segment_is_refused(value: Any) -> None:
    with pytest.raises(InvalidArgument, match="SID"):
        segment(value)


@pytest.mark.parametrize(
    ("region", "edge", "host"),
    [
        (None, None, "api.twilio.com"),
        ("ie1", "dublin", "api.dublin.ie1.twilio.com"),
        ("au1", "sydney", "api.sydney.au1.twilio.com"),
        ("us1", "ashburn-ix", "api.ashburn-ix.us1.twilio.com"),
        ("IE1", "Dublin", "api.dublin.ie1.twilio.com"),
        ("us1", "dublin", "api.dublin.us1.twilio.com"),
        ("us1", None, "api.twilio.com"),
        ("in1", "mumbai", "api.mumbai.in1.twilio.com"),
    ],
)
def test_region_and_edge_name_the_host(region: str | None, edge: str | None, host: str) -> None:
    assert base_url(None, region, edge) == f"https://{host}"


@pytest.mark.parametrize(
    ("region", "edge", "advice"),
    [
        ("ie1", None, r"edge.*'dublin'.*TWILIO_EDGE"),
        ("xx9", None, r"edge.*TWILIO_EDGE"),
        (None, "dublin", r"region.*TWILIO_REGION"),
        ("ie1/x", "dublin", "region"),
        ("ie1", "evil.example/", "edge"),
        ("", "dublin", "region"),
        ("ie1", "dub lin", "edge"),
        (None, "roaming", r"edge 'roaming' is for voice SDKs.*leave region and edge out"),
        ("ie1", "roaming", r"edge 'roaming' is for voice SDKs.*'dublin'"),
        ("gll", "dublin", "region 'gll' is for voice SDKs"),
        ("gll", "roaming", "is for voice SDKs"),
        ("dublin", "ie1", "edge 'ie1' is the name of a region: give region='ie1' and edge='dublin'"),
        ("dublin", None, "region 'dublin' is the name of an edge: give region='ie1' and edge='dublin'"),
        ("dublin", "dublin", "region 'dublin' is the name of an edge"),
        (None, "ie1", "edge 'ie1' is the name of a region: give region='ie1' and edge='dublin'"),
        ("us1", "us1", "edge 'us1' is the name of a region"),
        ("ie1", "in1", "edge 'in1' is the name of a region: give region='in1' and edge=the one near it"),
        ("us1", "us1-ix", "give region='us1' and edge='ashburn-ix'"),
        ("us1-ix", "ashburn-ix", "give region='us1' and edge='ashburn-ix'"),
        ("london-ix", None, "give region='ie1' and edge='london-ix'"),
        ("us-east-1", "ashburn", r"region 'us-east-1' is none of Twilio's.*\bie1\b"),
        ("ireland", "dublin", "region 'ireland' is none of Twilio's"),
        ("dublin.ie1", None, "region 'dublin.ie1' .*edge='dublin' and region='ie1'"),
        ("ie1", "dublin.ie1", "edge 'dublin.ie1'"),
        ("ie1", ".", "edge"),
        ("-ie1", "dublin", "region"),
    ],
)
def test_what_is_no_host_of_the_api_is_refused_with_the_right_words(
    region: str | None, edge: str | None, advice: str
) -> None:
    with pytest.raises(ConfigurationError, match=advice):
        base_url(None, region, edge)


@given(
    st.none() | PLACES | st.text("aeiu1-.", max_size=6), st.none() | PLACES | st.text("abdi1-./", max_size=6)
)
def test_whatever_region_and_edge_are_the_host_is_twilios(region: str | None, edge: str | None) -> None:
    try:
        url = base_url(None, region, edge)
    except ConfigurationError:
        return

    parsed = URL(url)
    assert is_twilio(url)
    assert str(parsed.origin()) == url
    assert str(parsed.host).count(".") in {2, 4}


def test_a_base_url_excludes_region_and_edge() -> None:
    with pytest.raises(ConfigurationError, match="either base_url or region and edge"):
        base_url(BASE, "ie1", "dublin")


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://api.example", "https://api.example"),
        ("https://api.example/", "https://api.example"),
        ("http://127.0.0.1:4010", "http://127.0.0.1:4010"),
        ("http://localhost:4010/", "http://localhost:4010"),
        ("http://[::1]:4010", "http://[::1]:4010"),
        ("http://127.8.8.8", "http://127.8.8.8"),
    ],
)
def test_a_base_url_is_https_or_this_machine(url: str, base: str) -> None:
    assert base_url(url, None, None) == base


@pytest.mark.parametrize(
    "url",
    [
        "http://api.twilio.com",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "http://127.0.0.1@evil.example",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "ftp://api.twilio.com",
        "api.twilio.com",
        "//api.twilio.com",
        "https://",
        "https://user:password@api.twilio.com",
        "https://api.twilio.com?x=1",
        "https://api.twilio.com?",
        "https://api.twilio.com#x",
        "https://api.twilio.com#",
        "https://api.twilio.com:port",
        "https://api.twilio.com:99999",
        " https://api.twilio.com",
        "https://api.twilio.com\n",
        "https://api .twilio.com",
        "https://api.twilio.com\\x",
        "",
    ],
)
def test_a_base_url_that_would_show_or_lose_credentials_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="base_url") as caught:
        base_url(url, None, None)

    assert "password" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://twilio:4010", "http://10.0.0.1", "http://host.docker.internal:4010"])
def test_plain_http_to_another_machine_is_permitted_by_name(url: str) -> None:
    assert base_url(url, None, None, allow_http=True) == url
    with pytest.raises(ConfigurationError, match=r"allow_http=True.*TWILIO_ALLOW_HTTP=1"):
        base_url(url, None, None)
    with pytest.raises(ConfigurationError, match="loopback") as caught:
        secure(url, "token_url")

    assert "allow_http" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://api.twilio.com", "http://API.Twilio.com:8080", "http://api.twilio.com."]
)
def test_plain_http_to_twilio_is_never_permitted(url: str) -> None:
    with pytest.raises(ConfigurationError, match="use https") as caught:
        base_url(url, None, None, allow_http=True)

    assert "allow_http" not in str(caught.value)


@pytest.mark.parametrize("base", ["http://127.0.0.1:4010", "https://gateway.example/twilio", f"{BASE}:8443"])
@pytest.mark.parametrize("url", ["https://verify.twilio.com/v2/Services", f"{BASE}{PATH}"])
def test_an_api_that_is_not_twilios_is_never_left_for_twilios(url: str, base: str) -> None:
    with pytest.raises(InvalidArgument, match="never asks Twilio: give the path alone") as caught:
        address(url, base)

    assert base in str(caught.value)
    assert address(f"{base}/v2?a=b", base)[1:] == (f"{urlsplit(base).path}/v2", "a=b")


@given(st.text(max_size=30).map(lambda text: f"https://{text}"))
def test_whatever_passes_for_an_address_is_one_to_aiohttp_too(text: str) -> None:
    try:
        url = secure(text, "base_url")
    except ConfigurationError:
        return

    assume(url.isascii())  # Names in other scripts are the resolver's business.
    parsed = URL(f"{url.rstrip('/')}/2010-04-01", encoded=True)
    assert parsed.host
    assert parsed.user is None
    assert not parsed.query_string
    assert parsed.path.endswith("/2010-04-01")


@pytest.mark.parametrize("version", ["2010-04-01", "2008-08-01/"])
def test_a_base_with_the_version_of_an_api_is_refused(version: str) -> None:
    with pytest.raises(ConfigurationError, match="ends in a version"):
        base_url(f"https://gateway.example.com/twilio/{version}", None, None)
