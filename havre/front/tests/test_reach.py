"""The house says how to reach it, what happens then, and when it must tell somebody: beforehand."""

import html
import re

import pytest
from django.conf import LazySettings
from django.urls import reverse
from django.utils.translation import gettext, override

from havre.front.tests.test_posts import addresses
from tests.faces import Browser

BOTH = pytest.mark.parametrize("language", ["en", "fr"])
EXCEPTIONS = (
    "A law obliges us. This is so when a child may need protection. The age differs by province; "
    "ask us before you say more, if you like.",
    "Someone’s life is in danger.",
)
AUTHORITY = r"report|denounce|tell the police|signal(?:er|ez)|dénonc(?:er|ez)|porte[rz] plainte"


def page_of(front: Browser, name: str, language: str) -> str:
    """The page as it is read."""
    with override(language):
        return html.unescape(front.get(reverse(name)).content.decode())


def listed(page: str, kind: str) -> list[str]:
    """The items of the list of this class."""
    (found,) = re.findall(rf'<ul class="{kind}">(.*?)</ul>', page, re.DOTALL)
    return re.findall(r"<li\b.*?</li>", found, re.DOTALL)


@pytest.mark.requirement("002-06")
@pytest.mark.requirement("000-08")
@BOTH
def test_the_number_comes_first_then_writing(front: Browser, db: None, language: str) -> None:
    page = page_of(front, "reach", language)
    main = page[page.index("<main") :]
    with override(language):
        talk = reverse("talk")
    assert main.index("tel:18339001010") < main.index(f'href="{talk}"') < main.index("tel:911")
    assert 'href="tel:711">7-1-1<' in main


@pytest.mark.requirement("002-E8")
@pytest.mark.requirement("002-02")
@BOTH
def test_three_ways_lead_somewhere_real(front: Browser, db: None, language: str) -> None:
    ways = listed(page_of(front, "reach", language), "ways")
    leads = [re.findall(r'href="([^"]+)"', way) for way in ways]
    assert [len(each) for each in leads] == [1, 1, 1]
    assert {front.get(each[0]).status_code for each in leads} == {200}
    with override(language):
        assert leads == [[reverse(name)] for name in ("talk", "guide", "library")]


@pytest.mark.requirement("001-03")
@BOTH
def test_work_and_sex_have_equal_places(front: Browser, db: None, language: str) -> None:
    pair = listed(page_of(front, "reach", language), "pair")
    shapes = {re.sub(r">[^<]*<", "><", each) for each in pair}
    lengths = [len(re.sub("<.*?>", "", each)) for each in pair]
    assert (len(pair), len(shapes)) == (2, 1)
    assert max(lengths) < 1.3 * min(lengths)


@pytest.mark.requirement("002-E1")
@pytest.mark.requirement("002-E2")
@pytest.mark.requirement("002-E4")
@pytest.mark.requirement("002-E5")
@pytest.mark.requirement("002-E6")
@pytest.mark.requirement("002-E7")
@BOTH
def test_seven_promises_are_made(front: Browser, db: None, language: str) -> None:
    promises = listed(page_of(front, "reach", language), "promise-list")
    assert len(promises) == 7
    told = " ".join(promises)
    words = {
        "en": ("listen", "safe", "name", "police", "safety plan", "Come back", "stays open"),
        "fr": ("écoutons", "sécurité", "nom", "police", "plan de sécurité", "Revenez", "reste"),
    }
    for promise, word in zip(promises, words[language], strict=True):
        assert word.lower() in promise.lower(), (word, promise)
    assert "tenth" in told or "dixième" in told


@pytest.mark.requirement("000-16")
@pytest.mark.requirement("000-21")
@BOTH
def test_when_we_must_tell_stands_before_the_first_word(
    front: Browser, db: None, language: str
) -> None:
    first, before = (page_of(front, name, language) for name in ("reach", "talk"))
    for exception in EXCEPTIONS:
        with override(language):
            said = gettext(exception)
        assert first.count(said) == before.count(said) == 1
        assert before.index(said) < before.index("<textarea")
    told = [
        re.findall(r'<details[^>]*id="telling".*?</details>', each, re.S)
        for each in (first, before)
    ]
    assert (len(told[0]), told[0]) == (1, told[1])  # one source, the same words


@pytest.mark.requirement("001-11", "003-20")
@BOTH
def test_no_way_in_begins_with_the_authorities(front: Browser, db: None, language: str) -> None:
    for address in addresses():
        answer = front.get(address.replace("/en/", f"/{language}/"))
        page = html.unescape(answer.content.decode())
        for words in re.findall(
            r"<(?:a|button|h1|h2|summary|title)\b[^>]*>(.*?)</", page, re.DOTALL
        ):
            said = re.sub("<.*?>", "", words).strip()
            assert not re.match(AUTHORITY, said, re.IGNORECASE), (address, said)


@pytest.mark.requirement("000-06", "001-02")
@BOTH
def test_each_channel_says_which_languages_it_has(
    front: Browser, db: None, settings: LazySettings, language: str
) -> None:
    settings.LINE_EMAIL = "help@line.example"
    page = page_of(front, "reach", language)
    section = re.findall(r'<section[^>]*"spoken".*?</section>', page, re.DOTALL)[0]
    assert len(re.findall("<li>", section)) == 4
    assert ("200" in section, "27" in section) == (True, True)


@BOTH
def test_an_email_address_comes_with_its_warning_or_not_at_all(
    front: Browser, db: None, settings: LazySettings, language: str
) -> None:
    assert "mailto:" not in page_of(front, "reach", language)
    settings.LINE_EMAIL = "help@line.example"
    page = page_of(front, "reach", language)
    warning = page.index(
        {"en": "does somebody else open it", "fr": "quelqu’un d’autre l’ouvre"}[language]
    )
    assert page.index("tel:18339001010") < warning < page.index("mailto:help@line.example")


@pytest.mark.hostile(43)
@BOTH
def test_what_stays_on_a_device_is_said_from_every_page(
    front: Browser, db: None, language: str
) -> None:
    with override(language):
        safer = reverse("safer")
    for name in ("reach", "talk", "services", "privacy", "plan"):
        assert f'href="{safer}"' in page_of(front, name, language), name
    page = page_of(front, "safer", language)
    for words in {
        "en": ("history", "bill", "mailbox", "network", "hidden software"),
        "fr": ("historique", "facture", "boîte", "réseau", "logiciel caché"),
    }[language]:
        assert words in page
