"""The standing people, and what every test may count on: no network, a clean wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tests import people
from tests.throwaway import SERVER, Throwaway, founded_in, of_all_workers

PAGES = {"on_desk", "on_front", "front"}  # a test that asks for a page by Django's own client
# Rooms with SQL of their own, and the races: a whole run plays them on both databases.
BOTH = {"audit", "hostile", "lib", "retention", "statistics", "vault"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whoever uses the house uses both its databases; whoever uses the line, its servers.

    What opens no database of this run is played once, on SQLite: on PostgreSQL it would be the
    same test again. `tests/hostile` starts processes on whichever database it is. A verb is what
    opens it and asks for no page.
    """
    for item in items:
        if {"line", "own_line"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.servers)
        if "house" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(databases=["default", "keystore"]))
        if PAGES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.page)
        elif _opens_a_database(item) and not BOTH & set(item.path.parts):
            item.add_marker(pytest.mark.verb)
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        once = [item for item in items if not _opens_a_database(item)]
        config.hook.pytest_deselected(items=once)
        items[:] = [item for item in items if _opens_a_database(item)]


def _opens_a_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
    is_marked = item.get_closest_marker("django_db") is not None
    return bool(asked) or is_marked or "hostile" in item.path.parts


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """Every worker has databases of its own; SQLite's are, because they stand in its memory."""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    for database in settings.DATABASES.values():
        if worker and "postgresql" in database["ENGINE"]:
            name = f"test_{database['NAME']}_{worker}"
            database.setdefault("TEST", {})["NAME"] = name


@pytest.fixture(autouse=True)
def _clean_wire() -> Iterator[None]:
    from havre.lib import wire  # noqa: PLC0415 -- Django must be set up

    settings.SMTP_URL = wire.IN_MEMORY
    wire.SENT_IN_MEMORY.clear()
    yield
    wire.SENT_IN_MEMORY.clear()


@pytest.fixture(scope="session")
def drawn_keys() -> "people.DrawnKeys":
    """Real keys behind real passphrases, stretched once for the whole run."""
    return people.draw_keys()


@pytest.fixture(scope="session")
def imprint(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, drawn_keys: "people.DrawnKeys"
) -> "people.Imprint":
    """The house below, moved into once for the whole run."""
    with django_db_blocker.unblock():
        return people.Imprint(drawn_keys)


@pytest.fixture
def house(db: None, imprint: "people.Imprint") -> "people.House":
    """A house that was set up: role keys, Ana, Ben, Sue, Dee, Lou and Ada, and a directory."""
    return imprint.press()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Throwaway]:
    """A house and its people, in files. Nobody writes in it, only in copies (throwaway.py)."""
    folder = tmp_path_factory.getbasetemp()
    is_shared = not SERVER.startswith("postgres")  # whoever comes first founds it
    with founded_in(of_all_workers(folder) if is_shared else folder) as house:
        yield house


@pytest.fixture
def data_folder() -> Path:
    """Where this run keeps its files."""
    return Path(settings.DATA)
