"""Invented logs for tests and samples: calls are made up first, so their figures are known."""
