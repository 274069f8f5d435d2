"""Pages of the requests for admission."""
