"""Faults: what a house keeps when its processes are killed, its disk is full, its database far or slow."""
