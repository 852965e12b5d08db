"""The house speaks to each in their language, never half of it, and says what nobody read yet."""

import datetime as dt
import html
import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext, override

from havre.channels.webchat import urls as talk_addresses
from havre.channels.webchat import words
from havre.channels.webchat.tests.hand import start
from havre.contacts.models import Contact, Line
from havre.front import urls as front_addresses
from havre.front.speaking import ReaderPrefix
from havre.front.tests.test_guide import addresses as of_the_guide
from havre.front.tests.test_posts import addresses
from havre.lib import lang, page_languages, pages, sheets
from tests.faces import Browser
from tests.people import House

OFFERED = [each.code for each in page_languages.offered()]
OTHERS = [each.code for each in page_languages.offered() if not each.is_house]
EVERY = pytest.mark.parametrize("language", OFFERED)
OTHER = pytest.mark.parametrize("language", OTHERS)
WAY = ("reach", "talk", "gone")
DETAIL = ("privacy", "safer", "plan")
WHOLE = ("guide", "library", "rehearsal")  # in the languages that say all of the person's side
UNCHECKED = "This page was translated. No one who speaks this language has checked it yet."
ELSEWHERE = (
    "No one who speaks this language has checked this part in it yet, so it is not shown in it. "
    "You can read it in:"
)


def page_of(front: Browser, name: str, language: str, **headers: str) -> str:
    """The page as it is read."""
    with override(language):
        address = reverse(name)
    answer = front.get(address, headers=headers)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def said(text: str, language: str) -> str:
    with override(language):
        return gettext(text)


def test_english_and_french_stand_first_and_spanish_is_offered() -> None:
    assert OFFERED[:3] == ["en", "fr", "es"]
    assert lang.languages() == ["en", "fr"]


@pytest.mark.requirement("000-06")
@EVERY
@pytest.mark.parametrize("name", WAY)
def test_the_way_to_help_stands_in_every_language(
    front: Browser, db: None, name: str, language: str
) -> None:
    known = page_languages.register()[language]
    page = page_of(front, name, language)
    assert f'<html lang="{language}" dir="{known.direction}">' in page
    assert 'href="tel:18339001010"' in page
    assert said("Leave this page", language) in page.split("<main")[0]
    assert (said(UNCHECKED, language) in page) == (not known.is_vouched_for)
    links = set(re.findall(r'href="/([a-z-]+)/', page.split("<main")[1]))
    assert links <= {language, "en", "fr", "static", "style", "exit", *OFFERED}


@pytest.mark.parametrize(
    ("language", "name"),
    [(each, name) for each in ("es", "ar", "zh-hant") for name in DETAIL]
    + [(each, name) for each in ("ar", "zh-hant") for name in WHOLE],
)
@pytest.mark.parametrize("second", ["en", "fr"])
def test_detail_that_nobody_read_stands_in_a_language_of_the_house_and_says_why(
    front: Browser, db: None, *, name: str, second: str, language: str
) -> None:
    known = page_languages.register()[language]
    page = page_of(front, name, language, **{"Accept-Language": f"{language}, {second};q=0.4"})
    before, _, main = page.partition("<main")
    assert f'<html lang="{language}" dir="{known.direction}">' in before
    assert said(ELSEWHERE, language) in before
    assert said(UNCHECKED, language) not in page  # it is no translation
    assert f'<div class="lang-part" lang="{second}" dir="ltr">' in before
    with override(second):
        alone = page_of(front, name, second).partition("<main")[2].partition("</main")[0]
    shown = re.sub(rf'href="/{language}/', f'href="/{second}/', main.partition("</main")[0])
    assert shown == alone  # all of it, and links lead on in the reader's language
    for house in ("en", "fr"):
        with override(house):
            assert f'href="{reverse(name)}" lang="{house}"' in before


@OTHER
def test_when_we_must_tell_is_the_houses_words_on_a_page_in_another_language(
    front: Browser, db: None, language: str
) -> None:
    for name in ("reach", "talk"):
        page = page_of(front, name, language)
        (part,) = re.findall(r'<details[^>]*id="telling".*?</details>', page, re.DOTALL)
        assert said("When we must tell someone", language) in part
        assert said(ELSEWHERE, language) in part
        inner = part.partition('<div class="lang-part" lang="en" dir="ltr">')[2]
        assert "A law obliges us. This is so when a child may need protection." in inner


