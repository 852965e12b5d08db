"""What the line itself says in a conversation: fixed words, in the person's language."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from havre.channels.webchat.access import Conversation, Copy, State, Talk
from havre.channels.webchat.pressed import AFTER_SIGN, SIGNS
from havre.lib import lang

QUESTION = _("Is it safe for you to write right now? Could someone see your screen?")
ANSWERS = {
    "yes": _("Yes, I can write"),
    "unsure": _("I’m not sure"),
    "no": _("No, not now"),
    "skip": _("Skip"),
}
ASKED = {
    "danger": _("I am in danger now"),
    "woman": _("I’d rather write with a woman"),
    "indigenous": _("I’d like somebody who knows Indigenous services"),
    "youth": _("I’d like somebody used to young people"),
    "labour": _("I’d like somebody who knows about work and wages"),
}
FIRST = ("danger", "woman")  # in sight at once; the others stand behind one more press
MORE = tuple(code for code in ASKED if code not in FIRST)
_AFTER_ASKED = {
    "danger": _(
        "You come first now. If you can, call {emergency}, or {phone}. If you can’t speak, you can "
        "stay here: whoever is at the keyboard, or comes next, sees this before all else."
    ),
    "woman": _("We’ll look for a woman who is free. If there is none, we tell you."),
    "indigenous": _(
        "We’ll look for somebody who knows Indigenous services. If nobody like that is free, we "
        "tell you."
    ),
    "youth": _(
        "We’ll look for somebody used to young people. If nobody like that is free, we tell you."
    ),
    "labour": _(
        "We’ll look for somebody who knows about work and wages. If nobody like that is free, we "
        "tell you."
    ),
}
BACK = _(
    "You are back in the same conversation. The page was closed or without connection for a while; "
    "what reached us is kept. Not alone? Press “Someone is here”."
)
_AFTER = {
    "yes": _("Good. If that changes, “Leave this page” is at the top."),
    "unsure": _(
        "Then let’s go gently. Write little, or only yes and no. We’ll ask questions you can "
        "answer in one word. You can leave at once."
    ),
    "no": _(
        "Then it can wait. Come back when you can, or call {phone} from a phone that is safe. "
        "In danger right now: {emergency}, if you can."
    ),
    "skip": _("That is fine. “Leave this page” is at the top."),
}
_EVENTS = {
    "taken": _("Someone is here now and is reading what you wrote."),
    "lost": _(
        "The person who was with you has lost their connection. What you wrote is kept, and you "
        "come first as soon as a colleague is free."
    ),
    "given": _(
        "Somebody else will answer you. What you wrote is kept, and you come first as soon as a "
        "colleague is free."
    ),
    "handed": _(
        "A colleague answers you from here on. They can read what you wrote: you need not begin "
        "again."
    ),
    "helped": _(
        "A colleague from this line reads along now, to help the person who answers you. If you "
        "do not want that, say so."
    ),
    "alone_again": _("The colleague who read along has left this conversation."),
    "interpreted": _(
        "An interpreter helps with the words now. They read what is written here while they help, "
        "and nothing else: we do not tell them your name or anything you told us elsewhere. They "
        "said that they do not know you. If you do not want this, or want somebody else, say so."
    ),
    "interpreted_outside": _(
        "An interpreter helps whoever answers you, by phone. They do not see this page. If you do "
        "not want this, or want somebody else, say so."
    ),
    "interpreter_left": _(
        "The interpreter no longer helps in this conversation, and cannot read it."
    ),
    "delayed": _(
        "Nobody could answer you yet. You keep your place. If you’d rather not wait, the phone is "
        "answered day and night: {phone}."
    ),
    "no_woman": _(
        "We could not find a woman who is free right now, so whoever is free may answer. They know "
        "that you asked. You can also write another time."
    ),
    "no_indigenous": _(
        "Nobody who knows Indigenous services is free right now, so whoever is free may answer. "
        "They know that you asked. You can also write another time."
    ),
    "no_youth": _(
        "Nobody used to young people is free right now, so whoever is free may answer. They know "
        "that you asked. You can also write another time."
    ),
    "no_labour": _(
        "Nobody who knows about work and wages is free right now, so whoever is free may answer. "
        "They know that you asked. You can also write another time."
    ),
    "closed": _("This conversation is closed. You can begin another at any time; we will be here."),
    "rests": _(
        "Nobody wrote for a while, so we let this rest. You did nothing wrong. Begin again "
        "whenever you like, with one word or with none."
    ),
    "paused": _(
        "Writing here pauses for a while. In danger right now: {emergency}, if you can, or {phone}."
    ),
    "mistake": _("That was our mistake, and we are sorry. You are in the right place."),
    "reopened": _("This conversation is open again. You can go on writing."),
}
_APART = {
    "media": _("Thank you for your interest in our work."),
    "training": _("Thank you for wanting to learn more about this."),
    "partner": _("Thank you for wanting to work with us."),
    "wrong_place": _("It seems that you meant to reach somebody else."),
}
_KEPT_FREE = _(
    "This line is kept free for people who need help, so this conversation ends here. If you or "
    "somebody you know needs help: begin again, or call {phone}."
)
_OFFICE = _("Please write to {office} instead.")
_WAITING = {
    State.WAITING: _(
        "Someone is on duty. They see that you wrote and will answer as soon as they are free. "
        "You can go on writing."
    ),
    State.SILENT: _(
        "Someone is on duty. They see that you are here and will greet you as soon as they are "
        "free. You can already write."
    ),
    State.LONG: _(
        "It is taking longer than we would like. We have not forgotten you. "
        "If you’d rather talk: {phone}."
    ),
    State.NOBODY: _(
        "Nobody who answers in English is at the keyboard at this moment. The phone is answered "
        "day and night: call if you can do so safely. Or write here: what you write is kept "
        "sealed until someone comes. The answer will show on this page while it stays open."
    ),
}
TOO_LONG = _(
    "That is a little too long to go at once ({n} of {max} signs). Nothing is lost: your text is "
    "still in the box. Send it in two parts."
)
EMPTY = _("There is nothing in the box yet.")
OLD_PAGE = _(
    "This page had grown old, so we made a new one. Your text is in the box. Press Send again."
)
START_AGAIN = _(
    "That page had grown old, so this is a new one. What stood in it was not sent a second time."
)
ENDED = _(
    "This conversation has ended on this device, because the page was closed or quiet for a "
    "while. We do this so that nobody else can read it. You can begin again."
)
NO_COOKIE = _(
    "What you wrote has reached us. But this browser keeps nothing open, so an answer cannot be "
    "shown here. Please call {phone}, or allow cookies for this site and begin again."
)
BLANK = {  # what the page's own script draws new messages from
    "person": {"sender": "person", "kind": "words"},
    "staff": {"sender": "staff", "kind": "words"},
    "interpreter": {"sender": "interpreter", "kind": "words"},
    "line": {"sender": "line", "kind": "words"},
    "no": {"sender": "line", "kind": "after-no"},
    "yes_no": {"sender": "staff", "kind": "yes_no"},
}
UNREADABLE = _("This message cannot be shown. You can ask for it again.")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing on the page, in words: a message, an event, or where the waiting stands."""

    id: str
    sender: str  # person | staff | interpreter | line
    kind: str
    text: str
    at: dt.datetime

    def as_json(self) -> dict[str, Any]:
        """As the page's own script fetches it."""
        told = asdict(self)
        return {"from": told.pop("sender"), **told, "at": self.at.isoformat()}


