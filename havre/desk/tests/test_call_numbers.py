"""The page of numbers says how calls ended, in the reader's language, and hides what is few."""

import re

from havre.desk.tests.hand import desk_of
from havre.desk.tests.hand import on_desk as on_desk
from havre.staff.models import Member
from havre.statistics import actions


def rows(page: str) -> list[list[str]]:
    """What stands in the tables of calls, row by row."""
    card = page.partition('id="h-calls"')[2].partition("</div></div>")[0]
    found = re.findall(r"<tr>(.*?)</tr>", card)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in found]


def test_how_calls_ended_stands_on_the_page(house, on_desk):
    for hour, language, how, n in (
        (14, "fr", "in20", 6),
        (3, "", "gone10", 7),
        (9, "en", "gone", 2),
    ):
        for _ in range(n):
            actions.count_call("2026-01", hour=hour, language=language, how=how)
    actions.cut_loose()
    page = desk_of(house, "sue").get("/numbers/").content.decode()
    assert ["14:00", "6", "0", "0", "0", "0"] in rows(page)
    assert ["Left before choosing", "0", "0", "0", "7", "0"] in rows(page)
    assert ["09:00", "0", "0", "0", "0", "few"] in rows(page)
    Member.objects.filter(name="sue").update(language="fr")
    page = desk_of(house, "sue").get("/numbers/").content.decode()
    assert ["Raccroché avant le choix", "0", "0", "0", "7", "0"] in rows(page)
    assert ["Français", "6", "0", "0", "0", "0"] in rows(page)
    assert ["Anglais", "0", "0", "0", "0", "peu"] in rows(page)
