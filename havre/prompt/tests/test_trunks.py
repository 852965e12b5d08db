"""The carrier's settings: what would fall back to plain, or let anybody in or out, is refused."""

from pathlib import Path

import pytest

from havre.prompt.phone import trunks
from havre.prompt.said import Refused


@pytest.fixture(autouse=True)
def carrier(settings, tmp_path: Path):
    """A whole one: it connects to us from its network, and we register besides."""
    (tmp_path / "authority.pem").touch()
    settings.PHONE_CARRIER = "sip.carrier.example"
    settings.PHONE_CARRIER_FROM = ["203.0.113.0/28"]
    settings.PHONE_CARRIER_USER, settings.PHONE_CARRIER_PASSWORD = "line", "Kiesel-7"
    settings.PHONE_CARRIER_AUTHORITY = tmp_path / "authority.pem"
    settings.PHONE_CERTIFICATE = settings.PHONE_CERTIFICATE_KEY = tmp_path / "authority.pem"
    settings.PHONE_OUTWARD = {"+1": "3"}
    settings.PHONE_SHOWN = "+18339001010"
    return settings


def test_a_whole_one_is_taken(carrier):
    found = trunks.carrier()
    assert found
    assert (found.host, found.port, found.srtp) == ("sip.carrier.example", 5061, "sdes")
    assert found.sources == ("203.0.113.0/28",)
    assert found.limits.prefixes == (("+1", 3),)
    carrier.PHONE_CARRIER = "sip.carrier.example:5071"
    assert (trunks.carrier() or found).port == 5071


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PHONE_CARRIER", "sip.carrier.example\nallow=all"),
        ("PHONE_CARRIER", "sip:carrier.example"),
        ("PHONE_CARRIER", "carrier.example:99999"),
        ("PHONE_CARRIER", ""),  # and the others are set
        ("PHONE_CARRIER_FROM", ["0.0.0.0/0"]),
        ("PHONE_CARRIER_FROM", ["::/0"]),
        ("PHONE_CARRIER_FROM", ["203.0.113.5/28"]),
        ("PHONE_CARRIER_FROM", ["carrier.example"]),
        ("PHONE_CARRIER_PASSWORD", ""),
        ("PHONE_CARRIER_PASSWORD", "x\n[trunk]"),
        ("PHONE_CARRIER_PASSWORD", "x;y"),
        ("PHONE_CARRIER_USER", ""),
        ("PHONE_CARRIER_AUTHORITY", Path("/nowhere/at/all.pem")),
        ("PHONE_CARRIER_SRTP", "no"),
        ("PHONE_CERTIFICATE", None),
        ("PHONE_PUBLIC_ADDRESS", "line.example"),
        ("PHONE_SHOWN", "1-833-900-1010"),
        ("PHONE_SHOWN", "+18339001010\n"),
        ("PHONE_OUTWARD", {"1": "3"}),
        ("PHONE_OUTWARD", {"+1X!": "3"}),
        ("PHONE_OUTWARD", {"+1": "-3"}),
        ("PHONE_OUTWARD", {"+1": "free"}),
        ("PHONE_OUTWARD", {"+": "1"}),
        ("PHONE_OUTWARD_AT_ONCE", 0),
        ("PHONE_OUTWARD_HOUR", -1),
        ("PHONE_OUTWARD_COST", 0),
        ("PHONE_OUTWARD_MINUTES", 241),
    ],
)
def test_what_cannot_be_used_is_said_by_its_name(carrier, name: str, value: object):
    setattr(carrier, name, value)
    with pytest.raises(Refused, match=r"HAVRE_PHONE_|carrier"):
        trunks.carrier()


def test_neither_networks_nor_a_registration_is_no_carrier(carrier):
    carrier.PHONE_CARRIER_FROM, carrier.PHONE_CARRIER_USER = [], ""
    carrier.PHONE_CARRIER_PASSWORD = ""
    with pytest.raises(Refused, match="cannot be known"):
        trunks.carrier()


def test_a_line_without_a_carrier_has_none(carrier):
    carrier.PHONE_CARRIER, carrier.PHONE_CARRIER_USER, carrier.PHONE_CARRIER_FROM = "", "", []
    carrier.PHONE_OUTWARD = {}
    assert trunks.carrier() is None


def test_who_plays_the_called_stands_on_a_machine_without_a_carrier_alone(carrier):
    carrier.PHONE_CARRIER, carrier.PHONE_CARRIER_USER, carrier.PHONE_CARRIER_FROM = "", "", []
    carrier.PHONE_TRIAL_PORT, carrier.PHONE_HOST = 5070, "127.0.0.1"
    assert trunks.carrier() is None
    found = trunks.trial()
    assert found
    assert (found.port, found.shown) == (5070, "+18339001010")
    assert found.limits.prefixes == (("+1", 3),)
    for name, value in (
        ("PHONE_CARRIER", "sip.carrier.example"),
        ("PHONE_HOST", "203.0.113.5"),
        ("PHONE_HOST", "0.0.0.0"),
        ("PHONE_TRIAL_PORT", 70_000),
    ):
        before = getattr(carrier, name)
        setattr(carrier, name, value)
        with pytest.raises(Refused, match="HAVRE_PHONE_TRIAL_PORT"):
            trunks.trial()
        setattr(carrier, name, before)
    carrier.PHONE_TRIAL_PORT = 0
    assert trunks.trial() is None
