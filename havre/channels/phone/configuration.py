"""What the engine is told: everything it loads by name, where it listens, and nothing it keeps.

Asterisk 22. Who calls is replaced as the call is made (`anonymous`, see `carrier`), so no number
reaches an event, a log, a database or a file; nothing that could record is loaded or has a folder.
The phones of the desk come and go while it runs: `desk_endpoints` tells it of them.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from havre.channels.phone import browsers, limits
from havre.channels.phone import carrier as carriers

RELAY = "relay"  # what our program is told of a call to a number for relay services
APP = "havre"  # what our program is called towards the engine
WAITING = "wait"  # where the sound of waiting lies
ON_DUTY = "HAVRE_ON_DUTY"  # whom the engine itself rings while our program is away
_RING_ALONE = 40  # seconds; then it says that nobody can answer
_CORE = """
res_timing_timerfd res_http_websocket res_websocket_client res_sorcery_config
res_sorcery_memory res_sorcery_astdb res_crypto res_srtp res_rtp_asterisk res_format_attr_opus
pbx_config
"""
_CALLS = """
res_pjproject res_pjsip res_pjsip_pubsub res_pjsip_session res_pjsip_sdp_rtp res_pjsip_nat
res_pjsip_caller_id res_pjsip_rfc3326 res_pjsip_endpoint_identifier_user
res_pjsip_endpoint_identifier_ip res_pjsip_authenticator_digest
res_pjsip_outbound_authenticator_digest res_pjsip_outbound_registration res_pjsip_registrar
res_pjsip_transport_websocket chan_pjsip
"""
# The program's way in needs res_stasis_recording; it finds no folder to write to. States of
# devices stay out: where our program goes while one is told, its next way in is never answered
# (asterisk/asterisk#2170).
_PROGRAM = """
res_stasis res_stasis_answer res_stasis_playback res_stasis_recording res_stasis_snoop
res_ari res_ari_model res_ari_applications res_ari_asterisk res_ari_bridges res_ari_channels
res_ari_endpoints res_ari_events res_ari_playbacks res_ari_sounds app_stasis
"""
_SOUND = """
bridge_simple bridge_native_rtp bridge_softmix bridge_holding codec_ulaw codec_alaw codec_g722
codec_resample codec_opus_open_source format_wav format_pcm app_playback app_dial
res_musiconhold chan_bridge_media
"""
_LIMITS = "func_strings func_groupcount func_math func_global func_timeout func_callerid app_exec"
MODULES = (
    *_CORE.split(),
    *_CALLS.split(),
    *_PROGRAM.split(),
    *_SOUND.split(),
    *_LIMITS.split(),
)
_TONES = "[general]\ncountry=us\n\n[us]\ndescription=North America\nring=440+480/2000,0/4000\n"
_NOWHERE = "/dev/null/none"  # cannot be made, not even by root: a recording has nowhere to go
_FOLDERS = ("etc", "run", "log", "db", "keys/keys", "sounds")
# The engine complains when it finds none of these, and keeps or publishes nothing while empty.
_EMPTY = [
    "websocket_client",
    "chan_websocket",
    "features",
    "udptl",
    "ccss",
    "acl",
    "pjproject",
    "stasis",
]


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine: where its packages and its folder are, and where it listens on one address."""

    root: Path
    folder: Path
    host: str
    sip_port: int
    ari_port: int
    rtp: tuple[int, int]
    ari_secret: str
    secure: browsers.Secure | None = None  # else browsers come to the program's port, from here
    relay: tuple[str, ...] = ()  # digits of the line's own numbers that relay services call
    carrier: carriers.Carrier | None = None  # else calls come from this machine alone
    tls_port: int = 5061  # for telephones on the table, where `secure` has a certificate
    trial: carriers.Trial | None = None  # without a carrier: who plays the called, here

    def __post_init__(self) -> None:
        if self.trial and (self.carrier or self.host != carriers.HERE):
            raise ValueError("Sound in the open stays on this machine, where there is no carrier.")

    @property
    def settings(self) -> Path:
        """Where `files` go."""
        return self.folder / "etc"

    @property
    def sounds(self) -> Path:
        """What is said to callers, a folder a language."""
        return self.folder / "sounds"


def home() -> Path:
    """This line's own folder for its phone: the engine's, its sounds, the line's recordings."""
    return settings.DATA / "phone"


def folders(engine: Engine) -> tuple[Path, ...]:
    """All the engine may write to."""
    return tuple(engine.folder / name for name in _FOLDERS)


def files(engine: Engine) -> dict[str, str]:
    """Every file of the engine's settings, by name."""
    written = {
        "asterisk.conf": _asterisk(engine),
        "modules.conf": _modules(),
        "logger.conf": _logger(),
        "cdr.conf": "[general]\nenable=no\n",
        "cel.conf": "[general]\nenable=no\n",
        "http.conf": browsers.http(engine.ari_port, engine.host, engine.secure),
        "ari.conf": _ari(engine),
        "rtp.conf": "[general]\nrtpstart={}\nrtpend={}\nicesupport=yes\n".format(*engine.rtp),
        "pjsip.conf": _pjsip(engine),
        "pjproject.conf": _pjproject(),
        "sorcery.conf": _phones_in_memory(),
        "musiconhold.conf": f"[default]\nmode=files\ndirectory={engine.sounds}/{WAITING}\n",
        "extensions.conf": _dialplan(engine),
        "indications.conf": _TONES,
    }
    return {f"{name}.conf": "" for name in _EMPTY} | written


