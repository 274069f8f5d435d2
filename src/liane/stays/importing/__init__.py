"""A house loads its own people from its own list: planned line by line, accepted by a human being, undone if wrong."""
