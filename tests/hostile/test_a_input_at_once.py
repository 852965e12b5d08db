"""The house counts once what is posted eight times in one moment at the desk (register 20)."""

import re
import threading
import uuid
from typing import Any

import pytest

from havre.desk.tests.live import Browser, member, newest_waiting, person
from tests.stories.conftest import LiveLine

pytestmark = pytest.mark.hostile(20)
TIMES = 8


@pytest.fixture(scope="module")
def ana(line: LiveLine) -> Browser:
    desk = member(line, "ana")
    desk.post("/language/", {"language": "en"})
    return desk


def at_once(desk: Browser, path: str, posted: dict[str, Any]) -> list[int]:
    """The same form, eight times through one barrier; the statuses."""
    barrier, found = threading.Barrier(TIMES), []

    def post() -> None:
        own = Browser(desk.origin, dict(desk.cookies), desk.token)
        barrier.wait()
        found.append(own.post(path, posted).status)

    threads = [threading.Thread(target=post) for _ in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def test_eight_clicks_in_one_moment_are_one_of_each(line: LiveLine, ana: Browser):
    mina = person(line, "Hello")
    contact = newest_waiting(ana)
    at = f"/talk/{contact}"
    assert at_once(ana, f"{at}/taking/", {}) == [302] * TIMES
    answer = {"text": "I am here.", "key": str(uuid.uuid4())}
    assert at_once(ana, f"{at}/answer/", answer) == [302] * TIMES
    note = {"text": "Noted once.", "key": str(uuid.uuid4())}
    assert at_once(ana, f"{at}/note/", note) == [302] * TIMES
    ana.post(f"{at}/wish/", {"wish": "A bed."})
    service = _service(ana, at)
    offer = {"service": service, "key": str(uuid.uuid4())}
    assert at_once(ana, f"{at}/offers/", offer) == [302] * TIMES
    told = mina.get("/en/talk/messages.json")
    assert (told.text.count("I am here."), told.text.count("Here is what I found")) == (1, 1)
    page = ana.get(f"{at}/").text
    assert page.count("Noted once.") == 1
    assert len(set(re.findall(r"/referrals/([0-9a-f-]{36})/refusal/", page))) == 1


def test_eight_clicks_send_one_letter_and_close_once(line: LiveLine, ana: Browser):
    person(line, "Hello")
    at = f"/talk/{newest_waiting(ana)}"
    ana.post(f"{at}/taking/")
    ana.post(f"{at}/wish/", {"wish": "One letter only, please."})
    ana.post(f"{at}/offers/", {"service": _service(ana, at)})
    before = ana.get("/outbox/").text.count("<article")
    for recipient in re.findall(r'<option value="([0-9a-f-]{36})"', ana.get(f"{at}/").text):
        yes = {"act": "pass_on", "recipient": recipient, "share": "wish", "days": "7",
               "purpose": "share_service", "manner": "typed", "answer": "yes",
               "key": str(uuid.uuid4())}  # fmt: skip
        assert set(at_once(ana, f"{at}/consents/", yes)) <= {302, 422}
    panels = ana.get(f"{at}/").text
    yeses = panels.count('/withdrawal/" hx-post')
    assert yeses == len(set(re.findall(r"/consents/([0-9a-f-]{36})/withdrawal/", panels)))
    referral = re.findall(r"/referrals/([0-9a-f-]{36})/disclosure/", panels)[0]
    sent = at_once(ana, f"/referrals/{referral}/disclosure/", {"share": "wish"})
    assert (sent.count(302), set(sent)) == (1, {302, 422})
    assert ana.get("/outbox/").text.count("<article") == before + 1
    closed = at_once(ana, f"{at}/closure/", {"outcome": "supported"})
    assert closed == [302] + [422] * (TIMES - 1)


def _service(ana: Browser, at: str) -> str:
    """A service whose address was verified."""
    found = ana.post(f"{at}/options/", {"need": "emergency_shelter"}).text
    services = found.split('name="service" value="')[1:]
    return next(one[:36] for one in services if "Verified: we can write to them" in one)
