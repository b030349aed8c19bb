"""How sure a case is: ranges of its figures, what moves them, and what it is worth to know more."""
