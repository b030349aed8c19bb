"""The case as a slide deck: native, editable, in the look of a brand or of a client's own template."""
