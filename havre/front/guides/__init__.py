"""The guides: what they say stands in files, in every language at once; the templates only draw.

`outline` says what must be there, `facts` what is known and from whom, `reviews` who with lived
experience read which version. A file that breaks one of these rules is refused (`havre check`).
"""
