"""Moving in: keys, people, directory and the night, all of it through the real actions."""

import datetime as dt
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from demo import before, directory, moments, night, shifts, signins, tips
from demo.signins import SignIn
from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.lib import clock, wire
from havre.prompt import founding
from havre.prompt.founding import Welcome
from havre.staff import interpreters
from havre.staff.actions import Newcomer
from havre.staff.interpreters import Entry
from havre.staff.models import Member
from havre.staff.signin import SignedIn, code_now, sign_in, sign_out, signed_in
from havre.vault.founding import draw

BY = "demo"
ROLES = {"curator": "directory"}
NO_DESK = {"partner", "person"}
BEFORE_THE_FIRST = 20  # minutes between the shift's beginning and its first message


@dataclass(frozen=True, slots=True)
class Night:
    """Which conversations were seeded, and for which moment."""

    at: dt.datetime
    contacts: list[uuid.UUID]

    def keep(self, data: Path) -> None:
        """Remember it; written last, it says that the seeding is whole."""
        kept = {"at": self.at.isoformat(), "contacts": [str(one) for one in self.contacts]}
        _file(data).write_text(json.dumps(kept), encoding="utf-8")


def kept_night(data: Path) -> Night | None:
    """The night that was seeded here; None if none was, or not to its end."""
    if not _file(data).exists():
        return None
    kept = json.loads(_file(data).read_text(encoding="utf-8"))
    at = dt.datetime.fromisoformat(kept["at"])
    return Night(at, [uuid.UUID(one) for one in kept["contacts"]])


def move_in() -> None:
    """Fill an empty, migrated house. Nothing of it is sent anywhere."""
    settings.SMTP_URL = wire.IN_MEMORY
    signins.mark(settings.DATA).mkdir(mode=0o700, exist_ok=True)
    told, now = night.read(), clock.now()
    began = max(c["messages"][0]["minutes_ago"] for c in told["conversations"])
    began += BEFORE_THE_FIRST
    welcomes = _draw(told)
    with moments.at(began + 1, of=now):
        _found(welcomes)
        shifts.seed(by=BY)
        directory.stock(now, by=BY)
    with moments.at(began, of=now):
        on_duty = {name: _come_in(welcomes[name]) for name in _who_answers(told)}
    contacts = night.play(told, on_duty, now)
    moments.open_browsers(contacts)
    for who in on_duty.values():
        sign_out(who)
    with transaction.atomic():
        night.count_months(told, now)
        record(actor=BY, verb=Verb.COUNTED)
    before.play(told, now)
    tips.leave(now)
    Member.objects.update(last_step=0)  # the codes that the seeding used may open once more
    signins.keep(settings.DATA, [_sign_in(each) for each in welcomes.values()])
    Night(now, contacts).keep(settings.DATA)


def refresh(seeded: Night) -> None:
    """The night goes on: Mina has waited as long as she had at the first start."""
    now = clock.now()
    moments.bring_to(now, since=seeded.at, contacts=seeded.contacts)
    moments.open_browsers(seeded.contacts)
    directory.bring_to(now, since=seeded.at, by=BY)
    Night(now, seeded.contacts).keep(settings.DATA)


def _draw(told: night.Told) -> dict[str, Welcome]:
    people = {n: p for n, p in told["people"].items() if p["role"] not in NO_DESK}
    newcomers = [
        Newcomer(
            name,
            person["alias"],
            (ROLES.get(person["role"], person["role"]), *person.get("also", ())),
            team=person["team"] or "",
            language=person["language"],
        )
        for name, person in people.items()
    ]
    with ThreadPoolExecutor(2) as pool:  # stretching takes long; two at once is what there is
        return dict(zip(people, pool.map(founding.welcome, newcomers), strict=True))


def _found(welcomes: dict[str, Welcome]) -> None:
    with transaction.atomic(), transaction.atomic(using="keystore"):
        founding.found(draw(), list(welcomes.values()), by=BY)
        for name, person in night.read()["people"].items():
            languages = " ".join(person["languages"])
            Member.objects.filter(name=name).update(languages=languages)
        for one in night.read()["interpreters"]:
            interpreters.enlist(_entry(one), by=BY)


def _entry(one: night.Told) -> Entry:
    member = Member.objects.get(name=one["member"]) if "member" in one else None
    return Entry(**one | {"member": member, "languages": tuple(one["languages"])})


def _who_answers(told: night.Told) -> list[str]:
    return sorted({c["taken_by"] for c in told["conversations"] if c["taken_by"]})


def _come_in(welcome: Welcome) -> SignedIn:
    """Sign in as everybody does: with a passphrase and a code."""
    cookie = sign_in(welcome.newcomer.name, welcome.passphrase, code_now(welcome.code))
    who = signed_in(cookie)
    if who is None:
        raise RuntimeError("The demo's own sign-in does not work")
    return who


def _sign_in(each: Welcome) -> SignIn:
    roles = ", ".join(each.newcomer.roles)
    return SignIn(each.newcomer.name, roles, each.passphrase, each.code)


def _file(data: Path) -> Path:
    return signins.mark(data) / "night.json"
