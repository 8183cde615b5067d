"""Caller ids: numbers of others that an account may call from."""

import pytest

from tests.support.emulator_api import Api

NUMBER = "+15555550123"


async def test_a_caller_id_is_validated_at_once(api: Api) -> None:
    request = await api.post("OutgoingCallerIds.json", PhoneNumber="(555) 555-0123", CallDelay="10")
    listed = (await api.get("OutgoingCallerIds.json?PhoneNumber=5555550123")).json["outgoing_caller_ids"]

    assert request.status == 200
    assert (request.json["phone_number"], request.json["friendly_name"]) == (NUMBER, "(555) 555-0123")
    assert (len(request.json["validation_code"]), request.json["call_sid"][:2]) == (6, "CA")
    assert request.json["validation_code"].isdigit()
    assert [(caller["phone_number"], caller["sid"][:2]) for caller in listed] == [(NUMBER, "PN")]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({}, 21401),
        ({"PhoneNumber": "home"}, 21401),
        ({"PhoneNumber": "+15555550100"}, 21450),
        ({"PhoneNumber": NUMBER, "CallDelay": "61"}, 21454),
        ({"PhoneNumber": NUMBER, "CallDelay": "-1"}, 21454),
    ],
)
async def test_what_cannot_be_validated(api: Api, form: dict[str, str], code: int) -> None:
    await api.post("OutgoingCallerIds.json", PhoneNumber="+15555550100")
    answer = await api.post("OutgoingCallerIds.json", form)

    assert (answer.status, answer.code) == (400, code)


async def test_a_caller_id_is_renamed_and_deleted(api: Api) -> None:
    await api.post("OutgoingCallerIds", PhoneNumber=NUMBER, FriendlyName="Home")
    named = await api.get("OutgoingCallerIds.json?FriendlyName=Home")
    sid = named.json["outgoing_caller_ids"][0]["sid"]
    renamed = await api.post(f"OutgoingCallerIds/{sid}", FriendlyName="Office")

    assert renamed.fields["FriendlyName"] == "Office"
    assert (await api.get("OutgoingCallerIds.json?FriendlyName=Home")).json["outgoing_caller_ids"] == []
    assert (await api.delete(f"OutgoingCallerIds/{sid}")).status == 204
    assert (await api.get(f"OutgoingCallerIds/{sid}")).status == 404
    assert (await api.post("OutgoingCallerIds", PhoneNumber=NUMBER)).xml.tag == "ValidationRequest"
