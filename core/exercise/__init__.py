"""Your turn: the numbers of a card as blanks, with their likely slips and what rounding excuses."""
