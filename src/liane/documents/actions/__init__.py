"""What one does with a paper: send its file, file it, withdraw it."""
