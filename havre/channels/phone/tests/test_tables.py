"""A telephone on the table: made, shown once, chosen, and taken away, by its owner alone."""

import hashlib
import re

import pytest

from havre.audit.models import Entry
from havre.audit.verbs import Verb
from havre.channels.phone import calls, desk_phones, tables
from havre.channels.phone.models import TableTelephone, endpoint_of, table_endpoint_of
from havre.contacts import actions
from havre.contacts.models import Contact
from havre.desk.tests.hand import desk_of
from havre.lib import clock
from havre.staff import signin
from havre.staff.actions import deactivate
from havre.staff.models import DeskSession, Member
from tests.hands import clock_at, later

pytestmark = pytest.mark.usefixtures("on_desk")
PAGE = "/phone/telephone/"


@pytest.fixture(autouse=True)
def takes_calls(settings):
    settings.NOT_LIVE = settings.NOT_LIVE - {"phone"}


@pytest.fixture
def ana(house):
    """Ana speaks French, and nobody else who is here does."""
    Member.objects.filter(name="ana").update(languages="fr")
    return house.on_duty("ana")


def page(house, name: str = "ana") -> str:
    return desk_of(house, name).get(PAGE).content.decode()


def made(house, name: str = "ana") -> tuple[str, str]:
    """(user, password) as the page tells them."""
    answer = desk_of(house, name).post(PAGE + "making/")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    told = re.findall(r'<code id="t-(\w+)">([^<]+)</code>', answer.content.decode())
    return dict(told)["user"], dict(told)["password"]


def verbs() -> list[str]:
    of_these = (Verb.TELEPHONE_MADE, Verb.TELEPHONE_TAKEN_AWAY)
    return list(
        Entry.objects.filter(verb__in=of_these).order_by("n").values_list("verb", flat=True)
    )


def test_it_is_shown_once_and_only_its_digest_is_kept(house, ana):
    user, password = made(house)
    assert user == table_endpoint_of(ana.id)
    assert re.fullmatch(r"([a-z2-7]{4}-){5}[a-z2-7]{4}", password)  # 120 random bits
    row = TableTelephone.objects.get()
    assert password not in str(TableTelephone.objects.values_list().get())
    assert row.digest == hashlib.md5(f"{user}:{row.realm}:{password}".encode()).hexdigest()
    assert password not in page(house)
    assert password not in str(list(Entry.objects.values_list()))


def test_a_new_password_replaces_the_one_before(house, ana):
    (user, first), before = made(house), TableTelephone.objects.get().digest
    desk_phones.says(user, is_up=True)
    again, second = made(house)
    assert (again, first != second) == (user, True)
    row = TableTelephone.objects.get()
    assert (row.digest != before, row.is_up) == (True, False)
    assert verbs() == [Verb.TELEPHONE_MADE] * 2


def test_the_engine_knows_it_until_it_is_taken_away_and_no_longer(house, ana):
    user, _ = made(house)
    assert desk_phones.for_the_engine()[user][0] == desk_phones.TABLE
    signin.sign_out(ana)  # it stays registered, and rings for nobody
    assert user in desk_phones.for_the_engine()
    assert desk_of(house, "ana").post(PAGE + "taking-away/").status_code == 302
    assert desk_phones.for_the_engine() == {}
    desk_of(house, "ana").post(PAGE + "taking-away/")  # a double click
    assert verbs() == [Verb.TELEPHONE_MADE, Verb.TELEPHONE_TAKEN_AWAY]


def test_nobodys_telephone_is_known_once_they_have_left(house, ana):
    made(house)
    deactivate(house.members["ana"], by=house.on_duty("ada").actor)
    assert desk_phones.for_the_engine() == {}


def test_calls_ring_where_she_chose_and_never_in_both(house, ana):
    table, _ = made(house)
    browser, _ = desk_phones.open_for(ana)
    for endpoint in (table, browser):
        desk_phones.says(endpoint, is_up=True)
    contact = calls.begin("fr", clock.now())
    assert calls.now([contact])[contact].ring == {browser}  # until she says otherwise
    desk_of(house, "ana").post(PAGE + "choosing/", {"where": "table"})
    assert calls.now([contact])[contact].ring == {table}
    assert calls.answered(contact, browser) is False
    assert calls.answered(contact, table) is True
    assert calls.now([contact])[contact].holder == table


def test_which_phones_ring_is_asked_once_however_many_chose_the_table(
    house, ana, django_assert_num_queries
):
    table, _ = made(house)
    browser, _ = desk_phones.open_for(house.on_duty("ben"))
    desk_phones.open_for(ana)
    tables.choose(by=ana, on_the_table=True)
    with django_assert_num_queries(1):
        assert {each.endpoint for each in desk_phones.current()} == {table, browser}


