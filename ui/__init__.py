"""The browser front end: thin pages over finished results."""
