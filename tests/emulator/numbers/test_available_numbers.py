"""Numbers that can be bought: countries, types, filters."""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from tests.support.emulator_api import Api

US = "AvailablePhoneNumbers/US"


SAN_FRANCISCO = "37.79,-122.39"


Number: TypeAlias = dict[str, Any]


Fits: TypeAlias = Callable[[Number], bool]


async def search(api: Api, query: str = "", path: str = f"{US}/Local") -> list[Number]:
    answer = await api.get(f"{path}.json{'?' * bool(query)}{query}")
    assert answer.status == 200
    found: list[Number] = answer.json["available_phone_numbers"]
    return found


def like(pattern: str) -> Fits:
    return lambda number: re.search(pattern, number["phone_number"]) is not None


def shows(**expected: object) -> Fits:
    return lambda number: number | expected == number


def can(**expected: bool) -> Fits:
    return lambda number: shows(**expected)(number["capabilities"])


async def test_countries(api: Api) -> None:
    listed = (await api.get("AvailablePhoneNumbers.json")).json["countries"]
    country = (await api.get(f"{US}.json")).json

    codes = [each["country_code"] for each in listed]
    assert codes == sorted(codes)
    assert len(codes) >= 40
    assert set(codes) >= {"AU", "CA", "DE", "DK", "FR", "GB", "NL", "NO", "US"}
    assert country in listed
    assert (country["country"], country["beta"]) == ("United States", False)
    assert country["subresource_uris"] == {
        "local": f"/2010-04-01/Accounts/{api.account_sid}/{US}/Local.json",
        "toll_free": f"/2010-04-01/Accounts/{api.account_sid}/{US}/TollFree.json",
    }


async def test_numbers_of_every_country_can_be_bought(api: Api) -> None:
    bought: set[str] = set()
    for country in (await api.get("AvailablePhoneNumbers.json")).json["countries"]:
        for kind, path in country["subresource_uris"].items():
            offers = (await api.get(f"{path}?PageSize=1")).json["available_phone_numbers"]
            assert offers[0]["iso_country"] == country["country_code"]
            number = offers[0]["phone_number"]
            assert re.fullmatch(r"\+[1-9]\d{7,14}", number), (country, kind)
            assert number not in bought
            bought.add(number)
            answer = await api.post("IncomingPhoneNumbers.json", PhoneNumber=number)
            assert (answer.status, answer.json["phone_number"]) == (201, number)


@pytest.mark.parametrize(
    "path", ["AvailablePhoneNumbers/XX", "AvailablePhoneNumbers/XX/Local", f"{US}/Mobile", f"{US}/Blue"]
)
async def test_what_there_is_not(api: Api, path: str) -> None:
    assert (await api.get(f"{path}.json")).status == 404


async def test_offers_are_the_same_every_time(api: Api) -> None:
    found = await search(api)

    assert found == await search(api)
    assert len(found) == 30
    assert len({number["phone_number"] for number in found}) == 30
    assert {number["iso_country"] for number in found} == {"US"}
    assert {number["capabilities"]["sms"] for number in found} == {True, False}
    assert {number["capabilities"]["mms"] for number in found} == {True, False}
    assert {number["capabilities"]["fax"] for number in found} == {False}
    assert all(re.fullmatch(r"-?\d+\.\d+", number["latitude"]) for number in found)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("AreaCode=510", like(r"^\+1510")),
        ("AreaCode=999", like(r"^\+1999")),
        ("Contains=0123", like("0123")),
        ("Contains=555*1*1", like(r"555\d1\d1")),
        ("Contains=%2B1415555****", like(r"^\+1415555")),
        ("Contains=JKL1234", like("5551234")),
        ("InRegion=CA", shows(region="CA")),
        ("InLocality=Oakland", shows(locality="Oakland")),
        ("InPostalCode=10001", shows(postal_code="10001")),
        ("InLata=722&InRateCenter=OKLD%20FRTVL", shows(locality="Oakland")),
        ("MmsEnabled=true", can(mms=True)),
        ("SmsEnabled=false", can(sms=False)),
        ("VoiceEnabled=true&SmsEnabled=true", can(sms=True)),
        ("Beta=false", shows(beta=False)),
        (f"NearLatLong={SAN_FRANCISCO}&Distance=3", shows(locality="San Francisco")),
        (f"NearLatLong={SAN_FRANCISCO}", shows(region="CA")),
    ],
)
async def test_filters(api: Api, query: str, fits: Fits) -> None:
    found = await search(api, query)

    assert found
    assert all(fits(number) for number in found)


