"""The carrier as this line's settings want it, looked at before anything starts."""

import ipaddress
import re
from pathlib import Path

from django.conf import settings

from havre.channels.phone.carrier import HERE, Carrier, Trial
from havre.channels.phone.limits import Limits, of_this_line
from havre.prompt.said import Refused

_OF_THIS_MACHINE = Path("/etc/ssl/certs/ca-certificates.crt")
_HOST = re.compile(r"([A-Za-z0-9][A-Za-z0-9.-]*)(?::(\d{1,5}))?", re.ASCII)
# What stands in the engine's files must be one word there: no line, no comment, no section.
_WORD = re.compile(r"[A-Za-z0-9._~+@!*()-]+", re.ASCII)
_PREFIX = re.compile(r"\+[1-9]\d{0,14}", re.ASCII)
_NUMBER = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)
_LONGEST = 240  # minutes; the row that counts a call is forgotten soon after


def carrier() -> Carrier | None:
    """The carrier of this line; None if it has none. Raises Refused with the setting that errs."""
    limits = _limits()
    is_out = bool(limits.prefixes) and not settings.PHONE_TRIAL_PORT
    if not settings.PHONE_CARRIER:
        _refuse_if(
            bool(is_out or settings.PHONE_CARRIER_USER or settings.PHONE_CARRIER_FROM),
            "HAVRE_PHONE_OUTWARD, HAVRE_PHONE_CARRIER_USER and HAVRE_PHONE_CARRIER_FROM need "
            "HAVRE_PHONE_CARRIER.",
        )
        return None
    where = _HOST.fullmatch(settings.PHONE_CARRIER)
    port = int(where[2] or 5061) if where else 0
    if where is None or not 0 < port < 65_536:
        raise Refused("HAVRE_PHONE_CARRIER takes a host, or host:port.")
    _look_at_the_way_in()
    return Carrier(
        host=where[1],
        port=port,
        tls_port=settings.PHONE_TLS_PORT,
        authority=_authority(),
        sources=tuple(_networks("PHONE_CARRIER_FROM", settings.PHONE_CARRIER_FROM)),
        user=settings.PHONE_CARRIER_USER,
        password=settings.PHONE_CARRIER_PASSWORD,
        certificate=settings.PHONE_CERTIFICATE,
        key=settings.PHONE_CERTIFICATE_KEY,
        srtp=_srtp(),
        public=_public(),
        inside=tuple(_networks("PHONE_INSIDE", settings.PHONE_INSIDE)),
        shown=_shown(),
        limits=limits,
    )


def trial() -> Trial | None:
    """Who plays the called on this machine, where no carrier is; None as usual. Raises Refused."""
    port = settings.PHONE_TRIAL_PORT
    if not port:
        return None
    _refuse_if(
        bool(settings.PHONE_CARRIER),
        "HAVRE_PHONE_TRIAL_PORT is to try a line that has no carrier: leave one of the two out.",
    )
    _refuse_if(
        settings.PHONE_HOST != HERE,
        "HAVRE_PHONE_TRIAL_PORT carries sound in the open, on this machine alone: it goes with "
        f"HAVRE_PHONE_HOST={HERE}.",
    )
    _refuse_if(not 0 < port < 65_536, "HAVRE_PHONE_TRIAL_PORT takes a port: 1 to 65535.")
    return Trial(port, _shown(), _limits())


def relay_numbers() -> tuple[str, ...]:
    """The line's own numbers that relay services call. Raises Refused."""
    _refuse_if(
        not all(re.fullmatch(r"\d{3,15}", each, re.ASCII) for each in settings.PHONE_RELAY),
        "HAVRE_PHONE_RELAY takes numbers of the line as digits alone: 18339001011.",
    )
    return tuple(settings.PHONE_RELAY)


def _look_at_the_way_in() -> None:
    user, password = settings.PHONE_CARRIER_USER, settings.PHONE_CARRIER_PASSWORD
    _refuse_if(
        not user and not settings.PHONE_CARRIER_FROM,
        "The carrier's calls cannot be known: give HAVRE_PHONE_CARRIER_FROM (its networks), or "
        "HAVRE_PHONE_CARRIER_USER (to register).",
    )
    _refuse_if(
        bool(user) != bool(password),
        "HAVRE_PHONE_CARRIER_USER and HAVRE_PHONE_CARRIER_PASSWORD go together.",
    )
    _refuse_if(
        not all(_WORD.fullmatch(word) for word in (user, password) if word),
        "HAVRE_PHONE_CARRIER_USER and _PASSWORD take letters, digits and ._~+@!*()- alone; ask "
        "the carrier for another password.",
    )
    _refuse_if(
        bool(settings.PHONE_CARRIER_FROM) and settings.PHONE_CERTIFICATE is None,
        "A carrier that connects to this line by itself needs HAVRE_PHONE_CERTIFICATE.",
    )


def _authority() -> Path:
    found = settings.PHONE_CARRIER_AUTHORITY or _OF_THIS_MACHINE
    _refuse_if(
        not found.is_file(),
        f"There is no file {found} of authorities: name one in HAVRE_PHONE_CARRIER_AUTHORITY. "
        "Without it the carrier's certificate could not be checked.",
    )
    return Path(found)


def _networks(name: str, words: list[str]) -> list[str]:
    try:
        found = [ipaddress.ip_network(word) for word in words]
    except ValueError as error:
        raise Refused(f"HAVRE_{name} takes networks like 203.0.113.0/28: {error}.") from error
    _refuse_if(
        any(network.prefixlen == 0 for network in found),
        f"HAVRE_{name} cannot be everybody.",
    )
    return [str(network) for network in found]


def _srtp() -> str:
    _refuse_if(
        settings.PHONE_CARRIER_SRTP not in ("sdes", "dtls"),
        "HAVRE_PHONE_CARRIER_SRTP takes sdes or dtls. Sound is never carried in the open.",
    )
    return str(settings.PHONE_CARRIER_SRTP)


def _public() -> str:
    try:
        known = settings.PHONE_PUBLIC_ADDRESS
        return str(ipaddress.ip_address(known)) if known else ""
    except ValueError as error:
        raise Refused(f"HAVRE_PHONE_PUBLIC_ADDRESS takes an address: {error}.") from error


def _shown() -> str:
    _refuse_if(
        bool(settings.PHONE_SHOWN) and not _NUMBER.fullmatch(settings.PHONE_SHOWN),
        "HAVRE_PHONE_SHOWN takes a whole number with its country: +1 and ten digits, no spaces.",
    )
    return str(settings.PHONE_SHOWN)


def _limits() -> Limits:
    for prefix, cents in settings.PHONE_OUTWARD.items():
        _refuse_if(
            not _PREFIX.fullmatch(prefix) or not re.fullmatch(r"\d{1,4}", cents, re.ASCII),
            "HAVRE_PHONE_OUTWARD takes beginnings and cents of a started minute: +1416=2 +1=3.",
        )
    for name in ("AT_ONCE", "HOUR", "COST", "MINUTES"):
        _refuse_if(
            getattr(settings, f"PHONE_OUTWARD_{name}") < 1,
            f"HAVRE_PHONE_OUTWARD_{name} takes a number from 1 on; to call nobody, leave "
            "HAVRE_PHONE_OUTWARD out.",
        )
    _refuse_if(
        settings.PHONE_OUTWARD_MINUTES > _LONGEST,
        f"HAVRE_PHONE_OUTWARD_MINUTES takes {_LONGEST} at most.",
    )
    return of_this_line()


def _refuse_if(is_wrong: bool, why: str) -> None:
    if is_wrong:
        raise Refused(why)
