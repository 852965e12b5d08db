"""Whether this process has run for long enough, by a clock that stood still, to judge silence."""

import time

_BACK = 40.0  # seconds: pages look for the bell again within some of them
_PUT = 5.0  # seconds by which a clock that is right never leaves the machine's steady one
_SEEN = {"clock": time.time(), "steady": time.monotonic(), "since": time.monotonic()}


def is_settled() -> bool:
    """Whether every desk had time to come back since the start, or since the clock was put."""
    clock, steady = time.time(), time.monotonic()
    if abs(_SEEN["clock"] - _SEEN["steady"] - clock + steady) > _PUT:
        _SEEN["since"] = steady
    _SEEN.update(clock=clock, steady=steady)
    return steady - _SEEN["since"] > _BACK
