"""Gestures of identitovigilance: answer, join, undo, part."""
