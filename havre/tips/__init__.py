"""What the public saw and left as a note: apart from everybody who asks for help (001-05)."""
