"""The house shows the rota to whoever listens, and lets whoever supervises change it."""

import datetime as dt
import re

import pytest

from havre.desk.tests.hand import desk_of
from havre.staff import rostering, rota
from havre.staff.models import Holiday, Shift, Substitute
from havre.staff.tests.test_rostering import DAY, NOON, TODAY, put_on
from tests.hands import clock_at

pytestmark = pytest.mark.usefixtures("on_desk")


@pytest.fixture(autouse=True)
def _noon():
    with clock_at(NOON):
        yield


@pytest.mark.requirement("000-08")
def test_a_minute_without_a_supervisor_is_the_first_thing_the_page_says(house):
    for n in range(7):
        put_on(house, "sue", starts="00:00", hours=24, day=TODAY + n * DAY)
    page = desk_of(house, "ana").get("/rota/").content.decode()
    assert "A supervisor is on, or on call, in every minute" in page
    shift = Shift.objects.get(weekday=(TODAY + 3 * DAY).weekday())
    rostering.take_over(shift, TODAY + 3 * DAY, None, by="sue")
    page = desk_of(house, "ana").get("/rota/").content.decode()
    assert "Nobody supervises for 24 h in these weeks" in page
    main = page[page.index("<main") :]
    assert main.index("Nobody supervises") < main.index('<svg viewBox="0 0 1184')
    assert "nobody, instead of Sue" in page


def test_only_what_is_still_ahead_is_missing(house):
    (week, *_) = rota.weeks(TODAY, 1)
    hours = (7 - TODAY.weekday()) * 24 - 12
    assert [lane.minutes for lane in week.lanes] == [hours * 60] * len(rota.needs())
    (gone,) = rota.weeks(TODAY - 14 * DAY, 1)
    assert [lane.minutes for lane in gone.lanes] == [0] * len(rota.needs())


@pytest.mark.requirement("000-08")
def test_the_week_in_which_the_clock_is_put_back_has_an_hour_more(house):
    (week,) = rota.weeks(dt.date(2027, 11, 3), 1)
    assert week.lanes[0].minutes == 169 * 60
    (spring,) = rota.weeks(dt.date(2027, 3, 10), 1)
    assert spring.lanes[0].minutes == 167 * 60


SHIFT = {
    "duty": "answer", "weekdays": ["2", "3"], "starts": "22:00", "ends": "06:00",
    "first": "2026-11-25", "channels": ["webchat"],
}  # fmt: skip


def post(house, name, what, **said):
    return desk_of(house, name).post(f"/rota/{what}/", said)


