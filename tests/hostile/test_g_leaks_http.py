"""The house keeps no word of anybody in the clear, whatever comes over the wire (register 74-79).

Both real servers, a word of its own in every input of both faces, the whole story, all that goes
wrong; then the servers are stopped, and everything they left on the disk or said is searched.
"""

import re
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from havre.desk.tests.live import Browser, member, newest_waiting, person, raw, say, status_of
from tests.canary import found_in, word_for
from tests.stories.conftest import LiveLine, start_line, stop_line

INPUTS = (
    "first", "second", "draft", "toolong", "oldform", "unsaid", "answer", "note", "called",
    "pronouns", "reach", "wish", "limits", "searched", "keytyped", "nametried", "passphrasetried",
    "codetried", "path", "query", "header", "referer", "agent", "cookie", "oversized", "malformed",
    "multipart", "file", "wrongchoice", "service", "share", "language", "origin", "method",
    "encoded", "refused", "seen", "unseen",
)  # fmt: skip
SENT = ("called", "pronouns", "reach", "wish")
SHELTER = "Maison du Tilleul blanc"  # its address is verified in the demo
WORDS = {name: f"{word_for('http' + name)}" for name in INPUTS}


def ascii_of(name: str) -> str:
    """The word of an input that takes plain letters only."""
    return WORDS[name].encode("ascii", "ignore").decode()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder after everything was said and the servers were stopped; the demo's outbox."""
    folder = tmp_path_factory.mktemp("leaks")
    (folder / "temporary").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder / "temporary"))
        line = start_line(folder / "data")
    try:
        ana = member(line, "ana")
        contact, mina = _writes(line, ana)
        _is_listened_to(ana, contact)
        outbox = _is_put_in_touch(ana, contact)
        _goes_wrong(line, ana, mina, contact)
        during = {name for name, _ in _found(folder)}
    finally:
        assert stop_line(line) == 0
    assert during == set()
    yield folder, outbox
    shutil.rmtree(folder)


def _found(folder: Path) -> set[tuple[str, str]]:
    return found_in(folder, {name: word.encode() for name, word in WORDS.items()})


def _writes(line: LiveLine, ana: Browser) -> tuple[str, Browser]:
    mina = person(line, WORDS["first"], WORDS["second"])
    assert WORDS["second"][1:] in mina.get("/en/talk/").text
    mina.post("/en/talk/messages/", {"key": WORDS["keytyped"], "text": WORDS["draft"]})
    assert say(mina, WORDS["toolong"] * 400).status == 422
    mina.post("/en/talk/", {"key": "short", "text": WORDS["oldform"]})
    mina.post("/en/talk/safety/", {"safety": WORDS["wrongchoice"]})
    clerk = Browser(line.front)
    key = {"key": str(uuid.uuid4())}
    assert clerk.post("/en/note/", key | {"what": WORDS["unseen"] * 1_000}).status == 422
    assert clerk.post("/en/note/", key | {"what": WORDS["seen"]}).status == 303
    return newest_waiting(ana), mina


def _is_listened_to(ana: Browser, contact: str) -> None:
    at = f"/talk/{contact}"
    assert ana.post(f"{at}/taking/").status == 302
    assert ana.post(f"{at}/answer/", {"text": WORDS["answer"]}).status == 302
    assert ana.post(f"{at}/note/", {"text": WORDS["note"]}).status == 302
    assert ana.post(f"{at}/wish/", {"wish": WORDS["wish"]}).status == 302
    facts = {name: WORDS[name] for name in SENT[:3]}
    assert ana.post(f"{at}/person/", facts).status == 302
    assert ana.post(f"{at}/person/", facts | {"kind": WORDS["wrongchoice"]}).status == 422
    assert ana.post(f"{at}/safety/", {"answer": WORDS["wrongchoice"]}).status == 422
    assert ana.post(f"{at}/draft/", {"place": "note", "text": WORDS["unsaid"]}).status == 204
    page = ana.get(f"{at}/").text
    assert [
        name for name in ("first", "answer", "note", "unsaid", *SENT) if WORDS[name] not in page
    ] == []


def _is_put_in_touch(ana: Browser, contact: str) -> str:
    at = f"/talk/{contact}"
    ana.post(f"{at}/options/", {"words": WORDS["searched"], "need": "emergency_shelter"})
    found = ana.post(f"{at}/options/", {"words": SHELTER})
    service = re.findall(r'name="service" value="([0-9a-f-]{36})"', found.text)[0]
    ana.post(f"{at}/offers/", {"service": WORDS["service"]})
    assert ana.post(f"{at}/offers/", {"service": service}).status == 302
    consent = {"act": "pass_on", "share": SENT, "purpose": "share_service", "days": "7"}
    consent |= {"manner": "typed", "limits": WORDS["limits"], "answer": "yes"}
    may_receive = r'<option value="([0-9a-f-]{36})"[^>]*>([^<]*)'
    (recipient,) = [
        one for one, name in re.findall(may_receive, ana.get(f"{at}/").text) if name == SHELTER
    ]
    assert ana.post(f"{at}/consents/", consent | {"recipient": recipient}).status == 302
    panel = ana.get(f"{at}/panels/touch/").text
    referral = re.findall(r"/referrals/([0-9a-f-]{36})/disclosure/", panel)[0]
    ana.post(f"/referrals/{referral}/disclosure/", {"share": WORDS["share"]})
    sent = ana.post(f"/referrals/{referral}/disclosure/", {"share": SENT})
    assert sent.status == 302
    assert ana.post(f"{at}/what-left/").status == 302
    return ana.get("/outbox/").text


