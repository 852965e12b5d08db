"""A provider says by its own link whether its entry is right; whoever only has the tables learns
nothing, and nothing changes until a curator changes it."""

import re
import uuid

import pytest
from django.db import connection

from havre.audit.models import Entry
from havre.directory import actions, inviting, listing, proposals, rounds
from havre.directory.models import Answer, Confirmation, Invitation, Service
from havre.directory.tests.scenes import location, organization, service
from havre.lib import wire
from havre.retention.actions import run
from havre.vault.models import Compartment, SealedSecret
from tests.faces import Browser, Watched
from tests.hands import clock_at, later

SECRET_LINE = "613-555-0107"


@pytest.fixture
def outbox(settings) -> list[wire.Letter]:
    settings.SMTP_URL = wire.IN_MEMORY
    wire.SENT_IN_MEMORY.clear()
    return wire.SENT_IN_MEMORY


@pytest.fixture
def linden(house):
    """A shelter whose address somebody verified, and a street that nobody may know."""
    made = organization("linden", email="intake@linden.example")
    bed = service("bed", of=made, names={"en": "Linden beds", "fr": "Lits du tilleul"},
                  summaries={"en": "Twelve beds.", "fr": "Douze lits."},
                  phones=[{"number": "613-555-0100"},
                          {"number": SECRET_LINE, "tier": "responder"}])  # fmt: skip
    place = location("house", made, [bed])
    actions.seal_place(place, {"address_1": "12 Hidden Street"}, by="dee")
    service("desk", of=made, names={"en": "Linden desk", "fr": "Guichet du tilleul"},
            kind="legal", needs=["legal_labour"])  # fmt: skip
    actions.verify_address(made, by="dee")
    return made


@pytest.fixture
def dee(house):
    return house.on_duty("dee")


def link_in(letter: wire.Letter) -> str:
    return re.findall(r"(/\w\w/listing/[A-Z2-7]{26}/)\n", letter.body)[0]


def asked(linden, dee, outbox, language: str = "en") -> str:
    inviting.invite(linden, language, by=dee)
    return link_in(outbox[-1])


def form_of(page: str, name: str) -> dict[str, str]:
    """The hidden fields of the form below one service."""
    section = page.split(f">{name}</h2>")[1]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', section)[:2])


def answer(front: Browser, link: str, **said: str):
    page = front.get(link).content.decode()
    name = said.pop("of", "Linden beds")
    return front.post(link, form_of(page, name) | said)


@pytest.mark.requirement("000-26")
def test_the_letter_goes_to_the_verified_address_and_tells_nothing(linden, dee, outbox):
    link = asked(linden, dee, outbox, "fr")
    letter = outbox[-1]
    assert (letter.to, link[:4]) == ("intake@linden.example", "/fr/")
    assert "linden" not in (letter.subject + letter.body).lower()
    assert "traite" not in letter.body
    assert Entry.objects.order_by("-n").first().verb == "provider_invited"


def test_no_letter_goes_where_nobody_verified_or_nothing_may_go(linden, dee, outbox):
    linden.email = "other@linden.example"
    linden.save()
    with pytest.raises(inviting.NoAddress):
        inviting.invite(linden, "en", by=dee)
    actions.verify_address(linden, by="dee")
    actions.suspend(linden, by="dee")
    linden.refresh_from_db()
    with pytest.raises(inviting.NoAddress):
        inviting.invite(linden, "en", by=dee)
    assert (outbox, Invitation.objects.count()) == ([], 0)


def test_a_letter_that_did_not_leave_leaves_no_link(linden, dee, settings):
    settings.SMTP_URL = ""
    before = Compartment.objects.count()
    with pytest.raises(inviting.NotSent):
        inviting.invite(linden, "en", by=dee)
    assert (Invitation.objects.count(), Compartment.objects.count()) == (0, before)


def test_the_link_shows_what_partners_see_and_nothing_that_hides_somebody(
    front: Browser, linden, dee, outbox
):
    link = asked(linden, dee, outbox)
    page = front.get(link)
    told = page.content.decode()
    assert (page.status_code, bool(page.cookies)) == (200, False)
    assert page["Cache-Control"] == "no-store"
    for words in ("Linden beds", "Twelve beds.", "613-555-0100", "Linden desk", "We don’t know."):
        assert words in told
    for hidden in (SECRET_LINE, "Hidden Street"):
        assert hidden not in told
    assert told.count("There is more that only responders see") == 1
    assert "Lits du tilleul" in front.get(link.replace("/en/", "/fr/")).content.decode()


def test_the_tables_alone_tell_nothing_of_link_entry_or_answer(front, linden, dee, outbox):
    link = asked(linden, dee, outbox)
    words = "The canary sings at the back door"
    assert answer(front, link, result="changed", words=words, person="Rae").status_code == 303
    token = link.split("/")[-2]
    secret = listing._secret(token)
    stored = b"".join(
        bytes(value) if isinstance(value, memoryview | bytes) else repr(value).encode()
        for table in ("directory_invitation", "directory_answer")
        for row in rows_of(table)
        for value in row
    )
    for known in (token.encode(), secret, secret.hex().encode(), words.encode(), b"Twelve beds",
                  b"Rae", b"changed"):  # fmt: skip
        assert known not in stored


