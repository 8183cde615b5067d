"""The phone numbers of an account, and the add-ons assigned to them.

Source: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
"""

from typing import Any, Literal, Unpack

from attrs import define, field

from twilio_async.api.v2010.applications import Webhooks, WebhookSettings
from twilio_async.api.v2010.available_phone_numbers import AddressRequirement, PhoneNumberCapabilities
from twilio_async.core.codec.models import Model, hidden
from twilio_async.core.codec.scalars import OpenEnum
from twilio_async.core.lists.listing import Listing, Paging
from twilio_async.declare.base import Below, Collection, Deletable, Fetchable, Resource
from twilio_async.declare.endpoints import listing, post
from twilio_async.declare.records import LinkedRecord, stars


class PhoneNumberOrigin(OpenEnum):
    """Whether a phone number is Twilio's, or another carrier's that Twilio hosts."""

    TWILIO = "twilio"
    HOSTED = "hosted"


class VoiceReceiveMode(OpenEnum):
    """The kind that an incoming call is taken for."""

    VOICE = "voice"
    FAX = "fax"


class EmergencyStatus(OpenEnum):
    """Whether emergency calls can be made from a phone number."""

    ACTIVE = "Active"
    INACTIVE = "Inactive"


class EmergencyAddressStatus(OpenEnum):
    """The progress of an emergency address's registration."""

    REGISTERED = "registered"
    UNREGISTERED = "unregistered"
    PENDING_REGISTRATION = "pending-registration"
    REGISTRATION_FAILURE = "registration-failure"
    PENDING_UNREGISTRATION = "pending-unregistration"
    UNREGISTRATION_FAILURE = "unregistration-failure"


@define(kw_only=True)
class AnyPhoneNumber(Webhooks):
    """The fields of an account's phone numbers wherever they are listed. Dates are in UTC."""

    phone_number: str = field(repr=stars)
    friendly_name: str | None = hidden()
    capabilities: PhoneNumberCapabilities | None = None
    address_requirements: AddressRequirement | None = None
    sms_application_sid: str | None = None
    voice_application_sid: str | None = None
    trunk_sid: str | None = None
    emergency_status: EmergencyStatus | None = None
    emergency_address_sid: str | None = None


@define(kw_only=True)
class PhoneNumber(AnyPhoneNumber):
    """A phone number of the account. Dates are in UTC."""

    status: str | None = None
    origin: PhoneNumberOrigin | None = None
    beta: bool | None = None
    voice_receive_mode: VoiceReceiveMode | None = None
    emergency_address_status: EmergencyAddressStatus | None = None
    address_sid: str | None = None
    identity_sid: str | None = None
    bundle_sid: str | None = None


@define(kw_only=True)
class IncomingPhoneNumber(PhoneNumber):
    """A phone number of the account, and of which kind it is. Dates are in UTC."""

    type: str | None = None


@define(kw_only=True)
class AssignedAddOn(LinkedRecord):
    """An add-on that is used for a phone number, `resource_sid`. Dates are in UTC."""

    resource_sid: str | None = None
    friendly_name: str | None = None
    description: str | None = None
    configuration: Any = hidden()
    unique_name: str | None = None
    subresource_uris: dict[str, str] | None = None


@define(kw_only=True)
class AssignedAddOnExtension(Model):
    """A product of Twilio's in which an assigned add-on is used."""

    sid: str
    account_sid: str
    resource_sid: str | None = None
    assigned_add_on_sid: str | None = None
    friendly_name: str | None = None
    product_name: str | None = None
    unique_name: str | None = None
    uri: str | None = None
    enabled: bool | None = None


class PhoneNumberSettings(WebhookSettings, total=False):
    """Settings of a phone number: for calls and messages, and of its registration.

    See `WebhookSettings` too. The name is the number in its national form where none is given.

    Attributes:
        voice_application_sid: The application (AP...) whose addresses calls use instead of the number's own;
            it takes the place of a trunk.
        sms_application_sid: The application (AP...) whose addresses messages use instead of the number's own.
        trunk_sid: The SIP trunk (TK...) that takes calls instead; it takes the place of an application.
        voice_receive_mode: Whether an incoming call is taken for "voice" or "fax"; "voice" where not given.
        address_sid: The address (AD...) that the number's country asks for.
        identity_sid: The identity (RI...) that it asks for.
        bundle_sid: The bundle (BU...) of documents that it asks for.
        emergency_status: Whether emergency calls can be made from the number.
        emergency_address_sid: The address (AD...) that emergency services are told.
    """

    voice_application_sid: str | None
    sms_application_sid: str | None
    trunk_sid: str | None
    voice_receive_mode: Literal["voice", "fax"] | None
    address_sid: str | None
    identity_sid: str | None
    bundle_sid: str | None
    emergency_status: Literal["Active", "Inactive"] | None
    emergency_address_sid: str | None


