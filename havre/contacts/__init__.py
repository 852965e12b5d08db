"""Reaches the line, is listened to: the contact, what is said in it, and what is learned."""
