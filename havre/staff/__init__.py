"""Who is on duty: members, teams, roles, sign-in, and the keys that are open while they work."""
