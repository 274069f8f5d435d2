"""Gestures on a person and on her record: each one opens the door, writes once, and leaves its trace."""
