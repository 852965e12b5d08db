"""Members come and go."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.lib import lang
from havre.lib.doorbell import ring
from havre.staff.models import CallAddress, Deactivation, DeskSession, Feed, Member, Role, SaidFor
from havre.vault import staffkeys

SCHEMES = ("", "light", "dark")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a new member is called and may do."""

    name: str
    alias: str
    roles: tuple[str, ...]
    team: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A member's keys, locked; made outside any transaction because the stretch takes long."""

    id: uuid.UUID
    publics: staffkeys.Publics
    locked: staffkeys.Locked


def prepare(passphrase: str, code: str) -> Prepared:
    """New keys behind a passphrase; `code`: the second factor's secret. Raises WeakPassphrase."""
    member = uuid.uuid4()
    chest, publics = staffkeys.make_chest(code)
    return Prepared(member, publics, staffkeys.lock(chest, passphrase, member))


@transaction.atomic
def add_member(
    newcomer: Newcomer, prepared: Prepared, role_keys: dict[str, tuple[int, bytes]], *, by: str
) -> Member:
    """Add a member and seal to them the secrets of their roles ((epoch, secret) by role).

    A role without a key of its own (an administrator's) reads nothing.
    """
    member = Member.objects.create(
        id=prepared.id,
        name=lang.fold(newcomer.name),
        alias=newcomer.alias,
        team=newcomer.team,
        language=newcomer.language,
        box_public=prepared.publics.box,
        sign_public=prepared.publics.sign,
        salt=prepared.locked.salt,
        verifier=prepared.locked.verifier,
        wrapped=prepared.locked.wrapped,
    )
    for role in newcomer.roles:
        Role.objects.create(member=member, role=role)
        if role in role_keys:
            epoch, secret = role_keys[role]
            staffkeys.grant(secret, role, epoch, to=prepared.publics.box, holder=member.id)
    record(actor=by, verb=Verb.MEMBER_ADDED, target=str(member.id))
    return member


def speak(member: Member, language: str) -> None:
    """Choose the language of one's pages; one the line does not write in changes nothing."""
    if language in lang.languages():
        Member.objects.filter(id=member.id).update(language=language)


def choose_colours(member: Member, scheme: str) -> None:
    """Light or dark pages for oneself, or "", as the device has it; else nothing changes."""
    if scheme in SCHEMES:
        Member.objects.filter(id=member.id).update(scheme=scheme)


@transaction.atomic
def deactivate(member: Member, *, by: str) -> None:
    """A leaver: every open page of theirs dies now, their sealed role keys are destroyed."""
    Deactivation.objects.create(member=member, by=uuid.UUID(by))
    DeskSession.objects.filter(member=member).delete()
    Feed.objects.filter(member=member).delete()
    CallAddress.objects.filter(member=member).delete()
    SaidFor.objects.filter(member=member).delete()
    staffkeys.revoke_grants(member.id)
    record(actor=by, verb=Verb.MEMBER_DEACTIVATED, target=str(member.id))
    ring(f"member:{member.id}")
