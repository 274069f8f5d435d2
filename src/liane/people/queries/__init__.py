"""Questions asked to the file: one module per page."""
