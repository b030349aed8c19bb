"""Saved work: reading cases, and the documented way to use the model from Python."""
