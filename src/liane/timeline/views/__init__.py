"""Pages of the fil: the record, and the search everywhere."""
