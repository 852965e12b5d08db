"""The house sends one letter once, and knows whether it left, did not leave, or cannot know."""

import pytest

from havre.lib import wire
from havre.lib.wire import Letter, WireDown, WireUnsure
from tests.smtp import HANG_UP, mail_server

LETTER = Letter("in@linden.example", "A message (ACDEFHJK)", "Wishes to be called: Zoé 🌻\n")


def send(settings, url: str, letter: Letter = LETTER) -> None:
    settings.SMTP_URL = url
    wire.post(letter)


def test_a_letter_arrives_as_it_was_written(settings):
    with mail_server() as server:
        send(settings, server.url)
    (taken,) = server.taken
    assert "To: in@linden.example\r\n" in taken
    assert "Subject: A message (ACDEFHJK)\r\n" in taken
    assert wire.SENT_IN_MEMORY == []


@pytest.mark.parametrize(
    ("answers", "outcome", "says"),
    [
        ({"HELLO": HANG_UP}, WireDown, "does not answer"),
        ({"HELLO": "554 busy"}, WireDown, "does not answer"),
        ({"EHLO": "500 no", "HELO": "500 no"}, WireDown, r"refused the letter \(500\)"),
        ({"MAIL": "550 who are you"}, WireDown, "refused the address"),
        ({"RCPT": "550 nobody here"}, WireDown, "refused the address"),
        ({"DATA": "451 later"}, WireDown, r"refused the letter \(451\)"),
        ({"TAKEN": "452 full"}, WireDown, r"refused the letter \(452\)"),
        ({"TAKEN": HANG_UP}, WireUnsure, "broke while sending"),
        ({"DATA": HANG_UP}, WireUnsure, "broke while sending"),
    ],
)
def test_every_failure_is_told_apart(settings, answers, outcome, says):
    with mail_server(**answers) as server, pytest.raises(outcome, match=says):
        send(settings, server.url)


@pytest.mark.parametrize("parting", [HANG_UP, "421 overloaded", "250 fine"])
def test_a_letter_that_was_taken_was_sent_however_the_server_parts(settings, parting):
    with mail_server(QUIT=parting) as server:
        send(settings, server.url)
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "No mail server is set"),
        ("smtp+plain://relay.example:25", "this machine only"),
        ("smtp+plain://10.0.0.7", "this machine only"),
        ("smtp+plain://localhost.evil.example", "this machine only"),
        ("smtp+plain://127.0.0.1.evil.example", "this machine only"),
        ("smtp+plain://0.0.0.0:25", "this machine only"),
        ("http://127.0.0.1:25", "starts with smtp"),
        ("smtp+plain://127.0.0.1:1", "does not answer"),
        ("smtp+plain://127.0.0.1:70000", "does not answer"),
        ("smtps://127.0.0.1:1", "does not answer"),
    ],
)
def test_a_letter_goes_nowhere_without_encryption_but_this_machine(settings, url, says):
    with pytest.raises(WireDown, match=says):
        send(settings, url)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1"])
def test_this_machine_has_these_names(host):
    assert wire._is_this_machine(host) is True


def test_a_server_that_cannot_encrypt_gets_nothing(settings):
    with mail_server() as server, pytest.raises(WireDown, match="does not answer"):
        send(settings, server.url.replace("smtp+plain", "smtp"))
    with mail_server() as server, pytest.raises(WireDown, match="does not answer"):
        send(settings, server.url.replace("smtp+plain", "smtps"))


def test_a_server_that_refuses_our_sign_in_gets_nothing(settings):
    with mail_server() as server, pytest.raises(WireDown, match="refused our sign-in"):
        send(settings, server.url.replace("//", "//line:w%20rd@"))
    assert server.taken == []


@pytest.mark.parametrize(
    "letter",
    [
        Letter("in@linden.example\nBcc: evil@example.org", "s", "b"),
        Letter("in@linden.example", "s\r\nBcc: evil@example.org", "b"),
        Letter("zoé@linden.example", "s", "b"),  # this server knows no such addresses
        Letter("zoé@[", "s", "b"),  # Python's own parser of addresses breaks on it
        Letter("in@linden.example", "s", "half a \ud800 letter"),
    ],
)
def test_a_letter_that_cannot_be_written_does_not_leave(settings, letter):
    with mail_server() as server, pytest.raises(WireDown):
        send(settings, server.url, letter)
    assert server.taken == []


@pytest.mark.hostile(79)
def test_house_mail_takes_fixed_words_and_a_reference_only():
    for template, code in (
        ("free_text", "ACDEFHJK"),
        ("permission_withdrawn", "Mina is in Ottawa"),
        ("permission_withdrawn", "Mina"),
        ("permission_withdrawn", "Ми́на"),
        ("permission_withdrawn", ""),
        ("permission_withdrawn", "A" * 17),
        ("permission_withdrawn", "ACDEFHJK\n"),
        ("../../privacy", "ACDEFHJK"),
    ):
        with pytest.raises(ValueError, match="known templates and short references"):
            wire.house_mail(template, to="a@b.example", language="en", codes={"reference": code})
    assert wire.SENT_IN_MEMORY == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_whoever_is_called_in_reads_fixed_words_and_no_more(language):
    wire.house_mail("called_in", to="sue@home.example", language=language, codes={})
    (letter,) = wire.SENT_IN_MEMORY
    assert letter.subject.count("\n") == 0
    assert not any(sign.isdigit() for sign in letter.subject + letter.body)
    assert len(letter.body.split("\n\n")) == 2


@pytest.mark.parametrize("language", ["en", "fr"])
def test_house_mail_says_the_reference_and_nothing_of_anybody(language):
    codes = {"reference": "ACDEFHJK"}
    wire.house_mail("permission_withdrawn", to="a@b.example", language=language, codes=codes)
    (letter,) = wire.SENT_IN_MEMORY
    assert (letter.to, letter.body.count("ACDEFHJK") + letter.subject.count("ACDEFHJK")) > ("a", 0)
    assert letter.body.endswith("\n")
