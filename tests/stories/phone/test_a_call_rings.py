"""Ana answers a call in her browser: it rings wherever she is, and goes on while she works.

The real engine, a real browser with a microphone that hears one tone, and Mina's telephone that
says another. The queue that rings her has tests of its own.
"""

import threading
import time

import pytest
from playwright.sync_api import Dialog, expect

from havre.channels.phone.tests.caller import RATE, strength
from havre.channels.phone.tests.talking import Exchange
from tests.stories.looking import assert_accessible
from tests.stories.phone.scenes import (
    MINA,
    VOICE,
    accepts,
    come_in,
    get_ready,
    hangs_up,
    hears,
    is_quiet,
    kill,
    launch,
    mina_calls,
    soon,
)

pytestmark = [pytest.mark.browser, pytest.mark.servers]


def test_it_rings_on_every_page_and_both_hear_each_other(ana, engine, exchange, seen):
    other = ana.page.context.new_page()
    other.goto(ana.page.url + "rota/")
    ana.at("ready", other)
    with mina_calls(engine) as mina:
        for page in (ana.page, ana.phone, other):
            ana.at("ringing", page)
            assert page.inner_text("#phone-says") == "Somebody calls."
            assert_accessible(page)
        accepts(ana, other)
        ana.at("call")
        assert soon(lambda: hears(mina, VOICE))
        assert ana.hears(MINA)
        assert_accessible(ana.page)
        assert_accessible(ana.phone)
        hangs_up(ana)
        ana.at("ready", other)
        exchange.saw("ChannelDestroyed")
    other.close()
    assert [one for one in seen if one.startswith("error") or "//localhost:" not in one] == []


def test_without_a_mouse(ana, engine, exchange):
    with mina_calls(engine) as mina:
        ana.at("ringing")
        ana.page.focus("#phone-accept")
        ana.page.keyboard.press("Enter")
        ana.at("call")
        assert ana.page.evaluate("document.activeElement.className") == "phone-says"
        ana.page.keyboard.press("Enter")  # pressed once too often: nothing happens
        ana.at("call")
        ana.page.keyboard.press("Tab")
        ana.page.keyboard.press("Space")
        expect(ana.page.locator("#phone-says")).to_have_text("In a call. Your microphone is off.")
        ana.page.wait_for_timeout(6_000)  # silent longer than one that is gone may be
        assert soon(lambda: is_quiet(mina))
        ana.page.keyboard.press("Space")
        assert soon(lambda: hears(mina, VOICE))
        ana.page.focus("#phone-keys summary")
        ana.page.keyboard.press("Enter")
        assert_accessible(ana.page)
        ana.page.keyboard.press("Tab")
        ana.page.keyboard.press("Enter")  # the first key
        assert exchange.saw("ChannelDtmfReceived")["digit"] == "1"
        ana.page.keyboard.press("#")
        exchange.saw("ChannelDtmfReceived", digit="#")
        hangs_up(ana)
        ana.at("ready")


def test_nobody_is_cut_off_by_one_press_too_many(ana, engine, exchange):
    with mina_calls(engine) as mina:
        accepts(ana)
        ana.page.focus("#phone-hang-up")
        ana.page.keyboard.press("Enter")
        ana.page.keyboard.press("Enter")  # once too often: nobody is cut off
        expect(ana.page.locator("#phone-says")).to_contain_text("If you are done, close")
        assert_accessible(ana.page)
        ana.page.keyboard.press("Tab")
        ana.page.keyboard.press("Enter")  # stay
        ana.at("call")
        assert soon(lambda: hears(mina, VOICE))
        ana.page.focus("#phone-hang-up")
        for key in ("Enter", "Tab", "Tab", "Enter"):
            ana.page.keyboard.press(key)
        ana.at("ready")


