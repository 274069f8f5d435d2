"""Understand the list that a house already keeps: its columns, its dates, its names. Nothing here writes."""
