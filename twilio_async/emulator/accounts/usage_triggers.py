"""Usage triggers: limits that are watched. They show how far the usage is; nobody is called back.

Source: https://www.twilio.com/docs/usage/api/usage-trigger
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, ClassVar

from twilio_async.emulator.accounts.usage_ledger import first_day
from twilio_async.emulator.accounts.usage_records import RECORDS, month, one_day, total_of, whole, year
from twilio_async.emulator.list_resource import ListResource
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from twilio_async.emulator.accounts.usage_records import Cut
    from twilio_async.emulator.memory.instances import Instance
    from twilio_async.emulator.requests import ApiRequest

_PERIODS: Mapping[object, Cut] = {"daily": one_day, "monthly": month, "yearly": year}


class UsageTriggerList(ListResource):
    """The triggers of an account; they can be renamed and called elsewhere, and watch what they watch."""

    defaults: ClassVar[Mapping[str, object]] = {
        "callback_method": "POST",
        "recurring": "",
        "trigger_by": "usage",
    }

    def prepare(self, request: ApiRequest, instance: Instance | None, fields: dict[str, object]) -> None:
        """Check the limit; one with a sign counts from the present usage."""
        if instance is not None:
            return
        text = str(fields["trigger_value"])
        try:
            limit = Decimal(text)
        except InvalidOperation:
            raise bad_request(INVALID_PARAMETER, "Invalid Parameter TriggerValue") from None
        if text.startswith("+"):
            fields["trigger_value"] = limit + _current(request, fields)

    def values(self, instance: Instance, request: ApiRequest) -> dict[str, object]:
        """The limit and the usage so far."""
        query = f"Category={instance.fields['usage_category']}"
        return {
            **super().values(instance, request),
            "current_value": _current(request, instance.fields),
            "usage_record_uri": f"{request.account_path}/{RECORDS}{request.suffix}?{query}",
        }


def _current(request: ApiRequest, fields: Mapping[str, object]) -> Decimal:
    today = request.now.date()
    start = first_day(request.store, [request.account])
    span = next(_PERIODS.get(fields.get("recurring"), whole)(start, today, today))
    total = total_of(request.store, request.account, str(fields["usage_category"]), span)
    amounts: dict[object, Decimal | int] = {"count": total.count, "price": total.price}
    return Decimal(amounts.get(fields["trigger_by"], total.usage))


OPERATIONS = tuple(UsageTriggerList("Usage/Triggers").operations())
