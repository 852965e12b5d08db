"""`havre phone serve`: our program beside the engine, in a process of its own.

If this process dies, calls go on; the next one finds the engine running and knows every call. If
the engine dies, it is started again. Asked to end, both end.
"""

import argparse
import asyncio
import signal
import subprocess

from django.conf import settings

from havre.channels.phone.ari import Ari, Away
from havre.channels.phone.configuration import Engine
from havre.channels.phone.controller import Controller
from havre.prompt.alone import alone
from havre.prompt.hardening import harden
from havre.prompt.phone import engine as engines
from havre.prompt.phone.line import of_this_line
from havre.prompt.phone.voicing import Voicing
from havre.prompt.said import DONE, Refused, say, warn
from havre.vault import keys

_BREATH = 1.0  # seconds before the engine is looked for again


def serve(_: argparse.Namespace) -> int:
    """Take calls until SIGTERM or Ctrl-C."""
    try:
        keys.current_role_keys()
    except keys.NoRoleKey as error:
        raise Refused(str(error)) from error
    harden()
    with alone(settings.DATA, "phone"):
        engine = of_this_line()
        try:
            asyncio.run(_until_ended(engine))
        finally:
            engines.stop(engine)
    return DONE


async def _until_ended(engine: Engine) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    voicing = Voicing(engine)
    works = [
        asyncio.create_task(work)
        for work in (_again_and_again(engine, voicing), voicing.for_ever())
    ]
    end = asyncio.create_task(ended.wait())
    await asyncio.wait({*works, end}, return_when=asyncio.FIRST_COMPLETED)
    end.cancel()
    for work in works:
        if work.done():
            work.result()
        work.cancel()
    await asyncio.gather(*works, return_exceptions=True)


async def _again_and_again(engine: Engine, voicing: Voicing) -> None:
    """The engine runs, or is started; our program stays beside it until it goes."""
    ours: subprocess.Popen[bytes] | None = None
    while True:
        if not await asyncio.to_thread(engines.is_running, engine):
            if ours:
                ours.wait()
            await voicing.make()
            ours = await asyncio.to_thread(engines.start, engine)
        try:
            async with Ari(engine.ari_port, engine.ari_secret) as ari:
                await Controller(ari, engine.sounds).run(lambda: _ready(voicing))
        except Away:
            warn("The phone engine went away; it is looked for, and started if it is gone.")
            await asyncio.sleep(_BREATH)


def _ready(voicing: Voicing) -> None:
    voicing.look()  # what was kept before the bell was heard, also by an engine that ran already
    say(f"Taking calls at {settings.PHONE_HOST}, port {settings.PHONE_SIP_PORT}.")