def test_a_review_brings_the_detail_in_that_language_and_takes_the_notice_away(
    front: Browser, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = {"name": "Español", "says": "person", "plural": "",
             "reviewed": {"by": "Somebody who speaks it", "on": dt.date(2027, 1, 31)}}  # fmt: skip
    checked = page_languages.register() | {"es": page_languages.made("es", entry)}
    monkeypatch.setattr(page_languages, "register", lambda: checked)
    page = page_of(front, "privacy", "es")
    assert "Qué guardamos y por cuánto tiempo" in page.partition("<main")[2]
    assert (said(UNCHECKED, "es") in page, "lang-part" in page) == (False, False)
    assert "Una ley nos obliga." in page_of(front, "reach", "es")


ASKED = [
    ("zh-TW,zh;q=0.9", "zh-hant"),
    ("zh-HK", "zh-hant"),
    ("zh-CN", "zh-hans"),
    ("zh", "zh-hans"),
    ("pt-BR,pt;q=0.9,en;q=0.8", "pt"),
    ("fil,en;q=0.5", "tl"),
    ("es-419", "es"),
    ("fa-IR", "fa"),
    ("de, ar;q=0.4", "ar"),
    ("fr-CA", "fr"),
    ("xx, *;q=0.1", "en"),
]


@pytest.mark.parametrize(("asked", "found"), ASKED)
def test_the_door_leads_to_the_browsers_language(
    front: Browser, db: None, asked: str, found: str
) -> None:
    answer = front.get("/", headers={"Accept-Language": asked})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/{found}/")


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_page_lists_every_language_by_its_own_name_after_the_way_out(
    front: Browser, db: None, language: str
) -> None:
    with override(language):
        at = [each.replace("/en/", f"/{language}/") for each in addresses() + of_the_guide()[:3]]
    seen = 0
    for address in at:
        answer = front.get(address)
        page = html.unescape(answer.content.decode())
        if answer.status_code != 200 or '<nav class="langs"' not in page:
            continue
        seen += 1
        assert page.index("data-exit") < page.index('<nav class="langs"'), address
        listed = re.findall(r'<a href="(/[^"]*)" lang="([^"]+)" dir="(\w+)" hreflang="([^"]+)"'
                            r'( aria-current="true")?>([^<]+)</a>', page)  # fmt: skip
        menu = {code: (direction, name) for _, code, direction, _, _, name in listed}
        assert menu == {each.code: (each.direction, each.name) for each in page_languages.offered()}
        assert [code for _, code, _, _, current, _ in listed if current] == [language]
        tail = re.sub("^talk/(?!gone).*", "talk/", address.removeprefix(f"/{language}/"))
        assert all(to == f"/{code}/{tail}" for to, code, *_ in listed), address
    assert seen > 8


def waits(front: Browser, language: str) -> str:
    """What the page says of the waiting."""
    return str(front.get(f"/{language}/talk/messages.json").json()[-1]["id"])


@OTHER
def test_a_conversation_is_held_in_it_and_reaches_somebody(
    house: House, front: Browser, language: str
) -> None:
    start(front, "Hola.", language=language)
    assert waits(front, language) == "status-nobody"
    Line.keep_lit("fr")
    page = html.unescape(front.get(f"/{language}/talk/").content.decode())
    assert (
        said("Is it safe for you to write right now? Could someone see your screen?", language)
        in page
    )
    assert said(UNCHECKED, language) in page
    assert Contact.objects.get().language == language
    assert waits(front, language) == "status-waiting"  # whoever is there answers


@OTHER
def test_before_a_conversation_it_says_in_which_languages_the_team_writes(
    front: Browser, db: None, language: str
) -> None:
    told = (
        "You can write in your own language. The team writes English and French. If an interpreter "
        "is free, they join you; that can take a while."
    )
    assert said(told, language) in page_of(front, "talk", language)
    assert told not in page_of(front, "talk", "en")


@EVERY
def test_what_fails_says_so_in_it_with_the_number(
    front: Browser, db: None, settings: LazySettings, language: str
) -> None:
    answer = front.get(f"/{language}/nothing/")
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 404
    assert said("There is nothing at this address", language) in page
    assert f'<html lang="{language}"' in page


PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:left|right)\s*:|(?:margin|padding|border|inset)-(?:left|right)\b"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius)"
)


def test_no_style_of_the_persons_side_knows_left_from_right() -> None:
    names = {part for parts in sheets.SHEETS.values() for part in parts}
    names |= {"front/guide.css", "front/calendar.css", "webchat/noscript.css"}
    for name in names:
        css = Path(str(finders.find(name))).read_text(encoding="utf-8")
        assert PHYSICAL.findall(css) == [], f"{name}: say inline-start or inline-end"
    for wrong in (
        "left: 0",
        "margin-left: 1px",
        "text-align: right",
        "border-top-left-radius: 1px",
    ):
        assert PHYSICAL.search(wrong)
    assert not PHYSICAL.search("padding: 0 env(safe-area-inset-right)")


def test_a_number_is_not_turned_round_among_words_from_the_right(
    front: Browser, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned = page_languages.made(
        "ar", {"name": "x", "says": "way", "plural": "", "direction": "rtl"}
    )
    both = page_languages.register() | {"ar": turned}
    monkeypatch.setattr(page_languages, "register", lambda: both)
    with override("ar"):
        assert pages.numbers()["LINE_PHONE"] == "\u20661-833-900-1010\u2069"
        assert "\u20661-833-900-1010\u2069" in words.no_cookie()
    with override("en-x-ar"):  # English, to the same reader
        assert pages.numbers()["LINE_PHONE"] == "1-833-900-1010"


def test_every_page_says_in_which_languages_it_may_stand() -> None:
    """A page that says nothing of it would be shown in halves: words without a translation."""
    of_the_way = {"reach"} | {each.name for each in talk_addresses.urlpatterns}
    undecided, decided = [], 0
    for pattern in front_addresses.urlpatterns:
        if not isinstance(pattern, URLResolver) or not isinstance(pattern.pattern, ReaderPrefix):
            continue
        for each in flat(pattern.url_patterns):
            decided += hasattr(each.callback, "may_be")
            if each.name not in of_the_way and not hasattr(each.callback, "may_be"):
                undecided.append(each.name)
    assert (undecided, decided > 15) == ([], True)


def flat(patterns: list) -> list[URLPattern]:
    found = []
    for each in patterns:
        found += flat(each.url_patterns) if isinstance(each, URLResolver) else [each]
    return found


def test_the_words_that_a_page_checks_are_in_the_language_it_stands_in(
    front: Browser, db: None
) -> None:
    french = {"Accept-Language": "ar, fr;q=0.5"}
    assert 'class="lang-part" lang="fr"' in page_of(front, "back", "ar", **french)
    shown = front.get("/ar/back/known.bin", headers=french).content
    assert (
        shown == front.get("/fr/back/known.bin").content != front.get("/en/back/known.bin").content
    )
