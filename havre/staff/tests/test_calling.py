"""The house calls who is on call to the desk, one after the other, by words that tell nothing."""

import datetime as dt

import pytest
from django.db import DatabaseError, OperationalError, transaction

from havre.audit.models import Entry
from havre.lib import wire
from havre.staff import actions, calling, presence, rostering, signin
from havre.staff.models import CallAddress, Called, Member, Role
from havre.staff.rostering import When
from tests.full_disk import full
from tests.hands import clock_at, later


@pytest.fixture
def mail(settings):
    settings.SMTP_URL = wire.IN_MEMORY
    wire.SENT_IN_MEMORY.clear()
    yield wire.SENT_IN_MEMORY
    wire.SENT_IN_MEMORY.clear()


@pytest.fixture
def ladder(house):
    """Sue is called first, then Ben, who supervises too; both said where."""
    Role.objects.create(member=house.members["ben"], role="supervisor")
    Member.objects.filter(name="ben").update(language="fr")
    whens = [When(day, dt.time(0), 24 * 60, dt.date(2020, 1, 1)) for day in range(7)]
    for place, name in enumerate(("sue", "ben"), 1):
        rostering.roster(house.members[name], "supervise", whens, by="sue", place=place)
        calling.call_me_at(house.members[name], f"{name}@home.example")
    return house


def passes(minutes: float = 0, seconds: float = 0) -> list[tuple[str, int]]:
    """So much later the house looks, and writes: who was called, as which step."""
    with clock_at(later(minutes=minutes, seconds=seconds)):
        calling.call_next()
        calling.send_due()
    return [(each.member.alias, each.step) for each in Called.objects.order_by("at")]


@pytest.mark.requirement("000-08")
def test_the_first_is_called_then_the_next_and_nobody_twice(ladder, mail):
    assert passes() == [("Sue", 1)]
    assert passes(seconds=170) == [("Sue", 1)]
    assert passes(seconds=190) == [("Sue", 1), ("Ben", 2)]
    for minutes in (7, 12, 30):
        assert passes(minutes) == [("Sue", 1), ("Ben", 2)]
    assert [letter.to for letter in mail] == ["sue@home.example", "ben@home.example"]
    assert passes(40)[2:] == [("Sue", 1)]  # it was quiet for long enough: a new event
    assert len({each.event for each in Called.objects.all()}) == 2


@pytest.mark.hostile(79)
def test_the_letter_says_that_somebody_is_needed_and_nothing_of_anybody(ladder, mail):
    passes(), passes(seconds=190)
    english, french = mail
    assert english.subject == "Somebody is needed at the desk"
    assert french.subject == "On a besoin de quelqu’un au poste"
    for letter in mail:
        words = letter.subject + letter.body
        assert not any(sign.isdigit() for sign in words)
        assert not any(word in words for word in ("Sue", "Ben", "http", "@"))


@pytest.mark.requirement("000-08")
def test_whoever_signs_in_came_and_the_next_is_left_asleep(ladder, mail):
    passes()
    signin._open_session(ladder.members["sue"], ladder._chest("sue"), "-")
    assert Called.objects.get().came_at
    assert passes(5) == [("Sue", 1)]
    assert not calling.is_called(ladder.members["sue"])


@pytest.mark.requirement("000-08")
def test_who_sits_at_the_desk_is_not_called_but_who_is_on_a_break_is(ladder, mail):
    sue = ladder.on_duty("sue")
    assert passes() == [("Ben", 1)]
    presence.be(sue.member, presence.PAUSE)
    Called.objects.all().delete()
    assert passes() == [("Sue", 1)]
    assert calling.is_called(sue.member)


@pytest.mark.requirement("000-08")
def test_nobody_without_an_address_holds_up_the_ladder(ladder, mail):
    calling.call_me_at(ladder.members["sue"], "")
    assert (passes(), passes(seconds=6)) == ([("Sue", 1)], [("Sue", 1), ("Ben", 2)])
    assert [each.how for each in Called.objects.order_by("at")] == ["no_address", "sent"]


@pytest.mark.requirement("000-08")
@pytest.mark.parametrize("address", ["sue@home.example\nBcc: all@home.example", "zoé@[", "x"])
def test_a_broken_address_holds_up_nobody_either(ladder, mail, settings, address):
    CallAddress.objects.filter(member=ladder.members["sue"]).update(address=address)
    settings.SMTP_URL = "smtp+plain://127.0.0.1:9"  # nobody listens there
    assert (passes(), passes(seconds=6)) == ([("Sue", 1)], [("Sue", 1), ("Ben", 2)])
    assert {each.how for each in Called.objects.all()} == {"not_sent"}


