"""The audit's verbs in the language of the page."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.audit.verbs import Verb

register = template.Library()

VERBS: "dict[str, str | Promise]" = {
    Verb.BEGAN: _("began the work"),
    Verb.SIGNED_IN: _("signed in"),
    Verb.SIGN_IN_REFUSED: _("was refused at sign-in"),
    Verb.SIGNED_OUT: _("signed out"),
    Verb.PRESENCE_SAID: _("said whether they are available"),
    Verb.BRINGS_SAID: _("said what they bring"),
    Verb.BRINGS_SAID_FOR: _("said for a colleague what they bring"),
    Verb.CALL_ADDRESS_SAID: _("said where they are called when on call"),
    Verb.CALLED_IN: _("was called to the desk, being on call"),
    Verb.TALK_TAKEN_UP: _("took up a colleague’s wish to talk"),
    Verb.DENIED: _("asked for what is not theirs to open"),
    Verb.RECEIVED: _("saw it first"),
    Verb.TOOK: _("took the conversation"),
    Verb.QUEUE_OFFERED: _("was asked to take somebody who waits"),
    Verb.PASSED: _("passed somebody who waits on to the next"),
    Verb.LOGGED: _("logged a contact"),
    Verb.RELEASED: _("no longer holds the conversation"),
    Verb.ASKED: _("noted whom the person wants to talk with"),
    Verb.HELP_ASKED: _("asked colleagues for help"),
    Verb.HELP_ANSWERED: _("answered what a colleague asked"),
    Verb.TOOK_OVER: _("took the conversation over from a colleague"),
    Verb.SAT_BESIDE: _("began to read along, openly"),
    Verb.LEFT_BESIDE: _("no longer reads along"),
    Verb.CALL_PAUSED: _("let the caller wait a moment, to ask somebody"),
    Verb.CALL_RESUMED: _("was with the caller again"),
    Verb.CALL_LEFT: _("left the caller and the service to talk alone"),
    Verb.CALL_RELAYED: _("noted that a relay service carries the call"),
    Verb.CALL_NOT_RELAYED: _("noted that no relay service carries the call"),
    Verb.SERVICE_LET_GO: _("let the service go from the call"),
    Verb.TELEPHONE_MADE: _("made what their telephone on the table signs in with"),
    Verb.TELEPHONE_TAKEN_AWAY: _("took their telephone on the table away"),
    Verb.PROMPT_RECORDED: _("kept a recorded voice for what callers hear"),
    Verb.PROMPT_UNRECORDED: _("took away a recorded voice; a machine speaks again"),
    Verb.WHISPERED: _("wrote a word to colleagues"),
    Verb.INTERPRETER_LISTED: _("put an interpreter on the list"),
    Verb.INTERPRETER_STRUCK: _("took an interpreter off the list"),
    Verb.INTERPRETER_ASKED: _("asked for an interpreter"),
    Verb.INTERPRETER_ANSWERED: _("can interpret, and knows nobody in it"),
    Verb.INTERPRETER_CAME: _("let an interpreter in"),
    Verb.INTERPRETER_LEFT: _("noted that an interpreter does not help, or no longer"),
    Verb.INTERPRETED: _("wrote as the interpreter"),
    Verb.SWITCHBOARD: _("opened or closed the switchboard"),
    Verb.READ: _("read"),
    Verb.HID: _("hid a message"),
    Verb.DRAFTED: _("began to write"),
    Verb.ANSWERED: _("answered"),
    Verb.CHECKED_SAFETY: _("noted the safety check"),
    Verb.LEARNED: _("wrote down what the person said"),
    Verb.NOTED: _("wrote a note"),
    Verb.OFFERED: _("offered options"),
    Verb.DECLINED: _("noted a no, or not now"),
    Verb.CONSENT_GIVEN: _("recorded a yes"),
    Verb.CONSENT_REFUSED: _("recorded a no"),
    Verb.CONSENT_WITHDRAWN: _("recorded that a yes was taken back"),
    Verb.NOT_PERMITTED: _("was stopped at the gate"),
    Verb.DISCLOSED: _("released the agreed items"),
    Verb.CARRIED: _("carried it: it left"),
    Verb.NOT_CARRIED: _("did not carry it: it did not leave"),
    Verb.CARRIAGE_UNKNOWN: _("does not know whether it left"),
    Verb.REFERRAL_MOVED: _("noted what became of a referral"),
    Verb.WARNED: _("gave a warning"),
    Verb.PAUSED: _("paused the browser this came from"),
    Verb.PAUSE_KEPT: _("looked at a pause and let it stand"),
    Verb.PAUSE_LIFTED: _("lifted a pause"),
    Verb.HANDED_OVER: _("left it to the next shift"),
    Verb.ACKNOWLEDGED: _("took it over from the shift before"),
    Verb.CLOSED: _("closed the conversation"),
    Verb.SET_APART: _("set the conversation apart"),
    Verb.REOPENED: _("reopened the conversation"),
    Verb.FORGOT: _("forgot it: the keys are destroyed"),
    Verb.COUNTED: _("cut the month loose into counts"),
    Verb.MEMBER_ADDED: _("added a member"),
    Verb.MEMBER_DEACTIVATED: _("ended a member’s access"),
    Verb.ROSTERED: _("put a colleague on the rota"),
    Verb.SHIFT_ENDED: _("ended a shift of the rota"),
    Verb.TAKEN_OVER: _("changed who is on for one day"),
    Verb.DAY_NOTED: _("noted a day of its own on the rota"),
    Verb.FEED_OPENED: _("made an address for their calendar"),
    Verb.FEED_CLOSED: _("ended the address of their calendar"),
    Verb.DIRECTORY_CHANGED: _("changed the directory"),
    Verb.DIRECTORY_PROPOSED: _("proposed a change of the directory"),
    Verb.DIRECTORY_AGREED: _("agreed to a change of the directory"),
    Verb.DIRECTORY_REFUSED: _("refused a change of the directory"),
    Verb.DIRECTORY_STAGED: _("read in another directory, to be looked at"),
    Verb.DIRECTORY_IMPORTED: _("took in another directory"),
    Verb.DIRECTORY_CONFIRMED: _("asked a service whether its entry is right"),
    Verb.DIRECTORY_MERGED: _("merged two entries of the directory"),
    Verb.DIRECTORY_UNMERGED: _("took two merged entries apart again"),
    Verb.DIRECTORY_DISTINCT: _("noted that two alike entries are two"),
    Verb.DIRECTORY_PACKED: _("took the directory along, to print or offline"),
    Verb.ADDRESS_VERIFIED: _("verified an organization’s address"),
    Verb.ORGANIZATION_SUSPENDED: _("suspended an organization"),
    Verb.SUSPENSION_LIFTED: _("lifted the suspension of an organization"),
    Verb.PLACE_SEALED: _("sealed the address of a place"),
    Verb.PLACE_READ: _("read the sealed address of a place"),
    Verb.NUMBER_REPORTED: _("reported a number that does not lead there"),
    Verb.NUMBER_SETTLED: _("looked after a reported number"),
    Verb.BEDS_SAID: _("said how many places are free"),
    Verb.ANSWER_READ: _("read what an organization says of its own entry"),
    Verb.PROVIDER_INVITED: _("asked an organization what has changed"),
}


@register.filter
def verb_name(verb: str) -> "str | Promise":
    """A verb as words."""
    return VERBS.get(verb, verb)


@register.filter
def short_id(text: str) -> str:
    """The beginning of a long code; names and short words whole."""
    return text if len(text) <= 16 else f"{text[:10]}…"
