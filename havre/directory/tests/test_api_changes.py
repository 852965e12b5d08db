"""Whoever keeps a copy hears of every change; the interface says truly what it does."""

import datetime as dt

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from havre.directory import actions, finding
from havre.directory.api import asking, description, urls, views
from havre.directory.api.budget import MOST, Budget
from havre.directory.api.choosing import RESOURCES
from havre.directory.tests import hsds
from havre.directory.tests.programs import HERE, get, ids
from havre.directory.tests.scenes import BY, service
from havre.lib import clock
from tests.hands import clock_at


def test_what_changed_is_told_and_what_closed_or_was_withdrawn_is_too(front, public_town):
    full, bare = public_town
    start = clock.now()
    moment = (start - dt.timedelta(seconds=1)).isoformat()
    assert len(ids(get(front, "services"))) == 2
    later = (start + dt.timedelta(hours=1)).isoformat()
    assert ids(get(front, "services", modified_after=later)) == []
    with clock_at(start + dt.timedelta(hours=2)):
        actions.change(full, {"status": "defunct"}, by=BY)
        actions.change(bare, {"visibility": "responder"}, by=BY)
        unseen = service("unseen", visibility="responder", status="defunct")
        finding.publish()
    assert ids(get(front, "services")) == []
    told = {one["id"]: one for one in get(front, "services", modified_after=later)["contents"]}
    assert set(told) == {str(full.id), str(bare.id)}
    assert {one["status"] for one in told.values()} == {"defunct"}
    assert (told[str(full.id)]["name"], told[str(bare.id)]["name"]) == (
        "Beds",
        "No longer published",
    )
    assert all(hsds.faults("compiled/service_list", one) == [] for one in told.values())
    assert set(told[str(bare.id)]) == {"id", "name", "status", "last_modified"}
    assert get(front, f"services/{bare.id}")["status"] == "defunct"
    assert get(front, f"services/{unseen.id}", 404)
    assert ids(get(front, "services", modified_after=moment, minimal="true")) == sorted(told)
    with clock_at(start + dt.timedelta(hours=3)):
        actions.change(full, {"status": "active"}, by=BY)
        finding.publish()
    after = (start + dt.timedelta(hours=3)).isoformat()
    assert ids(get(front, "services", modified_after=after)) == [str(full.id)]
    assert get(front, f"services/{full.id}")["status"] == "active"


def test_a_suspension_is_told_as_a_change(front, public_town):
    full, _ = public_town
    later = (clock.now() + dt.timedelta(hours=1)).isoformat()
    with clock_at(clock.now() + dt.timedelta(hours=2)):
        actions.suspend(full.organization, by=BY)
        finding.publish()
    told = get(front, "services", modified_after=later)["contents"]
    assert [(one["id"], one["status"]) for one in told] == [(str(full.id), "inactive")]


def test_minimal_is_all_on_one_page(front, public_town):
    page = get(front, "services", minimal="true", per_page="1")
    assert (page["size"], page["total_pages"]) == (2, 1)
    assert all(set(one) == {"id", "status", "modified_date"} for one in page["contents"])


def test_an_answer_that_is_known_is_not_sent_again_until_something_is_published(front, public_town):
    for what in ("services", f"services/{public_town[0].id}"):
        tag = front.get(f"{HERE}{what}").headers["ETag"]
        again = front.get(f"{HERE}{what}", headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
    assert (
        front.get(f"{HERE}services", {"page": "2"}, headers={"If-None-Match": tag}).status_code
        == 200
    )
    service("new")
    finding.publish()
    assert front.get(f"{HERE}{what}", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.hostile(100)
def test_programs_that_ask_too_much_wait_and_nobody_is_remembered(front, public_town, monkeypatch):
    budget = Budget()
    monkeypatch.setattr(views, "BUDGET", budget)
    assert budget.take(10**9) == 0  # as much as there is
    answer = front.get(f"{HERE}services")
    assert (answer.status_code, int(answer.headers["Retry-After"]) >= 1) == (429, True)
    assert set(vars(budget)) == {"_lock", "_most", "_a_second", "_left", "_at"}
    assert front.get("/en/places/").status_code == 200
    assert budget._left < MOST


def test_the_description_is_true_to_the_code(front, public_town):
    told = get(front, "openapi.json")
    written = {str(each.pattern).replace("<str:", "{").replace("<path:", "{").replace(">", "}")
               for each in urls.urlpatterns}  # fmt: skip
    assert {path.removeprefix("/") for path in told["paths"]} == written
    root = get(front, "")
    assert (root["version"], root["openapi_url"]) == (
        "3.1.1",
        f"{told['servers'][0]['url']}/openapi.json",
    )
    for name, resource in RESOURCES.items():
        methods = told["paths"][f"/{name}"]
        assert set(methods) == {"get", "post"}
        queried = {one["name"] for one in methods["get"]["parameters"]}
        assert queried == {p for p in resource.parameters if not asking.PARAMETERS[p].typed}
        for parameter in asking.PARAMETERS:
            answer = front.get(f"{HERE}{name}", {parameter: "no such value \u0000"})
            assert answer.status_code == 400
            assert ("not known" in answer.json()["error"]) == (parameter not in resource.parameters)
        body = methods["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert set(body["properties"]) == set(resource.parameters)


def test_every_answer_fits_the_published_schemas_and_they_all_resolve(front, public_town, settings):
    profile = get(front, "profile")
    place = f"{settings.FRONT_URL}{HERE}"

    def fetched(uri):
        assert uri.startswith(place)
        return Resource.from_contents(
            get(front, uri.removeprefix(place)), default_specification=DRAFT202012
        )

    for uri in (*profile["patches"].values(), *profile["schemas"].values()):
        fetched(uri)
    registry = Registry(retrieve=fetched)
    paths = get(front, "openapi.json")["paths"]
    for name in RESOURCES:
        for what, path in (
            (name, f"/{name}"),
            (f"{name}/{ids(get(front, name))[0]}", f"/{name}/{{id}}"),
        ):
            answer = paths[path]["get"]["responses"]["200"]["content"]["application/json"]
            validator = Draft202012Validator(answer["schema"], registry=registry)
            assert list(validator.iter_errors(get(front, what))) == []
    merged = get(front, "schema/service.json")["properties"]
    assert ("x_happens" in merged, "metadata" in merged) == (True, False)
    assert "x_reach" in get(front, "schema/compiled/service_list.json")["properties"]
    assert description.patches()["service"]["properties"]["x_reach"] == merged["x_reach"]