def test_a_supervisor_puts_somebody_on_for_two_nights_a_week(house):
    ana = house.members["ana"]
    answer = post(house, "sue", "shifts", member=ana.id, **SHIFT)
    assert (answer.status_code, answer["Location"]) == (302, "/rota/")
    rows = Shift.objects.order_by("weekday")
    assert [(row.member, row.weekday, row.minutes, row.last) for row in rows] == [
        (ana, 2, 480, None),
        (ana, 3, 480, None),
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"last": "2026-11-24"}, "The last day comes before the first."),
        ({"first": "0001-01-01"}, "This day is too far away."),
        ({"first": "9999-12-31"}, "This day is too far away."),
        ({"weekdays": []}, "Choose."),
        ({"channels": []}, "Choose."),
        ({"duty": "supervise"}, "They have no role for this."),
        ({"weekdays": ["7"]}, "Select a valid choice"),
        ({"languages": ["xx"]}, "Select a valid choice"),
        ({"starts": "25:00"}, "Enter a valid time."),
        ({"place": "0"}, "greater than or equal to 1"),
        ({"member": "x"}, "is not a valid UUID"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(house, wrong, sentence):
    answer = post(house, "sue", "shifts", **({"member": house.members["ana"].id} | SHIFT | wrong))
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert Shift.objects.count() == 0


def test_a_shift_of_one_day_is_on_that_day_whatever_was_ticked(house):
    once = SHIFT | {"last": "2026-11-25", "weekdays": []}
    post(house, "sue", "shifts", member=house.members["ana"].id, **once)
    assert [(s.weekday, s.is_one_day) for s in Shift.objects.all()] == [(2, True)]


def test_a_supervisor_changes_one_day_and_ends_a_shift(house):
    shift = put_on(house, "ben", Shift.ANSWER)
    said = {"shift": shift.id, "day": "2026-11-25", "member": house.members["ana"].id}
    assert post(house, "sue", "substitutes", **said).status_code == 302
    page = desk_of(house, "ben").get("/rota/").content.decode()
    assert "instead of Ben" in page
    wrong = post(house, "sue", "substitutes", **said | {"day": "2026-11-26"})
    assert (wrong.status_code, "not on that day" in wrong.content.decode()) == (422, True)
    wrong = post(house, "sue", "substitutes", **said | {"member": house.members["dee"].id})
    assert wrong.status_code == 422
    assert post(house, "sue", "endings", shift=shift.id, last="x").status_code == 422
    assert post(house, "sue", "endings", shift=shift.id, last="2026-11-25").status_code == 302
    assert Shift.objects.get().last == TODAY


@pytest.mark.hostile(7)
def test_a_day_of_its_own_is_shown_with_its_words_and_they_stay_words(house):
    hostile = "<script>alert(1)</script>\u202eabc"
    put_on(house, "ben", Shift.ANSWER)
    said = {"day": "2026-11-25", "note": hostile, "holds": "no"}
    assert post(house, "sue", "days", **said).status_code == 302
    page = desk_of(house, "ana").get("/rota/").content.decode()
    assert ("<script>alert" in page, "Not the usual shifts" in page) == (False, True)
    assert re.search(r"<bdi[^>]*>&lt;script&gt;", page)
    assert not list(rota.plan_of(TODAY, TODAY).beginning_on(TODAY))
    assert post(house, "sue", "days", **said, ordinary="yes").status_code == 302
    assert Holiday.objects.count() == 0
    for long in ("x" * 121, "\N{HEBREW LETTER SHIN WITH DAGESH AND SHIN DOT}" * 50):  # grows to 150
        assert post(house, "sue", "days", **said | {"note": long}).status_code == 422
    assert post(house, "sue", "days", **said | {"note": "a\0b"}).status_code == 302
    assert Holiday.objects.get().note == "a\ufffdb"


@pytest.mark.hostile(26)
@pytest.mark.parametrize("name", ["ana", "ben", "dee", "lou", "ada", ""])
def test_nobody_but_a_supervisor_changes_the_rota(house, name):
    shift = put_on(house, "ben", Shift.ANSWER)
    member = house.members["ana"].id
    posts = {
        "shifts": SHIFT | {"member": member},
        "endings": {"shift": shift.id, "last": "2026-11-25"},
        "substitutes": {"shift": shift.id, "day": "2026-11-25", "member": member},
        "days": {"day": "2026-11-25", "holds": "no"},
    }
    answers = {post(house, name, what, **said).status_code for what, said in posts.items()}
    assert answers == ({404} if name else {302})
    assert (Shift.objects.get().last, Substitute.objects.count()) == (None, 0)
    assert (Shift.objects.count(), Holiday.objects.count()) == (1, 0)


@pytest.mark.hostile(13)
@pytest.mark.parametrize(
    "asked", ["x", "", "0001-01-01", "9999-12-31", "2026-W48-1", "\0", "9" * 99]
)
def test_a_week_that_is_none_is_this_one(house, asked):
    answer = desk_of(house, "ana").get("/rota/", {"from": asked})
    assert (answer.status_code, "Week of Mon, Nov 23" in answer.content.decode()) == (200, True)


def test_the_rota_is_read_without_asking_the_database_for_every_day(
    house, django_assert_max_num_queries
):
    for n in range(7):
        put_on(house, "sue", day=TODAY + n * DAY)
        put_on(house, "ben", Shift.ANSWER, day=TODAY + n * DAY)
    desk = desk_of(house, "ana")
    with django_assert_max_num_queries(31):
        assert desk.get("/rota/").status_code == 200
