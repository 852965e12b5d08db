"""What each panel beside a conversation shows."""

from collections.abc import Callable
from typing import Any

from havre.channels.phone import views_talk
from havre.consents import access as consents
from havre.consents.forms import ConsentForm
from havre.consents.whose import is_somebody_else
from havre.contacts import access, ending, guide, phrases, signs, together, transport, wishes
from havre.contacts.forms import (
    AsideForm,
    CloseForm,
    HelpForm,
    NoteForm,
    OnceForm,
    PersonForm,
    WishForm,
)
from havre.contacts.models import Contact
from havre.contacts.views_interpreting import panel_of
from havre.directory.forms import SearchForm
from havre.disclosures import access as disclosures
from havre.lib import taxonomy
from havre.referrals import access as referrals
from havre.returning import views as returning
from havre.safety import access as safety
from havre.staff import presence
from havre.staff.signin import SignedIn

Show = Callable[[Contact, SignedIn], dict[str, Any]]


def all_of(contact: Contact, *, by: SignedIn) -> dict[str, Any]:
    """Everything, for the whole page."""
    shown = _about(contact, by) | {"situations": phrases.at_hand(contact.language)}
    for name, show in _SHOW.items():
        if name != "guide":  # what it tells was opened just now
            shown |= show(contact, by)
    return shown | _steps(contact, shown)


def one_of(panel: str, contact: Contact, *, by: SignedIn) -> dict[str, Any]:
    """What one panel needs."""
    return _about(contact, by) | _SHOW[panel](contact, by)


def _about(contact: Contact, by: SignedIn) -> dict[str, Any]:
    return {
        "may_write": access.may_write(contact, by=by),
        "has_way_back": transport.has_way_back(contact),
        "is_written": transport.has_way_back(contact) and not transport.is_by_voice(contact),
    }


def _guide(contact: Contact, by: SignedIn) -> dict[str, Any]:
    told = [_safety(contact, by), _wish(contact, by), _options(contact, by)]
    return _steps(contact, {name: value for one in told for name, value in one.items()})


def _steps(contact: Contact, shown: dict[str, Any]) -> dict[str, Any]:
    """What of the guide is known: never asked again."""
    answers = {
        "safety": shown["safety"],
        "wish": shown["learned"].wish,
        "options": shown["referrals"],
    }
    known = {code for code, answer in answers.items() if answer}
    return {"steps": guide.steps(known, contact.language)}


def _safety(contact: Contact, by: SignedIn) -> dict[str, Any]:
    return {"safety": safety.last_answer(contact, by=by)}


def _wish(contact: Contact, by: SignedIn) -> dict[str, Any]:
    learned = access.learned_of(contact.person, by=by)
    return {"learned": learned, "wish_form": WishForm(initial={"wish": learned.wish})}


def _person(contact: Contact, by: SignedIn) -> dict[str, Any]:
    learned = access.learned_of(contact.person, by=by)
    initial = {name: getattr(learned, name) for name in PersonForm.base_fields}
    return {"learned": learned, "person_form": PersonForm(initial=initial)}


def _notes(contact: Contact, by: SignedIn) -> dict[str, Any]:
    return {
        "notes": access.notes_of(contact, by=by),
        "note_form": NoteForm(),
        "keeps_draft": contact.taken_by == by.member and not contact.is_closed,
        "drafts": access.drafts_of(contact, by=by),
    }


def _options(contact: Contact, by: SignedIn) -> dict[str, Any]:
    return {"search_form": SearchForm(), "referrals": referrals.of_contact(contact)}


def _consent(contact: Contact, by: SignedIn) -> dict[str, Any]:
    offered = referrals.of_contact(contact)
    kind = consents.kind_of(contact, by=by)
    first = [each.service.organization_id for each in offered]
    return {
        "consents": consents.of_contact(contact, by=by),
        "refusals": consents.refusals_of(contact),
        "consent_form": ConsentForm(first=first, kind=kind),
        "speaks_for_another": is_somebody_else(kind),
        "referrals": offered,
    }


def _touch(contact: Contact, by: SignedIn) -> dict[str, Any]:
    return {
        "once": OnceForm(),
        "referrals": referrals.of_contact(contact),
        "left": disclosures.left_of(contact, by=by),
        "standing": {c.id: c for c, _ in consents.of_contact(contact, by=by) if c.stands},
    }


def _give(contact: Contact, by: SignedIn) -> dict[str, Any]:
    beside = together.beside(contact)
    on_duty = [each.member for each in presence.on_duty() if each.member != by.member]
    return {
        "asked": contact.asked_for,
        "wishes": wishes.WISHES,
        "on_offer": wishes.on_offer(),
        "beside": beside,
        "i_sit_beside": by.member in beside,
        "on_duty": on_duty,
        "teams": sorted({each.team for each in on_duty if each.team}),
        "help_form": HelpForm(),
        "aside_form": AsideForm(),
    }


def _sign(contact: Contact, by: SignedIn) -> dict[str, Any]:
    is_live = contact.taken_by == by.member and not contact.is_closed
    sign = signs.standing(contact) if is_live else None
    return {
        "sign": sign,
        "wrote_since": sign is not None and signs.written_since(sign),
        "there": transport.is_there(contact) if is_live else transport.HERE,
        "is_live": is_live,
    }


def _silence(contact: Contact, by: SignedIn) -> dict[str, Any]:
    return {
        "is_silent": transport.has_way_back(contact) and ending.is_silent(contact),
        "quiet_phrases": phrases.said("silence", contact.language),
    }


def _warnings(contact: Contact, by: SignedIn) -> dict[str, Any]:
    warned = ending.warned(contact)
    words = phrases.said("warnings", contact.language)
    return {
        "once": OnceForm(),
        "warned": warned,
        "warning": words[warned.next - 1] if warned.next in (1, 2) else "",
        "can_pause": transport.can_pause(contact) and "danger" not in contact.asked_for,
    }


def _close(contact: Contact, by: SignedIn) -> dict[str, Any]:
    outcome = contact.closure.outcome if contact.is_closed else ""
    return {
        "close_form": CloseForm(),
        "may_forget": "supervisor" in by.roles,
        "apart": outcome if outcome in taxonomy.codes("apart") else "",
        "kinds": taxonomy.choices("apart", only=ending.NOT_HELP),
    }


_SHOW: dict[str, Show] = {
    "guide": _guide,
    "sign": _sign,
    "silence": _silence,
    "safety": _safety,
    "wish": _wish,
    "person": _person,
    "notes": _notes,
    "options": _options,
    "consent": _consent,
    "touch": _touch,
    "warnings": _warnings,
    "interpreter": panel_of,
    "give": _give,
    "call": views_talk.panel_of,
    "back": returning.panel_of,
    "close": _close,
}
NAMES = tuple(_SHOW)