def said(talk: Talk, now: Conversation) -> list[Said]:
    """The whole page in its order. The question about safety comes first, always (002-E2)."""
    told = [Said("question", "line", "question", str(QUESTION), talk.session.opened_at)]
    for copy in now.copies:
        told += _said(copy)
    return told


def status(talk: Talk, now: Conversation) -> Said | None:
    """Where the waiting stands, without minutes; None once somebody is here."""
    if now.state not in _WAITING:
        return None
    text = _filled(str(_WAITING[now.state]))
    return Said(f"status-{now.state}", "line", "status", text, talk.session.opened_at)


def why_kept(draft: str) -> str:
    """Why the words in the box are still there."""
    if not draft:
        return str(EMPTY)
    return too_long(len(draft)) if len(draft) > lang.LONGEST else str(OLD_PAGE)


def no_cookie() -> str:
    """That the words arrived, and that no answer can be shown in this browser."""
    return _filled(str(NO_COOKIE))


def closed() -> str:
    """That nobody would read it here any more."""
    return str(_EVENTS["closed"])


def too_long(length: int) -> str:
    """How much too long, and that nothing is lost."""
    return str(TOO_LONG).format(n=length, max=lang.LONGEST)


def _said(copy: Copy) -> list[Said]:
    text = copy.text
    if text is None:
        return [Said(copy.id.hex, "line", "unreadable", str(UNREADABLE), copy.at)]
    if copy.kind == "safety" and text in ANSWERS:
        after = Said(f"after-{text}", "line", f"after-{text}", _filled(str(_AFTER[text])), copy.at)
        return [Said(copy.id.hex, "person", "safety", str(ANSWERS[text]), copy.at), after]
    if copy.kind == "asked" and text in ASKED:
        then = _filled(str(_AFTER_ASKED[text]))
        return [
            Said(copy.id.hex, "person", "asked", str(ASKED[text]), copy.at),
            Said(f"after-{text}", "line", f"after-{text}", then, copy.at),
        ]
    if copy.kind == "sign" and text in SIGNS:
        then = _filled(str(AFTER_SIGN[text]))
        return [
            Said(copy.id.hex, "person", f"sign-{text}", str(SIGNS[text]), copy.at),
            Said(f"then-{copy.id.hex}", "line", f"then-{text}", then, copy.at),
        ]
    if copy.kind == "back":
        return [Said(copy.id.hex, "line", "back", str(BACK), copy.at)]
    if copy.kind == "line":
        told = _told(text)
        return [Said(copy.id.hex, "line", text, _filled(told), copy.at)] if told else []
    if copy.kind == "yes_no":
        return [Said(copy.id.hex, "staff", "yes_no", text, copy.at)]
    return [Said(copy.id.hex, copy.kind, "words", text, copy.at)]


def _told(event: str) -> str:
    """What an event says; nothing if this page does not know it."""
    kind = event.removeprefix("apart_")
    if kind == event:
        return str(_EVENTS.get(event, ""))
    instead = [_OFFICE] if settings.OFFICE_EMAIL and kind != "wrong_place" else []
    return " ".join(str(words) for words in (_APART[kind], *instead, _KEPT_FREE))


def _filled(text: str) -> str:
    return text.format(
        phone=lang.isolated(settings.LINE_PHONE),
        emergency=lang.isolated(settings.EMERGENCY_PHONE),
        office=lang.isolated(settings.OFFICE_EMAIL),
    )
