"""The wire to the engine on this machine, and the only one: its program door (ARI), by HTTP.

Nothing that is said here names a person: channels, bridges and prompts have ids of our own.
"""

import asyncio
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Self

import aiohttp

from havre.channels.phone.configuration import APP

_PATIENCE = 5  # seconds for an answer; the engine takes less than one thousandth of it
_HEARTBEAT = 5  # seconds; a silent socket is noticed


class Away(Exception):
    """The engine does not answer."""


class NotPossible(Exception):
    """The engine refuses this now: who was asked for hung up, or is not registered."""


class Ari:
    """Asks the engine, and hears what happens. `port`: its program door on this machine."""

    def __init__(self, port: int, secret: str) -> None:
        self._root = f"http://127.0.0.1:{port}/ari"
        self._who = {"Authorization": aiohttp.encode_basic_auth(APP, secret)}

    async def __aenter__(self) -> Self:
        patience = aiohttp.ClientTimeout(total=_PATIENCE)
        self._session = aiohttp.ClientSession(headers=self._who, timeout=patience)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def ask(self, method: str, path: str, **told: Any) -> Any:
        """What the engine answers to `method path`, `told` in its body; None if it says nothing.

        Raises NotPossible, Away.
        """
        try:
            async with self._session.request(method, f"{self._root}/{path}", json=told) as answer:
                if answer.status >= 400:
                    raise NotPossible(f"{method} {path.partition('/')[0]}: {answer.status}")
                return await answer.json() if answer.status != 204 else None
        except TimeoutError:
            raise NotPossible(f"{method} {path.partition('/')[0]}: no answer") from None
        except aiohttp.ClientError as error:
            raise Away(type(error).__name__) from None

    async def try_to(self, method: str, path: str, **told: Any) -> bool:
        """The same where it is no matter if it is too late: whether it was done. Raises Away."""
        try:
            await self.ask(method, path, **told)
        except NotPossible:
            return False
        return True

    async def events(self, ready: asyncio.Event) -> AsyncIterator[dict[str, Any]]:
        """All that happens, from when `ready` is set until the engine goes. Raises Away."""
        where = f"{self._root}/events?app={APP}&subscribeAll=true"
        try:
            async with self._session.ws_connect(where, heartbeat=_HEARTBEAT) as heard:
                ready.set()
                async for message in heard:
                    if message.type == aiohttp.WSMsgType.TEXT:
                        yield message.json()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Away(type(error).__name__) from None
        raise Away("closed")
