"""What callers hear, as text: spoken by a machine for the demo, by recorded voices on a line.

Short sentences, nothing that promises, no place in a line, no word that tells a bystander much.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from havre.lib import lang

# What `transport.tell` says and a call repeats. The others are seen on a page, or heard already.
EVENTS = frozenset(
    {
        *("closed", "lost", "given", "delayed", "mistake", "rests"),
        *("no_woman", "no_indigenous", "no_youth", "no_labour"),
        *("handed", "helped", "alone_again"),
        *("aside", "back", "left_with", "relay"),
        *("interpreted", "interpreted_outside", "interpreter_left"),
        *("apart_media", "apart_training", "apart_partner", "apart_wrong_place"),
    }
)


def words() -> dict[tuple[str, str], str]:
    """(language, code) → what is said, for every language of the line."""
    said: dict[tuple[str, str], str] = {}
    keys = {language: key for key, language in settings.PHONE_KEYS.items()}
    for language in lang.languages():
        named = {
            "line": settings.LINE_NAME,
            "emergency": settings.EMERGENCY_PHONE.replace("-", " "),
            "key": keys.get(language, "0"),
        }
        with override(language):
            for texts in _GROUPS.values():
                said |= {(language, code): text % named for code, text in texts().items()}
    return said


def groups() -> dict[str, list[str]]:
    """When it is heard → the codes, in the order of a call."""
    return {when: list(texts()) for when, texts in _GROUPS.items()}


def _greeting() -> dict[str, str]:
    return {
        "welcome": _("You have reached %(line)s. For English, press %(key)s."),
        "alone": _(
            "You have reached %(line)s. Something on our side is not working, and nobody can "
            "answer this call. We are sorry. Please call again in a few minutes. If you are in "
            "danger now, hang up and call %(emergency)s. We keep nothing of this call."
        ),
        "trying": _(
            "You have reached %(line)s. Something on our side is not working. We are trying to "
            "ring somebody who is on duty. If you are in danger now, hang up and call "
            "%(emergency)s."
        ),
    }


def _waiting() -> dict[str, str]:
    return {
        "waiting": _(
            "Somebody is on duty, and we are ringing them now. You can hang up at any time."
        ),
        "busy": _(
            "Everybody who answers in English is with somebody else at this moment. You have not "
            "been forgotten: somebody will answer as soon as they are free. We cannot say how "
            "long it takes. You can stay on the line, hang up, or call again at any time. If you "
            "are in danger now, hang up and call %(emergency)s."
        ),
        "nobody": _(
            "Nobody who answers in English is here at this moment. You can stay on the line: if "
            "somebody comes, they will answer you. You can also hang up and call again later. If "
            "you are in danger now, hang up and call %(emergency)s."
        ),
        "menu": _(
            "If you cannot speak, press 1. To hear what this line is, press 2. If you are in "
            "danger now, press 3, and you will be answered first."
        ),
        "about": _(
            "%(line)s listens to people who are or were exploited, and to whoever worries about "
            "somebody. You need not give a name. The number you call from is not kept, and this "
            "call is not recorded; it may still show on your phone or your bill. Nothing that "
            "you say goes to anybody else, unless you say yes, or the law requires it, such as "
            "when a child is in danger. We are not the police, and we cannot send help to you "
            "by ourselves: for that, call %(emergency)s. We never call back."
        ),
        "cannot_speak": _(
            "You need not speak. Whoever answers knows it, and asks you questions. Press 1 for "
            "yes, and 2 for no. You can hang up at any time."
        ),
        "danger": _(
            "You come first now. If you can, hang up and call %(emergency)s: they can come to "
            "you, and we cannot."
        ),
    }


def _relayed() -> dict[str, str]:
    """The operator of a relay service hears it."""
    return {
        "relay": _(
            "If you carry this call for somebody: thank you. Take the time that it needs; we wait. "
            "What is said here may be hard to hear. Please carry it as it is said, both ways. Of "
            "you, too, we keep nothing."
        ),
    }


def _talking() -> dict[str, str]:
    """Only whoever answers hears these."""
    return {
        "silent_call": _(
            "Whoever calls cannot speak. Ask what can be answered by yes or no. You will hear "
            "the answer."
        ),
        "relay_call": _(
            "A relay service carries this call. Say one thing at a time, and speak to the person, "
            "not to the operator. The answer takes longer."
        ),
        "yes": _("Yes."),
        "no": _("No."),
    }


def _told() -> dict[str, str]:
    return {
        "lost": _(
            "The connection to whoever talked with you broke. We are sorry. You did nothing "
            "wrong. You come first now. Please stay on the line if you can."
        ),
        "given": _(
            "Somebody else will answer you. We are sorry that you have to wait again. You come "
            "first now."
        ),
        "delayed": _(
            "Nobody could answer you so far. We are sorry. You keep your turn, and we go on "
            "asking. If you are in danger now, hang up and call %(emergency)s."
        ),
        "no_woman": _("No woman is free right now, so whoever is free may answer."),
        "no_indigenous": _(
            "Nobody who knows Indigenous services is free right now, so whoever is free may answer."
        ),
        "no_youth": _(
            "Nobody used to young people is free right now, so whoever is free may answer."
        ),
        "no_labour": _(
            "Nobody who knows about work and wages is free right now, so whoever is free may "
            "answer."
        ),
        "handed": _("Somebody else answers you from now on."),
    }


def _in_the_talk() -> dict[str, str]:
    return {
        "helped": _(
            "A colleague from this line joins the call now, to help whoever answers you. They can "
            "hear you, and you will hear them. If you do not want this, say so."
        ),
        "alone_again": _("The colleague who helped has left."),
        "interpreted": _(
            "An interpreter helps now. They said that they do not know you. If you do not want "
            "this, say so."
        ),
        "interpreted_outside": _(
            "An interpreter helps by phone now. If you do not want this, say so."
        ),
        "interpreter_left": _("The interpreter no longer helps in this call."),
        "aside": _(
            "We are asking somebody who can help. You hear a soft sound meanwhile. You have not "
            "been forgotten, and you can hang up at any time."
        ),
        "back": _("We are with you again. If somebody else is here too, we tell you who."),
        "left_with": _(
            "Whoever answered you leaves now, and you go on talking with the service. You can "
            "call us again at any time."
        ),
    }


def _ended() -> dict[str, str]:
    kept_free = _(
        "This line is kept free for people who need help, so this call ends here. If you or "
        "somebody you know needs help, call again."
    )
    apart = {
        "apart_media": _("Thank you for your interest in our work."),
        "apart_training": _("Thank you for wanting to learn more about this."),
        "apart_partner": _("Thank you for wanting to work with us."),
        "apart_wrong_place": _("It seems that you meant to reach somebody else."),
    }
    return {code: f"{text} {kept_free}" for code, text in apart.items()} | {
        "closed": _("This call ends here. You can call again at any time."),
        "rests": _("We heard nobody, so we let this rest. Call again whenever you like."),
        "mistake": _("That was our mistake, and we are sorry. You are in the right place."),
    }


_GROUPS: dict[str, Callable[[], dict[str, str]]] = {
    "greeting": _greeting,
    "waiting": _waiting,
    "relayed": _relayed,
    "told": _told,
    "in_the_talk": _in_the_talk,
    "talking": _talking,
    "ended": _ended,
}
