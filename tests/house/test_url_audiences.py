"""The house knows for every address of the desk whom it serves. A new one is written here first."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver

from havre.desk.urls import urlpatterns

PUBLIC: frozenset[str] = frozenset()
EVERYONE = frozenset(
    {"responder", "supervisor", "interpreter", "legal", "directory", "tips", "administrator"}
)
LISTENERS = frozenset({"responder", "supervisor"})
SUPERVISORS = frozenset({"supervisor"})
INTERPRETERS = frozenset({"interpreter"})
SEEKERS = LISTENERS | {"directory"}
CURATORS = frozenset({"directory"})
CURATION = CURATORS | SUPERVISORS  # who supervises reads along, and agrees to proposals
TIP_READERS = frozenset({"tips"}) | SUPERVISORS
RECORD = "directory/<uuid:record_id>/"
CALL = "interpreting/calls/<uuid:call_id>/"
IN = "interpreting/<uuid:contact_id>/"
TALK = "talk/<uuid:contact_id>/"
IN_CALL = (
    *(f"{TALK}call/{what}/" for what in ("waiting", "coming-back", "letting-go", "leaving")),
    *(f"{TALK}call/{what}/" for what in ("relay", "no-relay")),
    "referrals/<uuid:referral_id>/call/",
)
AUDIENCES = {
    "": PUBLIC,  # sign-in, or the board of whoever is signed in
    "health/": PUBLIC,
    "sign-in/": PUBLIC,
    "sign-out/": EVERYONE,
    "awake/": EVERYONE,
    "here/": EVERYONE,
    "presence/": LISTENERS | INTERPRETERS,
    "handover/": LISTENERS,
    "handover/tasks/": LISTENERS,
    "handover/acknowledgement/": LISTENERS,
    "leaving/": LISTENERS,
    "care/": LISTENERS,
    "care/break/": LISTENERS,
    "care/hard/": LISTENERS,
    "care/talk/": LISTENERS,
    "care/taking-up/": frozenset({"supervisor"}),
    "colleagues/": SUPERVISORS,
    "colleagues/bringing/": SUPERVISORS,
    "language/": EVERYONE,
    "colours/": EVERYONE,
    "yours/": EVERYONE,
    "yours/bringing/": LISTENERS,
    "yours/calling/": SUPERVISORS,
    "commands/": LISTENERS,
    "rings/": LISTENERS,
    "design/": EVERYONE,
    "waiting/": LISTENERS,
    "offered/": LISTENERS,
    "outbox/": LISTENERS,
    "log/": LISTENERS,
    "phone/": LISTENERS | INTERPRETERS,
    "phone/opening/": LISTENERS | INTERPRETERS,
    "phone/caller/": LISTENERS | INTERPRETERS,
    "phone/telephone/": LISTENERS | INTERPRETERS,
    "phone/telephone/making/": LISTENERS | INTERPRETERS,
    "phone/telephone/taking-away/": LISTENERS | INTERPRETERS,
    "phone/telephone/choosing/": LISTENERS | INTERPRETERS,
    "phone/voices/": SUPERVISORS,
    "phone/voices/keeping/": SUPERVISORS,
    "phone/voices/taking-away/": SUPERVISORS,
    "phone/voices/<slug:language>/<slug:code>.wav": SUPERVISORS,
    "numbers/": frozenset({"responder", "supervisor", "legal"}),
    "rota/": LISTENERS,
    "rota/shifts/": SUPERVISORS,
    "rota/endings/": SUPERVISORS,
    "rota/substitutes/": SUPERVISORS,
    "rota/days/": SUPERVISORS,
    "rota/forecast/": SUPERVISORS,
    "rota/feed/": LISTENERS,
    "rota/feed/closing/": LISTENERS,
    "times/<slug:token>.ics": PUBLIC,  # its address is the secret; it says when, and nothing else
    "audit/": frozenset({"supervisor", "administrator"}),
    TALK: LISTENERS,
    f"{TALK}panels/<slug:panel>/": LISTENERS,
    f"{TALK}taking/": LISTENERS,
    f"{TALK}passing/": LISTENERS,
    f"{TALK}giving/": LISTENERS,
    f"{TALK}asking/": LISTENERS,
    f"{TALK}messages/": LISTENERS,
    f"{TALK}hiding/": LISTENERS,
    f"{TALK}hidden/": LISTENERS,
    f"{TALK}answer/": LISTENERS,
    f"{TALK}draft/": LISTENERS,
    f"{TALK}writing/": LISTENERS,
    f"{TALK}note/": LISTENERS,
    f"{TALK}wish/": LISTENERS,
    f"{TALK}person/": LISTENERS,
    f"{TALK}closure/": LISTENERS,
    f"{TALK}setting-apart/": LISTENERS,
    f"{TALK}resting/": LISTENERS,
    f"{TALK}warnings/": LISTENERS,
    f"{TALK}ending/": LISTENERS,
    f"{TALK}pause/": frozenset({"supervisor"}),
    f"{TALK}reopening/": LISTENERS,
    f"{TALK}helping/": LISTENERS,
    f"{TALK}beside/": LISTENERS,
    f"{TALK}leaving/": LISTENERS,
    f"{TALK}aside/": LISTENERS,
    "in-hand/": LISTENERS,
    "switchboard/": frozenset({"supervisor"}),
    "alarm/": LISTENERS,
    "calls/": LISTENERS | INTERPRETERS,
    "calls/<uuid:help_id>/": LISTENERS,
    "calls/<uuid:help_id>/coming/": LISTENERS,
    "calls/<uuid:help_id>/declining/": LISTENERS,
    "calls/<uuid:help_id>/calling-off/": LISTENERS,
    f"{TALK}interpreter/asking/": LISTENERS,
    f"{TALK}interpreter/letting-in/": LISTENERS,
    f"{TALK}interpreter/another/": LISTENERS,
    f"{TALK}interpreter/outside/": LISTENERS,
    f"{TALK}interpreter/ending/": LISTENERS,
    CALL: INTERPRETERS,
    f"{CALL}coming/": INTERPRETERS,
    f"{CALL}passing/": INTERPRETERS,
    IN: INTERPRETERS,
    f"{IN}messages/": INTERPRETERS,
    f"{IN}words/": INTERPRETERS,
    f"{IN}leaving/": INTERPRETERS,
    "services/": SEEKERS,
    "services/found/": SEEKERS,
    "services/compared/": SEEKERS,
    "services/map/": SEEKERS,
    "services/handout/": SEEKERS,
    "interpreters/": SUPERVISORS,
    "interpreters/entries/": SUPERVISORS,
    "interpreters/striking/": SUPERVISORS,
    **dict.fromkeys(IN_CALL, LISTENERS),
    "directory/": CURATION,
    "directory/asking/": CURATION,
    "directory/words/": CURATION,
    "directory/coverage/": CURATION,
    f"{RECORD}words/": CURATORS,
    f"{RECORD}verification/": CURATORS,
    f"{RECORD}suspension/": CURATION,
    f"{RECORD}lifting/": CURATORS,
    "directory/proposals/": CURATION,
    "directory/proposals/<uuid:proposal_id>/": CURATION,
    "directory/numbers/": CURATION,
    "directory/numbers/<uuid:report_id>/": CURATORS,
    "directory/answers/": CURATORS,
    "directory/answers/<uuid:answer_id>/": CURATORS,
    f"{RECORD}invitation/": CURATORS,
    "directory/alike/": CURATION,
    "directory/alike/looking/": CURATORS,
    "directory/alike/<uuid:likeness_id>/": CURATION,
    "directory/alike/<uuid:likeness_id>/verdict/": CURATORS,
    "directory/merges/<uuid:merge_id>/undoing/": CURATORS,
    "directory/new/<slug:kind>/": CURATORS,
    "directory/<uuid:owner_id>/new/<slug:kind>/": CURATORS,
    RECORD: CURATION,
    f"{RECORD}edit/<slug:part>/": CURATORS,
    f"{RECORD}places/": CURATORS,
    f"{RECORD}undoing/": CURATORS,
    f"{RECORD}confirmation/": CURATORS,
    f"{RECORD}sealing/": CURATORS,
    f"{RECORD}exact/": CURATION,
    "tips/": TIP_READERS,
    "tips/<uuid:tip_id>/": TIP_READERS,
    "tips/<uuid:tip_id>/assessment/": TIP_READERS,
    "tips/<uuid:tip_id>/forgetting/": TIP_READERS,
    "tips/<uuid:tip_id>/withdrawal/": TIP_READERS,
    "tips/<uuid:tip_id>/letter/": TIP_READERS,
    "tips/<uuid:tip_id>/disclosure/": TIP_READERS,
    f"{RECORD}number/": SEEKERS,  # one that does not lead there
    f"{RECORD}beds/": SEEKERS,
    f"{TALK}replies/": LISTENERS,
    "tips/<uuid:tip_id>/questions/": TIP_READERS,
    f"{TALK}safety/": LISTENERS,
    f"{TALK}options/": LISTENERS,
    f"{TALK}consents/": LISTENERS,
    f"{TALK}offers/": LISTENERS,
    f"{TALK}what-left/": LISTENERS,
    f"{TALK}forgetting/": SUPERVISORS,
    "consents/<uuid:consent_id>/withdrawal/": LISTENERS,
    "consents/<uuid:consent_id>/whose/": LISTENERS,
    "referrals/<uuid:referral_id>/disclosure/": LISTENERS,
    "referrals/<uuid:referral_id>/refusal/": LISTENERS,
    "referrals/<uuid:referral_id>/steps/": LISTENERS,
}


def addresses(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        else:
            yield here, pattern


@pytest.mark.hostile(26)
def test_every_address_of_the_desk_serves_whom_it_should():
    found = {
        address: getattr(pattern.callback, "audience", "nobody said whom it serves")
        for address, pattern in addresses(urlpatterns)
    }
    assert found == AUDIENCES


@pytest.mark.hostile(32)
def test_no_address_with_content_serves_an_administrator():
    open_to_ada = {a for a, audience in AUDIENCES.items() if "administrator" in audience}
    assert not any(
        address.startswith(("talk/", "interpreting/", "consents/", "referrals/"))
        for address in open_to_ada
    )
