"""Everything a contact is made of: the conversation, the waiting before it, what is beside it."""

from havre.contacts.models.conversation import (
    WORDS,
    Closure,
    Contact,
    ContactQuerySet,
    Lamp,
    Line,
    Message,
    Person,
    Taking,
    Unclosed,
    unclosed_since,
)
from havre.contacts.models.interpreting import InterpreterCall, Interpreting
from havre.contacts.models.noted import Hiding, Note
from havre.contacts.models.together import Beside, Help, HelpEnding
from havre.contacts.models.unsaid import Draft
from havre.contacts.models.waiting import Asked, Offer, OfferEnding, Release

__all__ = [
    "WORDS",
    "Asked",
    "Beside",
    "Closure",
    "Contact",
    "ContactQuerySet",
    "Draft",
    "Help",
    "HelpEnding",
    "Hiding",
    "InterpreterCall",
    "Interpreting",
    "Lamp",
    "Line",
    "Message",
    "Note",
    "Offer",
    "OfferEnding",
    "Person",
    "Release",
    "Taking",
    "Unclosed",
    "unclosed_since",
]
