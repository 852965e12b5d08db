"""The public directory for programs: HSDS 3.1.1, read only, answered without a database."""
