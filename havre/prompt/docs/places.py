"""Where the source checkout is, which alone has docs and tests."""

from pathlib import Path

from havre.prompt.said import Refused

PACKAGE = Path(__file__).resolve().parents[2]
ROOT = PACKAGE.parent
DOCS = ROOT / "docs"


def refuse_outside_checkout() -> None:
    """Raises Refused where the package was installed without its source."""
    if not (ROOT / "pyproject.toml").exists():
        raise Refused("The docs are made from the source. Clone it and try there.")
