"""The prompt writes the directory for one tier, and says for whom."""

import argparse
import json

import pytest

from havre.directory.tests import hsds
from havre.prompt import directories
from havre.prompt.said import DONE, Refused

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
