"""docs/settings.md: every setting that the code reads, with its default and what it is for."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from havre.prompt.docs.places import PACKAGE

_READERS = {
    *("text", "number", "folder", "file", "socket", "turn"),
    *("kept_secret", "hosts", "paces", "pairs"),
}
_FACES = ("FRONT", "DESK")


class Told(NamedTuple):
    """What a setting is for; its default in words where the code's own says little."""

    says: str
    default: str = ""


# One line each, in the order of the page. `docs check` fails if the code reads another one.
TOLD: dict[str, Told] = {
    "DATA": Told(
        "The data folder: SQLite files, secrets, static files.", "`.data` in the checkout"
    ),
    "STATIC": Told("Where the collected static files are.", "`static` in the data folder"),
    "DATABASE_URL": Told(
        "The main database, as its owner: `sqlite:///path` or `postgresql://user:word@host/name`.",
        "SQLite in the data folder",
    ),
    "FRONT_DATABASE_URL": Told("With PostgreSQL: the same, as the front's own role."),
    "DESK_DATABASE_URL": Told("With PostgreSQL: the same, as the desk's own role."),
    "KEYSTORE_URL": Told(
        "The keystore, which lives and is backed up apart. Required with PostgreSQL.",
        "SQLite in the data folder",
    ),
    "FRONT_KEYSTORE_URL": Told("The keystore as the front's own role.", "`HAVRE_KEYSTORE_URL`"),
    "DESK_KEYSTORE_URL": Told("The keystore as the desk's own role.", "`HAVRE_KEYSTORE_URL`"),
    "FRONT_URL": Told("Where people reach the front: scheme, host and port."),
    "DESK_URL": Told("Where staff reach the desk; another host name than the front's."),
    "EXIT_URL": Told("Where quick exit goes: a page that nobody asks about."),
    "ALLOWED_HOSTS": Told("More host names that are answered, separated by spaces."),
    "LINE_NAME": Told("What the line is called."),
    "LINE_PHONE": Told("The line's own number, shown first."),
    "EMERGENCY_PHONE": Told("The number for emergencies."),
    "LINE_EMAIL": Told(
        "The line's own e-mail address for people who need help. Shown last, with what an e-mail "
        "leaves behind; whoever reads that mailbox answers there, Havre does not fetch it.",
        "none: e-mail is not offered",
    ),
    "OFFICE_EMAIL": Told(
        "Where to write about anything but help: media, training, working with the line. Shown to "
        "whoever asks, beside the line and never in it.",
        "none: no such page",
    ),
    "PRIVACY_OFFICE": Told(
        "Who looks into complaints about privacy outside the line, and how to reach them, in a few "
        "words. Shown on the page of what is kept.",
        "none: only the line itself is named",
    ),
    "OFFER_SECONDS": Told("How long one colleague is asked to take somebody who waits."),
    "OFFER_ALL_SECONDS": Told("How long all who could are asked, after one by one."),
    "OFFER_SUPERVISOR_SECONDS": Told(
        "How long who supervises is asked, before the person is told that it takes longer."
    ),
    "FIRST_ANSWER_MINUTES": Told(
        "How long whoever took a conversation has for a first word, before somebody else is "
        "asked; 0: no limit."
    ),
    "TALKS_A_MINUTE": Told(
        "How many conversations may begin on the web in a minute, three times as many at once; "
        "beyond that people keep their words, see the number and press again. Once half of them "
        "have begun, pages ask the device for a little work, which lets it in at once. "
        "0: the written line is closed, and its pages say so."
    ),
    "ALONE_MINUTES": Told(
        "How often somebody alone on duty is asked whether all is well; 0: never asked."
    ),
    "ALONE_ANSWER_MINUTES": Told(
        "How long they have to answer, before the line no longer counts on them."
    ),
    "BREAK_HOURS": Told(
        "After how many hours on duty without a break a member's own board says a kind word."
    ),
    "CALL_SECONDS": Told(
        "How long whoever is on call has to come to the desk, before the next of the ladder is "
        "called; 0: nobody is called."
    ),
    "CALL_QUIET_MINUTES": Told(
        "How long nobody is called anew after the last call, whoever came or did not."
    ),
    "HANDOVER_MINUTES": Told(
        "After how long who supervises is shown what was left and nobody has said to have."
    ),
    "QUEUE_PACE": Told(
        "How fast waiting counts: `channel=2`, `*:language=2`, `channel:language=1.5`, separated "
        "by spaces.",
        "1 for everybody",
    ),
    "PHONE": Told(
        "`yes`: this line takes calls, so the rota asks who answers the phone.", "no phone"
    ),
    "PHONE_ENGINE": Told(
        "Where the phone engine is kept once it was fetched: about 300 MB.",
        "`.engine` in the checkout",
    ),
    "PHONE_HOST": Told("The address on which the phone engine takes calls from the carrier."),
    "PHONE_SIP_PORT": Told("Its port for calls."),
    "PHONE_PROGRAM_PORT": Told("Its port for our own program, on this machine alone."),
    "PHONE_SOUND_PORTS": Told("The first of its thousand ports for sound."),
    "PHONE_KEYS": Told(
        "Which key means which language to callers: `key=language`, separated by spaces. The first "
        "is said first, and is theirs who press nothing. One that these pages do not speak needs "
        "recorded voices.",
        "`1=fr 2=en`",
    ),
    "PHONE_RELAY": Told(
        "Numbers of the line, digits alone, that are given to relay services (7-1-1, video relay) "
        "and nobody else: calls to them get four times the time, the operator is told what may "
        "come, and whoever answers knows it.",
        "none",
    ),
    "PHONE_CHOOSE_SECONDS": Told("How long a caller has to choose, once all languages were said."),
    "PHONE_COMFORT_SECONDS": Told("How often whoever waits on the phone hears how it stands."),
    "PHONE_SOCKET": Told(
        "Where a colleague's browser reaches the phone engine: `wss://host:port/ws`. Without TLS "
        "only on this machine: `ws://127.0.0.1:8088/ws`, with the program's port.",
        "none: no phone at the desk",
    ),
    "PHONE_CERTIFICATE": Told(
        "The file with the certificate of that host and its chain, for the engine to carry TLS "
        "itself on the port above. Without it a proxy carries it to `/ws` on the program's port.",
        "none",
    ),
    "PHONE_CERTIFICATE_KEY": Told("The file with that certificate's key.", "none"),
    "PHONE_TURN": Told(
        "Where a browser's sound goes if its network lets no UDP out: the TURN server of the line, "
        "`turns:turn.line.example:443?transport=tcp`, several separated by spaces.",
        "none: such a colleague hears nothing",
    ),
    "PHONE_TURN_SECRET": Told("The `static-auth-secret` of that server (coturn).", "none"),
    "PHONE_CARRIER": Told(
        "Where the carrier takes and brings calls, over TLS with encrypted sound alone: "
        "`sip.carrier.example` or `sip.carrier.example:5061`. See `docs/phone.md`.",
        "none: calls come from this machine alone",
    ),
    "PHONE_CARRIER_FROM": Told(
        "From which networks the carrier's calls come, as it says: `203.0.113.0/28`, separated by "
        "spaces. Needs `HAVRE_PHONE_CERTIFICATE`, for it is the carrier that connects.",
        "none: they come over the connection of our registration",
    ),
    "PHONE_CARRIER_USER": Told("As whom we register at the carrier.", "none: not registered"),
    "PHONE_CARRIER_PASSWORD": Told("The password that goes with it.", "none"),
    "PHONE_CARRIER_AUTHORITY": Told(
        "The file of the authorities by whom the carrier's certificate must be signed.",
        "those of this machine",
    ),
    "PHONE_CARRIER_SRTP": Told("How the keys for the sound are agreed: `sdes` or `dtls`."),
    "PHONE_TLS_PORT": Told("The engine's port for the carrier's calls over TLS."),
    "PHONE_PUBLIC_ADDRESS": Told(
        "Behind a router that translates addresses: the address that the carrier sees.", "none"
    ),
    "PHONE_INSIDE": Told("The networks behind that router."),
    "PHONE_SHOWN": Told(
        "The one number that whoever is called from the line sees: `+1…`.",
        "none: the number is withheld",
    ),
    "PHONE_TRIAL_PORT": Told(
        "To try a line on one machine, never with a carrier: the port here at which a soft phone "
        "plays the services that are called. `HAVRE_PHONE_HOST` must be of this machine alone.",
        "none",
    ),
    "PHONE_OUTWARD": Told(
        "Where may be called, and what a started minute costs in cents: `+1416=2 +1=3`; the "
        "longest beginning counts. Emergency numbers, short codes and all else are refused.",
        "none: nobody is called",
    ),
    "PHONE_OUTWARD_AT_ONCE": Told("The most calls that go out at once."),
    "PHONE_OUTWARD_HOUR": Told("The most that begin within an hour."),
    "PHONE_OUTWARD_COST": Told("The most they may cost within an hour, in cents."),
    "PHONE_OUTWARD_MINUTES": Told("The longest of them, in minutes: 240 at most."),
    "QUEUE_SKILLS": Told(
        "What whoever answers a channel should bring: `channel=skill`, separated by spaces. Who "
        "brings it is asked first; if nobody does, everybody is.",
        "nothing of any channel",
    ),
    "WISHES": Told(
        "By whom a person may wish to be answered on their page: leave out what nobody on your "
        "line brings."
    ),
    "TIME_ZONE": Told("The line's time zone: months are counted in it. Storage is in UTC."),
    "SMTP_URL": Told(
        "The mail server: `smtps://user:word@host`, or `smtp://…` with STARTTLS; `smtp+plain://` "
        "only to a relay on this machine; `memory:` sends nothing.",
        "none: nothing can leave by mail",
    ),
    "MAIL_FROM": Told("The address the line writes from."),
    "ROOT_KEY": Told(
        "The root key's public half, hex: what the role keys are signed by.",
        "`root.pub` in the data folder",
    ),
    "SECRET_KEY": Told(
        "Guards forms and sign-in tries. Opens nothing that is sealed.",
        "made once per face, kept in the data folder",
    ),
    "FACE": Told("Which side a process is. Its entry point sets it; never set it yourself."),
    "DEMO": Told("`yes` marks demo data: pages say so, and only this machine is served."),
}


