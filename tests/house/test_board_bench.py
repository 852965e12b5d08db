"""The house says how long an offer takes to the screen: a short run is played whole."""

import argparse

import pytest

from bench import board

pytestmark = pytest.mark.servers  # on SQLite only, whatever the other tests play on


def test_a_short_run_shows_every_offer_to_whom_it_is_made(capsys):
    options = argparse.Namespace(
        databases=("sqlite",), minutes=0.3, responders=8, waiting=6, offers=2.0, settle=5
    )
    found = board.run(options)["sqlite"]
    assert (found["errors"], found["never_shown"]) == (0, 0), found
    assert found["delivery_ms"]["count"] >= 1
    assert 0 < max(found["largest_kb"].values()) < board.LARGEST
    assert "offer to screen" in capsys.readouterr().out
