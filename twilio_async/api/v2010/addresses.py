"""Postal addresses, which some countries ask for before they give phone numbers away.

Source: https://www.twilio.com/docs/usage/api/address
"""

from typing import Unpack

from attrs import define

from twilio_async.api.v2010.incoming_phone_numbers import AnyPhoneNumber
from twilio_async.core.codec.models import hidden
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable, Resource
from twilio_async.declare.endpoints import listing, post
from twilio_async.declare.records import LinkedRecord


@define(kw_only=True)
class Address(LinkedRecord):
    """A postal address of a person or a company. Dates are in UTC."""

    friendly_name: str | None = hidden()
    customer_name: str | None = hidden()
    street: str | None = hidden()
    street_secondary: str | None = hidden()
    city: str | None = hidden()
    region: str | None = hidden()
    postal_code: str | None = hidden()
    iso_country: str | None = None
    emergency_enabled: bool | None = None
    validated: bool | None = None
    verified: bool | None = None


@define(kw_only=True)
class DependentPhoneNumber(AnyPhoneNumber):
    """A phone number that needs the address. Dates are in UTC."""


class DependentPhoneNumbers(Resource):
    """The phone numbers that need an address."""

    __slots__ = ()

    @listing("dependent_phone_numbers")
    def list(self, **paging: Unpack[Paging]) -> Listing[DependentPhoneNumber]:
        """The phone numbers that need the address."""
        ...


class AddressContext(Fetchable[Address], Deletable):
    """One address."""

    __slots__ = ()
    dependent_phone_numbers = Below(DependentPhoneNumbers, "DependentPhoneNumbers")

    @post()
    async def update(
        self,
        *,
        friendly_name: str | None = None,
        customer_name: str | None = None,
        street: str | None = None,
        street_secondary: str | None = None,
        city: str | None = None,
        region: str | None = None,
        postal_code: str | None = None,
        emergency_enabled: bool | None = None,
        auto_correct_address: bool | None = None,
    ) -> Address:
        """Change the address within its country; what is not given stays.

        Args:
            friendly_name: What you call it, 64 characters at most.
            customer_name: The name of the person or company.
            street: Street and number.
            street_secondary: Floor, suite and the like.
            city: The city.
            region: The state, province or region.
            postal_code: The postal code.
            emergency_enabled: Whether it can be used for emergency calls.
            auto_correct_address: Whether Twilio may correct it; yes where not given.
        """
        ...


class Addresses(Collection[AddressContext], sids="AD"):
    """The account's addresses (AD...)."""

    __slots__ = ()

    @post()
    async def create(
        self,
        *,
        customer_name: str,
        street: str,
        city: str,
        region: str,
        postal_code: str,
        iso_country: str,
        street_secondary: str | None = None,
        friendly_name: str | None = None,
        emergency_enabled: bool | None = None,
        auto_correct_address: bool | None = None,
    ) -> Address:
        """Add an address.

        Args:
            customer_name: The name of the person or company.
            street: Street and number.
            city: The city.
            region: The state, province or region.
            postal_code: The postal code.
            iso_country: The country's ISO code of two letters.
            street_secondary: Floor, suite and the like.
            friendly_name: What you call it, 64 characters at most.
            emergency_enabled: Whether it can be used for emergency calls.
            auto_correct_address: Whether Twilio may correct it; yes where not given.

        Raises:
            ApiError: Twilio refuses it, for instance because there is no such place.
        """
        ...

    @listing("addresses")
    def list(
        self,
        *,
        customer_name: str | None = None,
        friendly_name: str | None = None,
        iso_country: str | None = None,
        emergency_enabled: bool | None = None,
        **paging: Unpack[Paging],
    ) -> Listing[Address]:
        """The account's addresses.

        Args:
            customer_name: Of this person or company.
            friendly_name: With exactly this name.
            iso_country: In the country with this ISO code.
            emergency_enabled: Whether they can be used for emergency calls.
            **paging: See `Paging`.
        """
        ...
