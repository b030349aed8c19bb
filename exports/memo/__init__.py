"""The written business case: one tree of content, made from the figures, and written as a Word document and as a PDF."""
