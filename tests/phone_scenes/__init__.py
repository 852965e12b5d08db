"""The desks of a house whose phone is tried, in one process: `python -m tests.phone_scenes`."""
