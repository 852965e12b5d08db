"""Comes back: with six words to what was left unread, never to what was said before."""
