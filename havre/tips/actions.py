"""A tip is taken in by the front, looked at by whoever has the role, and forgotten in its time.

It stands apart: no conversation, no name, no queue; a tip never waits in anybody's way, and a tip
about somebody is no fact until a member of the team says so (register 105).
"""

import json
import uuid
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.lib import lang
from havre.lib.budget import Budget
from havre.lib.crowd import NOTHING, Brought, Crowd
from havre.staff.signin import SignedIn
from havre.tips.models import MAY, MAY_NOT, STANDINGS, Assessment, TakingBack, Tip
from havre.tips.signals import tip_taken_back
from havre.vault import keys
from havre.vault.sealed import seal

# Of one process: a crowd that saw something gets through, a program that posts all night does not.
CROWD = Crowd("note", most=200.0, a_second=2.0)
ADDED = Budget(most=200.0, a_second=2.0)  # by whoever comes back with six words


class TooManyNow(Exception):
    """Too many tips at this moment. Nothing was kept; `seconds`: when to try again."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too many tips")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw. Everything may be empty, but not all of it."""

    what: str = ""
    where: str = ""
    when: str = ""
    who: str = ""
    vehicle: str = ""
    online: str = ""


def receive(
    seen: Seen, *, passing_on: bool, key: uuid.UUID, brought: Brought = NOTHING
) -> keys.FileKeys | None:
    """Keep a tip, sealed to the role that looks at tips; once for each form (`key`).

    Its public halves; None when it was kept before.
    Raises TooManyNow, NoRoleKey. Needs public keys only, so the front does it.
    """
    if seconds := CROWD.wait(str(key), brought):
        raise TooManyNow(seconds)
    files = keys.make_file(keys.TIPS)  # the keystore commits first
    row = Tip(id=key, file=files.file, language=lang.current())
    row.passing_on = MAY if passing_on else MAY_NOT
    said = {name: words for name, words in asdict(seen).items() if words}
    try:
        with transaction.atomic():
            files.record()
            seal(row, "words", json.dumps(said, ensure_ascii=False), files.publics["tip"])
            Tip.objects.bulk_create([row])
    except IntegrityError:
        return None  # pressed twice: the first is kept, and the second's keys are swept by night
    return files


@transaction.atomic
def assess(tip: Tip, standing: str, *, by: SignedIn) -> None:
    """Say what to make of it. Raises ValueError for what nobody offers.

    Under its lock, as it is passed on: what turns out to be nothing left before, or never.
    """
    if standing not in STANDINGS:
        raise ValueError(standing)
    list(Tip.objects.select_for_update(of=("self",)).filter(id=tip.id))
    Assessment.objects.create(tip=tip, by=by.member, standing=standing)
    record(actor=by.actor, verb=Verb.TIP_ASSESSED, target=keys.pseudonym(tip.file))


@transaction.atomic
def take_back(tip: Tip, *, by: SignedIn) -> None:
    """Whoever left it lets it be passed on no longer: at once; twice is the same as once.

    In the same transaction whatever of it waits is stopped.
    """
    locked = Tip.objects.select_for_update(of=("self",)).get(id=tip.id)
    if not locked.has_yes:
        return
    TakingBack.objects.create(tip=locked, heard_by=by.member)
    tip_taken_back.send(sender=Tip, tip=locked, by=by)
    record(actor=by.actor, verb=Verb.CONSENT_WITHDRAWN, target=keys.pseudonym(locked.file))
