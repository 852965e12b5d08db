"""Benchmarks: real server processes, real keys, real posts, on a machine anybody has."""
