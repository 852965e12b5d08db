"""The house lets a session be one browser's of one person: register 53 to 55, 59, 61, 62, 67.

Over HTTP, with real passphrases and codes.
"""

import re
from typing import Any

import pytest

from havre.audit.models import Entry
from havre.desk.tests.hand import HERE, Desk, desk_of
from havre.lib import clock
from havre.staff import actions, signin
from havre.staff.models import DeskSession
from havre.staff.tests.test_sign_in import codes_of
from havre.staff.views import COOKIE
from tests.hands import begin, clock_at, later
from tests.people import PASSPHRASES, House

pytestmark = pytest.mark.usefixtures("on_desk")
ELSEWHERE = (
    {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
    {"Origin": "http://testserver", "Sec-Fetch-Site": "none"},
    {"Origin": "http://testserver:8000", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "http://["},
    {"Origin": "null"},
    {"Referer": "https://elsewhere.example/testserver"},
    {},
)


def token_in(page: Any) -> str:
    """The token of the first form on a page."""
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert found
    return found[1]


def enter(house: House, desk: Desk, who: str = "ana", **given: str) -> Any:
    """Sign in as the page does; `given`: typed instead."""
    (code,) = codes_of(house, who, 0)
    typed = {"name": who, "passphrase": PASSPHRASES[who], "code": code} | given
    return desk.post("/sign-in/", typed)


@pytest.mark.hostile(53)
def test_the_session_is_another_one_after_signing_in(house):
    desk = Desk()
    desk.cookies[COOKIE] = planted = "A" * 43
    enter(house, desk)
    first = desk.cookies[COOKIE].value
    enter(house, desk, "sue")
    assert len({planted, first, desk.cookies[COOKIE].value}) == 3
    assert (signin.signed_in(planted), signin.signed_in(first)) == (None, None)
    assert str(DeskSession.objects.get().member) == "Sue"


@pytest.mark.hostile(53)
def test_a_refused_sign_in_ends_the_session_before_it_all_the_same(house):
    desk = Desk()
    enter(house, desk)
    first = desk.cookies[COOKIE].value
    assert enter(house, desk, "sue", passphrase="wrong").status_code == 403
    assert (signin.signed_in(first), DeskSession.objects.count()) == (None, 0)


@pytest.mark.hostile(54)
def test_both_cookies_are_bound_to_this_host_and_this_visit(house):
    desk = Desk()
    desk.get("/")
    enter(house, desk)
    bound = {"secure": True, "httponly": True, "samesite": "Strict", "path": "/"}
    bound |= {"domain": "", "max-age": "", "expires": ""}
    assert set(desk.cookies) == {"__Host-desk", "__Host-desk-form"}
    for cookie in desk.cookies.values():
        assert {name: cookie[name] for name in bound} == bound


@pytest.mark.hostile(54)
def test_a_session_under_another_name_opens_nothing(house):
    desk, other = desk_of(house, "ana"), Desk()
    for name in ("desk", "__Secure-desk", "__host-desk", "sessionid", "__Host-front"):
        other.cookies[name] = desk.cookies[COOKIE].value
    assert (desk.get("/waiting/").status_code, other.get("/waiting/").status_code) == (200, 302)


@pytest.mark.hostile(55)
@pytest.mark.parametrize("headers", ELSEWHERE)
def test_another_site_posts_nothing_in_their_name(house, headers):
    story = begin(house)
    desk, stranger = desk_of(house, "ana"), Desk()
    before = Entry.objects.count()
    (code,) = codes_of(house, "sue", 0)
    known = {"name": "sue", "passphrase": PASSPHRASES["sue"], "code": code}
    posts = {"/sign-out/": {}, "/awake/": {}, "/language/": {"language": "fr"}}
    posts |= {f"/talk/{story.contact_id}/answer/": {"text": "x"}}
    posts |= {f"/talk/{story.contact_id}/closure/": {"outcome": "supported"}}
    for address, posted in posts.items():
        answer = super(Desk, desk).post(address, posted, headers=headers)
        assert (answer.status_code, "did not come from our page" in answer.content.decode()) == (
            403,
            True,
        )
    assert super(Desk, stranger).post("/sign-in/", known, headers=headers).status_code == 403
    assert (Entry.objects.count(), DeskSession.objects.count()) == (before, 2)


@pytest.mark.hostile(55)
def test_a_form_without_its_own_token_is_refused(house):
    story = begin(house)
    desk = desk_of(house, "ana", enforce_csrf_checks=True)
    page = desk.get(f"/talk/{story.contact_id}/")
    address, text = f"/talk/{story.contact_id}/note/", {"text": "x"}
    tokens = ({}, {"csrfmiddlewaretoken": "x" * 64}, {"csrfmiddlewaretoken": token_in(page)})
    answers = [desk.post(address, text | token) for token in tokens]
    assert [answer.status_code for answer in answers] == [403, 403, 302]
    assert [desk.post(to).status_code for to in ("/sign-out/", "/awake/")] == [403, 403]
    assert Desk(enforce_csrf_checks=True).post("/sign-in/").status_code == 403


@pytest.mark.hostile(55)
def test_nothing_is_done_by_a_look(house):
    story = begin(house)
    desk = desk_of(house, "ana")
    before = (Entry.objects.count(), DeskSession.objects.count())
    for verb in ("taking", "answer", "note", "closure", "reopening", "offers", "consents"):
        assert desk.get(f"/talk/{story.contact_id}/{verb}/").status_code == 405
    for path in ("/sign-out/", "/awake/", "/language/", "/sign-in/"):
        assert desk.get(path).status_code == 405
    assert (Entry.objects.count(), DeskSession.objects.count()) == before


@pytest.mark.hostile(59)
def test_a_code_opens_once_whoever_saw_it(house):
    first, second = Desk(), Desk()
    assert enter(house, first).status_code == 302
    assert (enter(house, second).status_code, COOKIE in second.cookies) == (403, False)


@pytest.mark.hostile(67)
def test_every_reason_to_refuse_has_the_same_page(house):
    actions.deactivate(house.members["ben"], by=str(house.members["sue"].id))
    tries = [{"name": "nobody"}, {"passphrase": "wrong"}, {"code": "000000"}, {"code": ""},
             {"passphrase": ""}, {"name": "a\0na"}, {"name": "ana" * 10_000}]  # fmt: skip
    answers = [enter(house, Desk(), **given) for given in tries] + [enter(house, Desk(), "ben")]
    pages = {re.sub(r'value="\w+"', "", answer.content.decode()) for answer in answers}
    heads = {(answer.status_code, tuple(sorted(answer.headers))) for answer in answers}
    assert (len(pages), len(heads), {status for status, _ in heads}) == (1, 1, {403})
    assert not any(COOKIE in answer.cookies for answer in answers)
    (page,) = pages
    assert not any(word in page for word in ("nobody", "anaana", "wrong"))


@pytest.mark.hostile(61)
def test_many_tries_wait_for_the_account_whatever_browser_they_come_from(house):
    for n in range(5):
        assert enter(house, Desk(REMOTE_ADDR=f"10.0.0.{n}"), code="000000").status_code == 403
    assert enter(house, Desk()).status_code == 403  # right at last, and too soon
    assert enter(house, Desk(), "sue").status_code == 302  # nobody else waits for it
    refused = Entry.objects.filter(verb="sign_in_refused")
    assert (refused.count(), "ana" in str(refused.values_list())) == (6, False)
    with clock_at(later(seconds=31)):
        (fresh,) = codes_of(house, "ana", 1)
        assert enter(house, Desk(), code=fresh).status_code == 302


@pytest.mark.hostile(62)
def test_nothing_of_the_first_is_left_for_the_second_in_one_browser(house):
    story = begin(house, "Zimtstern")
    desk = Desk()
    enter(house, desk)
    first = desk.cookies[COOKIE].value
    assert "Zimtstern" in desk.get(f"/talk/{story.contact_id}/").content.decode()
    left = desk.post("/sign-out/")
    assert (left["Clear-Site-Data"], left["Location"]) == ('"cookies", "storage"', "/")
    assert (COOKIE in desk.cookies, signin.signed_in(first)) == (False, None)
    assert enter(house, desk, "ben").status_code == 302
    pages = [desk.get(path) for path in ("/", "/waiting/", f"/talk/{story.contact_id}/")]
    assert [page.status_code for page in pages] == [200, 200, 404]
    board, lists, _ = (page.content.decode() for page in pages)
    masthead = board[board.index("masthead-who") : board.index("<main")]
    assert ("Ana" in masthead, "Ben" in masthead) == (False, True)
    assert "Zimtstern" not in board + lists
    assert {page["Cache-Control"] for page in pages} == {"no-store"}


@pytest.mark.hostile(62)
def test_who_signs_in_without_signing_out_ends_the_session_before(house):
    desk = Desk()
    enter(house, desk)
    first = Desk()
    first.cookies[COOKIE] = desk.cookies[COOKIE].value
    enter(house, desk, "sue")
    assert first.get("/waiting/").status_code == 302
    assert 'id="passphrase"' in first.get("/").content.decode()
    assert desk.get("/waiting/").status_code == 200


@pytest.mark.hostile(57)
def test_locked_keys_come_back_in_another_tab_and_what_was_typed_can_be_sent(house):
    story = begin(house)
    desk = desk_of(house, "ana", enforce_csrf_checks=True)
    page = desk.get(f"/talk/{story.contact_id}/")
    written = {"text": "Je suis là.", "csrfmiddlewaretoken": token_in(page)}
    DeskSession.objects.update(seen_at=clock.now() - signin.IDLE * 2)
    address = f"/talk/{story.contact_id}/answer/"
    background = {"X-Background": "yes"}
    assert desk.post(address, written, headers=background).status_code == 401
    (code,) = codes_of(house, "ana", 0)
    desk.post("/sign-in/", {"name": "ana", "passphrase": PASSPHRASES["ana"], "code": code,
                            "csrfmiddlewaretoken": token_in(desk.get("/"))})  # fmt: skip
    assert desk.post(address, written, headers=background).status_code == 200


@pytest.mark.hostile(31)
def test_a_leaver_is_refused_with_the_next_request(house):
    story = begin(house)
    desk = desk_of(house, "ana")
    assert desk.get(f"/talk/{story.contact_id}/").status_code == 200
    actions.deactivate(house.members["ana"], by=str(house.members["sue"].id))
    background = {"X-Background": "yes"}
    assert desk.get(f"/talk/{story.contact_id}/").status_code == 302
    assert desk.get(f"/talk/{story.contact_id}/messages/", headers=background).status_code == 401
    assert desk.post(f"/talk/{story.contact_id}/answer/", {"text": "x"}).status_code == 302
    assert 'id="passphrase"' in desk.get("/").content.decode()


def test_posts_of_the_desk_itself_are_heard(house):
    assert desk_of(house, "ana").post("/awake/", headers=HERE).status_code == 204
