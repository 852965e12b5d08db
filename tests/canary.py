"""Words that stand nowhere else, put into every input, and a search for them in every form.

A word found in what lies on the disk was kept by somebody who should only have sealed it.
"""

import base64
import json
import logging
import uuid
from pathlib import Path
from urllib.parse import quote

from django.db import DatabaseError, connections

from havre.channels.webchat import actions as webchat
from havre.consents import actions as consents
from havre.consents.models import Consent
from havre.contacts import access, drafts
from havre.contacts import actions as contacts
from havre.contacts.models import Contact
from havre.directory.access import Wanted, search
from havre.lib import lang, wire
from havre.onward.tests import hand as passing_on
from havre.retention import actions as retention
from havre.safety import actions as safety
from havre.staff import signin
from havre.tips.actions import Seen
from havre.tips.models import Tip
from havre.vault.models import SealedSecret
from tests import hands, people

INPUTS = (
    "first_words", "more_words", "draft", "half_said", "answer", "note", "called", "pronouns",
    "reach", "wish", "limits", "place_searched", "words_searched", "name_tried",
    "passphrase_tried", "code_tried", "too_long", "broken", "seen_what", "seen_who", "word_added",
)  # fmt: skip
SENT = {"called", "pronouns", "reach", "wish"}  # these leave, by consent


def word_for(name: str) -> str:
    """The canary of an input: letters that no other text has, some of them not ASCII."""
    return f"Zéphyr{name.replace('_', '').upper()}Ŵx"


def sing() -> dict[str, bytes]:
    """The whole story with a canary in every input, at the level of actions.

    Returns the keys that were open meanwhile: they too may lie on no disk in the clear.
    """
    house = people.House(people.DrawnKeys("", {}, {}, {}))
    house.members = {m.name: m for m in people.Member.objects.all()}
    house.shelter, house.bed = people.Organization.objects.get(), people.Service.objects.get()
    talk = webchat.begin(b"k" * 32, word_for("first_words"), language="fr")
    assert talk
    webchat.say(talk, word_for("more_words"), key=uuid.uuid4())
    webchat.keep_draft(talk, word_for("draft"))
    webchat.answer_safety(talk, "watched")
    story = hands.Story(house, house.on_duty("ana"), Contact.objects.get().id)
    contacts.take(story.contact, by=story.ana)
    drafts.keep(story.contact, "answer", word_for("half_said"), by=story.ana, form=uuid.uuid4())
    contacts.answer(story.contact, contacts.Words(word_for("answer"), uuid.uuid4()), by=story.ana)
    contacts.note(story.contact, word_for("note"), by=story.ana)
    contacts.learn(story.person, by=story.ana, **{name: word_for(name) for name in SENT})
    safety.check(story.contact, "danger", by=story.ana)
    search(Wanted(place=word_for("place_searched"), words=word_for("words_searched")))
    story.is_offered_a_bed()
    story.says_yes(*SENT, limits=word_for("limits"))
    story.is_put_in_touch(*SENT)
    assert all(word_for(name) in wire.SENT_IN_MEMORY[0].body for name in SENT)
    _pass_on_a_note(house)
    _go_wrong(story)
    access.said_in(story.contact, by=story.ana)
    consents.withdraw(Consent.objects.get(), by=story.ana)
    story.ends(needs=("youth",))
    return {
        "browser": talk.secret,
        "desk cookie": story.ana.token,
        "box key": story.ana._chest.box,
        "signing key": story.ana._chest.sign,
        "code": story.ana._chest.code.encode(),
        "passphrase": people.PASSPHRASES["ana"].encode(),
        "role key": story.ana.role_secrets["responder", 1],
    }


def forget() -> dict[str, bytes]:
    """Forget everybody; the sealed keys that were destroyed."""
    boxes = {f"{row.compartment} {row.role}": bytes(row.box) for row in SealedSecret.objects.all()}
    for contact in Contact.objects.all():
        retention.forget(contact, by="test")
    for tip in Tip.objects.all():
        retention.forget_tip(tip, by="test")
    return boxes


def _pass_on_a_note(house: people.House) -> None:
    """What the public saw, a part of it told to one recipient, after a word too many."""
    lou = house.on_duty("lou")
    tip = passing_on.left(Seen(what=word_for("seen_what"), who=word_for("seen_who")))
    try:
        passing_on.looked_at(tip, house.shelter, by=lou, what=word_for("word_added"))
    except ValueError:
        logging.getLogger("havre.canary").exception("Added")
    passing_on.passed_on(tip, house.shelter, by=lou, what=word_for("seen_what"))
    body = wire.SENT_IN_MEMORY[1].body
    assert (word_for("seen_what") in body, word_for("seen_who") in body) == (True, False)


def _go_wrong(story: hands.Story) -> None:
    """Refusals and errors carry what was typed; none of it may be written down."""
    log = logging.getLogger("havre.canary")
    for name, passphrase in ((word_for("name_tried"), "x"), ("ana", word_for("passphrase_tried"))):
        try:
            signin.sign_in(name, passphrase * 3, word_for("code_tried"))
        except signin.Refused:
            log.exception("refused %s", name)
    try:
        contacts.note(story.contact, word_for("too_long") * 4_000, by=story.ana)
    except ValueError:
        log.exception("too long")
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("INSERT INTO contacts_lamp (language) VALUES (%s)", [word_for("broken")])
    except DatabaseError as error:
        log.error("%s", error, exc_info=error)


def copy_tables(folder: Path) -> None:
    """On PostgreSQL: what lies on its disk, as files that can be searched."""
    for alias in ("default", "keystore"):
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        for table in connection.introspection.table_names():
            with (
                connection.cursor() as cursor,
                cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as rows,
            ):
                (folder / f"{alias}-{table}").write_bytes(b"".join(bytes(row) for row in rows))


def forms_of(word: bytes) -> dict[str, bytes]:
    """How a word may lie in a file."""
    text = word.decode("utf-8", "ignore")
    forms = {
        "raw": word,
        "hex": word.hex().encode(),
        "HEX": word.hex().upper().encode(),
        "escaped": json.dumps(text)[1:-1].encode(),
        "in a URL": quote(text).encode(),
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "utf-32": text.encode("utf-32-le"),
        "latin": text.encode("ascii", "ignore"),
        "folded": lang.fold(text).encode(),
    }
    for shift in range(3):  # wherever it begins in what was encoded; its own middle part
        encoded = base64.b64encode(b"\0" * shift + word)
        forms[f"base64, {shift}"] = encoded[4 if shift else 0 : -4]
        forms[f"base64 for URLs, {shift}"] = forms[f"base64, {shift}"].translate(
            bytes.maketrans(b"+/", b"-_")
        )
    return {how: form for how, form in forms.items() if len(form) >= 8}


def found_in(folder: Path, words: dict[str, bytes]) -> set[tuple[str, str]]:
    """(word, form) of everything that lies in any file under this folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    found: set[tuple[str, str]] = set()
    for path in files:
        content = path.read_bytes()
        for name, word in words.items():
            found |= {(name, how) for how, form in forms_of(word).items() if form in content}
    return found
