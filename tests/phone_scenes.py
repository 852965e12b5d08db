"""The desks of a house whose phone is tried, in one process: `python -m tests.phone_scenes`.

Each line it reads is a verb and its words; each line it writes is one JSON answer. The desks of
whoever came in give their signs of life by themselves, until they go.
"""

import json
import os
import sys
import threading
import time
import uuid
from typing import Any

from tests.scenes import _house  # isort: skip -- sets Django up

from havre.audit.actions import verify
from havre.channels.phone import desk_phones, prompts, recording, talk, voices
from havre.channels.phone.models import Call, OutwardCall, Transfer
from havre.channels.phone.tests.caller import tone
from havre.consents import actions as consents
from havre.consents.actions import Given
from havre.consents.models import Consent
from havre.consents.refusals import NotPermitted
from havre.contacts import access, actions, interpreting, offering, stepping_back, together
from havre.contacts.models import Contact, Message, Offer, OfferEnding, Release, Taking
from havre.contacts.signals import Facts
from havre.directory.models import Organization
from havre.disclosures.access import unknown_ones
from havre.disclosures.models import Disclosure, HandingOver
from havre.lib import clock
from havre.referrals import actions as referrals
from havre.referrals.models import Referral
from havre.staff import signin
from havre.staff.models import DeskSession, Member
from havre.staff.signin import SignedIn

DESKS: dict[str, SignedIn] = {}


def comes(name: str, *languages: str) -> dict[str, Any]:
    """They sign in, answer in these languages, and open a phone on the table."""
    Member.objects.filter(name=name).update(languages=" ".join(languages))
    DESKS[name] = _house().on_duty(name)
    endpoint, password = desk_phones.open_for(DESKS[name], desk_phones.TABLE)
    return {"endpoint": endpoint, "password": password}


def goes(name: str) -> dict[str, Any]:
    """They sign out."""
    signin.sign_out(DESKS.pop(name))
    return {}


def falls_silent(name: str) -> dict[str, Any]:
    """Their machine gives no sign of life any more."""
    DESKS.pop(name)
    return {}


def contacts() -> dict[str, Any]:
    """Everything about every contact by phone, oldest first, opened by whoever is here."""
    who = next(iter(DESKS.values()), None)
    rows = Contact.objects.with_state().filter(channel="phone").order_by("opened_at")
    found = []
    for each in rows:
        said = access.said_in(each, by=who) if who and access.may_read(each, by=who) else []
        found.append(
            {
                "id": str(each.id),
                "language": each.language,
                "holder": each.taken_by.name if each.taken_by else "",
                "closed": each.is_closed,
                "kinds": list(each.message_set.values_list("kind", flat=True)),
                "asked": sorted(each.asked_for),
                "said": [one.text for one in said],
                "releases": list(
                    Release.objects.filter(contact=each).values_list("member__name", "why")
                ),
                "offers": list(
                    Offer.objects.filter(contact=each).values_list("step", "member__name")
                ),
                "endings": list(
                    OfferEnding.objects.filter(offer__contact=each).values_list(
                        "offer__member__name", "how"
                    )
                ),
                "is_up": Call.objects.filter(contact=each, ended_at=None).exists(),
            }
        )
    return {"contacts": found}


def take(contact: str, name: str) -> dict[str, Any]:
    """On the page."""
    actions.take(Contact.objects.get(id=contact), by=DESKS[name])
    return {}


def give_back(contact: str, name: str) -> dict[str, Any]:
    """On the page: somebody else should answer."""
    offering.give_back(Contact.objects.get(id=contact), by=DESKS[name])
    return {}


def close(contact: str, name: str) -> dict[str, Any]:
    """On the page."""
    found = Contact.objects.get(id=contact)
    actions.close(found, by=DESKS[name], outcome="listened", facts=Facts(), no_wish="not_asked")
    return {}


def comes_beside(contact: str, name: str) -> dict[str, Any]:
    """On the page, asked or not: openly."""
    together.sit_beside(Contact.objects.get(id=contact), by=DESKS[name])
    return {}


def leaves_beside(contact: str, name: str) -> dict[str, Any]:
    """On the page."""
    together.leave(Contact.objects.get(id=contact), by=DESKS[name])
    return {}


def asks(kind: str, contact: str, name: str, to: str) -> dict[str, Any]:
    """On the page: one colleague, to help or to take over; they come."""
    found = Contact.objects.get(id=contact)
    colleague = DESKS[to]
    asked = together.ask_help(kind, by=DESKS[name], contact=found, to_member=colleague.member)
    together.come(asked, by=colleague)
    return {}


def interpreter_comes(contact: str, name: str, interpreter: str, language: str) -> dict[str, Any]:
    """On the pages of both: asked, answered, let in."""
    found = Contact.objects.with_state().get(id=contact)
    call = interpreting.ask(found, interpreting.Wish(language), by=DESKS[name])
    interpreting.answer(call, by=DESKS[interpreter])
    interpreting.let_in(found, by=DESKS[name])
    return {}


