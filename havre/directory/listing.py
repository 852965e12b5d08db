"""A provider looks after its own entries, by a link that was sent to its verified address.

What this room does for the front: it shows what a link opens, and takes an answer in. The link is
kept nowhere. The entries are sealed to it and the answers to whoever curates, so that who breaks
into the front reads neither (directory.md 5). Nothing of the directory changes by an answer.
"""

import base64
import binascii
import json
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from havre.directory.models import Answer, Invitation
from havre.lib import clock, lang
from havre.vault import sealed
from havre.vault.own import open_own, session_id, session_pair
from havre.vault.refusals import CannotRead

SECRET = 16  # bytes
MOST = 60  # answers by one link: more than anybody means
_TOKEN = 26  # letters: base32 without its padding


class TooMany(Exception):
    """More answers than anybody means. Nothing was kept."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a link opens: `entries` as `curating.listed` makes them, in this page's language.

    `answered`: the ids of the services of which something was said already.
    """

    invitation: Invitation
    entries: list[dict[str, Any]]
    public: bytes
    answered: frozenset[str]


@dataclass(frozen=True, slots=True)
class Said:
    """What a provider says of one service: confirmed, changed or closed; who says it; what."""

    result: str
    person: str = ""
    title: str = ""
    words: str = ""


def opened(token: str) -> Listing | None:
    """What this link opens; None if it is none, or over."""
    secret = _secret(token)
    if secret is None:
        return None
    alive = Invitation.objects.filter(id=session_id(secret), until__gt=clock.now())
    found = alive.only("id", "file", "entries", "until").first()
    if found is None:
        return None
    try:
        content = json.loads(open_own(found.entries, session_pair(secret)[1]))
    except CannotRead:
        return None
    said = Answer.objects.filter(invitation_id=found.id).values_list("service", flat=True)
    return Listing(
        found,
        content.get(lang.current()) or content[lang.languages()[0]],
        bytes.fromhex(content["public"]),
        frozenset(str(service) for service in said),
    )


def receive(listing: Listing, service: uuid.UUID, said: Said, *, key: uuid.UUID) -> None:
    """Keep what they said of one service, sealed; once for each form (`key`). Raises TooMany."""
    made = listing.invitation
    if Answer.objects.filter(invitation_id=made.id).values_list("id").count() >= MOST:
        raise TooMany
    row = Answer(id=key, invitation_id=made.id, service=service, file=made.file)
    sealed.seal(row, "words", json.dumps(asdict(said)), listing.public)
    # The front may only add: no `save`, which would look for the row first (house.md 3).
    Answer.objects.bulk_create([row], ignore_conflicts=True)


def token_of(secret: bytes) -> str:
    """The last part of a link."""
    return base64.b32encode(secret).decode().rstrip("=")


def _secret(token: str) -> bytes | None:
    try:
        return base64.b32decode(token + "=" * (-_TOKEN % 8)) if len(token) == _TOKEN else None
    except (binascii.Error, ValueError):
        return None
