"""Départ: what leaves with the person to the hospital or to another house, from what is known, and what is missing."""