def interpreter_thanked(contact: str, name: str) -> dict[str, Any]:
    """On the page."""
    interpreting.need_no_more(Contact.objects.get(id=contact), by=DESKS[name])
    return {}


def beside(contact: str) -> dict[str, Any]:
    """Who sits beside, and who interprets."""
    found = Contact.objects.get(id=contact)
    row = stepping_back.current(found)
    return {
        "beside": sorted(member.name for member in together.beside(found)),
        "interprets": row.interpreter.member.name if row and row.interpreter.member else "",
    }


def says_yes(contact: str, name: str, *share: str) -> dict[str, Any]:
    """On the pages: a bed was offered, and Mina says yes to these items for the shelter."""
    found, ana = Contact.objects.get(id=contact), DESKS[name]
    shelter = Organization.objects.get(key="tilleul")
    actions.learn(found.person, by=ana, called="Mina", wish="Un lit")
    offered = referrals.offer(found, list(shelter.service_set.all()), by=ana)
    if share:
        consents.give(found, Given(act="pass_on", recipient=shelter, share=share), by=ana)
    return {"referral": str(offered[0].id)}


def calls_service(referral: str, name: str, *share: str) -> dict[str, Any]:
    """On the page: the shelter is called, if that is permitted; else why not."""
    try:
        talk.put_through(
            Referral.objects.get(id=referral), frozenset(share or ("called",)), by=DESKS[name]
        )
    except NotPermitted as refusal:
        return {"refused": refusal.missing.value}
    return {}


def does(verb: str, contact: str, name: str) -> dict[str, Any]:
    """On the page: one of the panel's verbs."""
    getattr(talk, verb)(Contact.objects.get(id=contact), by=DESKS[name])
    return {}


def takes_back(contact: str, name: str) -> dict[str, Any]:
    """Mina takes the yes back."""
    for consent in Consent.objects.filter(contact=contact):
        consents.withdraw(consent, by=DESKS[name])
    return {}


def left(contact: str) -> dict[str, Any]:
    """What left of this contact: how, and whether the call with the service goes on."""
    rows = Disclosure.objects.filter(contact=contact).order_by("at")
    goes_on = Transfer.objects.filter(call__contact=contact, ended_at=None)
    return {
        "states": [row.state for row in rows],
        "handed": HandingOver.objects.filter(disclosure__in=rows).count(),
        "open": goes_on.count(),
        "answered": goes_on.filter(answered_at__isnull=False).count(),
        "referrals": [each.state for each in Referral.objects.filter(contact=contact)],
        "worklist": len(unknown_ones()),
        "outward": OutwardCall.objects.filter(ended_at=None).count(),
    }


def line_is_busy(calls: str) -> dict[str, Any]:
    """The line makes so many other calls, and no more."""
    OutwardCall.objects.update(ended_at=clock.now())
    OutwardCall.objects.bulk_create([OutwardCall(cents=1) for _ in range(int(calls))])
    return {}


def keeps_voice(language: str, code: str, hertz: str, seconds: str = "0.8") -> dict[str, Any]:
    """Who supervises keeps a voice, on the page: a tone of so many hertz."""
    words = voices.digest(prompts.words()[language, code])
    sound = recording.anew(tone(float(hertz), float(seconds)))
    kept = voices.keep((language, code), words, sound, by=_house().on_duty("sue"))
    return {"voice": str(kept.id)}


def takes_voice_away(id: str) -> dict[str, Any]:
    """Who supervises lets the line's file, or the machine, speak again."""
    return {"gone": voices.take_away(uuid.UUID(id), by=_house().on_duty("sue")) is not None}


def surges() -> dict[str, Any]:
    """Who supervises opens the switchboard: whoever waits is offered to all at once."""
    offering.switchboard(is_open=True, by=_house().on_duty("sue"))
    return {}


def phones() -> dict[str, Any]:
    """Whose phone would ring."""
    up = desk_phones.answering()
    return {"up": sorted(Member.objects.filter(id__in=up).values_list("name", flat=True))}


def whole() -> dict[str, Any]:
    """Whether the audit is, and how many rows there are of what there must be one of."""
    rows = {"takings": Taking.objects.count(), "said": Message.objects.count()}
    return rows | {"audit": verify().why}


def _live() -> None:
    while True:
        for who in list(DESKS.values()):
            session = DeskSession.objects.filter(id=who.session.id).first()
            if session:
                signin.alive(SignedIn(who.member, session, who.token))
        time.sleep(2)


def main() -> None:
    """Until there is nothing more to read."""
    threading.Thread(target=_live, daemon=True).start()
    verbs = {
        verb.__name__: verb
        for verb in (
            comes,
            goes,
            falls_silent,
            contacts,
            take,
            give_back,
            close,
            comes_beside,
            leaves_beside,
            asks,
            interpreter_comes,
            interpreter_thanked,
            says_yes,
            calls_service,
            does,
            takes_back,
            left,
            line_is_busy,
            beside,
            keeps_voice,
            takes_voice_away,
            surges,
            phones,
            whole,
        )
    }
    for line in sys.stdin:
        verb, *words = line.split()
        try:
            answer = verbs[verb](*words)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
