"""Who is on duty: members, teams, roles, shifts, sign-in, and the keys that are open while they work."""