def page() -> str:
    """The page. Raises KeyError for a setting that nobody described."""
    defaults = found()
    lines = [
        "# Settings",
        "",
        "Environment only, prefix `HAVRE_`; each also as `…_FILE`, the path of a file that holds "
        "the value. With none set it starts on SQLite. `bin/havre doctor` looks at them.",
        "",
        "| setting | what for | default |",
        "|---|---|---|",
    ]
    for name in (*TOLD, *sorted(set(defaults) - set(TOLD))):
        told = TOLD[name]
        lines.append(f"| `HAVRE_{name}` | {told.says} | {told.default or defaults[name]} |")
    return "\n".join(lines) + "\n"


def complaints() -> Iterator[str]:
    """Settings that are read and not described, or described and never read."""
    read = set(found())
    for name in sorted(read - set(TOLD)):
        yield f"HAVRE_{name} has no description. Add one to havre/prompt/docs/settings_page.py."
    for name in sorted(set(TOLD) - read):
        yield f"HAVRE_{name} is described and never read. Remove it from settings_page.py."


def found() -> dict[str, str]:
    """Every setting that the code reads → its default as the code says it."""
    read: dict[str, str] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        if "tests" in file.parts:
            continue
        for call in _reads(file):
            default = _default(call)
            for name in _names(call.args[0]):
                if default or name not in read:
                    read[name] = default
    return read


def _reads(file: Path) -> Iterator[ast.Call]:
    is_env = file == PACKAGE / "lib" / "env.py"
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        function = node.func
        if isinstance(function, ast.Attribute):
            reader = ast.unparse(function)
            if (reader == "os.environ.get" and not is_env) or reader in {
                f"env.{name}" for name in _READERS
            }:
                yield node
        elif is_env and isinstance(function, ast.Name) and function.id in _READERS:
            yield node


def _names(word: ast.expr) -> list[str]:
    """The name, or both faces' names where it begins with the face."""
    if isinstance(word, ast.Constant) and isinstance(word.value, str):
        return [word.value.removeprefix("HAVRE_").removesuffix("_FILE")]
    if isinstance(word, ast.JoinedStr) and isinstance(end := word.values[-1], ast.Constant):
        return [f"{face}{end.value!s}" for face in _FACES]
    return []


def _default(call: ast.Call) -> str:
    given = call.args[1] if len(call.args) > 1 else None
    if not isinstance(given, ast.Constant) or given.value == "":
        return ""
    return f"`{given.value!s}`"
