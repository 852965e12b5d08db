"""The house gives a calendar the hours of one member, and not a word more."""

import datetime as dt
import io
import logging
import re

import icalendar
import pytest
from django.db import DatabaseError

from havre.audit.models import Entry
from havre.desk.tests.hand import desk_of
from havre.lib.logs import Nameless
from havre.retention.actions import Report, _delete_old_rows
from havre.staff import feed, rostering
from havre.staff.actions import deactivate, speak
from havre.staff.models import Feed, Shift
from havre.staff.tests.test_rostering import DAY, NOON, TODAY, put_on
from tests.hands import clock_at

pytestmark = pytest.mark.usefixtures("on_desk")
UTC = dt.UTC


@pytest.fixture(autouse=True)
def _noon():
    with clock_at(NOON):
        yield


@pytest.fixture
def token(house):
    put_on(house, "ana", Shift.ANSWER, starts="23:00")
    return feed.open_feed(house.members["ana"])


def asked(house, token, name=""):
    return desk_of(house, name).get(f"/times/{token}.ics")


def events(answer):
    read = icalendar.Calendar.from_ical(answer.content)
    return [(e.start, e.end) for e in read.walk("VEVENT")]


def test_a_calendar_gets_ones_own_hours_and_nobody_elses(house, token):
    put_on(house, "ben", Shift.ANSWER, starts="09:00")
    answer = asked(house, token)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (answer["Cache-Control"], answer["Content-Disposition"]) == (
        "no-store",
        'attachment; filename="calendar.ics"',
    )
    assert answer.cookies == {}
    start = dt.datetime(2026, 11, 19, 4, tzinfo=UTC)  # Wednesdays at 23:00, in the line's winter
    due = [(start + n * 7 * DAY, start + n * 7 * DAY + dt.timedelta(hours=8)) for n in range(9)]
    assert events(answer) == due


def test_whoever_stands_in_has_the_hour_and_whoever_does_not_come_has_not(house, token):
    bens = put_on(house, "ben", Shift.ANSWER, starts="09:00")
    before = events(asked(house, token))
    rostering.take_over(bens, TODAY, house.members["ana"], by="sue")
    rostering.take_over(Shift.objects.get(member=house.members["ana"]), TODAY, None, by="sue")
    after = events(asked(house, token))
    assert set(after) - set(before) == {
        (dt.datetime(2026, 11, 25, 14, tzinfo=UTC), dt.datetime(2026, 11, 25, 22, tzinfo=UTC))
    }
    assert len(after) == len(before)


