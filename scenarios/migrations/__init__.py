"""The tables of the store as they came about: Alembic runs what stands in `versions`, see `scenarios/migrating.py`."""
