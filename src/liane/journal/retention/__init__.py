"""How long traces are kept, what stops their erasing, and the erasing itself, each with its signed certificate."""
