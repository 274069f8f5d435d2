"""A house moves: everything that its rooms describe, in one archive; and back, in an instance that knows nothing of it."""
