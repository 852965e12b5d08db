"""The directory as other directories read it: Human Services Data Specification 3.1.1.

Everything here is made of what one tier sees (`cards`, `tiers`), never of tables. What HSDS has no
place for stands in properties that begin with `x_` and are listed in `profile.py`.
"""
