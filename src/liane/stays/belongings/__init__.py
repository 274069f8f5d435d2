"""Inventaire (trousseau): what she brings, what she takes back, what was deposited, who was there and who signed."""
