"""Who drives reading and rebuilding."""
