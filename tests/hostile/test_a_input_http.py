"""The house takes what is far too much, or no request at all, without trouble to anybody else.

Register 1, 2, 11 to 14, at the real servers.
"""

import re
import secrets
import socket
import threading

import pytest

from havre.channels.webchat.urls import urlpatterns as of_webchat
from havre.desk.tests.live import (
    Browser,
    member,
    memory_of,
    newest_waiting,
    person,
    pids_of,
    raw,
    say,
    status_of,
)
from havre.desk.urls import urlpatterns as of_desk
from tests.house.test_url_audiences import addresses
from tests.stories.conftest import LiveLine

MUCH = 10 * 1024 * 1024
ROOM = 24 * 1024 * 1024  # bytes a face may grow while it throws 10 MB away again and again
FORM = "application/x-www-form-urlencoded"
VOICE = "/phone/voices/keeping/"
UUID = "00000000-0000-4000-8000-000000000000"


def paths(face: str) -> list[str]:
    """Every address of a face."""
    if face == "desk":
        found = [f"/{route}" for route, _ in addresses(of_desk)]
    else:
        found = [f"/en/talk/{route}" for route, _ in addresses(of_webchat)]
        found += ["/en/", "/exit/", "/en/note/", "/en/places/", "/api/hsds/v3/services"]
        found += [
            "/en/back/",
            "/en/back/words/",
            "/en/back/adding/",
            "/en/back/done/",
            "/en/back/forgetting/",
        ]
    return [re.sub(r"<uuid:\w+>", UUID, path).replace("<slug:panel>", "notes") for path in found]


@pytest.mark.hostile(1)
@pytest.mark.parametrize("face", ["front", "desk"])
def test_ten_megabytes_to_any_address_are_refused_and_forgotten(line: LiveLine, face: str):
    origin, pid = getattr(line, face), pids_of(line)[face]
    body = b"text=" + b"a" * MUCH
    browser = Browser(origin)
    browser.post("/", body)
    before = memory_of(pid)
    answers = {path: browser.post(path, body).status for path in paths(face)}
    assert set(answers.values()) == {413}
    assert len(answers) == (164 if face == "desk" else 22)
    assert memory_of(pid) - before < ROOM
    assert browser.get("/").status in {200, 303}


@pytest.mark.hostile(1)
@pytest.mark.parametrize("face", ["front", "desk"])
def test_one_path_of_the_desk_takes_a_recorded_voice_and_no_other_does(line: LiveLine, face: str):
    browser = Browser(getattr(line, face))
    body = b"a" * 1_500_000
    answers = {path: browser.post(path, body).status for path in paths(face)}
    taken = {path for path, status in answers.items() if status != 413}
    assert taken == ({VOICE} if face == "desk" else set())
    if face == "desk":
        browser.get("/")
        assert browser.post(VOICE, body, **{"X-CSRFToken": browser.token}).status == 302  # sign in
        assert browser.post(VOICE, b"a" * 1_572_865).status == 413


@pytest.mark.hostile(1)
@pytest.mark.parametrize("face", ["front", "desk"])
def test_the_connection_lives_on_after_too_much(line: LiveLine, face: str):
    host = f"Host: {getattr(line, face).split('//')[1]}\r\n"
    head = f"POST / HTTP/1.1\r\n{host}Origin: {getattr(line, face)}\r\nContent-Type: {FORM}\r\n"
    with raw(getattr(line, face)) as link:
        link.sendall(f"{head}Content-Length: {MUCH}\r\n\r\n".encode() + b"a" * MUCH)
        assert status_of(link) == 413
        link.sendall(f"GET /health/ HTTP/1.1\r\n{host}\r\n".encode())
        assert status_of(link) == 200


@pytest.mark.hostile(1)
def test_a_book_in_chunks_without_a_length_is_refused(line: LiveLine):
    with raw(line.front) as link:
        head = f"POST /en/talk/ HTTP/1.1\r\nHost: {line.front.split('//')[1]}\r\n"
        link.sendall(f"{head}Origin: {line.front}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        for _ in range(64):
            link.sendall(b"10000\r\n" + b"a" * 0x10000 + b"\r\n")
        link.sendall(b"0\r\n\r\n")
        assert status_of(link) == 413


@pytest.mark.hostile(1)
def test_whoever_talks_is_heard_while_others_send_far_too_much(line: LiveLine):
    mina, body = person(line, "Hello"), b"text=" + b"a" * MUCH
    flood = [threading.Thread(target=lambda: Browser(line.front).post("/en/talk/", body))
             for _ in range(6)]  # fmt: skip
    for one in flood:
        one.start()
    assert say(mina, "Still here").status == 200
    for one in flood:
        one.join()


@pytest.mark.hostile(2)
def test_the_longest_message_fits_through_the_guard_however_it_is_encoded(line: LiveLine):
    mina = person(line)
    assert say(mina, "\U0001f54a" * 4_000).status == 200  # 12 bytes a sign, percent-encoded
    assert say(mina, "\U0001f54a" * 4_001).status == 422
    shown = mina.get("/en/talk/messages.json").text
    assert (shown.count("\\ud83d\\udd4a"), "4001" in shown) == (4_000, False)


@pytest.mark.hostile(11)
@pytest.mark.parametrize("face", ["front", "desk"])
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "identity"])
def test_an_encoded_body_is_refused_unopened(line: LiveLine, face: str, encoding: str):
    answer = Browser(getattr(line, face)).post("/", b"a" * 100, **{"Content-Encoding": encoding})
    assert answer.status == 413