@pytest.mark.parametrize(
    "query", ["FaxEnabled=true", "VoiceEnabled=false", "InRegion=XX", "Contains=99999999", "NearLatLong=0,0"]
)
async def test_filters_that_leave_nothing(api: Api, query: str) -> None:
    assert await search(api, query) == []


async def test_numbers_near_to_another(api: Api) -> None:
    known = (await search(api, "InLocality=Oakland"))[0]["phone_number"].removeprefix("+")
    found = await search(api, f"NearNumber=%2B{known}&Distance=2")

    assert {number["locality"] for number in found} == {"Oakland"}


async def test_numbers_without_a_place_are_near_to_nothing(api: Api) -> None:
    assert await search(api, f"AreaCode=999&NearLatLong={SAN_FRANCISCO}") == []


@pytest.mark.parametrize(
    "query",
    [
        "Distance=10",
        f"Distance=501&NearLatLong={SAN_FRANCISCO}",
        "NearLatLong=here",
        "NearNumber=%2B15005550100",
        "InRateCenter=OAKLAND",
        "AreaCode=many",
        "SmsEnabled=perhaps",
    ],
)
async def test_filters_that_are_refused(api: Api, query: str) -> None:
    answer = await api.get(f"{US}/Local.json?{query}")

    assert (answer.status, answer.code) == (400, 20001)


async def test_an_area_code_that_cannot_be(api: Api) -> None:
    assert (await api.get(f"{US}/Local.json?AreaCode=7")).code == 21451


async def test_numbers_of_other_countries(api: Api) -> None:
    france = await search(api, path="AvailablePhoneNumbers/FR/Local")
    mobile = await search(api, path="AvailablePhoneNumbers/GB/Mobile")
    machines = await search(api, path="AvailablePhoneNumbers/GB/MachineToMachine")
    excluded = await search(api, "ExcludeLocalAddressRequired=true", "AvailablePhoneNumbers/FR/Local")
    included = await search(api, "ExcludeLocalAddressRequired=true", "AvailablePhoneNumbers/GB/Local")
    area = await api.get("AvailablePhoneNumbers/GB/Local.json?AreaCode=510")

    assert france[0]["friendly_name"] == france[0]["phone_number"]
    assert (france[0]["address_requirements"], excluded) == ("local", [])
    assert mobile[0]["phone_number"].startswith("+447700900")
    assert (len(machines), machines[0]["capabilities"]["voice"]) == (10, False)
    assert included
    assert area.code == 20001


async def test_what_is_bought_is_no_longer_offered(api: Api) -> None:
    wanted = (await search(api, "Contains=5550123"))[0]["phone_number"]
    bought = await api.post("IncomingPhoneNumbers.json", PhoneNumber=wanted)
    without = {number["phone_number"] for number in await search(api, "Contains=5550123")}
    await api.delete(f"IncomingPhoneNumbers/{bought.json['sid']}.json")

    assert wanted not in without
    assert (await search(api, "Contains=5550123"))[0]["phone_number"] == wanted


async def test_offers_come_in_one_list_without_pages(api: Api) -> None:
    three = (await api.get(f"{US}/TollFree.json?PageSize=3&Contains=55501")).json
    path = f"/2010-04-01/Accounts/{api.account_sid}/{US}/TollFree.json"

    assert three.keys() == {"available_phone_numbers", "uri"}
    assert three["uri"] == f"{path}?Contains=55501"
    assert three["available_phone_numbers"] == (await search(api, "Contains=55501", f"{US}/TollFree"))[:3]
    assert len(await search(api, "PageSize=100")) == 100
    assert (await api.get("AvailablePhoneNumbers.json")).json.keys() == {"countries", "uri"}


async def test_offers_in_xml(api: Api) -> None:
    listed = (await api.get(f"{US}/Local")).xml

    assert (listed.tag, listed[0].tag) == ("AvailablePhoneNumbers", "AvailablePhoneNumber")
    assert listed[0].findtext("Capabilities/Voice") == "true"
