"""Forms of the persons and of their records: one module per page."""
