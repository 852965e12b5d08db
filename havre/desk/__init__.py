"""The staff's side: shows several rooms on one page; has neither models nor actions."""