def _asterisk(engine: Engine) -> str:
    at = {
        "astetcdir": engine.settings,
        "astmoddir": next(iter((engine.root / "usr/lib").glob("*-linux-gnu/asterisk/modules"))),
        "astvarlibdir": engine.folder / "db",
        "astdbdir": engine.folder / "db",
        "astkeydir": engine.folder / "keys",
        "astdatadir": engine.root / "usr/share/asterisk",
        "astagidir": _NOWHERE,
        "astspooldir": _NOWHERE,
        "astrundir": engine.folder / "run",
        "astlogdir": engine.folder / "log",
    }
    said = "".join(f"{name} => {path}\n" for name, path in at.items())
    # No dump of the memory, which may still hold who called.
    return f"[directories]\n{said}\n[options]\ndumpcore = no\nlive_dangerously = no\n"


def _modules() -> str:
    """Nothing is loaded that is not named: no voice mail, no recorder, no way to run programs."""
    # res_pjsip_pubsub comes before what needs it, or chan_pjsip declines without a word.
    return "[modules]\nautoload=no\n" + "".join(f"load = {name}.so\n" for name in MODULES)


def _logger() -> str:
    """Warnings and errors. At NOTICE the engine would write who called."""
    return "[general]\nqueue_log=no\nrotatestrategy=none\n\n[logfiles]\nengine => warning,error\n"


def _pjproject() -> str:
    """Silent: at ERROR it would write a broken message whole, and with it who called."""
    levels = "".join(f"asterisk_{name}=\n" for name in ("error", "warning", "notice", "verbose"))
    return f"[startup]\nlog_level=0\n\n[log_mappings]\ntype=log_mappings\n{levels}"


def _ari(engine: Engine) -> str:
    return (
        "[general]\nenabled=yes\nwebsocket_write_timeout=1000\n\n"
        f"[{APP}]\ntype=user\nread_only=no\npassword={engine.ari_secret}\n"
    )


def _phones_in_memory() -> str:
    """Phones of the desk, and where each is registered, are known while it runs: no file, no row
    of the engine's own. What stands in the files (the trunk) is looked at first."""
    kinds = "".join(
        f"{kind}=config,pjsip.conf,criteria=type={kind}\n{kind}=memory\n"
        for kind in ("endpoint", "aor", "auth")
    )
    return f"[res_pjsip]\n{kinds}contact=memory\n"


def _pjsip(engine: Engine) -> str:
    known = "[global]\ntype=global\nendpoint_identifier_order=username,ip\nuser_agent=Havre\n\n"
    sockets = browsers.transports(engine.host, engine.secure)
    trunk = carriers.trunk(engine.host, engine.carrier or engine.trial)
    return known + _ways_in(engine) + sockets + trunk


def _ways_in(engine: Engine) -> str:
    """Without a carrier, which brings a way in of its own. In the open on this machine alone,
    where somebody tries the line; telephones on the table come over TLS."""
    if engine.carrier:
        return ""
    is_here = engine.host == carriers.HERE or not engine.secure
    plain = _plain(f"bind={engine.host}:{engine.sip_port}\n\n") if is_here else ""
    return plain + (_tls(engine, engine.secure) if engine.secure else "")


def _tls(engine: Engine, secure: browsers.Secure) -> str:
    return (
        f"[tls]\ntype=transport\nprotocol=tls\nbind={engine.host}:{engine.tls_port}\n"
        f"method=tlsv1_2\ncert_file={secure.certificate}\npriv_key_file={secure.key}\n\n"
    )


def _plain(at: str) -> str:
    """For a soft phone on this machine. A line with a carrier listens for TLS alone."""
    return "".join(f"[{one}]\ntype=transport\nprotocol={one}\n{at}" for one in ("udp", "tcp"))


def _dialplan(engine: Engine) -> str:
    """Hand each call to our program; without it ring who was on duty last, and else say so,
    truthfully, in both languages. A phone of the desk calls nobody."""
    return (
        "[general]\nstatic=yes\nwriteprotect=yes\n\n[from-carrier]\n"
        f"exten => s,1,Stasis({APP})\n"
        ' same => n,GotoIf($["${STASISSTATUS}" = "SUCCESS"]?done)\n'
        " same => n,Answer()\n"
        f' same => n,GotoIf($["${{{ON_DUTY}}}" = ""]?alone)\n'
        f"{_says(engine, 'trying')} same => n,Dial(${{{ON_DUTY}}},{_RING_ALONE})\n"
        ' same => n,GotoIf($["${DIALSTATUS}" = "ANSWER"]?done)\n'
        f" same => n(alone),NoOp()\n{2 * _says(engine, 'alone')} same => n(done),Hangup()\n"
        f"{''.join(_relay(number) for number in engine.relay)}"
        "exten => _X!,1,Goto(s,1)\nexten => _+X!,1,Goto(s,1)\n\n[from-desk]\n"
        f"{_outward(engine)}"
    )


def _outward(engine: Engine) -> str:
    known = engine.carrier or engine.trial
    return limits.dialplan(known.limits, known.shown) if known else ""


def _relay(number: str) -> str:
    """The same for a number of the line that relay services call: our program is told so."""
    ways = (f"exten => {said},1,Stasis({APP},{RELAY})\n" for said in (number, f"+{number}"))
    return "".join(f"{way} same => n,Goto(s,2)\n" for way in ways)


def _says(engine: Engine, code: str) -> str:
    return "".join(f" same => n,Playback({engine.sounds}/{each}/{code})\n" for each in ("fr", "en"))
