"""A real browser, headless, driven by its DevTools protocol: pages are opened, asked and given keys."""

import asyncio
import base64
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any, Self

import aiohttp

from tests.support.times import PATIENCE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
_OPTIONS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio"),
    *("--disable-extensions", "--hide-scrollbars", "--remote-debugging-port=0", "--lang=en-GB"),
)
_KEYS = {"Enter": "\r", "Escape": "", "Tab": "", "ArrowDown": "", "ArrowUp": ""}


class Browser:
    """A running browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.pages: dict[str, Page] = {}

    async def call(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Call a method of the protocol."""
        number = next(self._numbers)
        future = self._answers[number] = asyncio.get_running_loop().create_future()
        message = {"id": number, "method": method, "params": params}
        await self._socket.send_json(message if session is None else {**message, "sessionId": session})
        async with asyncio.timeout(2 * PATIENCE):
            answer = await future
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    async def read(self) -> None:
        """Read answers and events until the end."""
        async for message in self._socket:
            content = message.json()
            if "id" in content:
                future = self._answers.pop(content["id"])
                if not future.done():
                    future.set_result(content)
            elif content.get("sessionId") in self.pages:
                self.pages[content["sessionId"]].note(content["method"], content["params"])

    async def open(self, url: str, *, width: int = 1280, height: int = 800, dark: bool = False) -> "Page":
        """Open a page and wait until it is loaded."""
        target = await self.call("Target.createTarget", url="about:blank")
        attached = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = Page(self, attached["sessionId"], target["targetId"])
        self.pages[attached["sessionId"]] = page
        for domain in ("Page", "Runtime", "Network", "Log"):
            await page.call(f"{domain}.enable")
        await page.size(width, height)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await page.call("Emulation.setEmulatedMedia", features=[scheme])
        await page.call("Page.navigate", url=url)
        await page.until("document.readyState === 'complete'")
        return page


class Page:
    """An open page: the addresses that it fetched, and the trouble that its program had."""

    def __init__(self, browser: Browser, session: str, target: str) -> None:
        self._browser = browser
        self._session = session
        self._target = target
        self.fetched: list[str] = []
        self.trouble: list[str] = []

    def note(self, event: str, params: dict[str, Any]) -> None:
        """Note what the browser tells."""
        if event == "Network.requestWillBeSent":
            self.fetched.append(params["request"]["url"])
        elif event == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.trouble.append(str(details.get("exception", {}).get("description", details)))
        elif event == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.trouble.append(params["entry"]["text"])

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the protocol for this page."""
        return await self._browser.call(method, self._session, **params)

    async def ask(self, expression: str) -> Any:
        """The value of an expression in the page."""
        answer = await self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def until(self, expression: str) -> None:
        """Wait until an expression is true."""
        waiting = f"""new Promise((resolve) => {{
            const look = () => (({expression}) ? resolve(true) : setTimeout(look, 20));
            setTimeout(() => resolve(false), {PATIENCE * 1000});
            look();
        }})"""
        if not await self.ask(waiting):
            text = await self.ask("document.body.innerText")
            raise AssertionError(f"never true: {expression}\n{self.trouble}\n{text}")

    async def shows(self, *texts: str) -> None:
        """Wait until all texts are to be seen, in letters of whichever case."""
        for text in texts:
            await self.until(f"document.body.innerText.toLowerCase().includes({text.lower()!r})")

    async def press(self, *keys: str) -> None:
        """Press keys, one after another; a name such as Enter is one key, other texts are typed."""
        for key in keys:
            if key not in _KEYS:
                for character in key:
                    await self._type(character, character)
            else:
                await self._type(key, _KEYS[key])

    async def _type(self, key: str, text: str) -> None:
        codes = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowDown": 40, "ArrowUp": 38}
        named = {"key": key, "windowsVirtualKeyCode": codes.get(key, 0)}
        kind = "keyDown" if text else "rawKeyDown"
        await self.call("Input.dispatchKeyEvent", type=kind, text=text, **named)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    async def click(self, selector: str) -> None:
        """Click an element."""
        await self.until(f"document.querySelector({selector!r})")
        await self.ask(f"document.querySelector({selector!r}).click()")

    async def click_button(self, text: str) -> None:
        """Click the button with this text."""
        button = f"[...document.querySelectorAll('button')].find((one) => one.innerText === {text!r})"
        await self.until(button)
        await self.ask(f"{button}.click()")

    async def size(self, width: int, height: int) -> None:
        """Give the page another size."""
        await self.call(
            *("Emulation.setDeviceMetricsOverride",),
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    async def picture(self) -> bytes:
        """A picture of what is to be seen, as PNG."""
        answer = await self.call("Page.captureScreenshot", format="png")
        return base64.b64decode(answer["data"])

    async def close(self) -> None:
        """Close the page."""
        await self._browser.call("Target.closeTarget", targetId=self._target)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


@asynccontextmanager
async def running_browser() -> AsyncGenerator[Browser]:
    """A browser of its own, which is gone afterwards."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = await asyncio.create_subprocess_exec(
            *(CHROMIUM, *_OPTIONS, f"--user-data-dir={folder}", "about:blank"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        try:
            url = await _address_of(process.stderr)
            draining = asyncio.create_task(process.stderr.read())
            async with (
                aiohttp.ClientSession() as session,
                session.ws_connect(url, max_msg_size=0, heartbeat=None) as socket,
            ):
                browser = Browser(socket)
                reading = asyncio.create_task(browser.read())
                yield browser
                with suppress(AssertionError, ConnectionError):
                    await browser.call("Browser.close")
                reading.cancel()
            async with asyncio.timeout(PATIENCE):
                await asyncio.wait([reading, draining])
                await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _address_of(stderr: asyncio.StreamReader) -> str:
    async with asyncio.timeout(PATIENCE):
        async for line in stderr:
            _, found, url = line.decode().partition("DevTools listening on ")
            if found:
                return url.strip()
    raise AssertionError("the browser does not start")
