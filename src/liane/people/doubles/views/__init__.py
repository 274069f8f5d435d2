"""Pages of identitovigilance."""
