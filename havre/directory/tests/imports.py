"""Small imports for tests: one organization, its services and places, as HSDS 3 or as AIRS."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from havre.directory.importing import staging
from havre.directory.models import Batch, Origin

SYSTEM = "211 Elsewhere"
_SPACE = UUID(int=7)


def uid(name: str) -> str:
    """The id that the other system gives to something."""
    return str(uuid5(_SPACE, name))


def hsds(of: str = "Oak House", **service: Any) -> dict[str, Any]:
    """One whole HSDS service of one organization, without a place."""
    owner = {"id": uid(of), "name": of, "description": "Helps."}
    given = {"id": uid(f"{of} help"), "name": f"{of} help", "status": "active"}
    return given | {"organization": owner} | service


def at(service: dict[str, Any], **place: Any) -> dict[str, Any]:
    """The same service, given at a place."""
    where = {"id": uid(f"{service['name']} place"), "location_type": "physical", "name": "There"}
    tie = {"id": uid(f"{service['name']} tie"), "location": where | place}
    return service | {"service_at_locations": [tie]}


class Feed:
    """The other system, whose file is written anew each time."""

    def __init__(self, folder: Path, system: str = SYSTEM) -> None:
        self.path, self.system = folder / "services.json", system

    def stage(self, *services: dict[str, Any], by: str = "ana", **how: Any) -> Batch:
        """Stage a list of services."""
        self.path.write_text(json.dumps(list(services)), encoding="utf-8")
        return self.stage_file(self.path, "hsds3", by=by, **how)

    def stage_file(self, path: Path, form: str, *, by: str = "ana", **how: Any) -> Batch:
        """Stage any file."""
        return staging.stage(path, staging.Source(form=form, system=self.system, **how), by=by)

    def publish(self, *services: dict[str, Any], **how: Any) -> Batch:
        """Stage, and two agree."""
        return agreed(self.stage(*services, **how))

    def record(self, kind: str, external: str) -> UUID:
        """Which record came from an id there."""
        return Origin.objects.get(system=self.system, kind=kind, external=external).record


def agreed(batch: Batch) -> Batch:
    """Two curators agree."""
    staging.agree(batch, by="dee")
    staging.agree(batch, by="sue")
    return batch


def airs(agency: str = "", site: str = "", service: str = "", key: str = "7") -> str:
    """An AIRS document with one agency, one site, one service; more is put into each of them."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><Source SchemaVersion="3.0">'
        f"<Agency><Key>{key}</Key><Name>Agency {key}</Name>{agency}"
        f"<Site><Key>{key}1</Key><Name>Site {key}</Name>{site}"
        f"<SiteService><Key>{key}2</Key><Name>Service {key}</Name>{service}</SiteService>"
        "</Site></Agency></Source>"
    )


def counts(batch: Batch) -> dict[str, int]:
    """What an import would do, without what it would not."""
    names = ("new", "changed", "unchanged", "apart", "missing", "conflicts", "refused")
    told = batch.report["counts"]
    return {name: told[name] for name in names if told.get(name)}
