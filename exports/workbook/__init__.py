"""The case as a workbook with live formulas, for any spreadsheet program."""

from exports.workbook.writing import workbook

__all__ = ["workbook"]
