"""Mina's call opens its conversation at Ana's desk, at its first question, whatever she takes it
with; and nothing that she had begun to write elsewhere is lost by that.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from havre.channels.phone.tests.telephone import Telephone
from tests.stories.conftest import ARTEFACTS, LiveLine, line_like
from tests.stories.looking import assert_accessible
from tests.stories.phone.program import Ports, lay_voices, serving
from tests.stories.phone.scenes import MINA, Desk, accepts, come_in, is_done, launch, opens, speak

pytestmark = [pytest.mark.browser, pytest.mark.servers]
SLOW = """const asks = fetch; fetch = async (...what) => {
  await new Promise((on) => { setTimeout(on, 1_500); }); return asks(...what);
};"""
STAYS = "Something is half written here, so this page stays."


@pytest.fixture(scope="module")
def ports() -> Ports:
    return Ports()


@pytest.fixture(scope="module")
def line(night_shift: Path, ports: Ports, tmp_path_factory) -> Iterator[LiveLine]:
    with line_like(night_shift, tmp_path_factory.mktemp("line") / "data", *ports.words) as live:
        lay_voices(live.data)
        with serving(live, ports, sound_ports=24_300, PHONE_RELAY="18339001011"):
            yield live


@pytest.fixture(scope="module")
def talking(browser: Browser, tmp_path_factory) -> Iterator[Browser]:
    found = launch(browser, tmp_path_factory.mktemp("voice"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def seated(line: LiveLine, talking: Browser) -> Iterator[Desk]:
    """Ana signed in, with her phone's window ready."""
    context = talking.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["microphone"], locale="en-CA"
    )
    desk = come_in(line, context, "ana")
    speak(desk, "en")
    desk.phone.click("#phone-ready")
    desk.at("ready", desk.phone, within=20)
    yield desk
    context.close()


@pytest.fixture
def ana(line: LiveLine, seated: Desk) -> Desk:
    """At her desk in English, on the board of a fresh page, ready."""
    fresh = seated.phone.context.new_page()
    for page in seated.phone.context.pages:
        if page not in (fresh, seated.phone):
            page.close()
    fresh.goto(line.desk + "/")
    desk = Desk(fresh, seated.phone)
    if fresh.get_attribute("html", "lang") != "en":
        speak(desk, "en")
    desk.at("ready", within=20)
    return desk


@pytest.fixture
def mina(ana: Desk, ports: Ports) -> Iterator[Telephone]:
    """Mina calls, chooses French, and waits."""
    with Telephone(ports.sip, tone=MINA) as found:
        assert found.calls() == 200
        found.presses("1")
        yield found


def test_it_rings_with_its_language_opens_by_itself_and_asks_for_safety_first(
    ana: Desk, mina: Telephone
):
    for page in (ana.page, ana.phone):
        ana.at("ringing", page)
        expect(page.locator("#phone-known")).to_have_text("In French.")
        assert_accessible(page)
        assert mina.number.lstrip("+1") not in page.content()
    accepts(ana)
    opens(ana.page)
    assert_accessible(ana.page)
    ana.page.screenshot(path=ARTEFACTS.parent / "phone" / "phone-opens-by-itself.png")
    ana.page.keyboard.press("Tab")
    expect(ana.page.locator("#panel-safety button").first).to_be_focused()
    ana.page.keyboard.press("Enter")
    expect(ana.page.locator("#panel-safety .badge")).to_contain_text("Safe to talk")
    assert "#h-safety" in ana.page.url
    is_done(ana, ana.page, mina)