SMUGGLED = {
    "two lengths": "Content-Length: 5\r\nContent-Length: 6\r\n\r\na=bcd",
    "two lengths in one": "Content-Length: 5, 6\r\n\r\na=bcd",
    "chunked and a length": "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "a length and chunked": "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunked twice removed": "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "no number": "Content-Length: five\r\n\r\na=bcd",
    "less than nothing": "Content-Length: -5\r\n\r\na=bcd",
    "a chunk of no size": "Transfer-Encoding: chunked\r\n\r\nzz\r\na\r\n0\r\n\r\n",
    "a bare line end": "X-A: b\nContent-Length : 5\r\n\r\na=bcd",
}


@pytest.mark.hostile(12)
@pytest.mark.parametrize("face", ["front", "desk"])
@pytest.mark.parametrize("how", SMUGGLED)
def test_a_request_that_can_be_read_two_ways_is_read_in_none(line: LiveLine, face: str, how: str):
    origin = getattr(line, face)
    inside = f"GET /health/ HTTP/1.1\r\nHost: {origin.split('//')[1]}\r\n\r\n"
    with raw(origin) as link:
        head = f"POST / HTTP/1.1\r\nHost: {origin.split('//')[1]}\r\nOrigin: {origin}\r\n"
        link.sendall((head + SMUGGLED[how] + inside).encode())
        assert status_of(link) in {0, 400}
        assert _is_over(link)
    assert Browser(origin).get("/health/").status == 200


def _is_over(link: socket.socket) -> bool:
    """No second answer comes to what was inside the first."""
    link.settimeout(0.5)
    try:
        return link.recv(65_536) == b""
    except (TimeoutError, ConnectionResetError):
        return True


BOUNDARY = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nHello\r\n'
FILE = b'--x\r\nContent-Disposition: form-data; name="text"; filename="../../x"\r\n\r\nHello\r\n'


@pytest.mark.hostile(12)
@pytest.mark.hostile(13)
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", PART + b"--x--\r\n"),
        ("multipart/form-data; boundary=", PART + b"--x--\r\n"),
        (BOUNDARY, PART * 1_500),
        (BOUNDARY, PART),
        (BOUNDARY, FILE + b"--x--\r\n"),
        (BOUNDARY, b'--x\r\nContent-Disposition: form-data; name="text"\r\n'
                   b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n"),
        (FORM, b"&".join(b"a%d=b" % n for n in range(1_000))),
        (FORM, b"text=%ED%A0%80%00%FF&key=%"),
        (FORM + "; charset=utf-7", b"text=Hello"),
        (FORM + "; charset=nonsense", b"text=Hello"),
        ("application/json", b'{"text": ["Hello"], "key": {}}'),
        ("text/xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        ("", b"Hello"),
    ],
)  # fmt: skip
def test_a_malformed_form_opens_nothing_and_breaks_nothing(line: LiveLine, kind: str, body: bytes):
    before = len(re.findall("taking", member_of(line).get("/waiting/").text))
    for face, path in (("front", "/en/talk/"), ("desk", "/sign-in/"), ("desk", "/nothing/")):
        browser = Browser(getattr(line, face))
        answer = browser.post(path, body, **{"Content-Type": kind})
        assert (answer.status in {400, 403, 404, 409, 413, 422}) is True, (face, answer.status)
        assert "Traceback" not in answer.text
    assert len(re.findall("taking", member_of(line).get("/waiting/").text)) == before


_members: dict[int, Browser] = {}


def member_of(line: LiveLine) -> Browser:
    """Ana, signed in once for all of these."""
    if line.process.pid not in _members:
        _members[line.process.pid] = member(line, "ana")
    return _members[line.process.pid]


@pytest.mark.hostile(13)
@pytest.mark.hostile(14)
def test_what_the_house_decides_cannot_be_posted(line: LiveLine):
    ana, mina = member_of(line), person(line, "Hello")
    contact = newest_waiting(ana)
    ana.post(f"/talk/{contact}/taking/")
    own = {"role": "supervisor", "status": "closed", "score": "9", "consent": "yes",
           "sender": "person", "assigned_to": UUID, "created_at": "1999-01-01", "author": UUID,
           "contact": UUID, "taken_by": UUID, "id": UUID, "file": UUID, "kind": "left",
           "said_at": "1999-01-01", "X-Background": "yes", "is_staff": "1", "text": "Signed by Ana",
           "team": "days"}  # fmt: skip
    for verb in ("answer", "note", "wish", "person", "safety", "consents", "offers", "options"):
        ana.post(f"/talk/{contact}/{verb}/", own | {"key": str(secrets.token_hex(16))})
    ana.post("/language/", own)
    ana.post("/awake/", own)
    page = ana.get(f"/talk/{contact}/").text
    assert page.count("Signed by Ana") == 2  # the answer and the note, no more
    words = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", page)  # any number, by chance
    assert re.search(r"\b1999\b", words) is None
    assert ('data-kind="mine"' in page, "Forget for good" in page) == (True, False)
    told = mina.get("/en/talk/messages.json").text
    assert (told.count("Signed by Ana"), "closed" in told) == (1, False)
    assert ana.get("/audit/").status == 404
