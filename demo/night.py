"""The night shift, played through the real actions in the order of its minutes."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from demo.moments import at
from havre.consents import actions as consents
from havre.consents.actions import Given
from havre.consents.models import Consent
from havre.contacts import access, actions
from havre.contacts.actions import Words
from havre.contacts.models import Contact, Person
from havre.directory.models import Organization, Service
from havre.lib import clock
from havre.referrals import actions as referrals
from havre.referrals.models import Referral
from havre.safety.actions import check
from havre.staff.signin import SignedIn
from havre.statistics.actions import add
from havre.statistics.models import INTERPRETED
from havre.vault import keys

CHANNELS: dict[str, str] = {"chat": "webchat"}
Told = dict[str, Any]
# What happens in the same minute, in this order.
HEARD, TAKEN, LEARNED, AGREED, TAKEN_BACK, OFFERED, PASSED_ON, SAID, DECLINED, NOTED, CLOSED = (
    range(11)
)


class Act(NamedTuple):
    """Something that happened: how long ago, in which order, what."""

    minutes_ago: int
    order: int
    do: Callable[[], object]


def read() -> Told:
    """The night as it is told in night.json."""
    told: Told = json.loads((Path(__file__).parent / "night.json").read_text(encoding="utf-8"))
    return told


def play(told: Told, on_duty: dict[str, SignedIn], now: dt.datetime) -> list[uuid.UUID]:
    """Play all conversations of the night that ends `now`. Returns the contacts."""
    talks = [Talk(one, on_duty) for one in told["conversations"]]
    acts = [act for talk in talks for act in talk.acts()]
    for act in sorted(acts, key=lambda act: (-act.minutes_ago, act.order)):
        with at(act.minutes_ago, of=now):
            act.do()
    return [talk.id for talk in talks]


def count_months(told: Told, now: dt.datetime) -> None:
    """The counters of the months before, invented like everything else."""
    for month in told["months"]:
        name = months_before(now, month["months_ago"])
        for dimension in ("language", "province", "kind", "phase", "channel", "need", *INTERPRETED):
            for value, n in month[dimension].items():
                code = CHANNELS.get(value, value) if dimension == "channel" else value
                add(name, dimension, code, n)


def months_before(now: dt.datetime, months: int) -> str:
    """The name of the month so many months before, in the line's time."""
    here = clock.line_time(now)
    count = here.year * 12 + here.month - 1 - months
    return f"{count // 12}-{count % 12 + 1:02}"


@dataclass
class Talk:
    """One conversation of the night."""

    told: Told
    on_duty: dict[str, SignedIn]
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    files: keys.FileKeys = field(default_factory=keys.make_file)
    given: dict[str, Consent] = field(default_factory=dict)

    @property
    def contact(self) -> Contact:
        """The contact as it is now."""
        return Contact.objects.with_state().get(id=self.id)

    @property
    def by(self) -> SignedIn:
        """Who took it."""
        return self.on_duty[self.told["taken_by"]]

    def acts(self) -> Iterator[Act]:
        """Everything that happened in it."""
        messages = self.told["messages"]
        yield Act(messages[0]["minutes_ago"], HEARD - 1, self.reach)
        for message in messages:
            order = HEARD if message["from"] == "person" else SAID
            yield Act(message["minutes_ago"], order, partial(self.say, message))
        if self.told["taken_by"]:
            yield Act(self.told["taken_minutes_ago"], TAKEN, self.take)
            yield from self.recorded(self.told["record"])
        if self.told["state"] == "closed":
            yield Act(self.told["closed_minutes_ago"], CLOSED, self.close)

    def recorded(self, record: Told) -> Iterator[Act]:
        """What the responder did beside writing."""
        given = record["consents"]
        learned = given[0]["given_minutes_ago"] if given else record["notes"][0]["minutes_ago"]
        yield Act(learned, LEARNED, partial(self.learn, record))
        for note in record["notes"]:
            yield Act(note["minutes_ago"], NOTED, partial(self.note, note["text"]))
        if record["offers"]:
            yield Act(record["offers"][0]["minutes_ago"], OFFERED, partial(self.offer, record))
        for one in given:
            yield Act(one["given_minutes_ago"], AGREED, partial(self.agree, one))
            if one["used_minutes_ago"]:
                yield Act(one["used_minutes_ago"], PASSED_ON, partial(self.pass_on, one))
            if one["withdrawn_minutes_ago"]:
                yield Act(one["withdrawn_minutes_ago"], TAKEN_BACK, partial(self.take_back, one))
                yield Act(one["withdrawn_minutes_ago"] - 1, DECLINED, partial(self.decline, one))

    def reach(self) -> None:
        """Somebody reaches the line and answers whether they are safe to write."""
        channel: str = CHANNELS.get(self.told["channel"], str(self.told["channel"]))
        actions.reach(
            self.files, contact_id=self.id, channel=channel, language=self.told["language"]
        )
        self.hear(Words(self.told["safe_to_write"], uuid.uuid4(), kind="safety"))

    def hear(self, words: Words) -> None:
        """The person's words, as the front receives them."""
        public = self.files.publics["conversation"]
        actions.receive(words, contact_id=self.id, file=self.files.file, public=public)

    def say(self, message: Told) -> None:
        """One message, of whoever wrote it."""
        words = Words(message["text"], uuid.uuid4())
        if message["from"] == "person":
            self.hear(words)
        else:
            actions.answer(self.contact, words, by=self.by)

    def take(self) -> None:
        """Somebody on duty takes it; the answer to the first question is written down."""
        actions.take(self.contact, by=self.by)
        check(self.contact, "safe", by=self.by)

    def learn(self, record: Told) -> None:
        """What the person chose to say."""
        facts = {name: record[name] for name in Person.FACTS if record.get(name)}
        facts["needs"] = " ".join(record["needs"])
        actions.learn(self.contact.person, by=self.by, **facts)

    def note(self, text: str) -> None:
        """A short note."""
        actions.note(self.contact, text, by=self.by)

    def offer(self, record: Told) -> None:
        """The options; «not now» is among them by itself."""
        names = [one["service"] for one in record["offers"] if one["service"]]
        found = {service.key: service for service in Service.objects.filter(key__in=names)}
        referrals.offer(self.contact, [found[name] for name in names], by=self.by)

    def agree(self, one: Told) -> None:
        """A yes to one recipient."""
        to = Organization.objects.get(key=one["recipient"])
        share = tuple(one["share"])
        given = Given(one["act"], to, share, days=one["days"], manner=one["manner"])
        self.given[one["key"]] = consents.give(self.contact, given, by=self.by)

    def take_back(self, one: Told) -> None:
        """A yes is taken back."""
        consents.withdraw(self.given[one["key"]], by=self.by)

    def pass_on(self, one: Told) -> None:
        """Through the door."""
        referrals.put_in_touch(self.referral(one), frozenset(one["share"]), by=self.by)

    def decline(self, one: Told) -> None:
        """Not now."""
        if self.referral(one).may_become("declined"):
            referrals.decline(self.referral(one), by=self.by)

    def referral(self, one: Told) -> Referral:
        """What was offered of one service."""
        return Referral.objects.get(contact=self.id, service__key=one["service"])

    def close(self) -> None:
        """Asked once more whether they are safe, and closed with its outcome."""
        contact = self.contact
        check(contact, "safe", by=self.by)
        facts = access.learned_of(contact.person, by=self.by).facts
        outcome = self.told["record"]["outcome"]
        actions.close(contact, by=self.by, outcome=outcome, facts=facts)