def test_a_relay_call_says_so_while_it_rings_in_french_too(ana: Desk, line: LiveLine, ports: Ports):
    speak(ana, "fr")
    ana.at("ready", within=20)
    with Telephone(ports.sip, tone=MINA) as mina:
        mina.dials = "18339001011"
        assert mina.calls() == 200
        mina.presses("1")
        for page in (ana.page, ana.phone):
            ana.at("ringing", page)
            says = "En français. Un service de relais transmet l’appel."
            expect(page.locator("#phone-known")).to_have_text(says)
        expect(ana.page.locator("#board")).to_contain_text("Appel par relais")
        accepts(ana)
        opens(ana.page)
        first = ana.page.locator("#panel-safety button").first
        expect(first).to_have_text("Peut parler")
        is_done(ana, ana.page, mina)


def test_taken_in_the_phones_window_her_desk_opens_it(ana: Desk, line: LiveLine, mina: Telephone):
    ana.page.goto(line.desk + "/rota/")
    ana.at("ringing")  # a page that came only now leaves it to the window
    accepts(ana, ana.phone)
    opens(ana.page)
    assert ana.phone.url.endswith("/phone/")  # a call lives there: it never goes anywhere
    expect(ana.phone.locator("#phone-talk")).to_be_visible()
    assert len(ana.page.context.pages) == 2
    is_done(ana, ana.page, mina)


def test_with_no_page_of_the_desk_open_the_window_opens_one(ana: Desk, mina: Telephone):
    ana.at("ringing", ana.phone)
    ana.page.close()
    with ana.phone.context.expect_page(timeout=10_000) as opened:
        accepts(ana, ana.phone)
    opens(opened.value)
    is_done(ana, opened.value, mina)


def test_of_two_pages_the_one_that_was_pressed_opens_it(ana: Desk, line: LiveLine, mina: Telephone):
    other = ana.page.context.new_page()
    other.add_init_script(SLOW)  # it knows later than the other which conversation it is
    other.goto(line.desk + "/rota/")
    accepts(ana, other)
    opens(other)
    ana.page.wait_for_timeout(2_000)
    assert ana.page.url == line.desk + "/"
    expect(ana.page.locator("#phone-talk")).to_have_text("To the conversation of the call")
    ana.page.click("#phone-talk")  # the same way stands on every page
    opens(ana.page)
    is_done(ana, other, mina)


def test_if_the_page_that_was_pressed_is_gone_another_opens_it(
    ana: Desk, line: LiveLine, mina: Telephone
):
    other = ana.page.context.new_page()
    other.add_init_script(SLOW)
    other.goto(line.desk + "/rota/")
    accepts(ana, other)
    other.close()
    opens(ana.page)
    is_done(ana, ana.page, mina)


def test_a_form_that_is_on_its_way_is_waited_for(ana: Desk, line: LiveLine, mina: Telephone):
    ana.page.goto(line.desk + "/rota/")
    ana.at("ringing")
    ana.page.evaluate("document.forms[0].classList.add('htmx-request')")
    accepts(ana)
    ana.page.wait_for_timeout(1_500)
    assert ana.page.url == line.desk + "/rota/"
    expect(ana.page.locator("#phone-known")).not_to_contain_text(STAYS)
    ana.page.evaluate("document.forms[0].classList.remove('htmx-request')")
    opens(ana.page)
    is_done(ana, ana.page, mina)


def test_what_she_writes_elsewhere_is_not_taken_from_under_her_hands(
    ana: Desk, mina: Telephone, ports: Ports
):
    accepts(ana)
    opens(ana.page)
    mina.hangs_up()
    ana.at("ready")
    written, note = ana.page.url, ana.page.locator("#panel-notes textarea")
    note.fill("Elle rappelle demain, si")
    with Telephone(ports.sip, tone=MINA) as another:
        assert another.calls() == 200
        another.presses("1")
        accepts(ana)
        it_stays_and_says_so(ana)
        assert ana.page.url == written
        with ana.page.context.expect_page() as opened:
            ana.page.keyboard.press("Enter")  # on the link
        opens(opened.value)
        assert opened.value.url != written
        assert (note.input_value(), ana.page.url) == ("Elle rappelle demain, si", written)
        is_done(ana, opened.value, another)
    expect(ana.page.locator("#phone-known")).to_have_text("")
    ana.page.reload()  # and it was kept at the desk, sealed, as ever
    assert note.input_value() == "Elle rappelle demain, si"
    note.fill("")
    is_done(ana, ana.page, mina)


