"""Programs read the directory from the real front, and no page that a person asks for waits.

Register 100, for the addresses that programs ask.
"""

import json
import threading
import time

import pytest

from havre.desk.tests.live import Browser, raw
from tests.stories.conftest import LiveLine

HERE = "/api/hsds/v3/"
READY = 20.0  # seconds in which a desk that has just started publishes


def answered(line: LiveLine, asked: bytes) -> tuple[bytes, bytes]:
    """(head, body) of one raw request, as a program sends it: no page, no cookie."""
    with raw(line.front) as link:
        link.sendall(asked.replace(b"HOST", line.front.split("//")[1].encode()))
        got = b""
        while part := link.recv(65536):
            got += part
    head, _, body = got.partition(b"\r\n\r\n")
    return head, body


@pytest.fixture
def published(line: LiveLine) -> LiveLine:
    """A line whose directory is published."""
    until = time.monotonic() + READY
    while Browser(line.front).get(f"{HERE}services").status == 503 and time.monotonic() < until:
        time.sleep(0.2)
    return line


@pytest.mark.hostile(100)
def test_a_program_posts_without_a_page_of_ours_and_gets_a_stream(published: LiveLine):
    asked = json.dumps({"format": "ndjson", "full": True}).encode()
    head, body = answered(
        published,
        f"POST {HERE}services HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(asked)}\r\n\r\n".encode()
        + asked,
    )
    assert head.startswith(b"HTTP/1.1 200")
    assert b"transfer-encoding: chunked" in head.lower()
    assert b"set-cookie" not in head.lower()
    lines = [each for each in body.split(b"\r\n") if each.startswith(b"{")]
    services = [json.loads(line) for each in lines for line in each.splitlines()]
    page = json.loads(Browser(published.front).get(f"{HERE}services").text)
    assert len(services) == page["total_items"] > 0
    assert {"organization", "service_at_locations"} <= {name for one in services for name in one}


@pytest.mark.hostile(100)
def test_a_form_of_a_person_still_needs_a_page_of_ours(published: LiveLine):
    for path in ("/en/places/", "/en/talk/"):
        head, _ = answered(
            published,
            f"POST {path} HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n"
            "Content-Length: 0\r\n\r\n".encode(),
        )
        assert head.startswith(b"HTTP/1.1 403")


@pytest.mark.hostile(100)
def test_whoever_asks_for_a_page_gets_it_while_programs_ask_without_end(published: LiveLine):
    stop, statuses = threading.Event(), set[int]()

    def ask() -> None:
        while not stop.is_set():
            statuses.add(Browser(published.front).get(f"{HERE}services?full=true").status)

    programs = [threading.Thread(target=ask) for _ in range(4)]
    for one in programs:
        one.start()
    try:
        person = Browser(published.front)
        assert [person.get("/en/").status for _ in range(20)] == [200] * 20
    finally:
        stop.set()
        for one in programs:
            one.join()
    assert statuses <= {200, 429}
