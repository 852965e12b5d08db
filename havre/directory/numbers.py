"""Which numbers of the directory may be dialled: ordinary ones of North America, written in full.

No short code (9-1-1, 2-1-1), no other country, nothing that costs by the minute, no extension to
be guessed. E.164 (ITU-T) with the numbering plan's own form: neither area nor exchange begins with
0 or 1, and no exchange ends in 11.
"""

import re

from havre.directory.models import Organization

_SEPARATORS = re.compile(r"[\s().\u00a0\u2010-\u2015-]")
_WHOLE = re.compile(r"\+1([2-9][0-9]{2})([2-9][0-9]{2})[0-9]{4}", re.ASCII)
_COSTLY_AREA, _COSTLY_EXCHANGE = "900", "976"


def in_full(written: object) -> str:
    """A number as it is dialled, `+1` and ten digits; empty if it may not be."""
    digits = _SEPARATORS.sub("", written) if isinstance(written, str) else ""
    if re.fullmatch(r"[0-9]{10}", digits, re.ASCII):
        digits = f"+1{digits}"
    elif re.fullmatch(r"1[0-9]{10}", digits, re.ASCII):
        digits = f"+{digits}"
    found = _WHOLE.fullmatch(digits)
    if found is None or found[1].endswith("11") or found[2].endswith("11"):
        return ""
    return "" if found[1] == _COSTLY_AREA or found[2] == _COSTLY_EXCHANGE else digits


def to_dial(organization: Organization) -> str:
    """The organization's own number, the first that may be dialled; empty if there is none."""
    rows = organization.phones if isinstance(organization.phones, list) else []
    plain = [row for row in rows if isinstance(row, dict) and not row.get("extension")]
    return next((number for row in plain if (number := in_full(row.get("number")))), "")
