"""A person, or a whole group, changes unit on a date: one gesture, all or nothing."""
