"""What is far too much, broken or made to deceive is refused with a sentence that names the row."""

import csv
import json
import tracemalloc
import zipfile

import pytest

from havre.directory import fields
from havre.directory.hsds import writing
from havre.directory.importing import files, staging
from havre.directory.importing.staging import Unreadable
from havre.directory.models import Batch, Organization, Proposal, Service
from havre.directory.tests.imports import Feed, airs, at, counts, hsds, uid

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.hostile(108)]
OWNER = f"id,name,description\n{uid('Oak House')},Oak House,Helps\n"
HELP = uid("Oak House help")


@pytest.fixture
def feed(tmp_path) -> Feed:
    return Feed(tmp_path)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "tables"
    made.mkdir()
    (made / "organizations.csv").write_text(OWNER)
    return made


def refused(feed: Feed, path, form: str, **how) -> str:
    """The sentence; nothing is staged."""
    with pytest.raises(Unreadable) as error:
        feed.stage_file(path, form, **how)
    assert (Batch.objects.count(), Proposal.objects.count()) == (0, 0)
    return str(error.value)


@pytest.mark.parametrize(("form", "name", "line"), [
    ("hsds3csv", "services.csv", "x,x,active\n"),
    ("hsds1csv", "services.csv", "x,x,active\n"),
    ("hsds3", "services.ndjson", '{"id": "x"}\n'),
])  # fmt: skip
def test_a_million_rows_cost_a_sentence_and_no_memory(feed, folder, *, form, name, line):
    with (folder / name).open("w") as file:
        file.write("id,name,status\n" if name.endswith("csv") else "")
        file.writelines(line for _ in range(1_000_000))
    tracemalloc.start()
    said = refused(feed, folder, form)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said in {f"{name} has more than 100,000 rows.", f"{name} has more than 100,000 lines."}
    assert most < 4_000_000


@pytest.mark.parametrize("form", ["hsds3", "havre", "airs"])
def test_a_hundred_thousand_and_one_in_one_document_are_too_many(feed, tmp_path, form, monkeypatch):
    monkeypatch.setattr(files, "MOST_ROWS", 3)
    monkeypatch.setattr("havre.directory.importing.trees.MOST_PIECES", 3)
    path = tmp_path / "many"
    given = [{"key": f"k{n}", "id": uid(str(n)), "names": {"en": "x"}} for n in range(4)]
    path.with_suffix(".json").write_text(json.dumps(given))
    if form == "havre":
        path.with_suffix(".json").write_text(json.dumps({"organizations": given}))
    if form == "airs":
        agencies = "".join(f"<Agency><Key>{n}</Key><Name>x</Name></Agency>" for n in range(4))
        path.with_suffix(".json").write_text(f"<Source>{agencies}</Source>")
    assert "more than 3" in refused(feed, path.with_suffix(".json"), form)


@pytest.mark.parametrize(("cell", "says"), [
    ("x" * 50_001, "services.csv, line 3 has a cell of more than 50,000 characters."),
    ("x" * 2_000_001, "services.csv, line 3, has more than 2,000,000 letters."),
    ("a,b,c,d,e,f,g,h", "services.csv, line 3 has more cells than there are columns."),
    ("nul\0", "services.csv, line 3, holds a NUL: it is no text."),
])  # fmt: skip
def test_a_table_that_no_table_program_writes_is_refused_by_its_line(feed, folder, cell, says):
    (folder / "services.csv").write_text(f"id,name\n{HELP},Help\n{uid('x')},{cell}\n")
    assert refused(feed, folder, "hsds3csv") == says


def test_more_columns_than_there_are_and_one_name_twice_are_refused(feed, folder):
    table = folder / "services.csv"
    table.write_text(",".join(f"c{n}" for n in range(201)) + "\n")
    assert refused(feed, folder, "hsds3csv") == "services.csv has 201 columns, at most 200."
    table.write_text("id,name,name\n")
    assert refused(feed, folder, "hsds3csv") == "services.csv has the column name twice."


@pytest.mark.parametrize(("encoding", "says"), [
    ("utf-16", "is UTF-16; save it as UTF-8."), ("utf-16-be", "is not UTF-8."),
    ("latin-1", "is not UTF-8."),
])  # fmt: skip
def test_letters_that_are_not_utf_8_are_refused_and_a_mark_before_them_is_not(
    feed, folder, encoding, says
):
    (folder / "organizations.csv").write_bytes(OWNER.replace("Oak", "Chêne").encode(encoding))
    assert says in refused(feed, folder, "hsds3csv")
    (folder / "organizations.csv").write_bytes(OWNER.replace("Oak", "Chêne").encode("utf-8-sig"))
    feed.stage_file(folder, "hsds3csv")
    assert Proposal.objects.get().changes["names"] == {"en": "Chêne House"}


