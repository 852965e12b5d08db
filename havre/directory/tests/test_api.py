"""Programs read the public directory as HSDS 3.1.1, without a database, and no more of it."""

import json

import pytest
from django.db import connection

from havre.directory import finding
from havre.directory.api.choosing import RESOURCES
from havre.directory.hsds import writing
from havre.directory.tests import hsds
from havre.directory.tests.programs import HERE, get, ids, post
from havre.directory.tests.scenes import location, organization, service

LISTS = {name: each.of_list.removesuffix(".json") for name, each in RESOURCES.items()}
WHOLE = {name: each.schema.removesuffix(".json") for name, each in RESOURCES.items()}


@pytest.mark.requirement("000-09")
def test_official_schemas_find_no_fault_in_any_answer(front, public_town):
    for name in RESOURCES:
        page = get(front, name)
        assert page["contents"]
        for one in page["contents"]:
            assert hsds.faults(LISTS[name], one) == []
            assert not any(isinstance(value, list) for value in one.values())
            whole = get(front, f"{name}/{one['id']}")
            assert hsds.faults(WHOLE[name], whole) == []
            assert whole["id"] == one["id"]
    for name in ("services", "organizations", "service_at_locations"):
        for one in get(front, name, full="true")["contents"]:
            assert hsds.faults(WHOLE[name], one) == []
    for one in get(front, "organizations", full_service="true")["contents"]:
        assert hsds.faults("organization", one) == []
        assert all(hsds.faults("service", each) == [] for each in one["services"])


def test_it_answers_with_the_database_stopped_and_gives_no_cookie(front, public_town):
    def stopped(*_):
        raise AssertionError("the interface asked the database")

    with connection.execute_wrapper(stopped):
        for what in ("", "openapi.json", "profile", *RESOURCES):
            answer = front.get(f"{HERE}{what}")
            assert (answer.status_code, bool(answer.cookies)) == (200, False)
        assert ids(post(front, "services", search="willow")) == [str(public_town[0].id)]


@pytest.mark.requirement("004-15")
@pytest.mark.requirement("000-12")
def test_nothing_is_told_that_only_few_may_know(front, public_town):
    owner = organization("house")
    bed = service("hidden", of=owner)
    home = location("home", owner, [bed], lat=45.4123, lon=-75.69,
                    address={"address_1": "41 Hidden Lane", "postal_code": "K1A 0A1"})  # fmt: skip
    finding.publish()
    told = ""
    for name in RESOURCES:
        for asked in ({"format": "ndjson"}, {"full": "true"}, {"full_service": "true"}):
            if asked.keys() <= set(RESOURCES[name].parameters):
                told += front.get(f"{HERE}{name}", asked).getvalue().decode()
    assert str(home.id) in told
    for words in ("quiet\"", "rae@house.example", "613-555-0121", "613-555-0125", "Hidden Lane",
                  "45.4123", "house@willow.example", "metadata", "visibility"):  # fmt: skip
        assert words not in told


def test_a_whole_service_is_what_the_export_writes(front, public_town):
    exported = {one["id"]: one for table, one in writing.objects("public") if table == "service"}
    for own, one in exported.items():
        told = get(front, f"services/{own}")
        for made in (told, one):
            made.pop("last_modified")
            made["organization"].pop("x_status", None)  # no card says it: all of these are active
        assert told == one


