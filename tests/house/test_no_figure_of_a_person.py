"""The house makes no figure of a member's pace: not on a page, not in a query, not in a word.

domain.md 3 (metrics to refuse): calls per worker per hour, average handle time. A test cannot
read minds; it holds shut the ways by which such a figure has come into other houses.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from havre.contacts import actions
from havre.contacts.signals import Facts
from havre.desk.tests.hand import desk_of
from havre.desk.tests.hand import on_desk as on_desk
from havre.desk.urls import urlpatterns
from havre.staff.models import Member
from tests.house.test_url_audiences import addresses

HAVRE = Path(__file__).parents[2] / "havre"
MANY = 67  # no hour, no minute, and no other count on any page
WHO = {
    "member",
    "member_id",
    "author",
    "holder",
    "asked_by",
    "heard_by",
    "taken_by",
    "responder",
    "by",
    "actor",
}
COUNTERS = {"Count", "Counter", "Sum", "Avg", "Max", "Min", "annotate", "aggregate", "groupby"}
# Where something is counted by member, and why it is no figure of anybody's pace.
ALLOWED = {
    "contacts/queue.py": "how many conversations each has in hand now, to offer to who has least",
}
WORDS = re.compile(
    r"per (hour|shift|day|responder|member|agent|worker)\b|par (heure|quart|jour|intervenant)"
    r"|handle time|handling time|temps de traitement|durée moyenne|productivit|leaderboard"
    r"|ranking|palmarès|classement|performance of|calls taken|appels pris|contacts taken",
    re.IGNORECASE,
)


def counted_by_member() -> Iterator[tuple[str, int]]:
    """Each count, sum or grouping in our code that names a member."""
    for path in HAVRE.rglob("*.py"):
        if {"tests", "migrations"}.isdisjoint(path.parts):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _called(node) in COUNTERS and _names_who(node):
                    yield str(path.relative_to(HAVRE)), node.lineno


def _called(node: ast.Call) -> str:
    made = node.func
    return made.attr if isinstance(made, ast.Attribute) else getattr(made, "id", "")


def _names_who(node: ast.Call) -> bool:
    """Somewhere in the arguments, or in the queryset that is counted, a member is named."""
    for part in ast.walk(node):
        text = part.value if isinstance(part, ast.Constant) else _name_of(part)
        if isinstance(text, str) and WHO & set(re.split(r"__|\W", text)):
            return True
    return False


def _name_of(part: ast.AST) -> object:
    return getattr(part, "arg", None) or getattr(part, "attr", None)


def test_the_way_such_a_count_is_looked_for_finds_one():
    bad = ast.parse('Taking.objects.values("member__alias").annotate(n=Count("contact"))')
    calls = [node for node in ast.walk(bad) if isinstance(node, ast.Call)]
    assert [_called(call) for call in calls if _called(call) in COUNTERS and _names_who(call)] == [
        "annotate"
    ]


def test_nothing_is_counted_by_member():
    assert {file for file, _ in counted_by_member()} == set(ALLOWED)


def test_no_word_of_the_house_names_a_pace():
    read = [p for kind in ("*.html", "*.po", "*.txt", "*.py") for p in HAVRE.rglob(kind)]
    read = [path for path in read if "tests" not in path.parts]
    said = [
        (str(path.relative_to(HAVRE)), found[0])
        for path in read
        if "words.txt" not in path.name
        for found in WORDS.finditer(path.read_text(encoding="utf-8"))
    ]
    assert (len(read) > 80, said) == (True, [])


def test_no_number_that_is_kept_leads_to_a_member():
    fields = [f for model in apps.get_app_config("statistics").get_models() for f in _all_of(model)]
    assert fields
    assert [str(f) for f in fields if f.related_model is Member or WHO & {f.name}] == []


def _all_of(model) -> list:
    return [field for field in model._meta.get_fields() if field.concrete]


@pytest.mark.usefixtures("on_desk")
def test_no_page_tells_anybody_how_many_somebody_closed(house):
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    for who, times in ((ana, MANY), (ben, 2)):
        for _ in range(times):
            contact = house.somebody_writes()
            actions.take(contact, by=who)
            actions.close(contact, by=who, outcome="supported", facts=Facts(), no_wish="not_said")
    pages = 0
    for name in ("ana", "ben", "sue", "dee", "lou", "ada", "ines"):
        desk = desk_of(house, name)
        for route, _ in addresses(urlpatterns):
            answer = None if "<" in route else desk.get(f"/{route}")
            if answer is not None and answer.status_code == 200:
                pages += 1
                assert not re.search(rf"\b{MANY}\b", _words_of(answer)), (name, route)
    assert pages > 20


def _words_of(answer) -> str:
    """What is read on the page; a time of the day is no count."""
    words = re.sub(r"<[^>]*>", " ", answer.content.decode())
    return re.sub(r"\d{1,2}:\d{2}(:\d{2})?|\d{4}-\d{2}-\d{2}", " ", words)
