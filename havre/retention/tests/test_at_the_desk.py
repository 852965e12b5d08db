"""The house forgets at a person's wish, when a supervisor says so twice."""

import pytest
from django.core.checks import Error
from django.db import connections

from havre.audit.access import newest
from havre.contacts.models import Contact, Person
from havre.desk.tests.hand import desk_of
from havre.lib import privacy
from havre.retention import actions, checks, health
from havre.vault.models import RoleKey
from tests.hands import begin


@pytest.fixture
def ended(house):
    story = begin(house)
    story.ends()
    return story


def forget(house, name: str, story, **form: str):
    return desk_of(house, name).post(f"/talk/{story.contact_id}/forgetting/", form)


@pytest.mark.usefixtures("on_desk")
def test_a_supervisor_forgets_a_closed_conversation_after_saying_so_twice(house, ended):
    unsure = forget(house, "sue", ended)
    assert (unsure.status_code, Contact.objects.count()) == (422, 1)
    sure = forget(house, "sue", ended, sure="yes")
    assert (sure.status_code, sure["Location"]) == (302, "/?forgotten=yes")
    assert (Contact.objects.count(), Person.objects.count()) == (0, 0)
    assert forget(house, "sue", ended, sure="yes").status_code == 404


@pytest.mark.usefixtures("on_desk")
def test_an_open_conversation_is_closed_first(house):
    story = begin(house)
    assert forget(house, "sue", story, sure="yes").status_code == 422
    assert Contact.objects.count() == 1


@pytest.mark.usefixtures("on_desk")
def test_the_page_of_a_forgotten_person_is_left_at_once(house, ended):
    address = f"/talk/{ended.contact_id}/forgetting/"
    answer = desk_of(house, "sue").post(address, {"sure": "yes"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/?forgotten=yes")


@pytest.mark.usefixtures("on_desk")
@pytest.mark.hostile(26)
@pytest.mark.parametrize("name", ["ana", "ben", "dee", "lou", "ada"])
def test_nobody_else_forgets_anybody(house, ended, name):
    assert forget(house, name, ended, sure="yes").status_code == 404
    assert (Contact.objects.count(), newest(1)[0].verb) == (1, "denied")


def test_the_chain_is_read_from_its_end(house, ended):
    last = newest(3)
    assert [entry.n for entry in last] == [last[0].n, last[0].n - 1, last[0].n - 2]
    assert [entry.n for entry in newest(2, before=last[2].n)] == [last[2].n - 1, last[2].n - 2]


@pytest.mark.hostile(22)
def test_a_house_whose_keys_are_not_signed_cannot_receive(house):
    assert health.can_receive() is True
    RoleKey.objects.all().delete()
    assert health.can_receive() is False


def problems() -> list[str]:
    return [error.id for error in checks.policy_is_the_program() if isinstance(error, Error)]


@pytest.mark.parametrize(
    ("place", "change", "found"),
    [
        (("contacts", "Person"), {"rows": "for a while"}, ["havre.E001"]),
        (("contacts", "Person"), {"wish": None}, ["havre.E002"]),
        (("contacts", "Person"), {"wish": {"is": "x"}}, ["havre.E003"]),
        (("contacts", "Person"), {"weight": {"is": "x"}}, ["havre.E004"]),
        (("contacts", "Stranger"), {"rows": "for ever"}, ["havre.E004"]),
        (("staff", "SignInTry"), {"rows": "7 days after tuesday"}, ["havre.E005"]),
        (("compartments", "secrets"), {"is": "x", "keep": "7 days after closing"}, ["havre.E006"]),
    ],
)
def test_a_policy_that_is_not_the_program_is_found(monkeypatch, place, change, found):
    room, model = place
    policy = {name: dict(tables) for name, tables in privacy._policy().items()}
    table = {**policy[room].get(model, {}), **change}
    policy[room][model] = {key: value for key, value in table.items() if value is not None}
    monkeypatch.setattr(privacy, "_policy", lambda: policy)
    assert problems() == found


def test_the_policy_as_it_is_is_the_program():
    assert problems() == []
    assert (
        checks.line_to_paste(Person, "wish")
        == '[contacts.Person]\nwish = { is = "…", sealed = "notes" }'
    )


def test_no_trace_is_left_in_the_logs_of_the_databases(django_db_setup, django_db_blocker):
    """Outside any transaction, as at night. What is truly gone, register 74 looks for on a disk."""
    with django_db_blocker.unblock():
        assert [connections[name].in_atomic_block for name in ("default", "keystore")] == [
            False
        ] * 2
        actions._leave_no_trace()
        for name in ("default", "keystore"):
            connections[name].close()
