"""Consents: who said yes to what, until when, given how; and the gate that makes permits."""
