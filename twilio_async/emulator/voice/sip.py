"""SIP: domains, who may call them, and the lists of credentials and addresses that say so.

Source: https://www.twilio.com/docs/voice/sip/api
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, ClassVar

from twilio_async.emulator.list_resource import ListResource
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request, conflict, not_found

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.requests import ApiRequest

_DOMAINS = "SIP/Domains"
_CREDENTIAL_LISTS = "SIP/CredentialLists"
_ACCESS_LISTS = "SIP/IpAccessControlLists"

_LONGEST_PREFIX = 32
_SUFFIX = ".sip.twilio.com"
_SHORTEST_PASSWORD = 12
_STRENGTH = "A password has 12 characters or more, a digit, and letters of both cases among them"
_AUTHENTICATIONS = {
    "CredentialListMappings": "CREDENTIAL_LIST",
    "IpAccessControlListMappings": "IP_ACL",
}


class DomainList(ListResource):
    """The domains of an account: names below sip.twilio.com, each of them once."""

    defaults: ClassVar[Mapping[str, object]] = {
        "voice_fallback_method": "POST",
        "voice_method": "POST",
        "voice_status_callback_method": "POST",
    }

    def prepare(self, request: ApiRequest, instance: Instance | None, fields: dict[str, object]) -> None:
        """Check the name."""
        name = fields.get("domain_name")
        if name is None:
            return
        if not isinstance(name, str) or not name.endswith(_SUFFIX) or name == _SUFFIX:
            raise bad_request(INVALID_PARAMETER, f"DomainName must end with {_SUFFIX}")
        others = (each for each in request.store.instances.everywhere(_DOMAINS) if each is not instance)
        if any(each.fields["domain_name"] == name for each in others):
            raise conflict("The domain name is taken")

    def values(self, instance: Instance, request: ApiRequest) -> dict[str, object]:
        """All that is known of it; what is mapped to it says who may call it."""
        instances = request.store.instances
        kinds = [
            kind
            for mappings, kind in _AUTHENTICATIONS.items()
            if any(
                any(instances.of(instance.account_sid, f"{_DOMAINS}/{instance.sid}/{below}{mappings}"))
                for below in ("", "Auth/Calls/")
            )
        ]
        return {**super().values(instance, request), "auth_type": ",".join(kinds)}


class MappingList(ListResource):
    """The lists that are mapped to a domain, known by their own sids."""

    def __init__(self, below: str, lists: str, parameter: str) -> None:
        super().__init__(f"{_DOMAINS}/{{DomainSid}}/{below}")
        self._lists = lists
        self._parameter = parameter

    def prepare(self, request: ApiRequest, instance: Instance | None, fields: dict[str, object]) -> None:
        """Find the list; it is mapped once."""
        del instance
        sid = self.new_sid(request)
        mapped = request.store.instances.of(request.account.sid, self._lists).get(sid)
        if mapped is None:
            raise not_found(f"{request.account_path}/{self._lists}/{sid}")
        if self.instances(request).get(sid) is not None:
            raise conflict("The list is mapped to the domain already")
        fields["friendly_name"] = mapped.fields["friendly_name"]

    def new_sid(self, request: ApiRequest) -> str:
        """The sid of the list."""
        return str(request.arguments.get(self._parameter))


class MappedList(ListResource):
    """The lists of credentials or of addresses; one that is mapped to a domain stays."""

    def __init__(self, path: str, mappings: str) -> None:
        super().__init__(path)
        self._mappings = mappings

    def before_delete(self, request: ApiRequest, instance: Instance) -> None:
        """Refuse to take away a list on which a domain relies."""
        instances = request.store.instances
        for domain in instances.of(instance.account_sid, _DOMAINS):
            for below in ("", "Auth/Calls/", "Auth/Registrations/"):
                path = f"{_DOMAINS}/{domain.sid}/{below}{self._mappings}"
                if instances.of(instance.account_sid, path).get(instance.sid) is not None:
                    raise conflict("The list is mapped to a domain")


class CredentialList(ListResource):
    """The credentials in a list: user names, each of them once; passwords are never shown."""

    def prepare(self, request: ApiRequest, instance: Instance | None, fields: dict[str, object]) -> None:
        """Check the name and the password."""
        password = request.arguments.get("Password")
        if password is not None and not _is_strong(password):
            raise bad_request(INVALID_PARAMETER, _STRENGTH)
        if instance is None and any(
            each.fields["username"] == fields["username"] for each in self.instances(request)
        ):
            raise conflict("The user name is in the list already")


def _is_strong(password: str) -> bool:
    kinds = (str.isdigit, str.isupper, str.islower)
    return len(password) >= _SHORTEST_PASSWORD and all(any(map(kind, password)) for kind in kinds)


class IpAddressList(ListResource):
    """The IP addresses in a list, each with the length of its prefix."""

    defaults: ClassVar[Mapping[str, object]] = {"cidr_prefix_length": _LONGEST_PREFIX}

    def prepare(self, request: ApiRequest, instance: Instance | None, fields: dict[str, object]) -> None:
        """Check address and length."""
        del request, instance
        length = fields.get("cidr_prefix_length")
        if isinstance(length, int) and not 1 <= length <= _LONGEST_PREFIX:
            raise bad_request(INVALID_PARAMETER, f"CidrPrefixLength is between 1 and {_LONGEST_PREFIX}")
        try:
            if "ip_address" in fields:
                ip_address(str(fields["ip_address"]))
        except ValueError:
            raise bad_request(INVALID_PARAMETER, "Invalid Parameter IpAddress") from None


_RESOURCES = (
    DomainList(_DOMAINS),
    MappedList(_CREDENTIAL_LISTS, "CredentialListMappings"),
    CredentialList(f"{_CREDENTIAL_LISTS}/{{CredentialListSid}}/Credentials"),
    MappedList(_ACCESS_LISTS, "IpAccessControlListMappings"),
    IpAddressList(f"{_ACCESS_LISTS}/{{IpAccessControlListSid}}/IpAddresses"),
    *(
        MappingList(below + "CredentialListMappings", _CREDENTIAL_LISTS, "CredentialListSid")
        for below in ("", "Auth/Calls/", "Auth/Registrations/")
    ),
    *(
        MappingList(below + "IpAccessControlListMappings", _ACCESS_LISTS, "IpAccessControlListSid")
        for below in ("", "Auth/Calls/")
    ),
)

OPERATIONS = tuple(operation for resource in _RESOURCES for operation in resource.operations())
