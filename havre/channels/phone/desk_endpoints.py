"""Tells the engine of the phones of the desk, while it runs: who may register, and how.

Nobody can call anywhere from them: they are rung, by our program alone.
"""

from havre.channels.phone.ari import Ari, NotPossible
from havre.channels.phone.desk_phones import (
    BROWSER,
    REALM,
    TABLE,
    is_of_the_desk,
    silent_for,
)

# Seconds without sound: the colleague's machine is gone, and the caller comes first. The engine
# counts in whole seconds, so a gap of two is always borne (decision 0012).
_GONE_AFTER = 3
_WHERE = "asterisk/config/dynamic/res_pjsip"
_ASKED = 5  # seconds between two questions of the engine to a phone whether it is there
_BACK = 10  # seconds; in these one that is dead was asked at least once, and did not answer

# One phone at a time; who registers anew replaces the one before, which may be dead.
_AOR = {
    "qualify_frequency": str(_ASKED),
    "max_contacts": "1",
    "remove_existing": "yes",
    "minimum_expiration": "30",
    "default_expiration": "120",
    "maximum_expiration": "300",
}


class Endpoints:
    """What the engine was told, so that it is told once."""

    def __init__(self, ari: Ari, host: str, *, is_secure: bool = False) -> None:
        self._ari, self._host, self._is_secure = ari, host, is_secure
        self._told: dict[str, tuple[str, str]] = {}  # endpoint → (kind, digest)
        self._is_asked = False

    async def keep(self, wanted: dict[str, tuple[str, str]]) -> None:
        """The engine knows exactly these phones: endpoint → (kind, digest).

        Raises ari.Away, ari.NotPossible.
        """
        if not self._is_asked:
            await self._find_out()
        for gone in self._told.keys() - wanted.keys():
            await self._forget(gone)
        for name, (kind, digest) in wanted.items():
            if self._told.get(name) != (kind, digest):
                await self._forget(name)  # what was registered with an older password is out
                await self._tell("auth", name, _auth(name, digest))
                await self._tell("aor", name, _AOR)
                await self._tell(
                    "endpoint", name, _endpoint(name, kind, self._host) | self._sound(kind)
                )
                self._told[name] = kind, digest

    async def back(self) -> list[str]:
        """Those whose sound broke off in a talk, and who answer the engine all the same.

        A network that failed for some seconds; without this they would never ring again, for a
        phone that stays registered tells the engine nothing new. Raises ari.Away.
        """
        found = []
        for name in silent_for(_BACK):
            try:
                told = await self._ari.ask("GET", f"endpoints/PJSIP/{name}")
            except NotPossible:
                continue
            if told["state"] == "online":
                found.append(name)
        return found

    def _sound(self, kind: str) -> dict[str, str]:
        """A telephone on the table: over TLS with encrypted sound, or not at all; in the open only
        on a line that stays on this machine."""
        if kind != TABLE or not self._is_secure:
            return {}
        return {
            "transport": "tls",
            "media_encryption": "sdes",
            "media_encryption_optimistic": "no",
        }

    async def _find_out(self) -> None:
        """An engine that ran before us knows some: what is as it was told stays registered."""
        for each in await self._ari.ask("GET", "endpoints"):
            name = each["resource"]
            if is_of_the_desk(name):
                auth = await self._told_of("auth", name)
                kind = BROWSER if (await self._told_of("endpoint", name))["webrtc"] else TABLE
                self._told[name] = kind, auth.get("md5_cred", "")
        self._is_asked = True

    async def _told_of(self, kind: str, name: str) -> dict[str, str]:
        rows = await self._ari.ask("GET", f"{_WHERE}/{kind}/{name}")
        found = {each["attribute"]: each["value"] for each in rows}
        return {"webrtc": "", **found} | {"webrtc": found.get("webrtc", "").replace("no", "")}

    async def _tell(self, kind: str, name: str, fields: dict[str, str]) -> None:
        told = [{"attribute": key, "value": value} for key, value in fields.items()]
        await self._ari.ask("PUT", f"{_WHERE}/{kind}/{name}", fields=told)

    async def _forget(self, name: str) -> None:
        for kind in ("endpoint", "aor", "auth"):
            await self._ari.try_to("DELETE", f"{_WHERE}/{kind}/{name}")
        self._told.pop(name, None)


def _auth(name: str, digest: str) -> dict[str, str]:
    return {"auth_type": "md5", "username": name, "realm": REALM, "md5_cred": digest}


def _endpoint(name: str, kind: str, host: str) -> dict[str, str]:
    browser = {"webrtc": "yes", "rtp_timeout_hold": str(_GONE_AFTER)}
    table = {"rtp_symmetric": "yes"}
    return (browser if kind == BROWSER else table) | {
        "context": "from-desk",
        "aors": name,
        "auth": name,
        "identify_by": "username",
        "disallow": "all",
        "allow": "ulaw,alaw,opus" if kind == BROWSER else "ulaw,alaw",
        "dtmf_mode": "rfc4733",
        "direct_media": "no",
        "rtp_timeout": str(_GONE_AFTER),
        "media_address": host,
        "bind_rtp_to_media_address": "yes",
        "rewrite_contact": "yes",
        "force_rport": "yes",
        "trust_id_inbound": "no",
        "trust_id_outbound": "no",
        "send_pai": "no",
        "send_rpid": "no",
        "allow_transfer": "no",
        "allow_subscribe": "no",
    }
