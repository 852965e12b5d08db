"""The six parts of a safety plan (004-04 to 004-09): what may be thought of, in one's own words.

The page asks, and hears nothing: what is written there never leaves the browser. Every part and
every question may stay empty.
"""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Said = str | Promise


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, a word about it, what to tick, what to write."""

    name: Said
    says: Said
    asks: list[Said]
    ticks: list[Said] = field(default_factory=list)


def parts() -> list[Part]:
    """All six, in the order of the page."""
    return _PARTS


_PARTS = [
    Part(
        _("Ways out"),
        _("If you had to leave quickly. Think of more than one moment."),
        [
            _("At home"),
            _("At work, or where you spend the day"),
            _("At night, or with children or an animal"),
        ],
    ),
    Part(
        _("What worries you, now and later"),
        _("Nobody knows it better than you. Look at it again whenever something changes."),
        [
            _("What is most dangerous at the moment?"),
            _("What would tell you that it is getting worse?"),
            _("When will you look at this again?"),
        ],
    ),
    Part(
        _("Places you go"),
        _("Home, a shelter, work, the bus: where are you often, and what changes the risk there?"),
        [
            _("Where, and at what times?"),
            _("What makes it riskier, and what makes it safer?"),
        ],
    ),
    Part(
        _("Phone and internet"),
        _("Tick what is done. What is not done yet can wait."),
        [
            _("What is safe to use, and what is not?"),
            _("Social media and ads online: what should change, and who can help?"),
        ],
        [
            _("My phone has a code that only I know."),
            _("I looked at who can see where I am."),
            _("I signed out of accounts that somebody else can open."),
            _("I can reach a phone or a computer that nobody watches."),
            _("I know who sees my profiles, posts and ads."),
        ],
    ),
    Part(
        _("People and numbers"),
        _("Initials are enough. Leave out any name that would be dangerous here."),
        [
            _("People you trust"),
            _("Someone at work, at school or at a service"),
            _("Help lines, shelters and drop-in places"),
            _("Police, only if you want that"),
        ],
    ),
    Part(
        _("What does you good"),
        _("A plan is also about getting through the day."),
        [
            _("How do you notice early that a risk is growing?"),
            _("What frightens you, and what sets it off?"),
            _("What calms you?"),
            _("What takes your mind off it?"),
        ],
    ),
]
