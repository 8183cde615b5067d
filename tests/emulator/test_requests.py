"""Requests of whichever operation: paths, methods, parameters, and the log of what came."""

import re

import pytest

from tests.support.clock import ManualClock
from tests.support.emulator_api import FROM, TO, Api
from twilio_async.emulator import Emulator


async def test_answers_carry_the_headers_of_the_api(api: Api) -> None:
    answer = await api.send()

    assert answer.headers["Content-Type"] == "application/json"
    assert re.fullmatch("RQ[0-9a-f]{32}", answer.headers["Twilio-Request-Id"])
    assert answer.headers["Twilio-Concurrent-Requests"] == "1"
    assert float(answer.headers["Twilio-Request-Duration"]) >= 0


async def test_put_head_and_tunnelled_methods(api: Api, emulator: Emulator, clock: ManualClock) -> None:
    sid = (await api.send()).json["sid"]

    assert (await api.ask("PUT", f"Messages/{sid}.json", {"Body": ""})).json["body"] == ""
    assert (await api.post(f"Messages/{sid}.json?_method=PUT", Body="")).status == 200
    head = await api.ask("HEAD", f"Messages/{sid}.json")
    assert (head.status, head.body) == (200, b"")
    clock.advance(1)
    assert (await api.post(f"Messages/{sid}.json?_method=DELETE")).status == 204
    assert emulator.messages == []


async def test_an_unknown_parameter_is_named(api: Api) -> None:
    answer = await api.send(Boddy="Hi")

    assert answer.json["message"] == "Unknown parameter Boddy"


async def test_parameters_may_come_in_the_query_but_not_twice(api: Api) -> None:
    query = await api.post("Messages.json?Body=Hi", To=TO, From=FROM)
    twice = await api.post("Messages.json?Body=Hi", To=TO, From=FROM, Body="Ho")

    assert query.status == 201
    assert (twice.status, twice.code) == (400, 20001)


async def test_a_body_that_is_no_form_is_refused(api: Api) -> None:
    answer = await api.ask("POST", "Messages.json", {"To": TO}, headers={"Content-Type": "text/plain"})

    assert (answer.status, answer.code) == (400, 20001)


@pytest.mark.parametrize(
    "path", ["Messages/SM1/Nothing.json", "messages.json", "Messages/SM1.json", "SMS.json"]
)
async def test_unknown_resources(api: Api, path: str) -> None:
    answer = await api.get(path)

    assert (answer.status, answer.code) == (404, 20404)


@pytest.mark.parametrize(
    "path", ["/index.html", "/2008-08-01", "/2010-04-01/Calls.json", "/2009-01-01/Accounts/AC1/Messages"]
)
async def test_paths_outside_of_accounts(api: Api, path: str) -> None:
    assert (await api.get(path)).status == 404


async def test_wrong_method(api: Api) -> None:
    answer = await api.delete("Messages.json")

    assert (answer.status, answer.code, answer.json["message"]) == (405, 20004, "Method not allowed")


async def test_the_version_document_needs_no_credentials(api: Api) -> None:
    api.authorization = None
    xml, json = await api.get("/2010-04-01"), await api.get("/2010-04-01.json")

    assert xml.body.endswith(
        b"<TwilioResponse><Version><Name>2010-04-01</Name><Uri>/2010-04-01</Uri><SubresourceUris>"
        b"<Accounts>/2010-04-01/Accounts</Accounts></SubresourceUris></Version></TwilioResponse>"
    )
    assert json.json["name"] == "2010-04-01"
    assert (await api.post("/2010-04-01")).status == 405


async def test_a_trailing_slash_does_not_matter(api: Api) -> None:
    assert (await api.post("Messages/", To=TO, From=FROM, Body="Hi")).status == 201


async def test_what_was_received_is_remembered_without_secrets(api: Api, emulator: Emulator) -> None:
    await api.post("Messages.json?To=%2B15558675310", From=FROM, Body="")

    (received,) = emulator.requests
    assert (received.method, received.path) == (
        "POST",
        f"/2010-04-01/Accounts/{api.account_sid}/Messages.json",
    )
    assert received.query == [("To", TO)]
    assert received.form_pairs == [("From", FROM), ("Body", "")]
    assert received.form == {"From": FROM, "Body": ""}
    assert received.authorization_scheme == "Basic"
    assert "authorization" not in received.headers
    assert received.headers["content-type"] == "application/x-www-form-urlencoded"
    assert received.fault is None


@pytest.mark.parametrize(
    "day", ["9999-12-31", "9999-12-31T23:59:59Z", "9999-12-31T23:00:00-02:00", "0001-01-01T00:00:00%2B02:00"]
)
async def test_dates_at_the_ends_of_the_calendar(api: Api, day: str) -> None:
    assert (await api.get(f"Messages.json?DateSent={day}")).status == 400
    assert (await api.get(f"Calls.json?StartTime%3E={day}")).status == 400


async def test_the_first_day_of_the_calendar(api: Api) -> None:
    assert (await api.get("Messages.json?DateSent%3C=0001-01-01")).status == 200


async def test_what_browsers_ask_first(api: Api) -> None:
    api.authorization = None
    answer = await api.ask("OPTIONS", "Messages.json")

    assert (answer.status, answer.body) == (200, b"")
    assert "DELETE" in answer.headers["Access-Control-Allow-Methods"]
