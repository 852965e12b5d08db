"""The only words the audit knows. A responder would say every one of them."""

from enum import StrEnum


class Verb(StrEnum):
    """What can be done in the house. The value is what stands in the chain for ever."""

    BEGAN = "began"  # the house was set up, or a job ran
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    PRESENCE_SAID = "presence_said"
    BRINGS_SAID = "brings_said"  # in which languages one answers, and what one brings
    BRINGS_SAID_FOR = "brings_said_for"  # the same, for a colleague, by who supervises
    CALL_ADDRESS_SAID = "call_address_said"  # where one is called when on call; never which
    CALLED_IN = "called_in"  # to the desk, being on call
    TALK_TAKEN_UP = "talk_taken_up"  # a colleague wished to talk; with whom is not written
    DENIED = "denied"
    RECEIVED = "received"  # first seen by the desk; the front's own row is its record
    TOOK = "took"
    QUEUE_OFFERED = "queue_offered"  # somebody who waits, to a colleague
    PASSED = "passed"
    LOGGED = "logged"  # a contact that came another way: a visit, a letter, a call elsewhere
    RELEASED = "released"  # whoever held it fell silent, or gave it back
    ASKED = "asked"  # noted for the person: not with this colleague, a woman, danger now
    HELP_ASKED = "help_asked"  # of colleagues: a question, a hand, an alarm, a hand-over
    HELP_ANSWERED = "help_answered"
    TOOK_OVER = "took_over"
    SAT_BESIDE = "sat_beside"
    LEFT_BESIDE = "left_beside"
    CALL_PAUSED = "call_paused"  # the caller hears the sound of waiting while somebody is asked
    CALL_RESUMED = "call_resumed"
    CALL_LEFT = "call_left"  # to the caller and a service, who talk on
    CALL_RELAYED = "call_relayed"  # said at the desk: a relay service carries it
    CALL_NOT_RELAYED = "call_not_relayed"  # taken back
    SERVICE_LET_GO = "service_let_go"  # out of the call
    PROMPT_RECORDED = "prompt_recorded"  # a voice of the line's own, for what callers hear
    PROMPT_UNRECORDED = "prompt_unrecorded"  # taken away: a machine speaks again
    WHISPERED = "whispered"  # a word to colleagues, beside the conversation
    INTERPRETER_LISTED = "interpreter_listed"
    INTERPRETER_STRUCK = "interpreter_struck"  # off the list
    INTERPRETER_ASKED = "interpreter_asked"
    INTERPRETER_ANSWERED = "interpreter_answered"  # they can, and they do not know the person
    INTERPRETER_CAME = "interpreter_came"  # let in: the key to the words is lent
    INTERPRETER_LEFT = "interpreter_left"  # or never came; what was lent is destroyed
    INTERPRETED = "interpreted"  # wrote as the interpreter
    SWITCHBOARD = "switchboard"  # opened or closed by who supervises
    READ = "read"
    HID = "hid"  # folded a message at the desk, so that nobody reads it twice
    DRAFTED = "drafted"  # began to write; kept sealed, unsaid
    ANSWERED = "answered"
    CHECKED_SAFETY = "checked_safety"
    LEARNED = "learned"
    NOTED = "noted"
    OFFERED = "offered"
    DECLINED = "declined"
    CONSENT_GIVEN = "consent_given"
    CONSENT_REFUSED = "consent_refused"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    NOT_PERMITTED = "not_permitted"
    DISCLOSED = "disclosed"
    CARRIED = "carried"
    NOT_CARRIED = "not_carried"
    CARRIAGE_UNKNOWN = "carriage_unknown"
    REFERRAL_MOVED = "referral_moved"
    WARNED = "warned"  # gave a warning, in fixed words
    PAUSED = "paused"  # after two warnings, writing from that browser, for a while
    PAUSE_KEPT = "pause_kept"  # a supervisor looked at it
    PAUSE_LIFTED = "pause_lifted"
    HANDED_OVER = "handed_over"  # what is open, to the next shift
    ACKNOWLEDGED = "acknowledged"  # «I have it»
    CLOSED = "closed"
    SET_APART = "set_apart"  # no request for help; the verb after it closes it
    REOPENED = "reopened"
    FORGOT = "forgot"
    COUNTED = "counted"
    MEMBER_ADDED = "member_added"
    MEMBER_DEACTIVATED = "member_deactivated"
    ROSTERED = "rostered"
    SHIFT_ENDED = "shift_ended"
    TAKEN_OVER = "taken_over"  # one shift on one day, by somebody else or by nobody yet
    DAY_NOTED = "day_noted"
    FEED_OPENED = "feed_opened"  # an address for one's own calendar
    FEED_CLOSED = "feed_closed"