def rows_of(table: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return cursor.fetchall()


def test_the_front_reads_the_link_and_adds_an_answer_and_nothing_else(front, linden, dee, outbox):
    link = asked(linden, dee, outbox)
    with Watched() as watched:
        assert answer(front, link, result="confirmed").status_code == 303
    assert watched.read == {"directory_invitation", "directory_answer"}
    assert watched.changed == {("INSERT", "directory_answer")}


def test_what_they_say_waits_and_is_noted_as_their_own_word(front, linden, dee, outbox):
    link = asked(linden, dee, outbox)
    sent = answer(front, link, result="changed", words="Two beds fewer.", title="Coordinator")
    bed = Service.objects.get(key="bed")
    assert sent["Location"] == f"{link}#s-{bed.id}"
    page = front.get(link).content.decode()
    assert page.count("Your answer is with us") == 1
    assert (Confirmation.objects.count(), bed.version) == (
        0,
        Service.objects.get(key="bed").version,
    )
    (told,) = inviting.read(by=dee)
    assert told.said == listing.Said("changed", "", "Coordinator", "Two beds fewer.")
    for _twice in range(2):
        inviting.note(told.answer, by=dee)
    kept = Confirmation.objects.get()
    assert (kept.record, kept.how, kept.result, kept.title) == (
        bed.id, "link", "changed", "Coordinator")  # fmt: skip
    assert rounds.of(bed).state == "fresh"
    assert (inviting.waiting(), inviting.read(by=dee)) == (0, [])


def test_an_end_is_proposed_and_never_made(front, linden, dee, outbox):
    link = asked(linden, dee, outbox)
    answer(front, link, result="closed", of="Linden desk")
    (told,) = inviting.read(by=dee)
    inviting.note(told.answer, by=dee)
    desk = Service.objects.get(key="desk")
    assert desk.status == "active"
    assert [each.changes for each in proposals.waiting().filter(record=desk.id)] == [
        {"status": "defunct"}
    ]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Say which of the three it is."),
        ({"result": "changed"}, "Say what is different, in a few words."),
        ({"result": "confirmed", "service": str(uuid.UUID(int=4))}, ""),
        ({"result": "confirmed", "key": ""}, "This page is too old."),
        ({"result": "confirmed", "words": "x" * 4_001, "person": "Rae"}, "4000"),
    ],
)
def test_what_cannot_be_kept_gets_a_sentence_and_stays_in_its_box(
    front, linden, dee, *, outbox, said, sentence
):
    link = asked(linden, dee, outbox)
    page = answer(front, link, **said)
    assert (page.status_code, Answer.objects.count()) == (422, 0)
    assert sentence in page.content.decode()
    if "person" in said:
        assert 'value="Rae"' in page.content.decode()
        assert said["words"] in page.content.decode()


def test_a_form_counts_once_and_a_link_carries_no_flood(front, linden, dee, *, outbox, monkeypatch):
    monkeypatch.setattr(listing, "MOST", 3)
    link = asked(linden, dee, outbox)
    form = form_of(front.get(link).content.decode(), "Linden beds") | {"result": "confirmed"}
    for _ in range(4):
        assert front.post(link, form).status_code == 303 or Answer.objects.count() == 1
    assert Answer.objects.count() == 1
    for _ in range(2):
        assert answer(front, link, result="confirmed").status_code == 303
    page = answer(front, link, result="confirmed")
    assert (page.status_code, Answer.objects.count()) == (422, 3)
    assert "more than one link can carry" in page.content.decode()


def test_a_link_that_is_over_or_none_says_so_and_gives_the_number(
    front, linden, dee, *, outbox, settings
):
    link = asked(linden, dee, outbox)
    odd = ("A" * 26, "a" * 26, "A" * 25, "1" * 26, "é" * 26, link.split("/")[-2].lower())
    for token in odd:
        assert front.get(f"/en/listing/{token}/").status_code == 404, token
    with clock_at(later(hours=24 * 21 + 1)):
        page = front.get(link)
        assert page.status_code == 404
        assert settings.LINE_PHONE in page.content.decode()
        assert front.post(link, {"result": "confirmed"}).status_code == 404


def test_another_site_says_nothing_in_their_name(front, linden, dee, outbox):
    link = asked(linden, dee, outbox)
    form = form_of(front.get(link).content.decode(), "Linden beds") | {"result": "closed"}
    far = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert front.post(link, form, headers=far).status_code in {400, 403}
    assert Answer.objects.count() == 0


def test_whoever_listens_reads_no_answer(front, linden, dee, *, outbox, house):
    answer(front, asked(linden, dee, outbox), result="changed", words="New number.")
    for name in ("ana", "lou"):
        (told,) = inviting.read(by=house.on_duty(name))
        assert told.said is None


def test_thirty_days_after_its_end_a_link_is_forgotten_with_its_keys(front, linden, dee, outbox):
    link = asked(linden, dee, outbox)
    answer(front, link, result="confirmed")
    file = Invitation.objects.get().file
    with clock_at(later(hours=24 * 50)):
        run()
        assert (Invitation.objects.count(), Answer.objects.count()) == (1, 1)
    with clock_at(later(hours=24 * 52)):
        run()
        assert (Invitation.objects.count(), Answer.objects.count()) == (0, 0)
    assert not Compartment.objects.filter(file=file).exists()
    assert not SealedSecret.objects.filter(file=file).exists()
