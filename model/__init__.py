"""The calculation package: the case document, the formula language, the graph and its finance."""

MODEL_VERSION = "1.4.1"
"""Version of the calculation; it is stored with every figure, and moves whenever a figure may move."""
