"""The house shows every pause to who supervises, and to nobody else."""

import pytest

from havre.channels.webchat import pausing
from havre.channels.webchat.models import Pause, PauseReview
from havre.desk.tests.hand import desk_of
from havre.lib import clock
from tests.hands import begin

pytestmark = pytest.mark.usefixtures("on_desk")


@pytest.fixture
def contact(house):
    """One that ended after two warnings."""
    found = begin(house, offered=False).contact
    until = clock.now() + pausing.dt.timedelta(minutes=15)
    ana = house.members["ana"]
    Pause.objects.create(contact=found, session=found.id, by=ana, step=1, until=until)
    return found


def test_only_a_supervisor_reviews_and_sees_the_list(house, contact):
    at = f"/talk/{contact.id}/pause/"
    ana, sue = desk_of(house, "ana"), desk_of(house, "sue")
    assert ana.post(at, {"how": "lifted"}).status_code == 404
    assert "Pauses to look at" not in ana.get("/").content.decode()
    assert "Ended by Ana after two warnings" in sue.get("/").content.decode()
    sue.post(at, {"how": "nothing"})
    assert PauseReview.objects.count() == 0
    assert sue.post(at, {"how": "kept"})["Location"] == "/"
    assert "Pauses to look at" not in sue.get("/").content.decode()