def test_a_letter_is_tried_once_even_by_two_processes_or_after_a_crash(ladder, mail):
    passes()
    Called.objects.update(how=calling.SENDING)  # claimed by a process that died meanwhile
    assert calling.send_due() == 0
    assert len(mail) == 1
    assert passes(seconds=190)[1:] == [("Ben", 2)]


def test_a_letter_that_waited_for_long_calls_nobody_any_more(ladder, mail):
    calling.call_next()
    with clock_at(later(minutes=10)):
        calling.send_due()
    assert (Called.objects.get().how, mail) == ("not_sent", [])


def test_nobody_is_called_where_the_operator_says_so_or_nobody_is_on_call(ladder, mail, settings):
    settings.CALL_SECONDS = 0
    assert passes() == []


def test_with_an_empty_ladder_nobody_is_called(house, mail):
    assert (calling.call_next(), mail) == (None, [])


def test_a_call_is_in_the_audit_and_the_address_is_not(ladder, mail):
    passes()
    sue = str(ladder.members["sue"].id)
    assert [e.verb for e in Entry.objects.filter(actor=sue)] == ["call_address_said", "called_in"]
    said = " ".join(f"{e.actor} {e.verb} {e.target}" for e in Entry.objects.all())
    assert "home.example" not in said


def test_a_leaver_leaves_no_address(ladder):
    actions.deactivate(ladder.members["sue"], by=str(ladder.members["ada"].id))
    assert [row.member.alias for row in CallAddress.objects.all()] == ["Ben"]


@pytest.mark.hostile(25)
@pytest.mark.parametrize("came", [True, False])
def test_what_a_wrong_clock_wrote_silences_nobody(ladder, mail, came):
    assert passes(24 * 60) == [("Sue", 1)]  # a day ahead
    if came:
        calling.came(ladder.members["sue"])
    for seconds in (0, 100, 190, 300):
        passes(seconds=seconds)
    assert [letter.to for letter in mail] == [
        "sue@home.example",
        "sue@home.example",
        "ben@home.example",
    ]


@pytest.mark.hostile(25)
def test_a_clock_that_is_put_back_neither_ends_the_ladder_nor_writes_a_letter_a_second(
    ladder, mail
):
    passes()
    for seconds in range(0, 400, 5):
        passes(minutes=-60, seconds=seconds)
    assert [letter.to for letter in mail] == [
        "sue@home.example",
        "sue@home.example",
        "ben@home.example",
    ]


def refused(act) -> None:
    with pytest.raises(DatabaseError, match="disk full"), transaction.atomic():
        act()


@pytest.mark.hostile(98)
def test_nobody_is_called_unremembered_and_whoever_waits_is_called_once_there_is_room(ladder, mail):
    with full():
        refused(calling.call_next)
    assert (Called.objects.count(), mail) == (0, [])
    calling.call_next()
    with full("staff_called", "UPDATE"):
        refused(calling.send_due)
    assert (Called.objects.get().how, mail) == ("due", [])
    assert calling.send_due() == 1
    assert [letter.to for letter in mail] == ["sue@home.example"]


@pytest.mark.hostile(22)
def test_a_disk_that_fills_while_the_letter_leaves_sends_no_second_one(ladder, mail, monkeypatch):
    calling.call_next()
    write = calling._written_to

    def leaves(called: Called) -> str:
        write(called)
        raise OperationalError("disk full")  # as the row is written that says so

    monkeypatch.setattr(calling, "_written_to", leaves)
    with pytest.raises(OperationalError):
        calling.send_due()
    monkeypatch.undo()
    assert (Called.objects.get().how, len(mail), calling.send_due()) == ("sending", 1, 0)
    assert passes(seconds=190)[1:] == [("Ben", 2)]


@pytest.mark.hostile(98)
def test_an_address_that_cannot_be_kept_leaves_the_one_before(ladder):
    with full():
        refused(lambda: calling.call_me_at(ladder.members["sue"], "new@home.example"))
    stands = CallAddress.objects.get(member=ladder.members["sue"]).address
    assert stands == "sue@home.example"