def test_halves_of_letters_controls_and_nul_come_in_as_something_harmless(feed):
    bad = "A\ud800\u0000\u001b[2J\u202eB"
    batch = feed.stage(hsds(name=bad, organization_id=None), hsds("Elm", organization={"id": bad}))
    kept = Proposal.objects.get(kind="service").changes["names"]["en"]
    said = json.dumps([kept, batch.report], ensure_ascii=False)
    assert not {"\ud800", "\0", "\x1b"} & set(said)
    assert kept.startswith("A\ufffd")


@pytest.mark.parametrize(("begin", "says"), [
    (b"PK\x03\x04", "is an archive; unpack it and name the folder."),
    (b"\x1f\x8b\x08", "is compressed; unpack it first."),
])  # fmt: skip
def test_what_is_packed_is_never_unpacked(feed, tmp_path, begin, says):
    path = tmp_path / "services.json"
    path.write_bytes(begin + b"x" * 100)
    assert refused(feed, path, "hsds3") == f"services.json {says}"


@pytest.mark.hostile(11)
def test_a_bomb_in_a_real_archive_costs_nothing(feed, tmp_path):
    path = tmp_path / "services.json"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("../../services.json", b"0" * 100_000_000)
    assert "is an archive" in refused(feed, path, "hsds3")
    assert "is an archive" in refused(feed, path, "havre")


@pytest.mark.parametrize("declares", [
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE x SYSTEM "http://elsewhere.example/x.dtd">',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://elsewhere.example/p"> %p;]>',
])  # fmt: skip
@pytest.mark.hostile(11)
def test_xml_that_declares_anything_is_refused(feed, tmp_path, declares):
    path = tmp_path / "agencies.xml"
    head, rest = airs().split("?>", 1)
    path.write_text(f"{head}?>{declares}{rest}")
    assert "declares a document type" in refused(feed, path, "airs")


@pytest.mark.parametrize(("text", "says"), [
    ("<Source>" * 60, "is nested more than 40 deep"),
    (airs(agency="<x/>" * 20_001), "has more than 20,000 elements in one Agency"),
    (airs(agency=f"<Description>{'x' * 60_000}</Description>"), "more than 50,000 letters"),
    (airs(agency="&nobody;"), "agencies.xml, line 1"),
    (airs()[:-9], "agencies.xml, line 1"),
])  # fmt: skip
def test_xml_that_is_too_much_or_broken_is_refused_by_its_line(feed, tmp_path, text, says):
    path = tmp_path / "agencies.xml"
    path.write_text(text)
    assert says in refused(feed, path, "airs")


@pytest.mark.parametrize(("text", "says"), [
    ("[" * 100_000, "is nested too deep"), ("[" * 50 + "]" * 50, "is nested more than 40 deep"),
    ('[{"id": NaN}]', "NaN is no number"), ('[{"id": 1, "id": 2}]', "a name stands twice"),
    ('[{"minimum_age": ' + "9" * 5000 + "}]", "is no JSON"), ("", "is no JSON"),
])  # fmt: skip
def test_json_that_is_too_deep_or_ambiguous_is_refused(feed, text, says):
    feed.path.write_text(text)
    assert says in refused(feed, feed.path, "hsds3")


@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 4000, "1e300", "-1", "true", "0.5"])
def test_a_number_that_is_none_costs_its_field_alone(feed, number):
    phone = {"id": uid("p"), "number": "604-555-0100", "extension": "N"}
    given = json.dumps([at(hsds(minimum_age="N", phones=[phone]), latitude="N", longitude="N")])
    feed.path.write_text(given.replace('"N"', number))
    batch = feed.stage_file(feed.path, "hsds3")
    assert counts(batch) == {"new": 3}
    kept = {each.kind: each.changes for each in Proposal.objects.all()}
    assert not {"min_age", "lat", "lon"} & {name for values in kept.values() for name in values}
    assert any("entry 1: min_age is a number" in said for said in batch.report["notes"])


def test_nan_in_a_table_is_no_number_either(feed, folder):
    (folder / "services.csv").write_text(
        "id,name,status,organization_id,minimum_age,maximum_age\n"
        f"{HELP},Help,active,{uid('Oak House')},NaN,Infinity\n"
    )
    feed.stage_file(folder, "hsds3csv")
    assert not {"min_age", "max_age"} & Proposal.objects.get(kind="service").changes.keys()


def test_one_id_twice_and_ids_that_are_none_are_named(feed):
    batch = feed.stage(
        hsds(), hsds(name="Again"), hsds("B", id="7"), hsds("C", id=7), hsds("D", id=None),
        hsds("E", id="../../x"), "no object", hsds("F", id=f"{uid('F')} "),
    )  # fmt: skip
    said = " ".join(batch.report["refused"])
    for number in (2, 3, 4, 5, 6, 7, 8):
        assert f"services.json, entry {number} " in said
    assert Proposal.objects.filter(kind="service").count() == 1


