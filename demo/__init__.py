"""The demo: a believable night at an invented line. Nothing here ever reaches a real one."""