class PhoneNumberFilters(Paging, total=False):
    """Which phone numbers are listed; see `Paging` too.

    Attributes:
        phone_number: With these digits, part of a number or all; `*` stands for one digit.
        friendly_name: With exactly this name.
        origin: Of this origin.
        beta: Whether numbers that are new to Twilio are among them; yes where not given.
    """

    phone_number: str | None
    friendly_name: str | None
    origin: PhoneNumberOrigin | str | None
    beta: bool | None


class AssignedAddOnExtensionContext(Fetchable[AssignedAddOnExtension]):
    """One extension of an assigned add-on."""

    __slots__ = ()


class AssignedAddOnExtensions(Collection[AssignedAddOnExtensionContext], sids="XF"):
    """The extensions (XF...) of an assigned add-on."""

    __slots__ = ()

    @listing("extensions")
    def list(self, **paging: Unpack[Paging]) -> Listing[AssignedAddOnExtension]:
        """The extensions of the assigned add-on."""
        ...


class AssignedAddOnContext(Fetchable[AssignedAddOn], Deletable):
    """One assigned add-on; deleting it ends its use for the number."""

    __slots__ = ()
    extensions = Below(AssignedAddOnExtensions, "Extensions")


class AssignedAddOns(Collection[AssignedAddOnContext], sids="XE"):
    """The add-ons (XE...) that are used for a phone number.

    Source: https://www.twilio.com/docs/marketplace/api/incoming-phone-number-assigned-add-ons
    """

    __slots__ = ()

    @post()
    async def create(self, *, installed_add_on_sid: str) -> AssignedAddOn:
        """Use an add-on for the number.

        Args:
            installed_add_on_sid: The add-on (XE...) as it is installed in the account.
        """
        ...

    @listing("assigned_add_ons")
    def list(self, **paging: Unpack[Paging]) -> Listing[AssignedAddOn]:
        """The add-ons that are used for the number."""
        ...


class IncomingPhoneNumberContext(Fetchable[IncomingPhoneNumber], Deletable):
    """One phone number; deleting it gives it back to Twilio."""

    __slots__ = ()
    assigned_add_ons = Below(AssignedAddOns, "AssignedAddOns")

    @post()
    async def update(
        self, *, account_sid: str | None = None, **settings: Unpack[PhoneNumberSettings]
    ) -> IncomingPhoneNumber:
        """Change the number, or move it to another account; what is not given stays.

        A move is between the main account and its subaccounts, or between two of these, and needs the main
        account's auth token. The answer has the new owner's `account_sid` and `uri`; from then on the number
        is at `client.accounts(account_sid).incoming_phone_numbers(sid)`.

        Args:
            account_sid: The account (AC...) to move the number to.
            **settings: See `PhoneNumberSettings`.

        Source: https://www.twilio.com/docs/iam/api/subaccounts
        """
        ...


class IncomingPhoneNumbersOfKind(Resource):
    """The account's phone numbers of one kind."""

    __slots__ = ()

    @post()
    async def create(self, *, phone_number: str, **settings: Unpack[PhoneNumberSettings]) -> PhoneNumber:
        """Buy a phone number of this kind. It is never bought twice: see `IncomingPhoneNumbers.create`.

        Args:
            phone_number: The number, in E.164 form.
            **settings: See `PhoneNumberSettings`.

        Raises:
            InvalidArgument: An argument cannot be right.
            ApiError: Twilio refuses it: code 21422 where the number is not for sale.
            TransportError: No answer; see `executed`.
        """
        ...

    @listing("incoming_phone_numbers")
    def list(self, **filters: Unpack[PhoneNumberFilters]) -> Listing[PhoneNumber]:
        """The account's phone numbers of this kind.

        Args:
            **filters: See `PhoneNumberFilters` and `Paging`.
        """
        ...


class IncomingPhoneNumbers(Collection[IncomingPhoneNumberContext], sids="PN"):
    """The account's phone numbers (PN...)."""

    __slots__ = ()
    local = Below(IncomingPhoneNumbersOfKind, "Local")
    mobile = Below(IncomingPhoneNumbersOfKind, "Mobile")
    toll_free = Below(IncomingPhoneNumbersOfKind, "TollFree")

    @post(needs=[("phone_number", "area_code")])
    async def create(
        self,
        *,
        phone_number: str | None = None,
        area_code: str | None = None,
        **settings: Unpack[PhoneNumberSettings],
    ) -> IncomingPhoneNumber:
        """Buy a phone number.

        It is never bought twice: where that cannot be told, the error's `executed` says so.

        Args:
            phone_number: The number, in E.164 form; this or `area_code` is needed.
            area_code: Any number with this area code, of three digits (US and Canada).
            **settings: See `PhoneNumberSettings`.

        Raises:
            InvalidArgument: There is neither a number nor an area code.
            ApiError: Twilio refuses it: code 21422 where the number is not for sale, 21452 where the area
                has none.
            TransportError: No answer; see `executed`.
        """
        ...

    @listing("incoming_phone_numbers")
    def list(self, **filters: Unpack[PhoneNumberFilters]) -> Listing[IncomingPhoneNumber]:
        """The account's phone numbers.

        Args:
            **filters: See `PhoneNumberFilters` and `Paging`.
        """
        ...
