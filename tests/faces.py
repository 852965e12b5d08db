"""The front as a test drives it: its own addresses, its own guards, and every query it makes."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches
from django.utils import translation

BROWSER = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


class Browser(Client):
    """One person's browser. Posts come from our own page unless a test says otherwise."""

    def post(self, *args: Any, **kwargs: Any) -> Any:
        """Post as a page of ours does, with the form's own token where there is one."""
        kwargs["headers"] = BROWSER | kwargs.get("headers", {})
        return super().post(*args, **kwargs)

    def request(self, **request: Any) -> Any:
        """Drop the cookies that the answer takes away, as browsers do."""
        answer = super().request(**request)
        for name in [name for name, cookie in self.cookies.items() if cookie["max-age"] == 0]:
            del self.cookies[name]
        return answer


def lose(table: str) -> None:
    """A table that cannot be reached, as on a broken disk."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO away")


@pytest.fixture
def on_front(settings: LazySettings) -> Iterator[None]:
    """The process serves the person's side."""
    settings.FACE = "front"
    settings.ROOT_URLCONF = "havre.front.urls"
    settings.CSRF_COOKIE_NAME = "__Host-front-form"
    settings.ALLOWED_HOSTS = ["testserver"]
    of_others = ("havre.desk", "whitenoise", "django.middleware.csrf")
    settings.MIDDLEWARE = [
        *(m for m in settings.MIDDLEWARE if not m.startswith(of_others)),
        "havre.front.middleware.token_where_a_cookie_is",
        "havre.front.middleware.honest_errors",
    ]
    settings.CSRF_FAILURE_VIEW = "havre.front.middleware.too_old"
    clear_url_caches()
    yield
    clear_url_caches()
    translation.deactivate()


@pytest.fixture
def front(on_front: None) -> Browser:
    """A browser that knows nothing yet."""
    return Browser(raise_request_exception=False)


class Watched:
    """Every query of both databases while a test looks."""

    def __enter__(self) -> "Watched":
        self._watching = [CaptureQueriesContext(connections[name]) for name in connections]
        for context in self._watching:
            context.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        for context in self._watching:
            context.__exit__(*error)

    @property
    def read(self) -> set[str]:
        """The tables that were read."""
        found = set()
        for context in self._watching:
            for query in context.captured_queries:
                words = query["sql"].replace('"', "").split()
                if words and words[0] == "SELECT" and "FROM" in words:
                    named = words[words.index("FROM") + 1 :: 1]
                    found.add(named[0].strip("(),"))
                    found |= {named[n + 1] for n, w in enumerate(named) if w == "JOIN"}
        return found

    @property
    def changed(self) -> set[tuple[str, str]]:
        """(verb, table) of everything that was written."""
        found = set()
        for context in self._watching:
            for query in context.captured_queries:
                words = query["sql"].replace('"', "").split()
                if words and words[0] in {"INSERT", "UPDATE", "DELETE"}:
                    table = (
                        words[1]
                        if words[0] == "UPDATE"
                        else words[words.index("INTO" if words[0] == "INSERT" else "FROM") + 1]
                    )
                    found.add((words[0], table))
        return found
