"""The desk listens first, meets the twenty-first call like the first, and forces no outcome."""

import re
import uuid

import pytest

from havre.contacts import actions, queue, transport
from havre.contacts.models import Closure, Contact
from havre.desk.tests.hand import Desk, desk_of
from havre.lib import taxonomy
from tests.hands import later

CHANNEL = "practice"
pytestmark = pytest.mark.usefixtures("on_desk")


def rows(desk: Desk) -> list[str]:
    """Who waits, as the board shows them, without what is only theirs: ids and form keys."""
    page = desk.get("/waiting/").content.decode()
    found = re.findall(r'<li class="row" data-state="(?:gone|waiting)".*?</li>', page, re.DOTALL)
    return [re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|value=\"\w{64}\"", "", row) for row in found]


@pytest.mark.requirement("000-28")
@pytest.mark.requirement("002-E6")
def test_the_twenty_first_call_looks_and_waits_like_the_first(house, monkeypatch):
    """No count stands beside it, no label, and none of them comes behind another for it."""
    monkeypatch.setitem(transport._here, CHANNEL, set)
    ana, at = desk_of(house, "ana"), later(minutes=-5)
    for _ in range(21):
        house.somebody_writes("C’est encore moi.", channel=CHANNEL)
    Contact.objects.update(opened_at=at)
    shown = rows(ana)
    assert (len(shown), len(set(shown))) == (21, 1)
    assert len({turn.rank(at) for turn in queue.turns()}) == 1


@pytest.mark.requirement("002-E1")
def test_listening_comes_first_and_nothing_is_filled_in_before_an_answer(house):
    ana, contact = desk_of(house, "ana"), house.somebody_writes("Bonjour.")
    taken = ana.post(f"/talk/{contact.id}/taking/")
    assert taken["Location"] == f"/talk/{contact.id}/"
    page = ana.get(taken["Location"]).content.decode()
    said, box = page.index("Bonjour."), page.index('id="answer"')
    assert said < box < page.index('id="panel-')  # of all that can be written down
    answer = {"text": "Je vous écoute.", "key": str(uuid.uuid4())}
    assert ana.post(f"/talk/{contact.id}/answer/", answer).status_code == 302
    assert [row.sender for row in contact.message_set.order_by("said_at")] == ["person", "staff"]


@pytest.mark.requirement("002-E6")
def test_not_ready_is_a_good_outcome_and_asks_for_nothing_else(house):
    ana, contact = desk_of(house, "ana"), house.somebody_writes("Pas encore.")
    actions.take(contact, by=house.on_duty("ana"))
    page = ana.get(f"/talk/{contact.id}/panels/close/").content.decode()
    offered = re.findall(r'<option value="(\w+)"', page)
    assert offered[0] == "not_ready" == taxonomy.codes("outcome")[0]
    assert "Not ready now, and that is fine" in page
    ana.post(f"/talk/{contact.id}/closure/", {"outcome": "not_ready", "no_wish": "not_said"})
    assert Closure.objects.get().outcome == "not_ready"


@pytest.mark.requirement("000-14")
@pytest.mark.parametrize("wish", ["", " \n\u00a0 "])
def test_no_page_closes_a_conversation_without_the_wish_or_why_there_is_none(house, wish):
    ana, contact = desk_of(house, "ana"), house.somebody_writes("Bonjour.")
    actions.take(contact, by=house.on_duty("ana"))
    at = f"/talk/{contact.id}"
    ana.post(f"{at}/wish/", {"wish": wish})
    for outcome in taxonomy.codes("outcome"):
        answer = ana.post(f"{at}/closure/", {"outcome": outcome, "no_wish": ""})
        assert "Their wish is empty." in answer.content.decode()
    assert ana.post(f"{at}/closure/", {"outcome": "supported", "no_wish": "x"}).status_code == 422
    assert not Closure.objects.exists()
    ana.post(f"{at}/wish/", {"wish": "Rester chez ma tante, <b>sans</b> police."})
    words = "Rester chez ma tante, &lt;b&gt;sans&lt;/b&gt; police."
    assert f"<bdi>{words}</bdi></blockquote>" in ana.get(f"{at}/").content.decode()  # word for word
    ana.post(f"{at}/closure/", {"outcome": "supported", "no_wish": ""})
    assert Closure.objects.get().no_wish == ""
