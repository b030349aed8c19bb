"""Saved work: reading cases, and the documented way to use the model from Python."""

from scenarios.analysis import Analysis, analyse, open_case

__all__ = ["Analysis", "analyse", "open_case"]
