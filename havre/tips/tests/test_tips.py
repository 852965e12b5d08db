"""What the public saw stands apart: sealed for its own role, unverified until somebody says
otherwise, and forgotten in its time (001-05)."""

import uuid

import pytest
from django.db import connection

from havre.audit.models import Entry
from havre.lib import privacy
from havre.lib.crowd import Crowd
from havre.retention.actions import forget_tip, run
from havre.tips import access, actions
from havre.tips.actions import Seen, TooManyNow
from havre.tips.models import KEPT, Tip
from havre.vault.models import AuditKey, Compartment, SealedSecret
from tests.hands import clock_at, later

pytestmark = pytest.mark.usefixtures("house")
SEEN = Seen(what="A van, every day", where="Example Road", who="Canary Canarson")


@pytest.fixture(autouse=True)
def _budget(monkeypatch):
    monkeypatch.setattr(actions, "CROWD", Crowd("note", most=100, a_second=1))


def left(seen: Seen = SEEN, *, passing_on: bool = False, key: uuid.UUID | None = None) -> Tip:
    key = key or uuid.uuid4()
    actions.receive(seen, passing_on=passing_on, key=key)
    return Tip.objects.get(id=key)


@pytest.mark.requirement("001-05")
def test_a_tip_is_read_by_its_own_role_and_who_supervises_and_by_nobody_who_listens(house):
    tip = left()
    for name in ("lou", "sue"):
        opened = access.opened(tip, by=house.on_duty(name))
        assert (opened.seen, Entry.objects.last().verb) == (SEEN, "tip_read")
    for name in ("ana", "dee", "ada"):
        assert access.opened(tip, by=house.on_duty(name)).seen is None


@pytest.mark.requirement("001-05")
def test_no_word_of_it_lies_open_and_it_is_in_nobodys_queue(house):
    left()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tips_tip")
        (row,) = cursor.fetchall()
        kept = b"".join(
            bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row
        )
        assert b"Canary" not in kept
        cursor.execute("SELECT count(*) FROM contacts_contact")
        assert cursor.fetchone()[0] == 0


@pytest.mark.hostile(105)
def test_a_tip_about_somebody_is_unverified_until_a_person_says_otherwise(house):
    tip, sue = left(), house.on_duty("sue")
    assert [each.standing for each in access.listed()[0]] == [None]
    with pytest.raises(ValueError, match="true"):
        actions.assess(tip, "true", by=sue)
    actions.assess(tip, "unclear", by=sue)
    actions.assess(tip, "unfounded", by=house.on_duty("lou"))
    assert ([each.standing for each in access.listed()[0]], access.unseen()) == (["unfounded"], 0)
    assert [each.standing for each in access.opened(tip, by=sue).assessments] == [
        "unfounded", "unclear"]  # fmt: skip


@pytest.mark.hostile(105)
def test_a_prank_that_names_somebody_innocent_is_forgotten_at_once(house):
    tip = left()
    forget_tip(tip, by=house.on_duty("lou").actor)
    assert not Tip.objects.exists()
    for table in (SealedSecret, AuditKey, Compartment):
        assert not table.objects.filter(file=tip.file).exists()
    assert Entry.objects.last().verb == "forgot"


@pytest.mark.hostile(20)
def test_the_same_form_twice_is_one_tip_and_leaves_no_key_behind():
    key = uuid.uuid4()
    tip = left(key=key)
    actions.receive(Seen(what="again"), passing_on=True, key=key)
    assert (Tip.objects.count(), Tip.objects.get().passing_on) == (1, "no")
    assert set(Compartment.objects.filter(name="tip").values_list("file", flat=True)) == {tip.file}
    with clock_at(later(days=31)):
        run()
    assert set(SealedSecret.objects.filter(compartment="tip").values_list("file", flat=True)) == {
        tip.file
    }


@pytest.mark.requirement("001-05")
def test_after_its_own_time_it_is_forgotten_with_its_keys_and_not_a_day_before(house):
    assert privacy.models()["tips", "Tip"].span == KEPT
    tip = left()
    actions.assess(tip, "corroborated", by=house.on_duty("sue"))
    for days, there in ((89, True), (91, False)):
        with clock_at(later(days=days)):
            run()
        assert Tip.objects.exists() is there
        assert SealedSecret.objects.filter(file=tip.file).exists() is there


@pytest.mark.hostile(100)
def test_a_flood_is_stopped_and_remembers_nobody(monkeypatch):
    monkeypatch.setattr(actions, "CROWD", Crowd("note", most=3, a_second=0.01))
    for _ in range(3):
        left()
    with pytest.raises(TooManyNow) as refused:
        left()
    assert (Tip.objects.count(), refused.value.seconds > 1) == (3, True)


def test_a_page_holds_fifty_and_the_newest_come_first():
    for day in range(52):
        with clock_at(later(days=-day)):
            left(Seen(what=str(day)))
    rows, total = access.listed()
    assert (len(rows), total, rows[0].at > rows[-1].at) == (50, 52, True)
    assert len(access.listed(50)[0]) == 2
