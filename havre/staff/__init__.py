"""Who is on duty: members, teams, roles, shifts, sign-in, and the keys open while they work."""
