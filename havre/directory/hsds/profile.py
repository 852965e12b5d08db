"""What HSDS 3.1 lacks and we say all the same: table → property → its JSON schema.

The base schemas stay as they are; these are added to them (RFC 7386), as columns to the tables,
and published with the interface. An export writes no other property (tested).
"""

from typing import Any

Schema = dict[str, Any]


def _text(about: str) -> Schema:
    return {"type": "string", "description": about}


def _list(about: str) -> Schema:
    return {"type": "array", "description": about}


def _object(about: str) -> Schema:
    return {"type": "object", "description": about}


_WORDS: Schema = {
    "x_translations": _object(
        "property → language code → its words, for every property that is said in any language but"
        " the one of the plain properties alone."
    )
}
_RECORD: Schema = _WORDS | {
    "x_language": _text("The language of the plain properties, as a code (ISO 639)."),
    "x_tier": _text("For whom this copy was made: public, partner or responder. Not for others."),
}
_PLACE: Schema = {
    "x_settlement": _text("The settlement, where no more of the address may be known."),
    "x_province": _text("Its province or territory, two letters."),
}

PROPERTIES: dict[str, dict[str, Schema]] = {
    "service": _RECORD
    | _PLACE
    | {
        "x_reach": _text("How far it reaches: local, province or national."),
        "x_happens": _text("What happens when one gets in touch."),
        "x_free": _text("Whether it is free of charge: yes, no or ask. Absent: not known."),
        "x_exceptions": _list("Days other than usual: day, opens, closes (absent: closed), note."),
        "x_holidays": _text("On public holidays of its province: closed or open."),
        "x_route": _object("How to get in touch: number, hours, languages, leave_message,"
                           " warm_transfer, protocol. Never in a public copy by default."),
        "x_due": _text("When the provider is asked again."),
    },
    "organization": _RECORD
    | {
        "x_kind": _text("ngo, public or police. Police are never offered as help by default."),
        "x_status": _text("active, inactive, defunct or temporarily closed."),
        "x_networks": _list("The networks it belongs to."),
        "x_police_for": _text("What a police unit is for: support, investigation or both."),
        "x_jurisdiction": _text("Where a police unit is competent."),
        "x_partner": {"type": "boolean", "description": "Whether it works with this line."},
        "x_source": _text("Where we know it from."),
    },
    "location": _RECORD
    | _PLACE
    | {
        "x_status": _text("active, inactive, defunct or temporarily closed."),
        "x_hidden": {
            "type": "boolean",
            "description": "Its address is nobody's to know; only its settlement is said.",
        },
        "x_address": _object("What is known of an address that HSDS cannot give in part."),
    },
    "phone": _WORDS
    | {
        "x_purpose": _text("main, intake, crisis, listening, text, tty, fax, unit or direct."),
        "x_scope": _text("From where it can be called: local, province or national."),
        "x_extension": _text("The extension as text, where a number would lose its zeros."),
    },
    "schedule": _WORDS
    | {
        "x_kind": _text("operating, phone, intake, drop_in; or words: hours in words alone."),
        "x_timezone": _text("The time zone (IANA) of the times; the offset is its standard time."),
        "x_opens_at": _text("The time as it is kept, where the plain one cannot say it (24:00)."),
        "x_closes_at": _text("The time as it is kept, where the plain one cannot say it (24:00)."),
    },
    "contact": _WORDS,
    "cost_option": _WORDS,
    "required_document": _WORDS,
    "accessibility": {"x_code": _text("The code of what is accessible.")},
    "service_capacity": {
        "x_expires": _text("Until when this may be believed; after it, nobody knows."),
        "x_waiting": {"type": "number", "description": "How many wait."},
    },
    "taxonomy_term": {"x_translations": _WORDS["x_translations"]},
}  # fmt: skip
