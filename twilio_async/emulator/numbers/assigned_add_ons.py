"""Add-ons that are assigned to a phone number, each with one extension.

Source: https://www.twilio.com/docs/phone-numbers/api/assignedaddon-resource
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from twilio_async.emulator.description import concrete
from twilio_async.emulator.list_resource import ListResource
from twilio_async.emulator.numbers.incoming_numbers import NUMBERS
from twilio_async.emulator.wire.errors import conflict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.requests import ApiRequest

_ASSIGNED = f"{NUMBERS}/{{ResourceSid}}/AssignedAddOns"
_EXTENSIONS = f"{_ASSIGNED}/{{AssignedAddOnSid}}/Extensions"


class AssignedAddOnList(ListResource):
    """The add-ons of a number, known by the sids of their installations."""

    defaults: ClassVar[Mapping[str, object]] = {
        "friendly_name": "An add-on",
        "description": "What the add-on does with calls and messages of the number.",
        "configuration": {},
        "unique_name": "an_add_on",
    }

    def prepare(self, request: ApiRequest, instance: Instance | None, fields: dict[str, object]) -> None:
        """An add-on is assigned to a number once."""
        del instance, fields
        if self.instances(request).get(self.new_sid(request)) is not None:
            raise conflict("The add-on is assigned to the number already")

    def new_sid(self, request: ApiRequest) -> str:
        """The sid of the installation."""
        return str(request.arguments.get("InstalledAddOnSid"))

    def after_create(self, request: ApiRequest, instance: Instance) -> None:
        """Give the add-on its extension."""
        path_values = (*instance.path_values, instance.sid)
        request.store.instances.add(
            concrete(_EXTENSIONS, path_values),
            request.store.identifiers.sid("XF"),
            instance.account_sid,
            path_values,
            {
                "friendly_name": "An extension",
                "product_name": "Programmable Voice",
                "unique_name": "voice",
                "enabled": True,
            },
        )


OPERATIONS = (*AssignedAddOnList(_ASSIGNED).operations(), *ListResource(_EXTENSIONS).operations())