def test_an_hour_of_the_odd_nights_stands_where_it_is(house):
    ana = house.members["ana"]
    put_on(house, "ana", Shift.ANSWER, starts="23:00", day=dt.date(2027, 3, 13))
    token = feed.open_feed(ana)
    with clock_at(dt.datetime(2027, 3, 13, tzinfo=UTC)):
        lengths = [(end - start).seconds // 3600 for start, end in events(asked(house, token))]
    assert (lengths[0], lengths[1:].count(8)) == (8, 7)
    assert 7 in lengths


@pytest.mark.hostile(46)
def test_nothing_in_it_names_the_line_the_work_or_anybody(house, token):
    rostering.note_day(TODAY, "Zimtstern", holds=True, by="sue")
    said = asked(house, token).content.decode()
    lines = set(re.findall(r"^([A-Z-]+)", said, re.MULTILINE))
    assert lines == {"BEGIN", "VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY",
                     "END"}  # fmt: skip
    assert set(re.findall(r"SUMMARY:(.*)\r\n", said)) == {"Busy"}
    speak(house.members["ana"], "fr")
    french = asked(house, token).content.decode()
    assert set(re.findall(r"SUMMARY:(.*)\r\n", french)) == {"Pas disponible"}
    low = (said + french).lower()
    assert [w for w in ("havre", "ana", "night", "webchat", "traff", "traite", "zimt", "shift",
                        "localhost", str(house.members["ana"].id)) if w in low] == []  # fmt: skip


def test_the_same_shift_keeps_its_code_and_a_new_address_changes_nothing_in_it(house, token):
    codes = re.findall(rb"UID:(.*)\r", asked(house, token).content)
    assert len(set(codes)) == len(codes) == 9
    again = feed.open_feed(house.members["ana"])
    assert re.findall(rb"UID:(.*)\r", asked(house, again).content) == codes


# --------------------------------------------------------------- the address


@pytest.mark.hostile(31)
def test_an_address_that_ended_is_as_if_it_never_was(house, token):
    never = re.sub(r'value="\w+"', "", asked(house, "x" * 43).content.decode())
    again = feed.open_feed(house.members["ana"])
    pages = [asked(house, token)]
    feed.close_feed(house.members["ana"])
    pages.append(asked(house, again))
    third = feed.open_feed(house.members["ana"])
    with clock_at(NOON + feed.LIFE):
        pages.append(asked(house, third))
    with clock_at(NOON + feed.LIFE + DAY):
        _delete_old_rows(Report())
    assert Feed.objects.count() == 0
    fourth = feed.open_feed(house.members["ana"])
    deactivate(house.members["ana"], by=str(house.members["sue"].id))
    pages.append(asked(house, fourth))
    assert [page.status_code for page in pages] == [404] * 4
    assert {re.sub(r'value="\w+"', "", page.content.decode()) for page in pages} == {never}
    assert Feed.objects.count() == 0


@pytest.mark.hostile(65)
def test_the_address_is_long_and_only_its_hash_is_kept(house, token):
    kept = Feed.objects.get()
    assert (len(token), token in str(vars(kept)), kept.token_hash == token) == (43, False, False)
    assert len({feed.open_feed(house.members["ana"]) for _ in range(20)}) == 20
    assert Feed.objects.count() == 1
    assert [e.verb for e in Entry.objects.filter(actor=str(house.members["ana"].id))] == [
        "feed_opened"
    ] * 21


@pytest.mark.hostile(76)
def test_no_log_ever_holds_the_address(house, token, monkeypatch):
    written, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Nameless())
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    try:
        assert asked(house, token).status_code == 200
        assert asked(house, token + "x").status_code == 404

        def fails(_):
            raise DatabaseError(f"near {token}")

        monkeypatch.setattr(feed, "calendar_of", fails)
        assert asked(house, token).status_code == 503
        monkeypatch.setattr(feed, "calendar_of", lambda _: {}[token])
        assert asked(house, token).status_code == 500
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    assert "DatabaseError" in written.getvalue()
    assert token not in written.getvalue()
    assert not Entry.objects.filter(target__contains=token[:20]).exists()


def test_a_calendar_that_asks_keeps_nobody_signed_in_and_changes_nothing(house, token):
    before = list(Entry.objects.values_list("n", flat=True))
    for method in ("post", "put", "delete"):
        answer = getattr(desk_of(house), method)(f"/times/{token}.ics")
        assert answer.status_code in {403, 405}
    assert asked(house, token).status_code == desk_of(house).head(f"/times/{token}.ics").status_code
    assert list(Entry.objects.values_list("n", flat=True)) == before


@pytest.mark.parametrize("name", ["dee", "lou", "ada", ""])
def test_only_who_listens_makes_an_address(house, name):
    codes = {
        desk_of(house, name).post(f"/rota/feed/{what}").status_code for what in ("", "closing/")
    }
    assert codes == ({404} if name else {302})
    assert Feed.objects.count() == 0


def test_the_address_is_shown_once_and_ended_with_one_click(house, settings):
    settings.DESK_URL = "https://desk.example"
    ana = desk_of(house, "ana")
    page = ana.post("/rota/feed/").content.decode()
    (address,) = re.findall(r'value="https://desk\.example(/times/[\w-]{43}\.ics)"', page)
    assert desk_of(house).get(address).status_code == 200
    rota = ana.get("/rota/").content.decode()
    assert (address[7:50] in rota, "You have one since 2026-11-25" in rota) == (False, True)
    assert ana.post("/rota/feed/closing/")["Location"] == "/rota/"
    assert desk_of(house).get(address).status_code == 404
