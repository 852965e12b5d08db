"""The person's side: anonymous, public keys only, leaves nothing behind."""
