"""What somebody does in an open browser: begin, say, answer, leave. Inserts and own rows only."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from havre.channels.webchat import access
from havre.channels.webchat.access import Talk
from havre.channels.webchat.delivery import put
from havre.channels.webchat.models import (
    CUT_OFF,
    HALF,
    IN_THE_BOX,
    REFUSED,
    Pause,
    Session,
    SessionCopy,
)
from havre.contacts import writing
from havre.contacts.actions import Words, reach, receive
from havre.contacts.offering import asked_by_the_person
from havre.contacts.turn import COMPANY
from havre.lib import clock, lang
from havre.lib.doorbell import ring, ring_softly
from havre.lib.prepared import PreparedQuery
from havre.vault import keys, own

REPLAY = dt.timedelta(minutes=2)  # so long the same start page opens the same conversation again
_BEGUN = PreparedQuery(lambda id: Session.objects.filter(id=id), id=uuid.UUID)
_TOUCH = dt.timedelta(seconds=30)


def begin(key: bytes, text: str, *, language: str, paused: int = 0) -> Talk | None:
    """Reach the line, with first words or without. One start page opens one conversation.

    `paused`: the step of the last pause of this browser, so that a next one lasts longer.

    The same page posted again within REPLAY gets the same conversation, later None: whoever
    finds the form in a browser's memory does not get in. Raises NoRoleKey.
    """
    secret = salted_hmac("havre.webchat.session", key, algorithm="sha256").digest()
    found = _BEGUN.first(id=own.session_id(secret))
    if found:
        return _replayed(found, secret)
    try:
        return _open(secret, text, language, paused)
    except IntegrityError:  # the double click was first, or it was left since
        found = _BEGUN.first(id=own.session_id(secret))
        return _replayed(found, secret) if found else None


def say(talk: Talk, text: str, *, key: uuid.UUID) -> None:
    """Store words, once per form, for the line and for this browser; the box is empty again."""
    with transaction.atomic():
        _store(talk, Words(text, talk.message_id(key, text)), kind="person")
        _drop_draft(talk)


def answer_safety(talk: Talk, answer: str) -> None:
    """Answer the line's first question. The first answer stands; more can be said in words."""
    with transaction.atomic():
        _store(talk, Words(answer, talk.id_for("safety"), kind="safety"), kind="safety")


def ask(talk: Talk, what: str) -> None:
    """Ask to be answered first because of danger, or by somebody in particular.

    Once; the line reads it too.
    """
    key = talk.id_for(f"asked {what}")
    with transaction.atomic():
        asked_by_the_person(talk.session.contact_id, what, key=key)
        _store(talk, Words(what, key, kind="asked"), kind="asked")


def sign(talk: Talk, what: str, *, key: uuid.UUID) -> None:
    """Say with one press that they cannot write, are not alone, or can write again.

    Once per form. Whoever is not alone has the conversation hidden at once, in one transaction.
    """
    key = talk.message_id(key, f"\0{what}")  # no words have this sign in them
    with transaction.atomic():
        asked_by_the_person(talk.session.contact_id, what, key=key)
        _store(talk, Words(what, key, kind="sign"), kind="sign")
        if what == COMPANY:
            hide(talk)


def hide(talk: Talk) -> None:
    """Every page of this browser shows nothing of it, until `show`. The line keeps what it has."""
    Session.objects.filter(id=talk.session.id).update(hidden_at=clock.now())
    ring(f"contact:{talk.session.contact_id}")  # other pages of the same browser hide too


def show(talk: Talk) -> None:
    """Somebody at this browser wants to see it again."""
    Session.objects.filter(id=talk.session.id).update(hidden_at=None)


def is_writing(talk: Talk) -> None:
    """Whoever holds the conversation sees that they write. Never what; it is stored nowhere."""
    ring_softly(writing.by_the_person(talk.session.contact_id))


def ask_again(pause: access.Paused) -> None:
    """Ask the line to look at a pause again. Once; a supervisor sees it."""
    if pause.asked_at is None:
        Pause.objects.filter(id=pause.id).update(asked_at=clock.now())
        ring("queue")


def keep_draft(talk: Talk, text: str) -> None:
    """Keep in the box what could not be sent, sealed to this browser alone: nothing is lost."""
    _keep(talk, text, REFUSED)


def keep_half(talk: Talk, text: str) -> None:
    """Keep in the box what was being written while another button was pressed; nothing of an
    empty box. Without JavaScript the page is made anew for that."""
    if text:
        _keep(talk, text, HALF)
    else:
        _drop_draft(talk)


def _keep(talk: Talk, text: str, kind: str) -> None:
    now = clock.now()
    with transaction.atomic():
        _drop_draft(talk)
        for n, start in enumerate(range(0, max(len(text), 1), lang.LONGEST)):
            at = now + dt.timedelta(microseconds=n)
            put(talk.session, uuid.uuid4(), kind, text[start : start + lang.LONGEST], at=at)


def keep_open(talk: Talk) -> None:
    """The page is still open. Written at most every half minute.

    After a cut the line is told that they are back, and for how long they were away; this page
    says that it is the same conversation.
    """
    quiet = clock.now() - talk.session.seen_at
    if quiet > CUT_OFF and not access.is_closed(talk):
        minutes = str(round(quiet.total_seconds() / 60))
        cut = f"\0back {talk.session.seen_at.isoformat()}"  # two pages that come back at once: once
        key = talk.message_id(talk.session.id, cut)
        with transaction.atomic():
            _store(talk, Words(minutes, key, kind="back"), kind="back")
            Session.objects.filter(id=talk.session.id).update(seen_at=clock.now())
    elif quiet > _TOUCH:
        Session.objects.filter(id=talk.session.id).update(seen_at=clock.now())


def leave(talk: Talk) -> None:
    """Nothing stays on this device. The desk sees that the person left."""
    closed = access.is_closed(talk)
    with transaction.atomic():
        if not closed:
            _tell_line(talk, Words("", talk.id_for("left"), kind="left"))
        SessionCopy.objects.filter(session_id=talk.session.id).delete()
        Session.objects.filter(id=talk.session.id).delete()


def _replayed(session: Session, secret: bytes) -> Talk | None:
    return Talk(session, secret) if clock.now() - session.opened_at < REPLAY else None


def _open(secret: bytes, text: str, language: str, paused: int) -> Talk:
    files = keys.make_file()  # the keystore commits first
    contact_id = own.derive_id(secret, "contact")
    with transaction.atomic():
        reach(files, contact_id=contact_id, channel="webchat", language=language)
        session = Session.objects.create(
            id=own.session_id(secret),
            contact_id=contact_id,
            file=files.file,
            public=own.session_pair(secret)[0],
            conversation=files.publics["conversation"],
            language=language,
            paused=paused,
        )
        talk = Talk(session, secret)
        if len(text) > lang.LONGEST:
            keep_draft(talk, text)
        elif text:
            _store(talk, Words(text, talk.id_for("first words")), kind="person")
    return talk


def _store(talk: Talk, words: Words, *, kind: str) -> None:
    """One copy for the line, one for this browser (security.md 2, step 2)."""
    _tell_line(talk, words)
    put(talk.session, words.key, kind, words.text)


def _tell_line(talk: Talk, words: Words) -> None:
    session = talk.session
    receive(
        words,
        contact_id=session.contact_id,
        file=session.file,
        public=bytes(session.conversation),
    )


def _drop_draft(talk: Talk) -> None:
    SessionCopy.objects.filter(session_id=talk.session.id, kind__in=IN_THE_BOX).delete()
