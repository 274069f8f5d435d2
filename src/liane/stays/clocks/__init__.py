"""Délais: what the law and the sector ask of a stay, by which day, and what is late."""
