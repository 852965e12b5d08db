"""Keeps what callers hear true to what the desk keeps: makes the prompts anew at a ring."""

import asyncio

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError

from havre.channels.phone import voices
from havre.channels.phone.configuration import Engine
from havre.lib.doorbell import BELL
from havre.lib.threads import Threads
from havre.prompt.phone import speaking
from havre.prompt.said import Refused, warn

_BREATH = 5.0  # seconds until it is tried again, if the database or the disk was away


class Voicing:
    """The prompts of one engine, made one time after another."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = Threads("voices", 1)
        self._look = asyncio.Event()

    async def make(self) -> bool:
        """Make what changed. False: the database or the disk did not answer; the rest stays.

        Raises Refused for a file of the line that is no sound.
        """
        try:
            await self._thread.do(self._make)
        except (DatabaseError, ObjectDoesNotExist, OSError) as error:  # or one is gone meanwhile
            warn(f"The prompts stay as they are for now: {type(error).__name__}.")
            return False
        return True

    def look(self) -> None:
        """Something may have changed unheard, such as before the bell was heard."""
        self._look.set()

    async def for_ever(self) -> None:
        """Make them anew whenever a voice was kept or taken away."""
        with BELL.listen(frozenset({voices.TOPIC})) as rung:
            hearing = asyncio.create_task(self._hear(rung))
            try:
                while True:
                    await self._look.wait()
                    self._look.clear()
                    await self._make_again()
            finally:
                hearing.cancel()

    async def _make_again(self) -> None:
        try:
            if not await self.make():
                await asyncio.sleep(_BREATH)
                self.look()
        except Refused as why:
            warn(str(why))  # calls go on, with what was made before

    async def _hear(self, rung: "asyncio.Queue[str]") -> None:
        while True:
            await rung.get()
            self.look()

    def _make(self) -> None:
        speaking.speak(self._engine, voices.files(), voices.kept())
