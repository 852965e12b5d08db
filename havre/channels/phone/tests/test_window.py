"""Whoever listens has a phone on every page and in a window; nobody else, and not on every line."""

import base64
import hmac
import re

import pytest

from havre.channels.phone.models import DeskPhone
from havre.desk.tests.hand import desk_of
from havre.lib import clock, env
from havre.staff.signin import SHIFT

pytestmark = pytest.mark.usefixtures("on_desk")
SOCKET = "wss://phone.line.example:8443/ws"
STRIP = 'id="phone"'


@pytest.fixture
def with_phone(settings):
    settings.PHONE_SOCKET = SOCKET


def connects(answer) -> str:
    return re.search("connect-src ([^;]*);", answer.headers["Content-Security-Policy"])[1]


def test_every_page_of_whoever_listens_says_how_the_phone_stands(house, with_phone):
    for name in ("ana", "sue"):
        for path in ("/", "/rota/", "/care/", "/yours/", "/log/"):
            page = desk_of(house, name).get(path)
            assert page.content.decode().count(STRIP) == 1
            assert "microphone=()" in page.headers["Permissions-Policy"]
            assert connects(page) == "'self'"  # the window alone reaches the engine


def test_whoever_interprets_has_a_phone_too(house, with_phone):
    ines = desk_of(house, "ines")
    assert STRIP in ines.get("/yours/").content.decode()
    assert ines.get("/phone/").status_code == 200
    assert ines.post("/phone/opening/").json()["endpoint"].startswith("m")


def test_whoever_is_in_no_call_has_none(house, with_phone):
    for name in ("lou", "ada"):
        assert STRIP not in desk_of(house, name).get("/yours/").content.decode()
        assert desk_of(house, name).get("/phone/").status_code == 404
        assert desk_of(house, name).post("/phone/opening/").status_code == 404
    assert DeskPhone.objects.count() == 0


def test_nobody_signed_in_is_sent_to_sign_in(house, with_phone):
    for answer in (desk_of(house, "").get("/phone/"), desk_of(house, "").post("/phone/opening/")):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_line_without_a_phone_shows_none_and_opens_none(house):
    ana = desk_of(house, "ana")
    assert STRIP not in ana.get("/").content.decode()
    assert ana.get("/phone/").status_code == 404
    assert ana.post("/phone/opening/").status_code == 404
    assert DeskPhone.objects.count() == 0


def test_the_window_alone_has_the_microphone_and_the_socket(house, with_phone):
    page = desk_of(house, "ana").get("/phone/")
    assert connects(page) == "'self' wss://phone.line.example:8443"
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
    assert f'data-socket="{SOCKET}"' in page.content.decode()


def test_the_password_is_told_to_its_window_alone_and_only_when_asked(house, with_phone):
    ana = desk_of(house, "ana")
    assert ana.get("/phone/opening/").status_code == 405
    assert DeskPhone.objects.count() == 0  # looking opens nothing
    told = ana.post("/phone/opening/")
    assert told.headers["Cache-Control"] == "no-store"
    assert told.json()["endpoint"] == f"m{house.members['ana'].id.hex}"
    password = told.json()["password"]
    for path in ("/", "/phone/"):
        assert password not in ana.get(path).content.decode()
    assert password not in str(DeskPhone.objects.values_list().get())


def test_a_window_is_given_a_way_around_that_ends_with_its_shift(house, with_phone, settings):
    ana = desk_of(house, "ana")
    assert ana.post("/phone/opening/").json()["iceServers"] == []
    settings.PHONE_TURN = ["turns:turn.line.example:443?transport=tcp"]
    settings.PHONE_TURN_SECRET = "north"
    (told,) = ana.post("/phone/opening/").json()["iceServers"]
    assert told["urls"] == settings.PHONE_TURN
    ends = int(told["username"])  # a time, and nothing of who it is
    assert 0 <= ends - (clock.now() + SHIFT).timestamp() + 60 <= 60
    made = hmac.digest(b"north", told["username"].encode(), "sha1")
    assert told["credential"] == base64.b64encode(made).decode()
    assert "north" not in ana.get("/phone/").content.decode()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("turn.line.example", "takes words like"),
        ("turns:turn.line.example:443?transport=quic", "takes words like"),
        ("stun:stun.line.example", "takes words like"),
        ("turns:turn.line.example:443", "goes with HAVRE_PHONE_TURN_SECRET"),
    ],
)
def test_a_way_around_that_cannot_be_is_refused_at_once(monkeypatch, value, why):
    monkeypatch.setenv("HAVRE_PHONE_TURN", value)
    with pytest.raises(env.WrongSetting, match=why):
        env.turn("PHONE_TURN", "")


def test_the_words_are_fixed_and_name_nobody(house, with_phone):
    for name in ("ana", "sue"):
        page = desk_of(house, name).get("/phone/").content.decode()
        assert house.members[name].alias not in page


def test_it_speaks_french_too(house, with_phone):
    ana = desk_of(house, "ana")
    ana.post("/language/", {"language": "fr", "here": "/"})
    page = ana.get("/phone/").content.decode()
    assert "Préparer le téléphone" in page
    assert "Get ready" not in page
