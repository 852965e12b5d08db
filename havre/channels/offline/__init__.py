"""Contacts that came another way: somebody walked in, a letter, a call taken elsewhere.

They are written down by whoever received them, never wait, and nothing can be sent back.
"""
