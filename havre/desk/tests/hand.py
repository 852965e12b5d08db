"""The desk as a test drives it: somebody's signed-in browser, and what their forms post."""

import re
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import clear_url_caches
from django.utils import translation

from havre.staff.views import COOKIE
from tests.people import House

HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def on_desk(settings: LazySettings) -> Iterator[None]:
    """The process serves the staff's side."""
    settings.FACE = "desk"
    settings.CSRF_COOKIE_NAME = "__Host-desk-form"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if not m.startswith("whitenoise")]
    clear_url_caches()
    yield
    clear_url_caches()
    translation.deactivate()


class Desk(Client):
    """A browser at the desk. Posts come from the desk's own page unless a test says otherwise."""

    def post(self, *args: Any, **kwargs: Any) -> Any:
        """Post as a page of the desk does."""
        kwargs["headers"] = HERE | kwargs.get("headers", {})
        return super().post(*args, **kwargs)

    def request(self, **request: Any) -> Any:
        """Drop the cookies that the answer takes away, as browsers do."""
        answer = super().request(**request)
        for name in [name for name, cookie in self.cookies.items() if cookie["max-age"] == 0]:
            del self.cookies[name]
        return answer


def cookie_of(token: bytes) -> str:
    """A session's secret as its cookie carries it."""
    return urlsafe_b64encode(token).decode().rstrip("=")


def desk_of(house: House, name: str = "", **how: Any) -> Desk:
    """The browser of somebody who is signed in; without a name, of nobody."""
    desk = Desk(raise_request_exception=False, **how)
    if name:
        desk.cookies[COOKIE] = cookie_of(house.on_duty(name).token)
    return desk


def key_in(page: Any) -> str:
    """The first form key on a page."""
    found = re.search(r'name="key" value="([0-9a-f-]{36})"', page.content.decode())
    assert found
    return found[1]


def new_key() -> str:
    """A form's key as a page would give it."""
    return str(uuid.uuid4())