def test_on_hold_neither_hears_the_other(ana, engine, exchange):
    with mina_calls(engine) as mina:
        accepts(ana)
        assert soon(lambda: hears(mina, VOICE))
        ana.page.click("#phone-hold")
        expect(ana.page.locator("#phone-says")).to_have_text("On hold: you do not hear each other.")
        exchange.saw("ChannelHold")
        ana.page.wait_for_timeout(6_000)  # longer than a browser may be silent that is not on hold
        assert soon(lambda: is_quiet(mina))
        assert not ana.hears(MINA)
        ana.page.click("#phone-hold")
        exchange.saw("ChannelUnhold")
        assert soon(lambda: hears(mina, VOICE))
        assert soon(lambda: ana.hears(MINA))
        hangs_up(ana)
        ana.at("ready")


def test_a_call_goes_on_while_pages_come_and_go(ana, line, engine, exchange):
    with mina_calls(engine) as mina:
        accepts(ana)
        assert soon(lambda: hears(mina, VOICE))
        mina.drain()
        sound: list[int] = []
        listening = threading.Thread(target=lambda: sound.extend(mina.hears(5)))
        listening.start()
        for path in ("/rota/", "/numbers/", "/"):
            ana.page.goto(line.desk + path)
            ana.at("call", within=30)
        ana.page.reload()
        ana.at("call", within=30)
        listening.join()
        parts = [sound[n : n + RATE // 2] for n in range(0, len(sound) - RATE // 2, RATE // 2)]
        assert len(parts) >= 9
        assert [n for n, part in enumerate(parts) if strength(part, VOICE) < 0.9] == []
        hangs_up(ana)
        ana.at("ready")


def test_who_reloads_the_window_is_asked_and_put_through_again(ana, engine, exchange):
    asked: list[str] = []

    def answers(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    ana.phone.on("dialog", answers)
    with mina_calls(engine) as mina:
        accepts(ana)
        ana.phone.click("h1")  # touched, or a browser asks nothing
        ana.phone.reload()
        assert asked == ["beforeunload"]
        ana.at("ready", within=30)  # signed in again by itself
        exchange.rings_again()
        ana.at("call", within=30)  # without a second press
        assert soon(lambda: hears(mina, VOICE))
        hangs_up(ana)
        ana.at("ready")
        exchange.rings_again()
        ana.at("ringing")  # a call that one ended oneself is not taken by itself
        ana.page.click("#phone-decline")
        ana.at("ready")
    ana.phone.remove_listener("dialog", answers)


def test_not_now_and_a_caller_who_hangs_up(ana, engine, exchange):
    with mina_calls(engine):
        ana.at("ringing", ana.phone)
        ana.phone.click("#phone-decline")
        ana.at("ready")
        assert exchange.saw("ChannelDestroyed", within=20)["cause"] == 17  # busy, not broken
    exchange.forget()
    with mina_calls(engine) as mina:
        accepts(ana)
        mina.hangs_up()
        exchange.saw("StasisEnd")
        exchange.ends_all()
        ana.at("ready", within=30)


def test_a_browser_that_dies_is_noticed_within_five_seconds(line, engine, browser, tmp_path):
    dying = launch(browser, tmp_path)
    context = dying.new_context(permissions=["microphone"], locale="en-CA")
    ben = come_in(line, context, "ben")
    endpoint = get_ready(ben, engine, line.data)
    with Exchange(engine, endpoint) as exchange, mina_calls(engine) as mina:
        accepts(ben)
        assert soon(lambda: hears(mina, VOICE))
        exchange.forget()
        died = time.monotonic()
        kill(tmp_path)
        exchange.saw("PeerStatusChange", within=20)
        noticed = time.monotonic() - died
        exchange.saw("ChannelDestroyed", within=20)
        torn = time.monotonic() - died
        assert (noticed < 5, torn < 7) == (True, True)
        assert not mina.is_left(within=0.5)  # she is still there, to be put through again
    print(f"noticed after {noticed:.2f} s, its leg ended after {torn:.2f} s")
