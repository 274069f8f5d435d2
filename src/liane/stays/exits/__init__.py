"""An exit that was written by mistake, taken back: she had not left."""
