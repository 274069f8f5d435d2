"""Search everywhere: what was asked, the writings that answer, why they answer, the gestures and the help."""
