"""How much programs may ask in all, so that they take no time from people (`lib.budget`)."""

from havre.lib import budget

MOST, A_SECOND = 400.0, 4.0  # of what a record costs; a whole record is about a millisecond
RECORDS = 25  # records for one


class Budget(budget.Budget):
    """Of the programs' interface: counted in records."""

    def __init__(self) -> None:
        super().__init__(most=MOST, a_second=A_SECOND)

    def take(self, records: float) -> int:
        """Take what an answer of so many records costs: 0, or after how many seconds to ask."""
        return super().take(1 + records / RECORDS)


BUDGET = Budget()
