"""`havre phone`: fetched whole or not at all, and a clear sentence where it cannot be."""

from pathlib import Path

import pytest

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
