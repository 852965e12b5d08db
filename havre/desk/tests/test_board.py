"""The house shows the board to many at once: to each their own offers, to all the same queue."""

import re
import time

import pytest

from havre.contacts import actions, looking, offering, queue
from havre.contacts import board as boards
from havre.contacts.models import Closure
from havre.contacts.tests.conftest import told  # noqa: F401 -- a fixture
from havre.contacts.tests.waiting import CHANNEL
from havre.desk import board
from havre.desk.tests.hand import Desk, desk_of
from havre.lib.doorbell import BELL
from havre.staff import presence
from havre.staff.models import Member
from tests.hands import clock_at, later
from tests.people import House

pytestmark = pytest.mark.usefixtures("on_desk", "told")
PRESSED = {"HX-Request": "true"}


@pytest.fixture
def desks(house: House) -> dict[str, Desk]:
    return {name: desk_of(house, name) for name in ("ana", "ben")}


@pytest.fixture
def surge(monkeypatch) -> list[int]:
    """A look is dear, and the bell is heard; it is rung by adding to this list."""
    rung = [0]
    monkeypatch.setattr(looking, "DEAR", -1.0)
    monkeypatch.setattr(BELL, "told", lambda topic: len(rung))
    monkeypatch.setattr(looking, "_kept", {})
    return rung


def text(desk: Desk, path: str = "/waiting/", **headers: str) -> str:
    answer = desk.get(path, headers=headers)
    assert answer.status_code in (200, 204)
    return answer.content.decode()


def offers_in(page: str) -> list[str]:
    return re.findall(r'data-offered="([^"]+)"', page)


def writes(house: House):
    return house.somebody_writes("Bonjour.", channel=CHANNEL)


def test_lists_that_the_page_shows_already_are_not_sent_again(house, desks):
    shown = re.findall(r'data-shown="(\w+)"', text(desks["ana"], "/"))[0]
    assert text(desks["ana"], **{"X-Shown": shown}) == ""
    writes(house)
    assert "Writes in French" in text(desks["ana"], **{"X-Shown": shown})


def test_an_offer_has_a_page_of_its_own_for_whom_it_is_made_to(house, desks):
    writes(house)
    offering.keep_watch()
    found = {name: offers_in(text(desk, "/offered/")) for name, desk in desks.items()}
    assert sorted(map(len, found.values())) == [0, 1]
    for name, desk in desks.items():
        assert offers_in(text(desk)) == found[name]


def test_not_now_leaves_the_page_where_it_is_and_the_offer_goes(house, desks):
    contact = writes(house)
    offering.keep_watch()
    desk = next(desk for desk in desks.values() if offers_in(text(desk, "/offered/")))
    assert desk.post(f"/talk/{contact.id}/passing/", headers=PRESSED).status_code == 204
    assert text(desk, "/offered/").strip() == ""
    assert desk.post(f"/talk/{contact.id}/passing/")["Location"] == "/"  # without its script


def test_whoever_is_offered_somebody_hears_it_when_the_offer_ends(house, desks, monkeypatch):
    contact, rung = writes(house), []
    offering.keep_watch()
    monkeypatch.setattr(offering, "ring", lambda *topics: rung.extend(topics))
    offer = queue.turn_of(contact).current
    offering.end(offer, offering.MISSED)
    offering.end(offer, offering.MISSED)
    assert rung == [f"member:{offer.member_id}"]


def test_the_order_of_the_queue_is_kept_around_what_is_offered(house):
    ana = house.on_duty("ana")
    early, late = writes(house), writes(house)
    in_danger = writes(house)
    offering.ask(in_danger, "danger", by=ana)
    offering.keep_watch()
    found = boards.board(queue.turns(), by=ana)
    assert [turn.contact.id for turn in found.offered] == [early.id]
    assert [turn.contact.id for turn in found.waiting] == [in_danger.id, late.id]
    assert found.ahead == 1


def test_in_a_surge_all_boards_share_one_look_until_the_bell_rings(
    house, desks, surge, monkeypatch
):
    looks = []
    look = looking._look
    monkeypatch.setattr(looking, "_look", lambda: looks.append(1) or look())
    writes(house)
    pages = [text(desk) for desk in (*desks.values(), *desks.values())]
    assert {page.count("Writes in French") for page in pages} == {1}
    assert len(looks) == 1
    writes(house)
    assert text(desks["ana"]).count("Writes in French") == 1
    surge.append(1)
    assert text(desks["ana"]).count("Writes in French") == 2
    assert len(looks) == 2


def test_what_is_shared_carries_nothing_of_one_member(house, desks, surge):
    Member.objects.filter(name="ben").update(language="fr")
    contact = writes(house)
    offering.keep_watch()
    pages = {name: [text(desk) for _ in range(2)] for name, desk in desks.items()}
    assert [len(offers_in(page)) for both in pages.values() for page in both] in (
        [1, 1, 0, 0],
        [0, 0, 1, 1],
    )
    tokens = [set(re.findall(r'csrfmiddlewaretoken" value="(\w+)"', p[0])) for p in pages.values()]
    assert all(len(each) == 1 for each in tokens)
    assert tokens[0].isdisjoint(tokens[1])
    assert "Writes in French" in pages["ana"][0]
    assert "Writes in French" not in pages["ben"][0]
    for page in (*pages["ana"], *pages["ben"]):
        assert str(contact.id) in page
        assert (board._TOKEN in page, board._SHOWN in page) == (False, False)


def test_an_offer_never_comes_from_a_shared_look(house, desks, surge):
    writes(house)
    assert [offers_in(text(desk)) for desk in desks.values()] == [[], []]
    offering.keep_watch()
    assert sorted(len(offers_in(text(desk))) for desk in desks.values()) == [0, 1]


def test_a_look_is_kept_no_longer_than_pages_show_it(house, surge, monkeypatch):
    writes(house)
    looking.look()
    looking.forget()
    assert looking._kept != {}
    monkeypatch.setattr(time, "monotonic", lambda now=time.monotonic: now() + looking.LONGEST)
    looking.forget()
    assert looking._kept == {}


def test_on_a_quiet_line_every_page_looks_for_itself(house, desks, monkeypatch):
    monkeypatch.setattr(BELL, "told", lambda topic: 1)
    monkeypatch.setattr(looking, "DEAR", 60.0)
    assert text(desks["ana"]).count("Writes in French") == 0
    writes(house)
    assert text(desks["ana"]).count("Writes in French") == 1


def test_where_nobody_hears_the_bell_nothing_is_shared(house, desks, surge, monkeypatch):
    monkeypatch.setattr(BELL, "told", lambda topic: None)
    assert text(desks["ana"]).count("Writes in French") == 0
    writes(house)
    assert text(desks["ana"]).count("Writes in French") == 1


def test_a_long_list_of_colleagues_is_cut_and_counted(house, desks, monkeypatch):
    monkeypatch.setattr(boards, "SHOWN", 1)
    assert len(presence.on_duty()) == 2
    assert "and one more colleague" in text(desks["ana"])


def test_what_was_closed_days_ago_is_no_longer_on_the_board(house, desks):
    contact = writes(house)
    actions.take(contact, by=house.on_duty("ana"))
    Closure.objects.create(contact=contact, by=house.members["ana"], outcome="supported")
    assert "Closed recently" in text(desks["ana"])
    with clock_at(later(hours=25)):
        shown = boards.board([], by=house.on_duty("ana"))
    assert shown.closed == []
