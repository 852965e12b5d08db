"""The carrier's line: calls over TLS with encrypted sound, or not at all.

What the engine is told of it. Nothing falls back to plain: where TLS or SRTP cannot be had, there
is no call. Who calls is replaced as the call is made; what the called see is one fixed number.
"""

from dataclasses import dataclass, field
from pathlib import Path

from havre.channels.phone.limits import CONTEXT, Limits

HERE = "127.0.0.1"
ANONYMOUS = '"Caller" <anonymous>'
_ANY = (
    "type=endpoint\nidentify_by=ip\ndisallow=all\nallow=ulaw,alaw\n"
    "trust_id_inbound=no\ntrust_id_outbound=no\nsend_pai=no\n"
    "send_rpid=no\ndirect_media=no\nrtp_timeout=30\nallow_transfer=no\nallow_subscribe=no\n"
    "rtp_symmetric=yes\n"
)


@dataclass(frozen=True, slots=True)
class Carrier:
    """One carrier. `sources`: the networks its calls come from; `user`: how we register, if so.

    `certificate` and `key` are the line's own, for calls that the carrier brings by itself;
    `authority`: by whom the carrier's certificate must be signed. `public`: our address before
    the router, `inside`: the networks behind it. `srtp`: how keys are agreed, sdes or dtls.
    """

    host: str
    port: int
    tls_port: int
    authority: Path
    sources: tuple[str, ...] = ()
    user: str = ""
    password: str = ""
    certificate: Path | None = None
    key: Path | None = None
    srtp: str = "sdes"
    public: str = ""
    inside: tuple[str, ...] = ()
    shown: str = ""  # the number that the called see, as +…; empty: none
    limits: Limits = field(default_factory=Limits)

    @property
    def uri(self) -> str:
        """Where it is, in the engine's files."""
        return f"sip:{self.host}:{self.port}\\;transport=tls"


@dataclass(frozen=True, slots=True)
class Trial:
    """Instead of a carrier, to try a line on one machine: a soft phone plays whoever is called.

    It stands at `port` of this machine, in the open, and nowhere else; the limits are the same.
    """

    port: int
    shown: str = ""
    limits: Limits = field(default_factory=Limits)


def trunk(host: str, carrier: Carrier | Trial | None) -> str:
    """pjsip.conf: where calls come from and go out. Without a carrier: this machine alone.

    Calls go out by a name of their own, so that a new program of ours takes no leg of whoever was
    called for a caller; nobody can come in by it, for no address is known for it.
    """
    media = f"{_ANY}media_address={host}\nbind_rtp_to_media_address=yes\n"
    into = f"[trunk]\n{media}context=from-carrier\ncallerid={ANONYMOUS}\n"
    out = f"[{CONTEXT}]\n{media}context=nowhere\naors={CONTEXT}\n"
    if not isinstance(carrier, Carrier):
        known = f"[trunk-from]\ntype=identify\nendpoint=trunk\nmatch={host}\n"
        return f"{into}dtmf_mode=auto\n\n{known}" + (_trial(out, host, carrier) if carrier else "")
    both = f"{_sound(carrier)}transport=tls\n{'outbound_auth=trunk' if carrier.user else ''}\n"
    return "".join(
        (
            _transport(host, carrier),
            f"{into}{both}\n{out}{both}{_who(carrier.host, carrier.shown)}\n",
            f"[{CONTEXT}]\ntype=aor\ncontact={carrier.uri}\nqualify_frequency=60\n\n",
            *(_from(network, n) for n, network in enumerate(carrier.sources)),
            _registration(carrier) if carrier.user else "",
        )
    )


def _trial(out: str, host: str, trial: Trial) -> str:
    return (
        f"\n{out}dtmf_mode=auto\n{_who(host, trial.shown)}\n"
        f"[{CONTEXT}]\ntype=aor\ncontact=sip:{host}:{trial.port}\n"
    )


def _who(host: str, shown: str) -> str:
    """What whoever is called sees: the one number, or none."""
    return (
        f"from_user={shown.removeprefix('+') or 'anonymous'}\n"
        f"from_domain={host if shown else 'anonymous.invalid'}\n"
    )


def _transport(host: str, carrier: Carrier) -> str:
    """TLS 1.2 or newer; the carrier's certificate and the name in it are checked."""
    said = (
        f"[tls]\ntype=transport\nprotocol=tls\nbind={host}:{carrier.tls_port}\nmethod=tlsv1_2\n"
        f"verify_server=yes\nca_list_file={carrier.authority}\n"
    )
    if carrier.certificate:
        said += f"cert_file={carrier.certificate}\npriv_key_file={carrier.key}\n"
    if carrier.public:
        said += f"external_media_address={carrier.public}\n"
        said += f"external_signaling_address={carrier.public}\n"
        said += "".join(f"local_net={network}\n" for network in carrier.inside)
    return said + "\n"


def _sound(carrier: Carrier) -> str:
    """Encrypted, or the call is refused (488): «optimistic» would carry it in the open."""
    dtls = "dtls_auto_generate_cert=yes\ndtls_verify=fingerprint\ndtls_setup=actpass\n"
    return (
        f"media_encryption={carrier.srtp}\nmedia_encryption_optimistic=no\ndtmf_mode=rfc4733\n"
        f"{dtls if carrier.srtp == 'dtls' else ''}"
    )


def _from(network: str, n: int) -> str:
    return f"[trunk-from-{n}]\ntype=identify\nendpoint=trunk\nmatch={network}\n\n"


def _registration(carrier: Carrier) -> str:
    """We sign in at the carrier; its calls then come back over the connection that we opened."""
    return (
        f"[trunk]\ntype=auth\nauth_type=userpass\nusername={carrier.user}\n"
        f"password={carrier.password}\n\n[trunk-at-carrier]\ntype=registration\n"
        f"transport=tls\noutbound_auth=trunk\nserver_uri={carrier.uri}\n"
        f"client_uri=sip:{carrier.user}@{carrier.host}\ncontact_user=s\n"
        "expiration=300\nretry_interval=20\nforbidden_retry_interval=300\nmax_retries=100000\n"
        "line=yes\nendpoint=trunk\n\n"
    )
