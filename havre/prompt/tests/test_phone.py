"""`havre phone`: fetched whole or not at all, and a clear sentence where it cannot be."""

from pathlib import Path

import pytest

from havre.channels.phone.browsers import Secure
from havre.channels.phone.tests.benches import certificate
from havre.prompt.phone import installing, line
from havre.prompt.said import Refused


def test_half_an_engine_is_none(tmp_path: Path):
    (tmp_path / "root" / "usr").mkdir(parents=True)
    assert installing.installed(tmp_path) is None


def test_what_is_there_is_not_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")  # nothing could be fetched
    (tmp_path / "installed.json").write_text('{"asterisk": "22", "suite": "sid", "packages": 190}')
    assert installing.install(tmp_path) == installing.Installed("22", "sid", 190)


def test_a_machine_without_debians_tools_is_told_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Refused, match="lacks apt-get and dpkg-deb and tar"):
        installing.install(tmp_path)
    assert installing.installed(tmp_path) is None


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="could not be kept"):
        installing.install(tmp_path / "file" / "engine")


def test_nothing_is_checked_before_it_is_fetched(tmp_path: Path, settings):
    settings.PHONE_ENGINE = tmp_path
    with pytest.raises(Refused, match="havre phone install"):
        line.of_this_line()


@pytest.mark.parametrize(
    ("source", "mirror"),
    [
        ("deb http://a.example/debian bookworm main\n", "http://a.example/debian"),
        (
            "Types: deb\nURIs: https://b.example/x/debian/\nSuites: s\n",
            "https://b.example/x/debian",
        ),
        ("# deb http://no.example/debian s main\n", None),
        ("deb http://c.example/debian-security s main\n", None),
    ],
)
def test_it_asks_the_mirror_that_the_machine_asks(tmp_path, monkeypatch, source, mirror):
    monkeypatch.setattr(installing, "_SOURCES", tmp_path)
    (tmp_path / "sources.list").write_text(source)
    if mirror:
        assert installing._mirror() == mirror
    else:
        with pytest.raises(Refused, match="add one"):
            installing._mirror()


@pytest.fixture
def with_engine(tmp_path: Path, settings):
    settings.PHONE_ENGINE = tmp_path
    (tmp_path / "installed.json").write_text('{"asterisk": "22", "suite": "sid", "packages": 190}')
    settings.PHONE_SOCKET = "wss://phone.line.example:8443/ws"


@pytest.mark.usefixtures("with_engine")
def test_without_a_certificate_the_engine_carries_no_tls(settings):
    assert line.of_this_line().secure is None


@pytest.mark.usefixtures("with_engine")
def test_with_one_browsers_reach_the_port_of_the_socket(tmp_path: Path, settings):
    _, chain, key = certificate(tmp_path, "127.0.0.1")
    settings.PHONE_CERTIFICATE, settings.PHONE_CERTIFICATE_KEY = chain, key
    assert line.of_this_line().secure == Secure(8443, chain, key)
    settings.PHONE_SOCKET = "wss://phone.line.example/ws"
    assert line.of_this_line().secure == Secure(443, chain, key)


@pytest.mark.usefixtures("with_engine")
@pytest.mark.parametrize("lacks", ["key", "socket", "file", "sense", "match"])
def test_a_certificate_that_cannot_be_used_is_said_before_anything_starts(
    tmp_path: Path, settings, lacks: str
):
    (tmp_path / "other").mkdir()
    _, chain, key = certificate(tmp_path, "127.0.0.1")
    _, _, other = certificate(tmp_path / "other", "127.0.0.1")
    (tmp_path / "text.pem").write_text("no certificate")
    settings.PHONE_CERTIFICATE, settings.PHONE_CERTIFICATE_KEY = chain, key
    if lacks == "key":
        settings.PHONE_CERTIFICATE_KEY = None
    elif lacks == "socket":
        settings.PHONE_SOCKET = "ws://127.0.0.1:8088/ws"
    elif lacks == "file":
        settings.PHONE_CERTIFICATE = tmp_path / "nowhere.pem"
    elif lacks == "sense":
        settings.PHONE_CERTIFICATE = tmp_path / "text.pem"
    else:
        settings.PHONE_CERTIFICATE_KEY = other
    with pytest.raises(Refused, match=r"PHONE_CERTIFICATE|certificate cannot be used"):
        line.of_this_line()
