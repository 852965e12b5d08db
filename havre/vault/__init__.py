"""Sealed: what a person said can be stored by everyone and read by nobody without a held key."""
