"""Droits et papiers: decisions, cover, help, resources, permissions; until when, and what is being asked again."""
