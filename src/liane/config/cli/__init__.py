"""The command line of Liane: what stands behind ./liane."""
