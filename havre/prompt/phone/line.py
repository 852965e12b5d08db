"""The phone engine as this line's settings want it."""

from django.conf import settings

from havre.channels.phone.configuration import Engine
from havre.prompt.phone import engine as engines
from havre.prompt.phone import installing
from havre.prompt.said import Refused

_SOUND_PORTS = 200  # two for each leg of a call


def of_this_line() -> Engine:
    """The engine with this line's settings. Raises Refused if it was not fetched.

    One that runs already keeps the secret it was started with.
    """
    if installing.installed(settings.PHONE_ENGINE) is None:
        raise Refused("The phone engine is not here. Run `havre phone install`.")
    first, folder = settings.PHONE_SOUND_PORTS, settings.DATA / "phone"
    return Engine(
        root=settings.PHONE_ENGINE / "root",
        folder=folder,
        host=settings.PHONE_HOST,
        sip_port=settings.PHONE_SIP_PORT,
        ari_port=settings.PHONE_PROGRAM_PORT,
        rtp=(first, first + _SOUND_PORTS - 1),
        ari_secret=engines.found(folder) or engines.secret(),
    )