def test_what_names_something_that_is_not_there_is_named_by_its_line(feed, folder):
    rows = {
        "services.csv": f"id,name,status,organization_id\n{HELP},Help,active,{uid('Oak House')}\n"
        f"{uid('lost')},Lost,active,{uid('nobody')}\n",
        "phones.csv": f"id,number,service_id\n{uid('p')},604-555-0100,{uid('nothing')}\n",
        "service_at_location.csv": "id,service_id,location_id\n"
        f"{uid('t')},{HELP},{uid('nowhere')}\n",
    }
    for name, text in rows.items():
        (folder / name).write_text(text)
    batch = feed.stage_file(folder, "hsds3csv")
    assert sorted(batch.report["refused"]) == [
        f"phones.csv, line 2 names the service {uid('nothing')}, which is not there.",
        f"service_at_location.csv, line 2 names the location {uid('nowhere')}, which is not there.",
        f"services.csv, line 3 names the organization {uid('nobody')}, which did not come in.",
    ]
    tie = {"id": uid("tie"), "location_id": uid("nowhere")}
    staging.refuse(batch, by="sue")
    batch = feed.stage(hsds(service_at_locations=[tie, {"id": uid("t2")}]))
    assert batch.report["refused"] == [
        "services.json, entry 1 is given at a place that has no id; the place is left out.",
        f"services.json, entry 1 names the location {uid('nowhere')}, which is not there.",
    ]
    assert not Proposal.objects.filter(kind="location").exists()


def test_no_path_leads_out_of_what_was_named(feed, folder, tmp_path):
    outside = tmp_path / "secret.csv"
    outside.write_text("id,name\nx,Secret\n")
    mapping = tmp_path / "map.toml"
    for named in ("../secret.csv", str(outside), "C:\\\\secret.csv", ""):
        mapping.write_text(f'[organization]\nfile = "{named}"\nid = "id"\nfields.names = "name"\n')
        assert "is no file in tables." in refused(feed, folder, "csv", mapping=mapping)
    mapping.write_text('[organization]\nid = "id"\nfields.names = "name"\n')
    assert refused(feed, folder, "csv", mapping=mapping) == "tables is no file in tables."
    package = {"resources": [{"name": "service", "path": "../secret.csv"}]}
    (folder / "datapackage.json").write_text(json.dumps(package))
    feed.stage_file(folder, "hsds3csv")
    assert "Secret" not in json.dumps(list(Proposal.objects.values("changes", "about")))
    Batch.objects.all().delete()
    (folder / "services.csv").symlink_to(outside)
    with pytest.raises(Unreadable, match=r"services.csv is a link"):
        feed.stage_file(folder, "hsds3csv")


@pytest.mark.hostile(8)
def test_a_formula_comes_in_as_words_and_goes_out_as_words(feed, tmp_path):
    formula = '=HYPERLINK("http://bad.example","x")'
    feed.publish(hsds(name=formula, alert="@SUM(A1)", description="+1"))
    assert Service.objects.get().names == {"en": formula}
    writing.write_tables(tmp_path / "out", "public")
    with (tmp_path / "out" / "services.csv").open(newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["name"], row["alert"]) == (f"'{formula}", "'@SUM(A1)")


@pytest.mark.hostile(7)
def test_markup_from_a_table_is_words_and_a_script_is_nothing(feed, tmp_path):
    path = tmp_path / "agencies.xml"
    escaped = "&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;b&amp;gt;Help&amp;lt;/b&amp;gt;"
    path.write_text(airs(agency=f"<AgencyDescription>{escaped}</AgencyDescription>"
                         "<URL><Address>javascript:alert(1)</Address></URL>"))  # fmt: skip
    batch = feed.stage_file(path, "airs")
    kept = json.dumps([each.changes for each in Proposal.objects.all()])
    assert not any(words in kept for words in ("script", "<b>", "&lt;"))
    assert "new" in counts(batch)


@pytest.mark.parametrize("strange", [7, "x", [], {"en": 5}, {"<b>": "x"}, [[]], None, True])
def test_a_value_of_another_kind_costs_no_more_than_its_field(feed, strange):
    good = hsds()
    names = ("alternate_name", "phones", "schedules", "x_translations", "attributes", "x_route",
             "x_exceptions", "contacts", "languages", "cost_options", "service_areas",
             "service_at_locations", "required_documents", "x_language", "x_tier")  # fmt: skip
    feed.stage(good | dict.fromkeys(names, strange))
    if strange == "x":  # a name in no language of this line
        assert Batch.objects.get().report["refused"] == ["services.json, entry 1 has no name."]
    else:
        kept = Proposal.objects.get(kind="service").changes
        assert kept["names"] == {"en": "Oak House help"}
        is_known = strange is None or strange == []
        assert kept.get("visibility", "public") == ("public" if is_known else "responder")


def test_a_copy_whose_owner_names_an_unknown_circle_is_for_few(feed):
    feed.publish(hsds(x_tier="everybody"))
    assert Service.objects.get().visibility == "responder"
    assert Organization.objects.get().visibility == "public"
    assert fields.value_of(Service.objects.get(), "visibility") == "responder"
