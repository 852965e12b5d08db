"""One channel's ear: prompts one after another, and between them the sound of waiting.

The engine itself goes back to the sound of waiting after a prompt, so that nobody is left in
silence if our program dies meanwhile.
"""

import asyncio
import contextlib
import uuid
from pathlib import Path

from havre.channels.phone.ari import Ari

ROOM = "waiting"  # the bridge in which everybody waits, each for themselves
_LONGEST = 90  # seconds of a prompt; then it is taken for over


async def open_room(ari: Ari) -> None:
    """Where everybody waits. It is no matter if it stands already. Raises ari.Away."""
    await ari.try_to("POST", f"bridges/{ROOM}", type="holding")


class Voice:
    """Says prompts to whoever is on a channel, and lets them wait."""

    def __init__(self, ari: Ari, channel: str, sounds: Path) -> None:
        self._ari, self._channel, self._sounds = ari, channel, sounds
        self._next: asyncio.Queue[Path] = asyncio.Queue()
        self._playing = ""
        self._ended = asyncio.Event()
        self._asks = asyncio.Lock()  # a prompt is on its way to the engine, or is being stopped
        self._hushes = 0
        self.idle = asyncio.Event()
        self.idle.set()
        self._task = asyncio.create_task(self._speak())

    def say(self, *codes: str, language: str) -> None:
        """Say these after what is being said. A language without a voice gets the line's first."""
        for code in codes:
            self.idle.clear()
            self._next.put_nowait(self._file(language, code))

    async def hush(self) -> None:
        """Stop at once, and forget what was still to be said.

        Only once the engine has what is on its way to it: before, there is nothing to stop, and
        whoever is moved then hears the whole prompt first, and nobody else.
        """
        self._hushes += 1
        while not self._next.empty():
            self._next.get_nowait()
        async with self._asks:
            if self._playing:
                await self._ari.try_to("DELETE", f"playbacks/{self._playing}")
                self._ended.set()

    async def wait(self) -> None:
        """From here on the sound of waiting stands between the prompts."""
        await self._ari.try_to("POST", f"bridges/{ROOM}/addChannel", channel=self._channel)
        # Again for everybody who comes: it stops by itself once nobody waited for a moment.
        await self._ari.try_to("POST", f"bridges/{ROOM}/moh", mohClass="default")

    async def wait_no_more(self) -> None:
        """Somebody is there: neither prompts nor the sound of waiting."""
        await self.hush()
        await self._ari.try_to("POST", f"bridges/{ROOM}/removeChannel", channel=self._channel)

    def finished(self, playback: str) -> None:
        """The engine says that one is over."""
        if playback == self._playing:
            self._ended.set()

    def end(self) -> None:
        """The channel is gone."""
        self._task.cancel()
        self.idle.set()

    async def _speak(self) -> None:
        while True:
            file = await self._next.get()
            hushes = self._hushes
            async with self._asks:
                is_said = hushes == self._hushes and await self._begins(file)
            if is_said:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._ended.wait(), _LONGEST)
            self._playing = ""
            if self._next.empty():
                self.idle.set()

    async def _begins(self, file: Path) -> bool:
        self._playing, media = f"say-{uuid.uuid4().hex}", f"sound:{file.with_suffix('')}"
        self._ended.clear()
        path = f"channels/{self._channel}/play/{self._playing}"
        return await self._ari.try_to("POST", path, media=media)

    def _file(self, language: str, code: str) -> Path:
        file = self._sounds / language / f"{code}.wav"
        others = sorted(self._sounds.glob(f"*/{code}.wav"))
        return file if file.exists() or not others else others[0]
