"""Nobody calls out at the line's cost: where to, how many, how often, how dear; no number kept."""

import datetime as dt
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.db.models import F

from havre.channels.phone import outward
from havre.channels.phone.carrier import Carrier, Trial, trunk
from havre.channels.phone.configuration import Engine
from havre.channels.phone.limits import Limits, NotAllowed, dialplan
from havre.channels.phone.models import OutwardCall
from havre.lib import clock
from tests.throwaway import ROOT, Throwaway, throwaway

RAE = "+14165550123"


@pytest.fixture(autouse=True)
def limits(settings):
    settings.PHONE_OUTWARD = {"+1416": "2", "+1": "10"}
    settings.PHONE_OUTWARD_AT_ONCE = 2
    settings.PHONE_OUTWARD_HOUR = 4
    settings.PHONE_OUTWARD_COST = 100
    settings.PHONE_OUTWARD_MINUTES = 60
    return settings


def refused(number: str) -> str:
    with pytest.raises(NotAllowed) as why:
        outward.begin(number)
    return str(why.value)


@pytest.mark.parametrize(
    "number",
    [
        *("911", "+1416", "+88237712345", "14165550123", "+1416555012x", "+1416555012345678", ""),
        *("+14165550123&PJSIP/x", "+14165550123\n", " +14165550123", "+١٤١٦٥٥٥٠١٢٣", "*98"),
    ],
)
@pytest.mark.django_db
def test_only_whole_numbers_with_an_allowed_beginning_are_called(number: str):
    assert refused(number) == "abroad"
    with pytest.raises(NotAllowed):
        outward.endpoint(number)
    assert OutwardCall.objects.count() == 0


@pytest.mark.django_db
def test_without_destinations_nobody_is_called(settings):
    settings.PHONE_OUTWARD = {}
    assert refused(RAE) == "abroad"
    assert "Dial(" not in dialplan(Limits(), "")


@pytest.mark.django_db
def test_the_longest_beginning_says_the_price(settings):
    outward.begin(RAE)
    outward.begin("+15145550123")
    assert sorted(OutwardCall.objects.values_list("cents", flat=True)) == [2, 10]


@pytest.mark.django_db
def test_at_most_so_many_go_at_once_and_one_that_ended_makes_room():
    first = outward.begin(RAE)
    outward.begin(RAE)
    assert refused(RAE) == "too_many"
    outward.ended(first)
    outward.begin(RAE)
    assert OutwardCall.objects.count() == 3


@pytest.mark.django_db
def test_at_most_so_many_begin_within_an_hour():
    for _ in range(4):
        outward.ended(outward.begin(RAE))
    assert refused(RAE) == "too_often"
    older = dt.timedelta(minutes=61)
    OutwardCall.objects.update(begun_at=F("begun_at") - older, ended_at=F("ended_at") - older)
    outward.begin(RAE)


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "why"), [(43, ""), (44, ""), (45, "too_costly")])
def test_an_hour_costs_no_more_than_is_set(minutes: int, why: str):
    """100 cents: after 44 minutes and a second at 2, of which 45 are begun, 10 more are left."""
    begun = clock.now() - dt.timedelta(minutes=minutes, seconds=1)
    OutwardCall.objects.create(cents=2, begun_at=begun)
    if why:
        assert refused("+15145550123") == why
        outward.begin(RAE)  # at 2 it fits
    else:
        outward.begin("+15145550123")


@pytest.mark.django_db
def test_a_call_whose_end_nobody_said_counts_until_it_must_have_ended(settings):
    settings.PHONE_OUTWARD_COST = 500
    begun = clock.now()
    OutwardCall.objects.create(cents=1, begun_at=begun)
    OutwardCall.objects.create(cents=1, begun_at=begun)
    assert refused(RAE) == "too_many"
    OutwardCall.objects.update(begun_at=begun - dt.timedelta(minutes=61))
    outward.begin(RAE)


@pytest.mark.django_db
def test_no_number_stands_in_a_row_or_in_a_refusal():
    outward.begin(RAE)
    row = OutwardCall.objects.values().get()
    assert set(row) == {"id", "begun_at", "ended_at", "cents"}
    assert RAE[1:] not in str(row)
    assert "8823" not in refused("+88237712345")


@pytest.mark.parametrize("host", ["127.0.0.1", "203.0.113.5", "0.0.0.0"])
def test_sound_in_the_open_stays_on_this_machine_without_a_carrier(tmp_path: Path, host: str):
    """Whatever the settings say: such an engine cannot even be described."""
    known = Engine(tmp_path, tmp_path, "127.0.0.1", 5060, 8088, (20_000, 20_199), "x")
    carrier = Carrier("sip.carrier.example", 5061, 5061, tmp_path, sources=("203.0.113.0/28",))
    with pytest.raises(ValueError, match="this machine"):
        replace(known, host=host, trial=Trial(5070), carrier=carrier)
    if host == "127.0.0.1":
        assert replace(known, trial=Trial(5070)).trial == Trial(5070)
    else:
        with pytest.raises(ValueError, match="this machine"):
            replace(known, host=host, trial=Trial(5070))


@pytest.mark.parametrize("way", ["carrier", "trial", "none"])
def test_who_is_called_is_never_reached_by_the_way_callers_come(tmp_path: Path, way: str):
    """A leg of a service is told from a caller by its name, and nobody comes in by that name."""
    out = Limits(prefixes=(("+1416", 2),))
    carrier = Carrier("sip.carrier.example", 5061, 5061, tmp_path, sources=("203.0.113.0/28",))
    ways = {"carrier": replace(carrier, limits=out), "trial": Trial(5070, limits=out), "none": None}
    told = trunk("127.0.0.1", ways[way])
    callers, *services = told.split("[outward]\n")
    assert len(services) == (0 if way == "none" else 2)
    assert "aors=" not in callers
    assert "contact=" not in callers
    assert "context=from-carrier" not in "".join(services)
    assert "endpoint=outward" not in told
    assert ("media_encryption=sdes" in "".join(services)) is (way == "carrier")
    assert "@outward" in dialplan(out, "")
    assert "@trunk" not in dialplan(out, "")


CALLS_OUT = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "havre.settings"
import django
django.setup()
from havre.channels.phone import outward
from havre.channels.phone.limits import NotAllowed
outward.of_this_line()
time.sleep(max(0, float(sys.argv[1]) - time.time()))
try:
    outward.begin("+14165550123")
    print("through")
except NotAllowed as why:
    print(why)
"""


@pytest.mark.servers
def test_six_at_once_at_the_limit_are_never_more_than_two(founded: Throwaway, tmp_path: Path):
    with throwaway(tmp_path / "data", founded) as house:
        env = house.env | {"HAVRE_PHONE_OUTWARD": "+1416=2", "HAVRE_PHONE_OUTWARD_AT_ONCE": "2"}
        command = [sys.executable, "-c", CALLS_OUT, str(time.time() + 6)]
        six = [
            subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
            for _ in range(6)
        ]
        said = [each.communicate(timeout=60)[0].strip() for each in six]
        assert set(said) <= {"through", "too_many"}
        assert "too_many" in said
        assert said.count("through") <= 2
        late = [sys.executable, "-c", CALLS_OUT, "0"]
        more = [
            subprocess.run(late, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
            for _ in range(3)
        ]
        through = said.count("through") + [one.stdout for one in more].count("through\n")
        assert through == 2  # whoever was refused for nothing gets through afterwards
