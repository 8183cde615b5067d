"""The page, in a real browser: what happens appears, and keys alone do everything."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from tests.support.browser import Browser, Page, running_browser
from tests.support.emulator_api import FROM, Api
from twilio_async.emulator import Emulator

WIDTHS = {"narrow": 390, "tablet": 820, "wide": 1400}
HOSTILE = "<img src=x onerror=\"document.title='taken'\"> & </script>"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with running_browser() as running:
        yield running


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(sent_after=0.2, delivered_after=0.4) as running:
        yield running


async def assert_sound(page: Page, emulator: Emulator) -> None:
    """Nothing went wrong, nothing was fetched from elsewhere, and nothing is wider than the page."""
    assert page.trouble == []
    assert {url for url in page.fetched if not url.startswith((emulator.url, "data:"))} == set()
    assert await page.ask("document.documentElement.scrollWidth <= innerWidth")
    assert await page.ask(
        "[...document.querySelectorAll('button, input, nav a')].every((one) => "
        "!one.offsetWidth || one.getBoundingClientRect().right <= innerWidth + 1)"
    )


async def test_what_happens_appears(browser: Browser, emulator: Emulator, api: Api) -> None:
    page = await browser.open(f"{emulator.url}/")
    await page.shows("Nothing has happened yet")
    sid = (await api.send(Body="Your parcel comes tomorrow. " * 8)).json["sid"]
    await page.shows("Your parcel comes", "2 segments")
    await page.click(f"a[href$='{sid}']")
    await page.shows("Statuses", "queued", "GSM-7", "2 (224 characters)", "delivered")
    await api.send(Body="Grüße 😀")
    await page.shows("UCS-2, 1 segment")
    await api.send(To="+15558675311", Body=HOSTILE)
    await page.shows(HOSTILE)
    await page.press("g")
    await page.until("document.querySelectorAll('.row').length === 2")
    await page.press("g")
    await page.press("/", "parcel")
    await page.until("document.querySelectorAll('.row').length === 1")
    await page.shows("1 match among 3")
    await page.ask("document.activeElement.value = ''")
    emulator.reset()
    await page.press("Escape", "Escape")
    await page.ask("document.getElementById('search').dispatchEvent(new Event('input'))")
    await page.shows("Nothing has happened yet")
    assert await page.ask("document.title") == "Twilio emulator"
    await assert_sound(page, emulator)


async def test_a_reply_by_keys_alone(browser: Browser, emulator: Emulator, api: Api) -> None:
    asked: list[str] = []

    async def webhook(request: web.BaseRequest) -> web.Response:
        asked.append(await request.text())
        return web.Response(text="<Response><Message>Welcome!</Message></Response>", content_type="text/xml")

    runner = web.ServerRunner(web.Server(webhook))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/sms"
    await api.post("IncomingPhoneNumbers.json", PhoneNumber=FROM, SmsUrl=url)
    await api.send(Body="First")
    await api.send(Body="Second")

    page = await browser.open(f"{emulator.url}/")
    await page.shows("First")
    await page.press("j", "j", "Enter")
    await page.until("document.querySelector('.bubble[aria-current]')?.innerText.includes('First')")
    await page.press("r", "Thanks")
    await page.shows("delivered")
    await page.press("Tab", "Enter")
    await page.shows("answered with 1 message", "Welcome!")
    await page.press("Escape", "4")
    await page.shows("incoming-message", "200")
    await page.press("j", "Enter")
    await page.shows("valid", "X-Twilio-Signature", "Thanks")
    await page.press("?")
    await page.shows("the next or previous one")
    await page.press("Escape", "n")
    await page.shows("Receive a message")
    await assert_sound(page, emulator)
    await runner.cleanup()

    assert [(message.direction, message.body) for message in emulator.messages[2:]] == [
        ("inbound", "Thanks"),
        ("outbound-reply", "Welcome!"),
    ]
    assert len(asked) == 1


async def test_the_logs_have_no_secrets(browser: Browser, emulator: Emulator, api: Api) -> None:
    await api.ask("POST", "/v2/token", {"client_id": "OQ1", "client_secret": "hidden"})
    await api.send()
    page = await browser.open(f"{emulator.url}/#/requests")
    await page.shows("POST /v2/token", "POST …/Messages.json")
    await page.press("j", "j", "Enter")
    await page.shows("client_secret", "••••••", "content-type")
    text = await page.ask("document.body.innerText")
    assert "hidden" not in text
    assert emulator.auth_token not in text
    await assert_sound(page, emulator)


async def test_the_switchboard(browser: Browser, emulator: Emulator, api: Api) -> None:
    page = await browser.open(f"{emulator.url}/#/switchboard")
    await page.shows("No fault stands")
    await page.ask("document.querySelector('[name=kind]').focus()")
    await page.press("server", "Tab", "2", "Enter")
    await page.shows("2 times", "ServerErrorFault")
    assert (await api.send()).status == 500
    await page.shows("1 time", "server error 1")
    await page.click(".rule .danger")
    await page.shows("No fault stands")
    assert (await api.send()).status == 201
    await page.click("#freeze")
    await page.shows("Let it go on", "❄")
    before = emulator.clock()
    await page.click_button("+ 1 h")
    await page.shows("The clock is 1 h ahead")
    assert (emulator.clock() - before).total_seconds() == 3600
    await page.click_button("Begin anew")
    await page.shows("All is as at the beginning")
    assert (emulator.messages, emulator.clock.is_frozen) == ([], False)
    await assert_sound(page, emulator)


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
async def test_ten_thousand_messages(browser: Browser, emulator: Emulator, api: Api, width: int) -> None:
    emulator.scenes.seed_messages(10_000)
    emulator.scenes.seed_calls(3)
    sid = (await api.send(Body="averylongword" * 60)).json["sid"]
    page = await browser.open(f"{emulator.url}/", width=width, dark=width < 500)
    await page.shows("10,001", "All are kept")
    await page.ask("document.getElementById('list').scrollTo(0, 1e9)")
    await page.until("document.querySelectorAll('.row').length >= 550")
    await assert_sound(page, emulator)
    for address in (f"messages/{sid}", "calls", "requests", "callbacks", "switchboard"):
        await page.ask(f"location.hash = '#/{address}'")
        await page.until("document.getElementById('live').className === 'dot on'")
        await assert_sound(page, emulator)
    ground = await page.ask("getComputedStyle(document.body).backgroundColor")
    await page.press("t", "t")
    if width >= 500:
        assert await page.ask("getComputedStyle(document.body).backgroundColor") != ground
