"""Words that lead somewhere are found however they are written; hours and days lead nowhere."""

import pytest

from havre.directory import actions, leading, proposals
from havre.directory.models import Service
from havre.directory.tests.scenes import organization, service


@pytest.mark.parametrize(
    "words",
    [
        "Call 613-555-0666.",
        "Call 613 555 0666",
        "(613)5550666",
        "613.555.0666",
        "613/555/06 66",
        "613·555·0666",
        "6 1 3 5 5 5 0 6 6 6",
        "613\N{NO-BREAK SPACE}555\N{NON-BREAKING HYPHEN}0666",
        "\N{FULLWIDTH DIGIT SIX}13-555-0666",
        "\u0666\u0661\u0663-\u0665\u0665\u0665-\u0660\u0666\u0666\u0666",
        "555-0666",
        "1-800-FLOWERS",
        "2045-01-23 45",
        "rae@elsewhere.example",
        "rae @ elsewhere",
        "https://elsewhere.example/x",
        "HTTP:elsewhere",
        "www.elsewhere.org",
        "see elsewhere.ca",
        "elsewhere.com/safe",
    ],
)
def test_a_number_or_an_address_is_found(words):
    assert leading.found_in({"en": "Beds.", "fr": [{"note": words}]})


@pytest.mark.parametrize(
    "words",
    [
        "", "Ten beds for women and children.", "Open 24/7", "9:00–17:00, 18:30–21:00",
        "9 h 30 à 17 h 00, 18h00-21h00", "Closed from 2026-12-24 to 2027-01-02.", "Ages 16 to 24",
        "Bus 7, 12 and 95", "e.g. a room; no. 4, St. Anne", "Ask for Mrs. Company at the door.",
        "K1A 0A1", "$20 a night, 3 nights", "Built in 1987, 12 rooms",
    ],
)  # fmt: skip
def test_hours_days_and_prices_lead_nowhere(words):
    assert leading.found_in({"en": words}) == set()


def test_days_of_a_schedule_lead_nowhere():
    rows = [
        {"day": "2026-12-24", "opens": "09:00", "note": {"en": "Eve"}, "valid_to": "2026-01-01"}
    ]
    assert leading.found_in(rows) == set()


def test_four_thousand_letters_are_looked_at_at_once():
    for hostile in ("1" * 4000, "1 " * 2000, "a" * 4000, "a." * 2000, "1~~~" * 1000, "@" * 4000):
        leading.found_in(hostile)


ALONE = [
    ("summaries", {"en": "Now at 613-555-0666"}),
    ("happens", {"en": "Write to rae@elsewhere.example first"}),
    ("application", {"fr": "Voyez elsewhere.ca"}),
    ("alert", {"en": "New number: 555 0666"}),
    ("names", {"en": "Beds 613-555-0666"}),
    ("hours", {"en": "Call 6135550666"}),
    ("settlement", "613-555-0666"),
    ("areas", ["Ottawa", "www.elsewhere.org"]),
    ("openings", [{"kind": "operating", "days": ["MO"], "opens": "09:00", "closes": "17:00",
                   "note": {"en": "613-555-0666"}}]),
    ("website", "https://elsewhere.example/"),
    ("contacts", [{"name": "Rae", "phone": "613-555-0666"}]),
]  # fmt: skip


@pytest.mark.requirement("000-12")
@pytest.mark.hostile(108)
@pytest.mark.parametrize(("name", "value"), ALONE, ids=[name for name, _ in ALONE])
def test_no_words_of_a_shelter_lead_elsewhere_by_one_person(house, name, value):
    bed = service("beds")
    put = proposals.put(bed, {name: value, "min_age": 16}, by="dee")
    assert (put.change.after, put.proposal.changes) == ({"min_age": 16}, {name: value})
    assert proposals.agree(put.proposal, by="sue") == proposals.APPLIED
    clinic = service("clinic", kind="health", needs=["medical"])
    assert proposals.put(clinic, {name: value}, by="dee").proposal is None


@pytest.mark.requirement("000-12")
def test_words_beside_a_number_that_stands_there_are_changed_by_one(house):
    bed = service("beds", summaries={"en": "Ten beds. Call 613-555-0118."})
    for words in ("Nine beds. Call 613-555-0118.", "Nine beds: 613 555 0118", "Nine beds."):
        assert proposals.put(bed, {"summaries": {"en": words}}, by="dee").proposal is None
    owner = bed.organization
    assert proposals.put(owner, {"website": "https://elsewhere.example/"}, by="dee").proposal
    alone = organization("alone")
    assert proposals.put(alone, {"website": "https://alone.example/"}, by="dee").change


@pytest.mark.requirement("000-12")
def test_undoing_does_not_bring_a_number_back_alone(house):
    bed = service("beds", summaries={"en": "Call 613-555-0666."})
    gone = actions.change(bed, {"summaries": {"en": "Ten beds."}}, by="dee")
    assert proposals.undo(gone, by="dee").proposal is not None
    assert Service.objects.get(id=bed.id).summaries == {"en": "Ten beds."}