def test_pages_have_all_their_members(front, public_town):
    first = get(front, "taxonomy_terms", per_page="7")
    total = first["total_items"]
    assert {name: first[name] for name in first if name != "contents"} == {
        "total_items": total, "total_pages": -(-total // 7), "page_number": 1, "size": 7,
        "first_page": True, "last_page": False, "empty": False,
    }  # fmt: skip
    met = []
    for number in range(1, first["total_pages"] + 1):
        met += ids(get(front, "taxonomy_terms", per_page="7", page=str(number)))
    assert (len(met), len(set(met))) == (total, total)
    beyond = get(front, "taxonomy_terms", page="999")
    assert (beyond["empty"], beyond["size"], beyond["last_page"]) == (True, 0, True)


def test_all_that_is_asked_must_fit(front, public_town):
    full, bare = public_town
    terms = {
        one["code"]: one["id"] for one in get(front, "taxonomy_terms", per_page="200")["contents"]
    }
    needs = next(one["id"] for one in get(front, "taxonomies")["contents"] if "need" in one["name"])
    shelter, medical = terms["need.emergency_shelter"], terms["need.medical"]
    assert ids(get(front, "services", taxonomy_term_id=shelter)) == [str(full.id)]
    assert ids(get(front, "services", taxonomy_term_id=medical)) == []
    assert ids(get(front, "services", taxonomy_id=needs)) == [str(full.id)]
    own = str(bare.organization_id)
    assert ids(get(front, "services", organization_id=own)) == [str(bare.id)]
    assert ids(get(front, "services", organization_id=own, taxonomy_id=needs)) == []
    assert ids(get(front, "organizations", taxonomy_id=needs)) == [str(full.organization_id)]
    assert len(get(front, "taxonomy_terms", taxonomy_id=needs, per_page="200")["contents"]) == len(
        [code for code in terms if code.startswith("need.")]
    )
    assert get(front, "taxonomy_terms", parent_id=needs)["empty"] is True


def test_one_object_a_line_is_all_of_it(front, public_town):
    answer = front.get(f"{HERE}taxonomy_terms", {"format": "ndjson"})
    lines = [json.loads(line) for line in answer.getvalue().decode().splitlines()]
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    assert len(lines) == get(front, "taxonomy_terms")["total_items"] > 50


@pytest.mark.parametrize(("name", "asked"), [
    ("services", {"search": "Willow Dix"}), ("organizations", {"search": "Willow"}),
    ("service_at_locations", {"postcode": "K1A", "proximity": "5000"}),
])  # fmt: skip
@pytest.mark.requirement("000-10")
def test_what_people_look_for_is_taken_in_a_body_and_refused_in_an_address(
    front, public_town, name, asked
):
    told = get(front, name, 400, **asked)
    assert "POST" in told["error"]
    assert not any(words in told["error"] for words in ("Willow", "K1A"))
    assert len(post(front, name, **asked)["contents"]) == 1
    form = front.generic("POST", f"{HERE}{name}?per_page=5", "&".join(
        f"{key}={value}" for key, value in asked.items()
    ), content_type="application/x-www-form-urlencoded")  # fmt: skip
    assert len(form.json()["contents"]) == 1


def test_a_search_that_finds_only_by_widening_finds_nothing(front, public_town):
    assert post(front, "services", search="zebra")["empty"] is True
    assert post(front, "service_at_locations", postcode="V5K", proximity=5000)["empty"] is True


@pytest.mark.parametrize(("asked", "says"), [
    ({"page": "0"}, "page is a whole number from 1 to 100000000."),
    ({"page": "٣"}, "page is a whole number from 1 to 100000000."),
    ({"per_page": "201"}, "per_page is a whole number from 1 to 200."),
    ({"full": "1"}, "full is true or false."),
    ({"organization_id": "7"}, "organization_id is a UUID."),
    ({"modified_after": "yesterday"},
     "modified_after is a date, or a date with a time (ISO 8601)."),
    ({"page": ["1", "2"]}, "one parameter is given more than once."),
    ({"<script>": "1"}, None),
])  # fmt: skip
@pytest.mark.hostile(13)
def test_what_cannot_be_answered_is_refused_with_a_sentence_that_repeats_nothing(
    front, public_town, asked, says
):
    told = get(front, "services", 400, **asked)["error"]
    assert told == (says or told)
    assert "script" not in told


@pytest.mark.hostile(13)
@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b'{"page": [1]}', b'{"page": 1.5}', b"[" * 90_000, b"\xff", b'{"a": null}'],
)
def test_a_body_that_is_no_question_is_refused(front, public_town, body):
    answer = front.generic("POST", f"{HERE}services", body, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_what_is_not_there_is_missing_and_nothing_is_changed_by_other_methods(front, public_town):
    quiet = str(service("another", visibility="responder").id)
    for own in (quiet, "7", "..", "%00"):
        assert get(front, f"services/{own}", 404) == {
            "error": "There is nothing with this id here."
        }
    assert get(front, "schema/../profile", 404)
    for method in ("PUT", "DELETE", "PATCH"):
        assert front.generic(method, f"{HERE}services").status_code == 405


def test_without_a_publication_it_says_so(front, settings, tmp_path):
    settings.DATA = tmp_path
    assert get(front, "services", 503) == {"error": "No directory has been published here yet."}
