"""Phone numbers for sale, by country and kind.

Source: https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource
"""

from typing import Unpack

from attrs import define, field

from twilio_async.core.codec.models import Model, hidden
from twilio_async.core.codec.scalars import OpenEnum
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Fetchable, Resource
from twilio_async.declare.endpoints import listing
from twilio_async.declare.records import stars


class AddressRequirement(OpenEnum):
    """Which address must be known to Twilio before a phone number can be bought."""

    NONE = "none"
    ANY = "any"
    LOCAL = "local"
    FOREIGN = "foreign"


@define(kw_only=True)
class PhoneNumberCapabilities(Model):
    """The uses of a phone number."""

    voice: bool | None = None
    sms: bool | None = None
    mms: bool | None = None
    fax: bool | None = None


@define(kw_only=True)
class AvailablePhoneNumber(Model):
    """A phone number for sale; latitude and longitude are in degrees."""

    phone_number: str = field(repr=stars)
    friendly_name: str | None = hidden()
    iso_country: str | None = None
    region: str | None = None
    locality: str | None = None
    postal_code: str | None = None
    rate_center: str | None = None
    lata: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    capabilities: PhoneNumberCapabilities | None = None
    address_requirements: AddressRequirement | None = None
    beta: bool | None = None


@define(kw_only=True)
class AvailablePhoneNumberCountry(Model):
    """A country that Twilio has numbers of; `subresource_uris` tells their kinds."""

    country_code: str
    country: str | None = None
    uri: str | None = None
    beta: bool | None = None
    subresource_uris: dict[str, str] | None = None


class AvailablePhoneNumbersOfKind(Resource):
    """The numbers of one kind that a country has for sale."""

    __slots__ = ()

    @listing("available_phone_numbers")
    def list(
        self,
        *,
        area_code: int | None = None,
        contains: str | None = None,
        voice_enabled: bool | None = None,
        sms_enabled: bool | None = None,
        mms_enabled: bool | None = None,
        fax_enabled: bool | None = None,
        in_region: str | None = None,
        in_locality: str | None = None,
        in_postal_code: str | None = None,
        in_lata: str | None = None,
        in_rate_center: str | None = None,
        near_number: str | None = None,
        near_lat_long: str | None = None,
        distance: int | None = None,
        exclude_all_address_required: bool | None = None,
        exclude_local_address_required: bool | None = None,
        exclude_foreign_address_required: bool | None = None,
        beta: bool | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[AvailablePhoneNumber]:
        """Numbers that can be bought now, with `incoming_phone_numbers.create`.

        Args:
            area_code: With this area code (US and Canada).
            contains: With these digits or letters, two at least; `*` stands for one digit.
            voice_enabled: Whether they take calls.
            sms_enabled: Whether they take text messages.
            mms_enabled: Whether they take media messages.
            fax_enabled: Whether they take faxes.
            in_region: In this state or province, or in that of this number (US and Canada).
            in_locality: In this town, or in that of this number.
            in_postal_code: With this postal code, or with that of this number (US and Canada).
            in_lata: In this local access and transport area, or in that of this number (US and Canada).
            in_rate_center: In this rate center, or in that of this number; needs `in_lata` (US and Canada).
            near_number: Within `distance` of this number (US and Canada).
            near_lat_long: Within `distance` of this place, as "latitude,longitude" (US and Canada).
            distance: Miles, 500 at most; 25 where not given.
            exclude_all_address_required: Whether those that need any address are left out.
            exclude_local_address_required: Whether those that need a local address are left out.
            exclude_foreign_address_required: Whether those that need a foreign address are left out.
            beta: Whether numbers that are new to Twilio are among them; yes where not given.
            **paging: See `Paging`.
        """
        ...


class AvailablePhoneNumberCountryContext(Fetchable[AvailablePhoneNumberCountry]):
    """One country and its numbers, of which few countries have all kinds."""

    __slots__ = ()
    local = Below(AvailablePhoneNumbersOfKind, "Local")
    toll_free = Below(AvailablePhoneNumbersOfKind, "TollFree")
    mobile = Below(AvailablePhoneNumbersOfKind, "Mobile")
    national = Below(AvailablePhoneNumbersOfKind, "National")
    shared_cost = Below(AvailablePhoneNumbersOfKind, "SharedCost")
    voip = Below(AvailablePhoneNumbersOfKind, "Voip")
    machine_to_machine = Below(AvailablePhoneNumbersOfKind, "MachineToMachine")


class AvailablePhoneNumbers(Collection[AvailablePhoneNumberCountryContext]):
    """The countries that Twilio has numbers of, each by its ISO code: `available_phone_numbers("US")`."""

    __slots__ = ()

    @listing("countries")
    def list(self, **paging: Unpack[Paging]) -> Listing[AvailablePhoneNumberCountry]:
        """The countries that Twilio has numbers of."""
        ...
