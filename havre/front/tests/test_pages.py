"""The house shows calm pages in both languages, small ones, that keep to themselves."""

import re

import pytest
from django.conf import LazySettings
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from havre.channels.webchat.tests.hand import KEY, start
from havre.contacts.models import Line
from havre.front import policy
from havre.lib import privacy
from havre.vault.models import RoleKey
from tests.faces import Browser, lose
from tests.people import House

PAGES = ("reach", "talk", "privacy", "gone", "elsewhere", "services", "plan", "safer")
OFFICE = "office@line.example"


@pytest.fixture(autouse=True)
def _has_an_office(settings: LazySettings) -> None:
    settings.OFFICE_EMAIL = OFFICE


@pytest.mark.requirement("000-06")
def test_speaks_the_browsers_language_first(front: Browser, db: None) -> None:
    for asked, address in (
        ("fr-CA,en;q=0.5", "/fr/"),
        ("en", "/en/"),
        ("de", "/en/"),
        ("", "/en/"),
    ):
        answer = front.get("/", headers={"Accept-Language": asked})
        assert (answer.status_code, answer.headers["Location"]) == (303, address)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", PAGES)
def test_names_its_language_and_nothing_else_in_the_tab(
    front: Browser, db: None, name: str, language: str
) -> None:
    with override(language):
        page = front.get(reverse(name)).content.decode()
    assert f'<html lang="{language}" dir="ltr">' in page
    title = re.search("<title>(.*?)</title>", page)
    assert title
    assert title[1] in {"Information", "Talk", "Parler"}
    assert "og:" not in page


@pytest.mark.parametrize("name", PAGES)
def test_puts_the_way_out_first(front: Browser, db: None, name: str) -> None:
    page = front.get(reverse(name)).content.decode()
    first = re.search(r"<(?:a|button|input|textarea|summary)\b[^>]*>", page)
    assert first
    assert 'href="/exit/"' in first[0]


@pytest.mark.hostile(45)
def test_fetches_nothing_from_elsewhere(house: House, front: Browser) -> None:
    start(front)
    for address in ("/en/", "/en/talk/", "/en/talk/messages/", "/en/privacy/", "/calendar/"):
        answer = front.get(address)
        assert re.findall(r'(?:src|href|action)="(?!/|#|tel:)', answer.content.decode()) == []
        assert "style=" not in answer.content.decode()
        policy_said = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'; style-src 'self'" in policy_said
        assert policy_said.endswith("require-trusted-types-for 'script'; trusted-types 'none'")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_lets_one_fragment_be_framed_by_its_own_page(house: House, front: Browser) -> None:
    start(front)
    frames = {
        address: front.get(address).headers["X-Frame-Options"]
        for address in ("/en/talk/", "/en/talk/messages/", "/en/")
    }
    assert frames == {"/en/talk/": "DENY", "/en/talk/messages/": "SAMEORIGIN", "/en/": "DENY"}


@pytest.mark.requirement("002-E7")
def test_puts_the_number_first_when_nobody_answers(front: Browser, db: None) -> None:
    def first(address: str) -> bool:
        page = front.get(address).content.decode()
        return "Nobody who answers" in page and page.index("tel:") < page.index("Nobody who")

    assert (first("/en/"), first("/en/talk/")) == (True, True)
    Line.keep_lit("en")
    assert (first("/en/"), first("/en/talk/")) == (False, False)


def test_calls_the_emergency_number_of_the_line(
    front: Browser, db: None, settings: LazySettings
) -> None:
    settings.EMERGENCY_PHONE = "1-1-2"
    assert '<a class="ltr" href="tel:112">1-1-2</a>' in front.get("/en/").content.decode()


@pytest.mark.parametrize("address", ["/de/", "/en/nothing/", "/nothing/", "/en/talk/x/"])
def test_says_calmly_that_nothing_is_there(front: Browser, db: None, address: str) -> None:
    answer = front.get(address)
    assert answer.status_code == 404
    assert "1-833-900-1010" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "meant"), [("/FR/", "/fr/"), ("/fr", "/fr/"), ("/EN/Talk", "/en/talk/")]
)
def test_understands_another_spelling(front: Browser, db: None, typed: str, meant: str) -> None:
    assert front.get(typed).headers["Location"] == meant


