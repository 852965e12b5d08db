"""The house counts how many are needed from its own hours, and makes no figure up."""

import datetime as dt
import re
import uuid

import pytest

from havre.contacts import history
from havre.contacts.models import Closure, Contact, Person, Taking
from havre.desk.tests.hand import desk_of
from havre.staff import rota
from havre.staff.models import Shift, Substitute
from havre.staff.tests.test_rostering import DAY, NOON, TODAY, put_on
from tests.hands import clock_at

pytestmark = pytest.mark.usefixtures("on_desk")
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _noon():
    with clock_at(NOON):
        yield


def came(house, at, *, minutes=30.0, language="fr", by="ana"):
    """Somebody came, was listened to and went; of the rows only what is counted."""
    person = Person.objects.create(file=uuid.uuid4())
    contact = Contact.objects.create(
        file=person.file, person=person, channel="webchat", language=language, opened_at=at
    )
    if minutes:
        member = by and house.members[by]
        Taking.objects.create(contact=contact, member=house.members["ana"], at=at)
        end = at + minutes * MINUTE
        Closure.objects.create(contact=contact, by=member, outcome="supported", at=end)
    return contact


def test_an_hour_of_the_week_is_counted_by_how_often_it_passed(house):
    for weeks in range(1, 4):
        came(house, NOON - weeks * 7 * DAY + 10 * MINUTE)  # three Wednesdays at noon
    came(house, NOON - 7 * DAY + 20 * MINUTE, minutes=90, language="en")
    found = history.of_the_line()
    assert found is not None
    assert (found.contacts, found.an_hour[2, 12], found.an_hour[3, 12]) == (4, 4 / 3, 0.0)
    assert (found.hours, sum(found.an_hour.values())) == (0.75, 4 / 3)
    french = history.of_the_line("fr")
    assert french is not None
    assert (french.contacts, french.an_hour[2, 12], french.hours) == (3, 1.0, 0.5)


def test_the_hour_is_the_one_on_the_wall_whatever_the_clock_did_between(house):
    for day in (dt.date(2026, 10, 28), dt.date(2026, 11, 4)):  # before and after the change
        offset = 4 if day.month == 10 else 5
        at = dt.datetime.combine(day, dt.time(9 + offset, 30), dt.UTC)
        came(house, at)
    found = history.of_the_line()
    assert found is not None
    assert {slot for slot, rate in found.an_hour.items() if rate} == {(2, 9)}
    assert len(found.an_hour) == 168


def test_who_was_never_listened_to_who_came_back_and_who_is_long_gone_take_no_time(house):
    came(house, NOON - 90 * DAY)
    assert history.of_the_line() is None
    came(house, NOON - DAY, minutes=0)
    came(house, NOON - DAY, by=None)  # closed by the house, a fortnight later
    came(house, NOON - DAY, minutes=13 * 60)  # reopened the next day
    came(house, NOON + DAY)  # a clock that was wrong
    assert history.of_the_line() is None
    came(house, NOON - DAY, minutes=20)
    found = history.of_the_line()
    assert found is not None
    assert (found.contacts, round(found.hours * 60)) == (4, 20)


def test_only_who_is_on_through_the_whole_hour_counts_each_once(house):
    put_on(house, "ana", Shift.ANSWER, starts="13:30", hours=2)
    put_on(house, "ana", Shift.ANSWER, starts="15:30", hours=1)
    put_on(house, "ana", Shift.ANSWER, starts="14:00", hours=1)
    ben = put_on(house, "ben", Shift.ANSWER, starts="14:00", hours=2, languages=("en",))
    put_on(house, "sue", starts="12:00", hours=8)
    assert rota.heads(NOON, 7) == [0, 0, 2, 2, 0, 0, 0]
    assert rota.heads(NOON, 5, "fr") == [0, 0, 1, 1, 0]
    Substitute.objects.create(shift=ben, day=TODAY, member=None)
    assert rota.heads(NOON, 5) == [0, 0, 1, 1, 0]


def page(house, name="sue", **asked):
    answer = desk_of(house, name).get("/rota/forecast/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def busy_wednesdays(house):
    for weeks in range(1, 4):
        for n in range(8):
            came(house, NOON - weeks * 7 * DAY + 6 * n * MINUTE)


def figures(text):
    """The cell of Wednesday, noon."""
    row = re.search(r'<th scope="row">12:00</th>(.*?)</tr>', text, re.DOTALL)
    cell = re.findall(r"<td[^>]*>(.*?)</td>", row[1], re.DOTALL)[2]
    return " ".join(re.sub(r"<[^>]+>", " ", cell).split())


@pytest.mark.requirement("000-08")
def test_more_are_needed_where_more_come_and_twice_as_many_take_more(house):
    busy_wednesdays(house)
    with clock_at(NOON - HOUR):  # eight an hour, of half an hour: four erlangs
        text = page(house)
        assert figures(text) == "0 of 9"
        assert "in 168 hours of the next seven days fewer are on than needed" in text
        assert "hours of work missing: 176." in text
        assert figures(page(house, times="2")) == "0 of 14"
        assert figures(page(house, share="80", within="300")) == "0 of 7"
        assert figures(page(house, patience="10")) == "0 of 7"
        for name in ("ana", "ben"):
            put_on(house, name, Shift.ANSWER, starts="00:00", hours=24)
        text = page(house)
        assert figures(text) == "2 of 9"
        assert "in 145 hours of the next seven days" in text  # all but Wednesday's other hours


def test_too_little_history_is_said_and_no_figure_is_made_up(house):
    assert "Not enough is known yet" in page(house)
    for _ in range(4):
        came(house, NOON - DAY)
    assert "Not enough is known yet" in page(house)
    came(house, NOON - DAY)
    assert "Hour by hour" in page(house)
    assert "Not enough is known yet" in page(house, language="en")


@pytest.mark.hostile(13)
@pytest.mark.parametrize("name", ["times", "share", "within", "patience", "language"])
@pytest.mark.parametrize("value", ["0", "-1", "x", "9" * 400, "\0", "1e9"])
def test_what_is_no_choice_is_the_usual_one(house, name, value):
    busy_wednesdays(house)
    if (name, value) != ("patience", "0"):
        assert figures(page(house, **{name: value})) == figures(page(house))


@pytest.mark.hostile(26)
@pytest.mark.parametrize("name", ["ana", "ben", "dee", "lou", "ada", ""])
def test_only_a_supervisor_sees_it(house, name):
    assert desk_of(house, name).get("/rota/forecast/").status_code == (404 if name else 302)


@pytest.mark.hostile(68)
def test_it_names_nobody_and_counts_nobodys_work(house):
    busy_wednesdays(house)
    text = page(house)
    main = text[text.index("<main") :]
    assert [alias for alias in ("Ana", "Ben", "Mina") if alias in main] == []
