"""The prompt writes the directory for one tier, and says for whom."""

import argparse
import json

import pytest

from havre.directory.models import Service
from havre.directory.tests import hsds, imports
from havre.directory.tests.scenes import organization
from havre.prompt import directories
from havre.prompt.said import DONE, Refused
from tests.web import answer, small_web

pytestmark = pytest.mark.usefixtures("db")


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    directories.add_to(parser.add_subparsers())
    options = parser.parse_args(["directory", *words])
    return options.run(options)


@pytest.mark.requirement("000-12")
def test_a_copy_is_the_publics_unless_somebody_says_otherwise(tmp_path, capsys):
    hsds.full()
    for form in ("havre", "hsds", "hsds-csv"):
        assert run("export", "--form", form, str(tmp_path / form)) == DONE
        said = f"{tmp_path / form} holds 1 services, as the tier «public» may see them.\n"
        assert capsys.readouterr().out == said
    assert "Rae" not in (tmp_path / "havre").read_text()
    assert "Rae" not in (tmp_path / "hsds" / "services.ndjson").read_text()
    assert run("export", "--tier", "responder", str(tmp_path / "more")) == DONE
    assert "not for the public" in capsys.readouterr().out
    more = json.loads((tmp_path / "more").read_text())
    assert more["services"][0]["contacts"][0]["name"] == "Rae"


@pytest.mark.parametrize("form", ["havre", "hsds", "hsds-csv"])
def test_a_copy_never_replaces_what_is_there(form, tmp_path):
    target = tmp_path / "kept"
    target.write_text("mine")
    with pytest.raises(Refused):
        run("export", "--form", form, str(target))
    assert target.read_text() == "mine"


def staged(capsys) -> str:
    return capsys.readouterr().out.split(" agree ")[1].split()[0]


def test_an_import_is_staged_listed_agreed_to_by_two_and_told(house, tmp_path, capsys):
    path = tmp_path / "services.json"
    path.write_text(json.dumps([imports.hsds(), imports.hsds(of="Elm", name="")]))
    words = ("stage", str(path), "--form", "hsds3", "--system", "elsewhere", "--by", "ana")
    with pytest.raises(Refused, match="keeps the directory"):
        run(*words)
    assert run(*words[:-1], "sue") == DONE
    said = capsys.readouterr().out
    assert "      1 services read\n" in said
    assert "  services.json, entry 2 has no name.\n" in said
    assert "Nothing is changed yet." in said
    batch = said.split(" agree ")[1].split()[0]
    with pytest.raises(Refused, match="does not decide"):
        run("agree", batch, "--by", "sue")
    assert run("agree", batch, "--by", "dee") == DONE
    assert capsys.readouterr().out == "Noted. One more curator is needed.\n"
    assert run("batches") == DONE
    assert capsys.readouterr().out.endswith("elsewhere (hsds3)  waits, 1 agreed\n")
    assert Service.objects.filter(names__en="Oak House help").count() == 0


def test_an_import_that_is_refused_is_done_with(house, tmp_path, capsys):
    path = tmp_path / "services.json"
    path.write_text(json.dumps([imports.hsds()]))
    run("stage", str(path), "--form", "hsds3", "--system", "elsewhere")
    batch = staged(capsys)
    assert run("refuse", batch, "--by", "sue") == DONE
    with pytest.raises(Refused, match="decided already"):
        run("agree", batch, "--by", "dee")
    for wrong in ("x", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(Refused, match="no such import"):
            run("agree", wrong, "--by", "dee")


def test_what_cannot_be_read_is_said_and_nothing_staged(tmp_path):
    path = tmp_path / "services.json"
    path.write_text("{")
    with pytest.raises(Refused, match=r"Nothing was staged\. services\.json is no JSON"):
        run("stage", str(path), "--form", "hsds3", "--system", "elsewhere")
    with pytest.raises(Refused, match=r"Nothing was staged\. gone\.json is not there"):
        run("stage", str(tmp_path / "gone.json"), "--form", "hsds3", "--system", "elsewhere")


def test_web_pages_are_asked_and_what_came_of_it_is_counted(capsys, monkeypatch):
    with small_web(monkeypatch) as web:
        organization("there", website="http://page.example/")
        organization("inside", website="http://inside.example/")
        web.names["inside.example"] = [["169.254.169.254"]]
        web.answers = [answer("200 OK")]
        assert run("links") == DONE
        assert len(web.asked) == 1
    said = "2 web pages were asked: 1 well, 0 moved, 0 gone, 0 unreached, 1 forbidden. "
    assert capsys.readouterr().out == f"{said}0 are still due.\n"
