"""What was asked of the line as a whole, in its lists and its page of proofs."""

import pytest

from havre.contacts.forms import CloseForm, PersonForm
from havre.lib import taxonomy
from havre.prompt.docs import requirements_page
from havre.statistics.models import DIMENSIONS


@pytest.mark.requirement("000-02")
def test_wherever_somebody_stands_there_is_a_word_for_it_and_no_need_to_say_it():
    field = PersonForm().fields["phase"]
    assert [code for code, _ in field.choices] == ["", "current", "out", "unsure", "not_said"]
    assert not field.required


@pytest.mark.requirement("003-12", "003-13", "002-E5", "000-10")
def test_what_a_young_person_without_money_or_papers_needs_can_be_looked_for():
    assert {
        "youth", "substance_use", "basic_needs", "emergency_shelter", "income", "id_documents",
        "safe_transport", "family_reunion", "counselling", "legal_criminal", "safety_planning",
    } <= set(taxonomy.codes("need"))  # fmt: skip
    assert {"youth", "income_food", "housing", "police"} <= set(taxonomy.codes("service_kind"))


@pytest.mark.requirement("003-15", "002-E6")
def test_no_number_rewards_a_word_to_the_police_and_not_ready_is_the_first_good_end():
    assert not {"outcome", "report", "charge", "police"} & set(DIMENSIONS)
    assert taxonomy.codes("outcome")[0] == "not_ready"
    assert CloseForm().fields["outcome"].initial == "supported"


def test_no_line_of_the_page_of_proofs_is_silent():
    assert requirements_page.silent_of({"a", "b", "c"}, {"b"}, {"a"}) == ["c"]
    assert requirements_page.silent_of({"a"}, {"a", "z"}, {"a"}) == ["z"]
    page = requirements_page.page()
    assert all(f"| {section}-" in page for section in ("000", "001", "002", "003"))
