"""The house rings for nobody who may not hear it, and for nobody who has gone.

Register 31, 53, 56, 57, 62 at the real servers.
"""

import os
import subprocess
import sys

import pytest

from havre.desk.tests.live import Browser, Stream, member, newest_waiting, person, say
from tests.stories.conftest import ROOT, LiveLine

SOON = 5.0  # seconds
ELSEWHERE = (
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
)


@pytest.mark.hostile(56)
@pytest.mark.parametrize("headers", ELSEWHERE)
def test_another_site_hears_no_bell(line: LiveLine, headers: dict[str, str]):
    mina = person(line, "Hello")
    assert Stream(mina, **headers).status == 403
    assert Stream(mina, Origin=line.front, **{"Sec-Fetch-Site": "same-origin"}).status == 200


@pytest.mark.hostile(56)
@pytest.mark.parametrize("face", ["front", "desk"])
@pytest.mark.parametrize("cookie", ["", "A" * 43, "x", "=" * 44])
def test_nobody_hears_a_bell(line: LiveLine, face: str, cookie: str):
    stranger = Browser(getattr(line, face), {f"__Host-{face}": cookie} if cookie else {})
    assert Stream(stranger).status == 403


@pytest.mark.hostile(56)
def test_a_strange_cookie_of_another_port_hides_no_session(line: LiveLine):
    mina = person(line, "Hello")
    mina.cookies = {"a[b]": '"x', "c d": "e;"} | mina.cookies
    assert Stream(mina).status == 200


@pytest.mark.hostile(27)
def test_a_ring_says_where_to_look_and_nothing_else(line: LiveLine):
    mina = person(line, "Hello")
    stream = Stream(mina)
    stream.until(b"data: open")
    say(mina, "Zimtstern")
    stream.until(b"data: talk")
    assert (b"Zimtstern" in stream.heard, stream.heard.count(b"event: ring") > 0) == (False, True)


@pytest.mark.hostile(27)
def test_only_who_holds_a_conversation_hears_it_ring(own_line: LiveLine):
    mina, ana, ben = person(own_line, "Hello"), member(own_line, "ana"), member(own_line, "ben")
    contact = newest_waiting(ana)
    ana.post(f"/talk/{contact}/taking/")
    hers, his = Stream(ana), Stream(ben)
    for stream in (hers, his):
        stream.until(b"data: open")
    say(mina, "More")
    hers.until(f"contact:{contact}".encode())
    his.until(b"data: queue")
    assert contact.encode() not in his.heard
    assert his.ends(0.1) is False


@pytest.mark.hostile(57)
@pytest.mark.hostile(62)
def test_an_open_page_dies_with_its_session(own_line: LiveLine):
    ana = member(own_line, "ana")
    kept = Browser(own_line.desk, dict(ana.cookies), ana.token)
    stream = Stream(ana)
    stream.until(b"data: open")
    assert ana.post("/sign-out/").status == 302
    assert stream.until(b"event: gone", within=SOON) < SOON
    assert stream.ends(SOON) is True
    assert (kept.get("/waiting/").status, Stream(kept).status) == (302, 403)


@pytest.mark.hostile(57)
@pytest.mark.hostile(62)
def test_the_second_who_signs_in_ends_the_page_of_the_first(own_line: LiveLine):
    desk = member(own_line, "ana")
    stream = Stream(desk)
    stream.until(b"data: open")
    second = {"name": "sue", "passphrase": own_line.sign_in_of("sue").passphrase}
    assert desk.post("/sign-in/", second | {"code": own_line.fresh_code("sue")}).status == 302
    assert stream.until(b"event: gone", within=SOON) < SOON


DEACTIVATE = """
import django
django.setup()
from havre.staff.models import Member
from havre.staff.actions import deactivate
sue = Member.objects.get(name="sue")
deactivate(Member.objects.get(name="ben"), by=str(sue.id))
"""


@pytest.mark.hostile(31)
def test_a_leavers_open_page_dies_within_five_seconds(own_line: LiveLine):
    ben = member(own_line, "ben")
    stream = Stream(ben)
    stream.until(b"data: open")
    environment = os.environ | {
        "HAVRE_DATA": str(own_line.data),
        "DJANGO_SETTINGS_MODULE": "havre.settings",
    }
    subprocess.run([sys.executable, "-c", DEACTIVATE], cwd=ROOT, env=environment, check=True)
    assert stream.until(b"event: gone", within=SOON) < SOON
    assert stream.ends(SOON) is True
    assert (ben.get("/waiting/").status, Stream(ben).status) == (302, 403)
    again = {"name": "ben", "passphrase": own_line.sign_in_of("ben").passphrase}
    assert ben.post("/sign-in/", again | {"code": own_line.fresh_code("ben")}).status == 403
