"""House rules: the few habits that protect people, read in the sources and refused by ./liane check when broken.

Each rule is a function from a text to its faults, so that a test can plant one and see it caught.
"""
