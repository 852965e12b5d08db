"""A curator sees for whom the directory has nothing, and what was sought in vain."""

import datetime as dt

import pytest

from havre.desk.tests.hand import desk_of
from havre.directory import actions, coverage
from havre.directory.finder.places import kilometres
from havre.directory.models import Sought
from havre.directory.tests.scenes import BY, location, organization, service
from havre.lib import clock

pytestmark = pytest.mark.usefixtures("on_desk")


def state(need: str, province: str) -> tuple[str, int]:
    row = coverage.cells(coverage.offers())[need]
    cell = next(each for each in row if each.province == province)
    return cell.state, cell.services


def near(need: str, province: str = "") -> list[tuple[int, int]]:
    return [(each.near, each.of) for each in coverage.reaches(coverage.offers(), province)[need]]


def test_a_need_is_covered_where_its_services_are_and_a_national_line_is_no_neighbour(house):
    assert state("pet_care", "ON") == ("nobody", 0)
    service("line", kind="other", needs=["pet_care"], reach="national")
    assert state("pet_care", "ON") == ("national", 0)
    one = service("one", kind="other", needs=["pet_care"], settlement="Ottawa", province="ON")
    assert state("pet_care", "ON") == ("few", 1)
    location("door", one.organization, [one], settlement="Gatineau", province="QC")
    assert (state("pet_care", "ON"), state("pet_care", "QC")) == (("few", 1), ("few", 1))
    service("all", kind="other", needs=["pet_care"], reach="province", province="NU")
    service("ring", kind="other", needs=["pet_care"], settlement="Toronto", province="ON")
    service("bark", kind="other", needs=["pet_care"], settlement="Sudbury", province="ON")
    assert state("pet_care", "ON") == ("several", 3)
    assert (state("pet_care", "NU")[0], state("pet_care", "YT")[0]) == ("few", "national")


@pytest.mark.requirement("000-11")
@pytest.mark.parametrize("gone", ["police", "sealed", "inactive", "suspended"])
def test_what_responders_do_not_find_covers_nothing(house, gone):
    owner = organization("o", kind="police" if gone == "police" else "ngo")
    bed = service("s", of=owner, needs=["youth"], settlement="Ottawa", province="ON")
    if gone == "sealed":
        actions.change(bed, {"visibility": "sealed"}, by=BY)
    elif gone == "inactive":
        actions.change(bed, {"status": "inactive"}, by=BY)
    elif gone == "suspended":
        actions.suspend(owner, by=BY)
    assert state("youth", "ON") == ("nobody", 0)
    assert [n for n, _ in near("youth")] == [0, 0, 0, 0]


def test_communities_are_counted_by_size_within_fifty_kilometres_as_the_finder_measures(house):
    assert [n for n, _ in near("youth", "ON")] == [0, 0, 0, 0]
    service("s", needs=["youth"], settlement="Sudbury", province="ON")
    place = coverage.gazetteer().find("Sudbury, ON")
    sizes = [0, 0, 0, 0]
    for people, each in coverage.gazetteer().settlements:
        far = kilometres((place.lat, place.lon), (each.lat, each.lon))
        assert abs(far - 50) > 0.01  # none so near the edge that rounding decides
        sizes[sum(people >= least for least in coverage.SIZES) - 1] += far <= 50
    assert [n for n, _ in near("youth")] == sizes
    assert sum(sizes) > 5
    everywhere = sum(n for _, n in near("youth"))
    assert everywhere == len(coverage.gazetteer().settlements)
    assert sum(n for _, n in near("youth", "ON")) < everywhere


@pytest.mark.parametrize(
    ("n", "of", "share"), [(0, 9, 0), (1, 900, 1), (899, 900, 99), (9, 9, 100), (0, 0, 0)]
)
def test_a_share_says_neither_all_nor_nothing_where_that_is_not_so(n, of, share):
    assert coverage.Reach("youth", 0, n, of).share == share


def test_what_was_sought_in_vain_is_summed_over_a_year_and_no_longer(house):
    now = clock.month_of(clock.now())
    last = clock.month_of(clock.now() - dt.timedelta(days=40))
    past = f"{int(now[:4]) - 1}{now[4:]}"
    for month, times in ((now, 2), (last, 3), (past, 100)):
        Sought.objects.create(month=month, need="youth", language="pa", province="ON", times=times)
    Sought.objects.create(month=now, need="medical", times=1)
    told = [(each.need, each.language, each.province, each.times) for each in coverage.unmet()]
    assert told == [("youth", "pa", "ON", 5), ("medical", "", "", 1)]
    page = desk_of(house, "dee").get("/directory/coverage/").content.decode()
    assert "Pendjabi" in page


def test_the_page_says_gaps_in_words_and_takes_no_place_but_a_jurisdiction(house):
    service("s", needs=["youth"], settlement="Sudbury", province="ON")
    dee, sue = desk_of(house, "dee"), desk_of(house, "sue")
    page = dee.get("/directory/coverage/", {"in": "ON"}).content.decode()
    assert (page.count("<h1>"), "Ontario" in page, "personne" in page) == (1, True, True)
    for odd in ("OUT", "<script>", "several", ""):
        answer = sue.get("/directory/coverage/", {"in": odd})
        assert (answer.status_code, "<script>" in answer.content.decode()) == (200, False)


def test_what_was_counted_is_counted_anew_once_anything_changed(house):
    dee, path = desk_of(house, "dee"), "/directory/coverage/"

    def gaps() -> tuple[int, int]:
        return dee.get(path, {"in": "PE"}).context["total"], len(dee.get(path).context["gaps"])

    before = gaps()
    one = service("one", needs=["pet_care"], settlement="Charlottetown", province="PE")
    assert gaps() == (before[0] + 1, before[1] - 1)
    actions.suspend(one.organization, by=BY)
    assert gaps() == before
    actions.lift(one.organization, by=BY)
    assert gaps() == (before[0] + 1, before[1] - 1)
    words = dee.get("/directory/words/").context["total"]
    owner = organization("alone", names={"en": "Only English"})  # no service: no card changes
    assert dee.get("/directory/words/").context["total"] == words + 1
    actions.change(owner, {"names": {"en": "Only English", "fr": "En français"}}, by=BY)
    assert dee.get("/directory/words/").context["total"] == words