def it_stays_and_says_so(ana: Desk) -> None:
    """Politely, and the way to the call's conversation is the next thing under Tab."""
    says, link = ana.page.locator("#phone-known"), ana.page.locator("#phone-talk")
    expect(says).to_contain_text(STAYS)
    expect(says).to_have_attribute("role", "status")
    assert_accessible(ana.page)
    ana.page.screenshot(path=ARTEFACTS.parent / "phone" / "phone-stays.png")
    ana.page.wait_for_timeout(1_500)
    expect(ana.page.locator("#phone .phone-says")).to_be_focused()  # «Accept» is gone
    ana.page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_have_text("To the conversation of the call, in a new tab")


def test_a_half_chosen_form_counts_as_written_and_an_empty_box_does_not(
    ana: Desk, line: LiveLine, ports: Ports
):
    ana.page.goto(line.desk + "/log/")
    box = ana.page.locator("main select").first
    box.select_option(index=1)
    for is_chosen in (True, False):
        with Telephone(ports.sip, tone=MINA) as mina:
            assert mina.calls() == 200
            mina.presses("1")
            accepts(ana)
            if is_chosen:
                expect(ana.page.locator("#phone-known")).to_contain_text(STAYS)
                assert ana.page.url == line.desk + "/log/"
                box.select_option(index=0)
                expect(ana.page.locator("#phone-talk")).to_have_text(
                    "To the conversation of the call"
                )
                ana.page.click("#phone-talk")
            opens(ana.page)
            is_done(ana, ana.page, mina)
        ana.page.goto(line.desk + "/log/")


def test_where_she_looks_at_somebody_who_waits_the_same_page_becomes_theirs(
    ana: Desk, line: LiveLine, mina: Telephone
):
    ana.at("ringing")
    row = ana.page.locator("#board li.row", has_text="Calls, in French").first
    taking = row.locator("form[action$='taking/']").get_attribute("action")
    assert taking
    ana.page.goto(line.desk + taking.removesuffix("taking/"))
    expect(ana.page.locator("h1")).to_have_text("Somebody waits")
    accepts(ana)
    ana.page.wait_for_selector("#panel-safety")
    expect(ana.page.locator("#h-safety")).to_be_focused()
    is_done(ana, ana.page, mina)


def test_a_covered_page_stays_covered_until_she_uncovers_it(
    ana: Desk, line: LiveLine, ports: Ports
):
    ana.page.clock.install()
    ana.page.goto(line.desk + "/rota/")
    ana.at("ready")
    ana.page.clock.fast_forward(121_000)
    ana.page.wait_for_selector(".mask:not([hidden])")
    with Telephone(ports.sip, tone=MINA) as mina:
        assert mina.calls() == 200
        mina.presses("1")
        accepts(ana, ana.phone)
        ana.page.wait_for_timeout(3_000)
        assert ana.page.url == line.desk + "/rota/"
        ana.page.click(".mask button")
        opens(ana.page)
        is_done(ana, ana.page, mina)


def test_a_page_that_she_goes_to_in_a_call_is_hers_to_look_at(
    ana: Desk, line: LiveLine, mina: Telephone
):
    accepts(ana)
    opens(ana.page)
    ana.page.goto(line.desk + "/rota/")
    ana.at("call")
    expect(ana.page.locator("#phone-talk")).to_be_visible()
    ana.page.wait_for_timeout(2_000)
    assert ana.page.url == line.desk + "/rota/"
    ana.page.click("#phone-mute")  # nor does anything that happens in the call
    ana.page.wait_for_timeout(1_000)
    assert ana.page.url == line.desk + "/rota/"
    ana.page.click("#phone-talk")
    opens(ana.page)
    is_done(ana, ana.page, mina)