def test_the_page_that_made_it_anew_says_at_once_that_it_is_not_connected(house, ana):
    user, _ = made(house)
    tables.choose(by=ana, on_the_table=True)
    desk_phones.says(user, is_up=True)
    assert 'data-table="up"' in page(house)
    anew = desk_of(house, "ana").post(PAGE + "making/").content.decode()
    assert ('data-table="down"' in anew, 'data-table="up"' in anew) == (True, False)


def test_it_rings_only_while_she_is_signed_in(house, ana):
    table, _ = made(house)
    desk_phones.says(table, is_up=True)
    tables.choose(by=ana, on_the_table=True)
    assert desk_phones.answering() == {ana.id}
    with clock_at(later(minutes=16)):
        assert desk_phones.answering() == set()
    DeskSession.objects.filter(member=ana.member).delete()
    assert (desk_phones.answering(), desk_phones.whose(table)) == (set(), None)


def test_one_that_is_not_connected_is_no_phone_that_would_ring(house, ana):
    made(house)
    browser, _ = desk_phones.open_for(ana)
    desk_phones.says(browser, is_up=True)
    tables.choose(by=ana, on_the_table=True)
    assert desk_phones.answering() == set()
    assert "is not connected" in page(house)


def test_in_a_call_she_chooses_nothing_else_and_is_told_why(house, ana):
    made(house)
    contact = calls.begin("fr", clock.now())
    actions.take(Contact.objects.get(id=contact), by=ana)
    answer = desk_of(house, "ana").post(PAGE + "choosing/", {"where": "table"})
    assert (answer.status_code, "You are in a call" in answer.content.decode()) == (409, True)
    assert TableTelephone.objects.get().is_chosen is False
    assert desk_of(house, "ana").post(PAGE + "choosing/", {"where": "browser"}).status_code == 302
    calls.left(contact)
    desk_of(house, "ana").post(PAGE + "choosing/", {"where": "table"})
    assert TableTelephone.objects.get().is_chosen is True


def test_once_it_is_taken_away_the_browser_rings_again(house, ana):
    made(house)
    browser, _ = desk_phones.open_for(ana)
    desk_phones.says(browser, is_up=True)
    tables.choose(by=ana, on_the_table=True)
    tables.take_away(by=ana)
    assert desk_phones.answering() == {ana.id}
    assert desk_phones.names()(ana.id) == endpoint_of(ana.id)


def test_nobody_reaches_another_members_telephone(house, ana):
    made(house)
    for what in ("taking-away/", "choosing/"):
        desk_of(house, "ben").post(PAGE + what, {"where": "table", "member": str(ana.id)})
    row = TableTelephone.objects.get()
    assert (row.member_id, row.is_chosen) == (ana.id, False)
    assert "no telephone on the table" in page(house, "ben")


def test_the_line_of_the_phone_says_how_it_stands(house, ana):
    table, _ = made(house)
    desk = desk_of(house, "ana")
    assert 'data-table=""' not in desk.get("/").content.decode()  # this line has no browser phone
    tables.choose(by=ana, on_the_table=True)
    assert 'data-table="down"' in desk.get("/").content.decode()
    desk_phones.says(table, is_up=True)
    assert 'data-table="up"' in desk.get("/").content.decode()
    assert desk.get("/phone/caller/").json()["table"] == "up"


def test_without_a_certificate_it_is_for_this_machine_alone(house, ana, settings):
    settings.PHONE_HOST = "192.0.2.7"
    answer = desk_of(house, "ana").post(PAGE + "making/")
    assert (answer.status_code, TableTelephone.objects.count()) == (409, 0)
    assert "no certificate" in page(house)


def test_with_a_certificate_it_is_told_tls_and_srtp_and_the_name_of_the_certificate(
    house, ana, settings, tmp_path
):
    settings.PHONE_HOST, settings.PHONE_CERTIFICATE = "192.0.2.7", tmp_path / "leaf.pem"
    settings.PHONE_SOCKET, settings.PHONE_TLS_PORT = "wss://phone.line.example:8443/ws", 5061
    told = desk_of(house, "ana").post(PAGE + "making/").content.decode()
    assert '<code id="t-server">phone.line.example</code>' in told
    assert '<code id="t-port">5061</code>' in told
    assert ("required (SDES)" in told, "not encrypted" in told) == (True, False)


def test_a_line_without_a_phone_has_none(house, ana, settings):
    settings.NOT_LIVE = settings.NOT_LIVE | {"phone"}
    assert desk_of(house, "ana").get(PAGE).status_code == 404
    assert desk_of(house, "ana").post(PAGE + "making/").status_code == 404
    assert TableTelephone.objects.count() == 0


def test_it_speaks_french_too(house, ana):
    desk = desk_of(house, "ana")
    desk.post("/language/", {"language": "fr", "here": "/"})
    told = desk.post(PAGE + "making/").content.decode()
    for words in ("Mot de passe, avec ses traits d’union", "À mon téléphone de table"):
        assert words in told
    assert "Make a new password" not in told
