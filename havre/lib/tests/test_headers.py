"""A page may reach a phone's socket only where a view of the desk says so, and only that one."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from havre.lib.env import WrongSetting, socket
from havre.lib.headers import headers, with_phone, with_sound

ASKED = RequestFactory().get("/")
QUIET = "camera=(), microphone=(), geolocation=(), browsing-topics=(), interest-cohort=()"


def policy_of(response: HttpResponse) -> dict[str, str]:
    said = response.headers["Content-Security-Policy"].split("; ")
    return {name: words for name, _, words in (one.partition(" ") for one in said)}


def test_a_page_reaches_nothing_but_its_own_house_and_has_no_microphone(settings):
    for face in ("front", "desk"):
        settings.FACE = face
        answer = headers(lambda _: HttpResponse())(ASKED)
        assert policy_of(answer)["connect-src"] == "'self'"
        assert answer.headers["Permissions-Policy"] == QUIET


def test_the_phones_page_reaches_one_socket_and_may_use_the_microphone(settings):
    settings.FACE = "desk"
    page = headers(lambda _: with_phone(HttpResponse(), "wss://phone.line.example:8443/ws"))
    answer = page(ASKED)
    assert policy_of(answer)["connect-src"] == "'self' wss://phone.line.example:8443"
    assert answer.headers["Permissions-Policy"] == QUIET.replace(
        "microphone=()", "microphone=(self)"
    )
    assert "Havre-Socket" not in answer.headers


def test_the_persons_side_never_does_whatever_a_view_says(settings):
    settings.FACE = "front"
    answer = headers(lambda _: with_phone(HttpResponse(), "wss://phone.line.example/ws"))(ASKED)
    assert policy_of(answer)["connect-src"] == "'self'"
    assert answer.headers["Permissions-Policy"] == QUIET
    assert "Havre-Socket" not in answer.headers


def test_only_a_marked_page_of_the_desk_plays_sounds_and_only_its_own(settings):
    for face, plays in (("front", None), ("desk", "'self'")):
        settings.FACE = face
        answer = headers(lambda _: with_sound(HttpResponse()))(ASKED)
        assert policy_of(answer).get("media-src") == plays
        assert "Havre-Sound" not in answer.headers
    assert "media-src" not in policy_of(headers(lambda _: HttpResponse())(ASKED))


@pytest.mark.parametrize(
    "said",
    [
        "wss://phone.line.example:8443/ws",
        "wss://phone.line.example/ws",
        "ws://127.0.0.1:8088/ws",
        "ws://localhost:8088/ws",
        "",
    ],
)
def test_a_socket_with_tls_or_on_this_machine_is_taken(monkeypatch, said):
    monkeypatch.setenv("HAVRE_PHONE_SOCKET", said)
    assert socket("PHONE_SOCKET") == said


@pytest.mark.parametrize(
    "said",
    [
        "ws://phone.line.example/ws",  # no encryption between machines
        "ws://127.0.0.1.line.example/ws",
        "https://phone.line.example/ws",
        "wss://a.example/ws; script-src *",
        "wss://a.example *",
        "wss://a.example/ws\nX: y",
        "wss://u:p@a.example/ws",
        "wss://*/ws",
        "wss://",
    ],
)
def test_no_other_is_and_no_word_of_it_reaches_a_header(monkeypatch, said):
    monkeypatch.setenv("HAVRE_PHONE_SOCKET", said)
    with pytest.raises(WrongSetting, match="HAVRE_PHONE_SOCKET takes wss://"):
        socket("PHONE_SOCKET")
