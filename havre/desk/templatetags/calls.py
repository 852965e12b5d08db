"""At the top of every page of the desk: what colleagues ask of this member, and what they hold."""

from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template

from havre.channels.phone import relayed
from havre.channels.phone import views as phone
from havre.channels.phone.views_voices import has_phone
from havre.contacts.models import Contact
from havre.contacts.views_at_once import held_by
from havre.contacts.views_together import calls_of
from havre.staff.access import INTERPRETERS, listening
from havre.staff.signin import SignedIn

register = template.Library()


@register.inclusion_tag("contacts/_calls.html", takes_context=True)
def standing_calls(context: Context) -> dict[str, Any]:
    """Nothing for whoever neither listens nor interprets."""
    request = context["request"]
    return {**calls_of(request), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("contacts/_in_hand.html", takes_context=True)
def in_hand(context: Context) -> dict[str, Any]:
    """Nothing for whoever does not listen."""
    request = context["request"]
    return held_by(request) if listening(request.staff) else {"talks": []}


@register.simple_tag(takes_context=True)
def phone_strip(context: Context) -> str:
    """The phone, on a line that has one."""
    told = phone.strip(context["request"])
    template = get_template("phone/_strip.html")
    return template.render(told, context["request"]) if told["HAS_PHONE"] else ""


@register.simple_tag
def line_has_phone() -> bool:
    """Whether somebody can call this line."""
    return has_phone()


@register.filter
def is_called_upon(who: SignedIn) -> bool:
    """Whether colleagues may ask them for something."""
    return listening(who) or bool(INTERPRETERS & who.roles)


@register.filter
def listens(who: SignedIn) -> bool:
    """Whether they may take conversations."""
    return listening(who)


@register.filter
def is_carried(contact: Contact) -> bool:
    """Whether a relay service carries their call; only of a call is it asked."""
    return contact.channel == "phone" and contact.id in relayed.carried([contact.id])
