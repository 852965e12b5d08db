"""As much of a browser as the load needs: cookies of its own, same-origin posts, an event source.

All of them share one pool of connections, so that the client stays cheap.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

import aiohttp

KEEP_ALIVE = 25  # seconds; the faces close after 30
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def pool() -> aiohttp.ClientSession:
    """The connections of the whole load client."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEP_ALIVE),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=60),
        headers={"Accept-Encoding": "identity"},
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    text: str


@dataclass(slots=True)
class Browser:
    """One person's, at one face."""

    session: aiohttp.ClientSession
    origin: str
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str, **headers: str) -> Answer:
        """Fetch a page; remember its form token if it has one."""
        answer = await self._ask("GET", path, headers)
        if found := _TOKEN.search(answer.text):
            self.token = found[1]
        return answer

    async def post(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        """Post a form as the page itself would. Follows no redirect."""
        told = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"} | headers
        token = {"csrfmiddlewaretoken": self.token} if self.token else {}
        return await self._ask("POST", path, told, token | form)

    async def events(self) -> AsyncIterator[tuple[str, str]]:
        """The doorbell as an EventSource hears it: (event, data), reconnecting for ever."""
        retry = 3.0
        while True:
            event = ""
            async for line in self._lines("/bell/"):
                name, _, value = line.partition(": ")
                if name == "retry":
                    retry = int(value) / 1_000
                elif name == "event":
                    event = value
                elif name == "data":
                    yield event, value
            await asyncio.sleep(retry)

    async def _lines(self, path: str) -> AsyncIterator[str]:
        endless = aiohttp.ClientTimeout(total=None)
        async with self.session.get(
            self.origin + path, headers=self._headers({}), timeout=endless
        ) as response:
            if response.status != 200:
                raise RuntimeError(f"The doorbell answered {response.status}.")
            async for line in response.content:
                yield line.decode().rstrip("\n")

    async def _ask(
        self, method: str, path: str, headers: dict[str, str], form: dict[str, str] | None = None
    ) -> Answer:
        async with self.session.request(
            method,
            self.origin + path,
            data=form,
            headers=self._headers(headers),
            allow_redirects=False,
        ) as response:
            for line in response.headers.getall("Set-Cookie", ()):
                self._keep(line)
            return Answer(response.status, await response.text("utf-8"))

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        said = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return more | ({"Cookie": said} if said else {})

    def _keep(self, line: str) -> None:
        for name, morsel in SimpleCookie(line).items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value
