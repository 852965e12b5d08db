"""The house asks whether somebody's web page is there, and is led into no network by it."""

import contextlib
import time
from collections.abc import Iterator

import pytest

from havre.lib import wire
from havre.lib.wire import Looked, WireDown, WireForbidden
from tests.web import PUBLIC, Web, answer, small_web


@pytest.fixture
def web(monkeypatch) -> Iterator[Web]:
    with small_web(monkeypatch) as made:
        yield made


def test_a_page_is_asked_once_at_the_address_that_was_judged_and_told_nothing(web):
    web.answers = [answer("200 OK", body=b"x" * 1000)]
    assert wire.look_at("http://page.example/a?b=c#d") == Looked(200)
    assert web.asked == [f"{PUBLIC}:80"]
    head = web.heard[0].decode()
    assert head.splitlines()[0] == "GET /a?b=c HTTP/1.1"
    assert sorted(line.split(":")[0] for line in head.splitlines()[1:] if line) == [
        "Accept-Encoding", "Connection", "Host", "User-Agent",
    ]  # fmt: skip
    assert "User-Agent: link check" in head


INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "240.0.0.1", "::1", "::", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2001:db8::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "::127.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_ever_asked(web, address):
    web.names["page.example"] = [[address]]
    with pytest.raises(WireForbidden):
        wire.look_at("http://page.example/")
    web.names["page.example"] = [[PUBLIC, address]]  # one of several is enough
    with pytest.raises(WireForbidden):
        wire.look_at("https://page.example/")
    assert (web.asked, web.heard) == ([], [])


@pytest.mark.parametrize("target", [
    "http://inside.example/", "//inside.example/latest/meta-data/", "http://inside.example:80/",
    "file:///etc/passwd", "gopher://page.example/", "http://page.example:22/",
    "http://user:word@page.example/", "http://page.example:99999/", "http://[::1", "https://",
])  # fmt: skip
def test_a_redirect_leads_inside_no_more_than_an_address_does(web, target):
    web.names["inside.example"] = [["169.254.169.254"]]
    web.answers = [answer("302 Found", f"Location: {target}")]
    with pytest.raises(WireForbidden):
        wire.look_at("http://page.example/")
    assert web.asked == [f"{PUBLIC}:80"]


def test_a_name_that_is_public_first_and_inside_then_is_asked_where_it_was_judged(web):
    web.names["page.example"] = [[PUBLIC], ["127.0.0.1"]]
    web.answers = [answer("200 OK")]
    assert wire.look_at("http://page.example/").status == 200
    assert web.asked == [f"{PUBLIC}:80"]
    with pytest.raises(WireForbidden):
        wire.look_at("http://page.example/")  # the second time it is inside, and not asked


def test_a_page_that_moved_for_good_says_where_and_one_that_only_leads_on_does_not(web):
    web.answers = [answer("301 Moved", "Location: /new"), answer("200 OK")]
    assert wire.look_at("http://page.example/") == Looked(200, "http://page.example/new")
    web.answers = [answer("302 Found", "Location: /en"), answer("301 x", "Location: /fr"),
                   answer("404 Gone")]  # fmt: skip
    assert wire.look_at("http://page.example/") == Looked(404)


def test_what_leads_on_and_on_ends(web):
    web.answers = [answer("302 Found", "Location: /again")] * 20
    with pytest.raises(WireDown, match="on and on"):
        wire.look_at("http://page.example/")
    assert len(web.asked) == 5


@pytest.mark.parametrize("said", [
    b"", b"\x00\xff" * 50, b"HTTP/1.1 2 OK\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"SSH-2.0-x\r\n",
    b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", b"HTTP/1.1 200 " + b"a" * 70_000,
])  # fmt: skip
def test_nonsense_is_no_answer(web, said):
    web.answers = [said]
    with pytest.raises(WireDown):
        wire.look_at("http://page.example/")


def test_what_drips_on_for_ever_is_hung_up(web, monkeypatch):
    monkeypatch.setattr(wire, "_LOOK_WHOLE", 0.3)
    web.answers, web.drips = [b"HTTP/1.1 200 OK\r\n"], True
    begun = time.monotonic()
    with pytest.raises(WireDown):
        wire.look_at("http://page.example/")
    assert time.monotonic() - begun < 4  # not the hour that a sign every twenty milliseconds takes


def test_a_certificate_of_somebody_else_is_no_answer_and_an_unknown_name_neither(web):
    web.answers = [b"\x15\x03\x01\x00\x02\x02\x28"]
    with pytest.raises(WireDown):
        wire.look_at("https://page.example/")
    with pytest.raises(WireDown):
        wire.look_at("http://nowhere.example/")
    with pytest.raises((WireDown, WireForbidden)):
        wire.look_at("http://" + "a" * 300 + ".example/")


@pytest.mark.parametrize("path", ["a\r\nX-Evil: 1", "a b", "\x00", "é", "\u202e"])
def test_no_path_says_more_than_a_path(web, path):
    web.answers = [answer("200 OK")]
    with contextlib.suppress(WireDown, WireForbidden):
        wire.look_at(f"http://page.example/{path}")
    assert not any(b"\r\nX-Evil" in head for head in web.heard)