@pytest.mark.hostile(22)
def test_says_what_did_not_reach_it(house: House, front: Browser) -> None:
    lose("contacts_message")
    answer = start(front, "Keep <these> words")
    page = answer.content.decode()
    assert (answer.status_code, answer.cookies) == (503, {})
    assert "Keep &lt;these&gt; words</textarea>" in page
    assert f'name="key" value="{KEY}"' in page
    assert "This did not reach us" in page
    assert "Traceback" not in page


@pytest.mark.hostile(75)
def test_logs_no_word_of_a_failure(
    house: House, front: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    lose("contacts_message")
    start(front, "Zimtstern")
    assert "Zimtstern" not in capsys.readouterr().err


def test_shows_the_number_even_without_its_database(house: House, front: Browser) -> None:
    lose("contacts_line")
    assert front.get("/en/").status_code == 200


def test_is_healthy_only_when_it_can_take_a_message(house: House, front: Browser) -> None:
    answer = front.get("/health/")
    assert (answer.status_code, answer.content) == (200, b"")
    RoleKey.objects.all().delete()
    assert front.get("/health/").status_code == 503


def test_leads_out_to_a_plain_calendar(front: Browser, db: None) -> None:
    page = front.get("/calendar/", headers={"Accept-Language": "fr"}).content.decode()
    assert "<title>Calendrier</title>" in page
    assert (re.findall("<a |<script|833", page), "Havre" in page) == ([], False)


@pytest.mark.requirement("002-E3")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_prints_every_field_about_a_person(front: Browser, db: None, language: str) -> None:
    with override(language):
        page = front.get(f"/{language}/privacy/").content.decode()
        groups = [*policy.compartments(), *policy.others()]
    things = [thing.says for group in groups for thing in group.things]
    assert [says for says in things if escape(says) not in page] == []
    assert len(things) > 30


@pytest.mark.requirement("000-25")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_says_what_may_be_asked_for_and_where_to_complain(
    front: Browser, db: None, settings: LazySettings, *, language: str
) -> None:
    settings.PRIVACY_OFFICE = "The Office, 1-800-555-0100"
    page = front.get(f"/{language}/privacy/").content.decode()
    for heading in ("telling", "yours", "wrong"):
        assert f'id="{heading}"' in page
    assert OFFICE in page
    assert settings.PRIVACY_OFFICE in page
    settings.OFFICE_EMAIL = settings.PRIVACY_OFFICE = ""
    page = front.get(f"/{language}/privacy/").content.decode()
    assert 'id="wrong"' in page
    assert "@" not in page[page.index('id="wrong"') :]


def test_says_how_long_in_words(db: None) -> None:
    with override("en"):
        assert policy.span(privacy.keep("45 days after closing")) == "45 days after closing"
        assert policy.span(privacy.keep("730 days after said_at")) == "2 years after you said it"
    with override("fr"):
        assert policy.span(privacy.keep("45 days after closing")) == "45 jours après la fin"
        assert policy.span(privacy.keep("10 minutes after seen_at")) == (
            "10 minutes après la dernière demande de votre navigateur"
        )


def test_has_words_for_every_span_of_the_policy(db: None) -> None:
    assert "" not in {group.keep for group in [*policy.compartments(), *policy.others()]}


@pytest.mark.requirement("003-09", "001-13")
def test_whoever_seeks_no_help_finds_another_address_outside_the_queue(
    front: Browser, db: None
) -> None:
    assert reverse("elsewhere") in front.get("/en/").content.decode()
    page = front.get("/en/other/").content.decode()
    assert f'href="mailto:{OFFICE}"' in page
    assert "<form" not in page


def test_without_an_address_there_is_no_such_page(
    front: Browser, db: None, settings: LazySettings
) -> None:
    settings.OFFICE_EMAIL = ""
    assert "/other/" not in front.get("/en/").content.decode()
    assert front.get("/en/other/").status_code == 404
