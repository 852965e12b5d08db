"""The phone engine, beside the system: fetched, told what to do, started and looked at."""
