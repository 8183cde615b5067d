"""Numbers that can be bought, by country and type, with the filters that narrow them down.

After https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Final, TypeAlias

from twilio_async.emulator import description as catalog
from twilio_async.emulator.description import Endpoint
from twilio_async.emulator.memory.history import History, Selection
from twilio_async.emulator.numbers.incoming_numbers import taken_numbers
from twilio_async.emulator.numbers.inventory import COUNTRIES, Country, Offer, friendly, offers, place_of
from twilio_async.emulator.numbers.patterns import matches_number
from twilio_async.emulator.requests import Call, Reply
from twilio_async.emulator.routing import Operation, documented
from twilio_async.emulator.wire.documents import View
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request, not_found
from twilio_async.emulator.wire.fields import resource
from twilio_async.emulator.wire.phone_numbers import e164

Test: TypeAlias = Callable[[Offer], bool]

_PATH: Final = "AvailablePhoneNumbers"
_MOST: Final = 200
_EARTH_MILES: Final = 3959.0
_DEFAULT_DISTANCE: Final = 25
_LARGEST_DISTANCE: Final = 500
_NORTH_AMERICA: Final = {"US", "CA"}

_PLACES: Final = {
    "InRegion": "region",
    "InPostalCode": "postal_code",
    "InLata": "lata",
    "InRateCenter": "rate_center",
    "InLocality": "locality",
}
_CAPABILITIES: Final = {
    "VoiceEnabled": "voice",
    "SmsEnabled": "sms",
    "MmsEnabled": "mms",
    "FaxEnabled": "fax",
}
_EXCLUSIONS: Final = {
    "ExcludeAllAddressRequired": ("any", "local", "foreign"),
    "ExcludeLocalAddressRequired": ("local",),
    "ExcludeForeignAddressRequired": ("foreign",),
}


def number_operations() -> Iterator[Operation]:
    """The list of countries, a country, and the lists of its numbers."""
    yield documented(catalog.endpoint("GET", _PATH), _list_countries)
    yield documented(catalog.endpoint("GET", f"{_PATH}/{{CountryCode}}"), _fetch_country)
    for path in catalog.record("available_phone_number").paths:
        endpoint = catalog.endpoint("GET", path)
        yield documented(endpoint, partial(_list_numbers, endpoint))


def _country_values(country: Country, view: View) -> Mapping[str, object]:
    path = f"{view.account_path}/{_PATH}/{country.code}"
    return {
        "country_code": country.code,
        "country": country.name,
        "uri": path + view.suffix,
        "beta": False,
        "subresource_uris": {
            catalog.snake_case(kind): f"{path}/{kind}{view.suffix}" for kind in country.ranges
        },
    }


def _offer_values(offer: Offer, _: View) -> Mapping[str, object]:
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


_COUNTRY: Final = resource(catalog.record("available_phone_number_country"), _country_values)
_OFFER: Final = resource(catalog.record("available_phone_number"), _offer_values)


def _list_countries(call: Call) -> Reply:
    return call.page(_COUNTRY, History(COUNTRIES.values()), Selection())


def _fetch_country(call: Call) -> Reply:
    return call.item(_COUNTRY, _country(call))


def _country(call: Call) -> Country:
    return call.found(COUNTRIES.get(call.names[0]))


def _list_numbers(endpoint: Endpoint, call: Call) -> Reply:
    country, kind = _country(call), endpoint.pattern.rpartition("/")[2]
    if kind not in country.ranges:
        raise not_found(call.path)
    area_code = call.arguments.named("AreaCode")
    if area_code is not None and country.code not in _NORTH_AMERICA:
        raise bad_request(INVALID_PARAMETER, "AreaCode is for numbers of the US and Canada")
    tests = list(_tests(call, country))
    taken = taken_numbers(call.store)
    stock = offers(country, kind, area_code=None if area_code is None else f"{area_code:03d}")
    fitting = (offer for offer in stock if all(test(offer) for test in tests) and offer.number not in taken)
    return call.page(_OFFER, History(islice(fitting, _MOST)), Selection())


def _tests(call: Call, country: Country) -> Iterator[Test]:
    """What an offer has to pass; ApiError 400 where filters contradict each other."""
    given = call.arguments.named
    pattern = given("Contains")
    if pattern is not None:
        yield lambda offer: matches_number(pattern, offer.number)
    if given("InRateCenter") is not None and given("InLata") is None:
        raise bad_request(INVALID_PARAMETER, "InRateCenter requires InLata")
    if country.code in _NORTH_AMERICA:
        yield from _distance_tests(call)
    yield from (partial(_is_at, field, given(name)) for name, field in _PLACES.items() if given(name))
    for name, capability in _CAPABILITIES.items():
        if given(name) is not None:
            yield partial(_has, capability, is_wanted=given(name))
    for name, requirements in _EXCLUSIONS.items():
        if given(name) and country.address_requirements in requirements:
            yield lambda _: False
    if given("Beta") is False:
        yield lambda offer: not offer.is_beta


def _is_at(field: str, value: str, offer: Offer) -> bool:
    return bool(getattr(offer.place, field) == value)


def _has(capability: str, offer: Offer, *, is_wanted: bool) -> bool:
    return offer.capabilities[capability] is is_wanted


def _distance_tests(call: Call) -> Iterator[Test]:
    given = call.arguments.named
    distance = given("Distance")
    center = _center(given("NearNumber"), given("NearLatLong"))
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
