"""What becomes of somebody after she has left, where the code asks it (D312-37: three years, child establishments)."""
