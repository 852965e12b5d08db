"""A program that reads the interface, for tests: no page of ours, no cookie."""

import json
from typing import Any

HERE = "/api/hsds/v3/"


def get(front: Any, what: str, status: int = 200, **asked: Any) -> Any:
    """What is told."""
    answer = front.get(f"{HERE}{what}", asked)
    assert answer.status_code == status, answer.content
    return answer.json()


def post(front: Any, what: str, status: int = 200, **asked: Any) -> Any:
    """The same, asked in a body."""
    sent = json.dumps(asked)
    answer = front.generic("POST", f"{HERE}{what}", sent, content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def ids(page: Any) -> list[str]:
    """The ids of what stands on a page."""
    return [one["id"] for one in page["contents"]]
