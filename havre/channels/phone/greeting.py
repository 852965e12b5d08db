"""The first seconds of a call: in which language, by a key at any moment or by waiting."""

import asyncio

from havre.channels.phone.voice import Voice


async def language_of(
    voice: Voice, keys: "asyncio.Queue[str]", languages: dict[str, str], patience: float
) -> str:
    """The language chosen. Who presses nothing within `patience` seconds gets the first.

    `languages`: key → language. Another key is no choice and no mistake. What is being said then
    is still to be hushed.
    """
    for language in languages.values():
        voice.say("welcome", language=language)
    waited = asyncio.create_task(_patience(voice, patience))
    try:
        while not waited.done():
            pressed = asyncio.create_task(keys.get())
            await asyncio.wait({pressed, waited}, return_when=asyncio.FIRST_COMPLETED)
            if not pressed.done():
                pressed.cancel()
            elif pressed.result() in languages:
                return languages[pressed.result()]
    finally:
        waited.cancel()
    return next(iter(languages.values()))


async def _patience(voice: Voice, seconds: float) -> None:
    await voice.idle.wait()
    await asyncio.sleep(seconds)
