"""Numbers that can be bought, by country and type, with the filters that narrow them down.

Source: https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from twilio_async.emulator.numbers.countries import COUNTRIES
from twilio_async.emulator.numbers.incoming_numbers import taken_numbers
from twilio_async.emulator.numbers.inventory import Offer, offers, place_of
from twilio_async.emulator.routing import operation
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request, not_found
from twilio_async.emulator.wire.names import snake_case
from twilio_async.emulator.wire.phone_numbers import e164, friendly, matches_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twilio_async.emulator.numbers.countries import Country
    from twilio_async.emulator.requests import ApiRequest, Values
    from twilio_async.emulator.wire.replies import Reply

Test: TypeAlias = Callable[[Offer], bool]

_PATH = "AvailablePhoneNumbers"
_KINDS = ("Local", "MachineToMachine", "Mobile", "National", "SharedCost", "TollFree", "Voip")
_USUAL = 30
"""The numbers that a search finds where the request says nothing of a page size."""
_EARTH_MILES = 3959.0
_DEFAULT_DISTANCE = 25
_LARGEST_DISTANCE = 500
_NORTH_AMERICA = {"US", "CA"}
_AREA_CODES = range(200, 1000)

_PLACES = {
    "InRegion": "region",
    "InPostalCode": "postal_code",
    "InLata": "lata",
    "InRateCenter": "rate_center",
    "InLocality": "locality",
}
_CAPABILITIES = {
    "VoiceEnabled": "voice",
    "SmsEnabled": "sms",
    "MmsEnabled": "mms",
    "FaxEnabled": "fax",
}
_EXCLUSIONS = {
    "ExcludeAllAddressRequired": ("any", "local", "foreign"),
    "ExcludeLocalAddressRequired": ("local",),
    "ExcludeForeignAddressRequired": ("foreign",),
}


def _country_values(country: Country, request: ApiRequest) -> Values:
    path = f"{request.account_path}/{_PATH}/{country.code}"
    return {
        "country_code": country.code,
        "country": country.name,
        "uri": path + request.suffix,
        "beta": False,
        "subresource_uris": {snake_case(kind): f"{path}/{kind}{request.suffix}" for kind in country.ranges},
    }


def _offer_values(offer: Offer, _: ApiRequest) -> Values:
    place = offer.place
    return {
        "friendly_name": friendly(offer.number),
        "phone_number": offer.number,
        "lata": place.lata,
        "locality": place.locality,
        "rate_center": place.rate_center,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "region": place.region,
        "postal_code": place.postal_code,
        "iso_country": offer.country.code,
        "address_requirements": offer.country.address_requirements,
        "beta": offer.is_beta,
        "capabilities": offer.capabilities,
    }


def list_countries(request: ApiRequest) -> Reply:
    """GET AvailablePhoneNumbers: the countries, in alphabetical order."""
    return request.reply_all(COUNTRIES.values(), _country_values, len(COUNTRIES))


def fetch_country(request: ApiRequest) -> Reply:
    """GET AvailablePhoneNumbers/{CountryCode}: a country, with the types of its numbers."""
    return request.reply(_country(request), _country_values)


def _country(request: ApiRequest) -> Country:
    return request.found(COUNTRIES.get(request.path_values[0]))


def list_numbers(request: ApiRequest) -> Reply:
    """GET AvailablePhoneNumbers/{CountryCode}/Local and its like: numbers that nobody has."""
    country, kind = _country(request), request.endpoint.pattern.rpartition("/")[2]
    if kind not in country.ranges:
        raise not_found(request.path)
    area_code = request.arguments.get("AreaCode")
    if area_code is not None and country.code not in _NORTH_AMERICA:
        raise bad_request(INVALID_PARAMETER, "AreaCode is for numbers of the US and Canada")
    if area_code is not None and area_code not in _AREA_CODES:
        raise bad_request(21451, f"AreaCode {area_code} is not a valid area code.")
    tests = list(_tests(request, country))
    taken = taken_numbers(request.store)
    stock = offers(country, kind, area_code=None if area_code is None else str(area_code))
    fitting = (offer for offer in stock if all(test(offer) for test in tests) and offer.number not in taken)
    return request.reply_all(fitting, _offer_values, _USUAL)


def _tests(request: ApiRequest, country: Country) -> Iterator[Test]:
    """The tests that an offer has to pass.

    Raises:
        Refusal: 400, the filters contradict each other.
    """
    argument = request.arguments.get
    pattern = argument("Contains")
    if pattern is not None:
        yield lambda offer: matches_number(pattern, offer.number)
    if argument("InRateCenter") is not None and argument("InLata") is None:
        raise bad_request(INVALID_PARAMETER, "InRateCenter requires InLata")
    if country.code in _NORTH_AMERICA:
        yield from _distance_tests(request)
    yield from (partial(_is_at, field, argument(name)) for name, field in _PLACES.items() if argument(name))
    for name, capability in _CAPABILITIES.items():
        if argument(name) is not None:
            yield partial(_has, capability, expected=argument(name))
    for name, requirements in _EXCLUSIONS.items():
        if argument(name) and country.address_requirements in requirements:
            yield lambda _: False
    if argument("Beta") is False:
        yield lambda offer: not offer.is_beta


def _is_at(field: str, value: str, offer: Offer) -> bool:
    return bool(getattr(offer.place, field) == value)


def _has(capability: str, offer: Offer, *, expected: bool) -> bool:
    return offer.capabilities[capability] is expected


def _distance_tests(request: ApiRequest) -> Iterator[Test]:
    argument = request.arguments.get
    distance = argument("Distance")
    center = _center(argument("NearNumber"), argument("NearLatLong"))
    if distance is not None and center is None:
        raise bad_request(INVALID_PARAMETER, "Distance requires NearLatLong or NearNumber")
    if distance is not None and distance > _LARGEST_DISTANCE:
        raise bad_request(INVALID_PARAMETER, f"Distance is at most {_LARGEST_DISTANCE} miles")
    if center is not None:
        yield partial(_is_near, center, distance or _DEFAULT_DISTANCE)


def _center(number: str | None, position: str | None) -> tuple[float, float] | None:
    if position is not None:
        try:
            latitude, longitude = (float(part) for part in position.split(","))
        except ValueError:
            raise bad_request(INVALID_PARAMETER, "NearLatLong is latitude,longitude") from None
        return latitude, longitude
    if number is None:
        return None
    place = place_of(e164(number) or "")
    if place is None or place.latitude is None or place.longitude is None:
        raise bad_request(INVALID_PARAMETER, "NearNumber is not a number of a known area")
    return place.latitude, place.longitude


def _is_near(center: tuple[float, float], miles: float, offer: Offer) -> bool:
    place = offer.place
    if place.latitude is None or place.longitude is None:
        return False
    points = (math.radians(each) for each in (*center, place.latitude, place.longitude))
    latitude, longitude, other_latitude, other_longitude = points
    haversine = (
        math.sin((other_latitude - latitude) / 2) ** 2
        + math.cos(latitude) * math.cos(other_latitude) * math.sin((other_longitude - longitude) / 2) ** 2
    )
    return 2 * _EARTH_MILES * math.asin(math.sqrt(haversine)) <= miles


OPERATIONS = (
    operation("GET", _PATH, list_countries),
    operation("GET", f"{_PATH}/{{CountryCode}}", fetch_country),
    *(operation("GET", f"{_PATH}/{{CountryCode}}/{kind}", list_numbers) for kind in _KINDS),
)
