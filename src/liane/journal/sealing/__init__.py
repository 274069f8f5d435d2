"""The seals of the journal: batches of lines, digested, chained and signed, so that nobody rewrites the past unseen."""
