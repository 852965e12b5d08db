"""What is done at the desk with a call: taken, given back, closed, joined."""

from typing import Any

from tests.phone_scenes.desks import DESKS, _house  # isort: skip -- sets Django up

from havre.audit.actions import verify
from havre.channels.phone.models import Call
from havre.contacts import access, actions, interpreting, offering, stepping_back, together
from havre.contacts.models import Contact, Message, Offer, OfferEnding, Release, Taking
from havre.contacts.signals import Facts


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


def surges() -> dict[str, Any]:
    """Who supervises opens the switchboard: whoever waits is offered to all at once."""
    offering.switchboard(is_open=True, by=_house().on_duty("sue"))
    return {}


def whole() -> dict[str, Any]:
    """Whether the audit is, and how many rows there are of what there must be one of."""
    rows = {"takings": Taking.objects.count(), "said": Message.objects.count()}
    return rows | {"audit": verify().why}
