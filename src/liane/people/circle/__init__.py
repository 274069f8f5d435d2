"""Son entourage: those who count for somebody, where she lives and with whom, and who may know it."""
