"""What the sheets around the model are called."""

CONTENTS, SUMMARY, CHARTS, APPRAISAL, BESIDE = "Contents", "Summary", "Charts", "Appraisal", "Side by side"
SENSITIVITY, KPIS, KPI_VALUES, CHALLENGES = "Sensitivity", "KPIs", "KPI values", "Challenges"
CASH_FLOW, RATE_SEARCH, STOCKS = "Cash flow", "Rate of return", "Stocks"
CHECKS, SOURCES, VERSION, CHANGES = "Checks", "Sources", "Version", "Changes"
PUBLISHED = "Published figures"
