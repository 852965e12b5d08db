"""Asking a provider by a letter with a link, and looking after what it answered.

House mail to the address that somebody verified, and nowhere else; fixed words that tell nothing
(house.md 4). What was answered is read by whoever curates, and changes nothing by itself.
"""

import datetime as dt
import json
import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import override

from havre.audit.actions import record as audit
from havre.audit.verbs import Verb
from havre.directory import access, rounds
from havre.directory.curating.listed import entries_of
from havre.directory.listing import SECRET, Said, token_of
from havre.directory.models import Answer, AnswerEnding, Invitation, Organization, Service
from havre.lib import clock, lang, wire
from havre.staff.signin import SignedIn
from havre.vault import keys, sealed
from havre.vault.models import Compartment
from havre.vault.own import session_id, session_pair
from havre.vault.refusals import CannotRead

LASTS = dt.timedelta(days=21)
KEPT = dt.timedelta(days=30)  # after that (privacy.toml)
NOTED, ASIDE = "noted", "aside"
_SHOWN = 50


class NoAddress(Exception):
    """Nobody verified where to write to, or nothing may go there. Nothing was sent."""


class NotSent(Exception):
    """The letter did not leave, or nobody knows; its link opens nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that waits. `said`: None where it cannot be read any more."""

    answer: Answer
    service: Service | None
    said: Said | None


def may_be_written_to(organization: Organization) -> bool:
    """Whether a link may go there: somebody verified the address it has now."""
    return organization.address_is_verified and not organization.is_suspended


def invite(organization: Organization, language: str, *, by: SignedIn) -> None:
    """Send a link that lasts three weeks. Raises NoAddress, NotSent."""
    if not may_be_written_to(organization):
        raise NoAddress
    secret = secrets.token_bytes(SECRET)
    made = _made(organization, secret, by)
    codes = {"link": token_of(secret)}
    try:
        wire.house_mail("entry_due", to=organization.email, language=language, codes=codes)
    except (wire.WireDown, wire.WireUnsure) as error:
        _forget(made)
        raise NotSent from error


def sent_to(organization: Organization) -> QuerySet[Invitation]:
    """The links it was sent, the newest first."""
    return Invitation.objects.filter(organization=organization).defer("entries").order_by("-at")


def waiting() -> int:
    """How many answers nobody is done with."""
    return Answer.objects.filter(ending=None).count()


def read(*, by: SignedIn) -> list[Told]:
    """The first answers that wait, opened. That they were read stands in the audit."""
    rows = list(Answer.objects.filter(ending=None).order_by("at", "id")[:_SHOWN])
    services = Service.objects.select_related("organization").in_bulk(row.service for row in rows)
    return [Told(row, services.get(row.service), _said(row, by)) for row in rows]


@transaction.atomic
def note(answer: Answer, *, by: SignedIn) -> None:
    """It is the service's own word, by the link: asked and answered. Safe to press twice.

    What changed is written down by whoever curates; an end is proposed. Raises CannotRead.
    """
    said = _said(answer, by)
    if said is None:
        raise CannotRead("This answer cannot be read any more.")
    service = Service.objects.filter(pk=answer.service).first()
    if _end(answer, NOTED, by) and service:
        told = rounds.Answer(said.result, rounds.LINK, said.person, said.title)
        rounds.note(service, told, by=by.actor, key=answer.id)


@transaction.atomic
def set_aside(answer: Answer, *, by: SignedIn) -> None:
    """It is not to be counted on, or was dealt with otherwise. Safe to press twice."""
    _end(answer, ASIDE, by)


def sweep() -> int:
    """Forget the links that ended long ago, and what was answered by them. How many."""
    old = list(Invitation.objects.filter(until__lt=clock.now() - KEPT))
    for each in old:
        _forget(each)
    return len(old)


@transaction.atomic
def _made(organization: Organization, secret: bytes, by: SignedIn) -> Invitation:
    public, _private = session_pair(secret)
    files = keys.make_file(keys.PLACES)  # the keystore commits first
    files.record()
    made = Invitation(
        id=session_id(secret), organization=organization, file=files.file, by=by.actor,
        until=clock.now() + LASTS,
    )  # fmt: skip
    sealed.seal(made, "entries", _entries(organization, files.publics["place"]), public)
    made.save(force_insert=True)
    audit(actor=by.actor, verb=Verb.PROVIDER_INVITED, target=str(organization.id))
    return made


def _entries(organization: Organization, public: bytes) -> str:
    content: dict[str, Any] = {"public": public.hex()}
    for code in lang.languages():
        with override(code):
            content[code] = entries_of(organization)
    return json.dumps(content, ensure_ascii=False)


def _said(answer: Answer, by: SignedIn) -> Said | None:
    try:
        return Said(**access.words_of(answer, by=by))
    except CannotRead:
        return None


def _end(answer: Answer, outcome: str, by: SignedIn) -> bool:
    ended = {"outcome": outcome, "by": by.actor}
    return AnswerEnding.objects.get_or_create(answer=answer, defaults=ended)[1]


def _forget(invitation: Invitation) -> None:
    keys.destroy(invitation.file)
    with transaction.atomic():
        Compartment.objects.filter(file=invitation.file).delete()
        invitation.delete()
