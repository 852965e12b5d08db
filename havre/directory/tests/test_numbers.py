"""The house dials ordinary numbers of the directory in full, and no others."""

import pytest

from havre.directory.models import Organization
from havre.directory.numbers import in_full, to_dial


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("613-555-0118", "+16135550118"),
        ("1-800-555-0153", "+18005550153"),
        ("(613) 555 0118", "+16135550118"),
        ("+1 613.555.0118", "+16135550118"),
        ("1-833-900-1010", "+18339001010"),
    ],
)
def test_a_number_is_dialled_in_full_however_it_is_written(written, dialled):
    assert in_full(written) == dialled


@pytest.mark.parametrize(
    "written",
    [
        *("", "9-1-1", "211", "9-8-8", "555-0118", "+33 1 23 45 67 89", "011 44 20 7946 0018"),
        *("900-555-0118", "613-976-0118", "113-555-0118", "613-155-0118", "911-555-0118"),
        *("1-800-HELPNOW", "613-555-0118 x4", "6135550118@evil.example", "613-555-0118\nX: y"),
        *("613-555-0118,,9", "٦١٣٥٥٥٠١١٨", "+16135550118;phone-context=x", None, 6135550118),
    ],
)
def test_nothing_else_is_dialled(written):
    assert in_full(written) == ""


@pytest.mark.parametrize(
    ("phones", "dialled"),
    [
        ([{"number": "211"}, {"number": "613-555-0118"}], "+16135550118"),
        ([{"number": "613-555-0118", "extension": "4"}], ""),
        (["613-555-0118"], ""),
        ({"number": "613-555-0118"}, ""),
        ([], ""),
    ],
)
def test_an_organization_has_the_first_number_that_may_be_dialled(phones, dialled):
    assert to_dial(Organization(phones=phones)) == dialled
