"""SIP: domains, who may call them, and the lists of credentials and addresses that say so.

After https://www.twilio.com/docs/voice/sip/api.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import ClassVar, Final

from twilio_async.emulator.description import Endpoint
from twilio_async.emulator.list_resource import Plain
from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.requests import Call
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request, conflict, not_found

DOMAINS: Final = "SIP/Domains"
CREDENTIAL_LISTS: Final = "SIP/CredentialLists"
ACCESS_LISTS: Final = "SIP/IpAccessControlLists"

_LONGEST_PREFIX: Final = 32
_DOMAIN: Final = f"{DOMAINS}/{{DomainSid}}"
_SUFFIX: Final = ".sip.twilio.com"
_AUTHENTICATIONS: Final = {
    "CredentialListMappings": "CREDENTIAL_LIST",
    "IpAccessControlListMappings": "IP_ACL",
}


class Domains(Plain):
    """Names below sip.twilio.com, each of them once."""

    defaults: ClassVar[Mapping[str, object]] = {
        "voice_fallback_method": "POST",
        "voice_method": "POST",
        "voice_status_callback_method": "POST",
    }

    def prepare(self, call: Call, item: Item | None, values: dict[str, object]) -> None:
        """Check the name."""
        name = values.get("domain_name")
        if name is None:
            return
        if not isinstance(name, str) or not name.endswith(_SUFFIX) or name == _SUFFIX:
            raise bad_request(INVALID_PARAMETER, f"DomainName must end with {_SUFFIX}")
        others = (each for each in call.store.items.everywhere(DOMAINS) if each is not item)
        if any(each.values["domain_name"] == name for each in others):
            raise conflict("The domain name is taken")

    def values(self, call: Call, item: Item) -> dict[str, object]:
        """Who may call it, by what is mapped to it."""
        items = call.store.items
        kinds = [
            kind
            for mappings, kind in _AUTHENTICATIONS.items()
            if any(
                any(items.of(item.account_sid, f"{DOMAINS}/{item.sid}/{below}{mappings}"))
                for below in ("", "Auth/Calls/")
            )
        ]
        return {**super().values(call, item), "auth_type": ",".join(kinds)}


class Mappings(Plain):
    """Lists that are mapped to a domain, known by their own sids."""

    def __init__(self, below: str, lists: str, parameter: str) -> None:
        super().__init__(f"{_DOMAIN}/{below}")
        self._lists = lists
        self._parameter = parameter

    def prepare(self, call: Call, item: Item | None, values: dict[str, object]) -> None:
        """Find the list; it is mapped once."""
        del item
        sid = self._sid(call)
        mapped = call.store.items.of(call.account.sid, self._lists).get(sid)
        if mapped is None:
            raise not_found(f"{call.view.account_path}/{self._lists}/{sid}")
        if self.items(call).get(sid) is not None:
            raise conflict("The list is mapped to the domain already")
        values["friendly_name"] = mapped.values["friendly_name"]

    def new_sid(self, endpoint: Endpoint, call: Call) -> str:
        """The sid of the list."""
        del endpoint
        return self._sid(call)

    def _sid(self, call: Call) -> str:
        return str(call.arguments.named(self._parameter))


class Lists(Plain):
    """Lists of credentials or addresses; one that is mapped to a domain stays."""

    def __init__(self, path: str, mappings: str) -> None:
        super().__init__(path)
        self._mappings = mappings

    def removed(self, call: Call, item: Item) -> None:
        """Refuse to take away what a domain relies on."""
        items = call.store.items
        for domain in items.of(item.account_sid, DOMAINS):
            for below in ("", "Auth/Calls/", "Auth/Registrations/"):
                path = f"{DOMAINS}/{domain.sid}/{below}{self._mappings}"
                if items.of(item.account_sid, path).get(item.sid) is not None:
                    raise conflict("The list is mapped to a domain")


class Credentials(Plain):
    """User names, each of them once in a list; passwords are never shown."""

    def prepare(self, call: Call, item: Item | None, values: dict[str, object]) -> None:
        """Check the name."""
        if item is None and any(each.values["username"] == values["username"] for each in self.items(call)):
            raise conflict("The user name is in the list already")


class Addresses(Plain):
    """IP addresses with the length of their prefix."""

    defaults: ClassVar[Mapping[str, object]] = {"cidr_prefix_length": _LONGEST_PREFIX}

    def prepare(self, call: Call, item: Item | None, values: dict[str, object]) -> None:
        """Check address and length."""
        del call, item
        length = values.get("cidr_prefix_length")
        if isinstance(length, int) and not 1 <= length <= _LONGEST_PREFIX:
            raise bad_request(INVALID_PARAMETER, f"CidrPrefixLength is between 1 and {_LONGEST_PREFIX}")
        try:
            if "ip_address" in values:
                ip_address(str(values["ip_address"]))
        except ValueError:
            raise bad_request(INVALID_PARAMETER, "Invalid Parameter IpAddress") from None


SIP: Final[tuple[Plain, ...]] = (
    Domains(DOMAINS),
    Lists(CREDENTIAL_LISTS, "CredentialListMappings"),
    Credentials(f"{CREDENTIAL_LISTS}/{{CredentialListSid}}/Credentials"),
    Lists(ACCESS_LISTS, "IpAccessControlListMappings"),
    Addresses(f"{ACCESS_LISTS}/{{IpAccessControlListSid}}/IpAddresses"),
    *(
        Mappings(below + "CredentialListMappings", CREDENTIAL_LISTS, "CredentialListSid")
        for below in ("", "Auth/Calls/", "Auth/Registrations/")
    ),
    *(
        Mappings(below + "IpAccessControlListMappings", ACCESS_LISTS, "IpAccessControlListSid")
        for below in ("", "Auth/Calls/")
    ),
)
"""All collections of SIP."""
