"""Usage triggers: limits that are watched. They show how far the usage is; nobody is called back.

After https://www.twilio.com/docs/usage/api/usage-trigger.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import ClassVar, Final

from twilio_async.emulator.accounts.usage_ledger import first_day
from twilio_async.emulator.accounts.usage_records import RECORDS, Cut, month, one_day, total_of, whole, year
from twilio_async.emulator.list_resource import Plain
from twilio_async.emulator.memory.instances import Item
from twilio_async.emulator.requests import Call
from twilio_async.emulator.wire.errors import INVALID_PARAMETER, bad_request

_PERIODS: Final[Mapping[object, Cut]] = {
    "daily": one_day,
    "monthly": month,
    "yearly": year,
}


class UsageTriggers(Plain):
    """They can be renamed and called elsewhere; what they watch stays as it is."""

    defaults: ClassVar[Mapping[str, object]] = {"callback_method": "POST", "trigger_by": "usage"}

    def prepare(self, call: Call, item: Item | None, values: dict[str, object]) -> None:
        """Check the limit; one with a sign counts from the present usage."""
        if item is not None:
            return
        text = str(values["trigger_value"])
        try:
            limit = Decimal(text)
        except InvalidOperation:
            raise bad_request(INVALID_PARAMETER, "Invalid Parameter TriggerValue") from None
        if text.startswith("+"):
            values["trigger_value"] = limit + _current(call, values)

    def values(self, call: Call, item: Item) -> dict[str, object]:
        """The limit and the usage so far."""
        query = f"Category={item.values['usage_category']}"
        return {
            **super().values(call, item),
            "current_value": _current(call, item.values),
            "usage_record_uri": f"{call.view.account_path}/{RECORDS}{call.view.suffix}?{query}",
        }


def _current(call: Call, values: Mapping[str, object]) -> Decimal:
    today = call.view.now.date()
    start = first_day(call.store, [call.account])
    span = next(_PERIODS.get(values.get("recurring"), whole)(start, today, today))
    total = total_of(call.store, call.account, str(values["usage_category"]), span)
    amounts: dict[object, Decimal | int] = {"count": total.count, "price": total.price}
    return Decimal(amounts.get(values["trigger_by"], total.usage))