def _goes_wrong(line: LiveLine, ana: Browser, mina: Browser, contact: str) -> None:
    stranger = Browser(line.desk)
    stranger.get("/")
    typed = {name: WORDS[f"{name}tried"] for name in ("name", "passphrase", "code")}
    assert stranger.post("/sign-in/", typed).status == 403
    known = {"name": "ana", "passphrase": WORDS["passphrasetried"], "code": WORDS["codetried"]}
    assert stranger.post("/sign-in/", known).status == 403
    odd = {"X-Words": ascii_of("header"), "User-Agent": ascii_of("agent"),
           "Referer": f"http://{ascii_of('referer')}/"}  # fmt: skip
    for browser in (ana, mina, stranger):
        for path in ("/nothing/", "/talk/x/", "/en/talk/messages.json", "/numbers/", "/audit/"):
            asked = f"{path}{ascii_of('path')}/?q={ascii_of('query')}&since={ascii_of('query')}"
            browser.get(asked, **odd)
        browser.cookies["odd"] = ascii_of("cookie")
        browser.get("/", **odd)
        _malformed(browser)
    note = f"/talk/{contact}/note/"
    ana.post(note, {"text": WORDS["refused"]}, Origin=f"https://{ascii_of('origin')}")
    ana.post("/language/", {"language": WORDS["language"]})
    ana.post(f"/talk/{contact}/closure/", {"outcome": WORDS["wrongchoice"]})
    ana.post(f"/talk/{contact}/closure/", {"outcome": "supported", "no_wish": "not_said"})
    assert ana.post(f"/talk/{contact}/answer/", {"text": WORDS["answer"]}).status == 422


def _malformed(browser: Browser) -> None:
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    named = (
        f'--x\r\nContent-Disposition: form-data; name="text"; filename="{WORDS["file"]}"\r\n\r\n'
    )
    for path in ("/", "/en/talk/", "/sign-in/", "/awake/"):
        browser.post(path, f"text={WORDS['oversized']}".encode() * 50_000)
        browser.post(path, named.encode() + WORDS["multipart"].encode() + b"\r\n--x--", **form)
        browser.post(path, WORDS["multipart"].encode(), **form)
        browser.post(path, WORDS["encoded"].encode(), **{"Content-Encoding": "gzip"})
        browser.post(path, WORDS["malformed"].encode(), **{"Content-Type": "application/json"})
        browser.ask(ascii_of("method")[:12], path, None, {})
    with raw(browser.origin) as link:
        link.sendall(
            f"GET /{ascii_of('malformed')} HTTP/9\r\n{ascii_of('header')}\r\n\r\n".encode()
        )
        status_of(link)


@pytest.mark.hostile(74)
def test_the_search_finds_what_is_planted(told):
    folder, _ = told
    planted = folder / "data" / "demo" / "planted"
    planted.write_bytes(b"\0" + WORDS["wish"].encode("utf-16-le") + b"\0")
    assert ("wish", "utf-16-le") in _found(folder)
    planted.unlink()


@pytest.mark.hostile(74)
def test_no_word_of_either_face_lies_open_on_the_disk(told):
    folder, _ = told
    files = {path.name for path in folder.rglob("*") if path.is_file()}
    assert {"havre.sqlite3", "keystore.sqlite3", "doorbell.sqlite3", "data.out"} <= files
    assert _found(folder) == set()


@pytest.mark.hostile(74)
def test_what_was_consented_stood_in_memory_only(told):
    _, outbox = told
    assert [name for name in SENT if WORDS[name] not in outbox] == []
    assert [name for name in INPUTS if name not in SENT and WORDS[name] in outbox] == []


@pytest.mark.hostile(76)
@pytest.mark.hostile(77)
def test_the_servers_said_nothing_of_anybody(told):
    folder, _ = told
    said = (folder / "data.out").read_text()
    assert re.findall(r"(?:GET|POST|HTTP/1|127\.0\.0\.1:\d+ -|/talk/[0-9a-f]|cookie)", said) == []
    uuids = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}"
    assert re.findall(uuids, said) == []
    assert "Invalid HTTP request received." in said  # it does speak, and says no more
    assert list((folder / "temporary").iterdir()) == []


@pytest.mark.hostile(77)
@pytest.mark.parametrize("face", ["front", "desk"])
def test_health_tells_nothing_but_whether(line: LiveLine, face: str):
    answer = Browser(getattr(line, face)).get("/health/?q=1")
    assert (answer.status, answer.body) == (200, b"")
    named = {"date", "content-length", "content-type", "cache-control", "vary", "content-language"}
    told_more = {name for name in answer.headers if name.lower() not in named}
    assert [n for n in told_more if re.search("server|power|version|x-(?!frame|content|dns|rob)",
            n, re.IGNORECASE)] == []  # fmt: skip


@pytest.mark.hostile(75)
@pytest.mark.parametrize("face", ["front", "desk"])
def test_no_error_page_repeats_what_was_sent(line: LiveLine, face: str):
    browser = Browser(getattr(line, face))
    sent = {"text": "Zimtstern", "name": "Zimtstern", "key": "Zimtstern"}
    answers = [browser.get("/Zimtstern/?q=Zimtstern", Accept="Zimtstern"),
               browser.post("/Zimtstern/", sent),
               browser.post("/sign-in/", sent),
               browser.post("/", b"Zimtstern" * 20_000),
               browser.post("/", sent, Origin="https://Zimtstern"),
               browser.get("/health/Zimtstern"),
               browser.ask("ZIMTSTERN", "/Zimtstern", None, {}),
               browser.get("/", Host="Zimtstern.example"),
               browser.post("/", sent, Host="Zimtstern.example")]  # fmt: skip
    assert [answer.status for answer in answers if "zimtstern" in answer.text.lower()] == []
    assert max(answer.status for answer in answers) < 500
