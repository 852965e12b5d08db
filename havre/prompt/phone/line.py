"""The phone engine as this line's settings want it."""

from urllib.parse import urlsplit

from django.conf import settings

from havre.channels.phone.browsers import Secure
from havre.channels.phone.configuration import Engine, home
from havre.lib import wire
from havre.prompt.phone import engine as engines
from havre.prompt.phone import installing, trunks
from havre.prompt.said import Refused

_SOUND_PORTS = 1_000  # two for each leg: a hundred callers, whoever talks with them, and more


def of_this_line() -> Engine:
    """The engine with this line's settings. Raises Refused if it was not fetched.

    One that runs already keeps the secret it was started with.
    """
    if installing.installed(settings.PHONE_ENGINE) is None:
        raise Refused("The phone engine is not here. Run `havre phone install`.")
    first, folder = settings.PHONE_SOUND_PORTS, home()
    return Engine(
        root=settings.PHONE_ENGINE / "root",
        folder=folder,
        host=settings.PHONE_HOST,
        sip_port=settings.PHONE_SIP_PORT,
        ari_port=settings.PHONE_PROGRAM_PORT,
        rtp=(first, first + _SOUND_PORTS - 1),
        ari_secret=engines.found(folder) or engines.secret(),
        secure=_secure(),
        relay=trunks.relay_numbers(),
        carrier=trunks.carrier(),
        tls_port=settings.PHONE_TLS_PORT,
        trial=trunks.trial(),
    )


def _secure() -> Secure | None:
    """TLS for browsers, if the line has a certificate. Raises Refused if it cannot be used."""
    certificate, key = settings.PHONE_CERTIFICATE, settings.PHONE_CERTIFICATE_KEY
    if certificate is None:
        return None
    if key is None or not settings.PHONE_SOCKET.startswith("wss://"):
        raise Refused(
            "HAVRE_PHONE_CERTIFICATE goes with HAVRE_PHONE_CERTIFICATE_KEY, and with a "
            "HAVRE_PHONE_SOCKET that starts with wss://."
        )
    try:
        wire.check_certificate(certificate, key)
    except wire.WireDown as error:
        raise Refused(f"The phone's certificate cannot be used: {error}.") from error
    port = urlsplit(settings.PHONE_SOCKET).port or 443
    return Secure(port=port, certificate=certificate, key=key)
