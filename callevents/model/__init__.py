"""What things are: event types, calls, problems, results. Plain frozen values and tables of names.

This room imports nothing of the other rooms; every other room may import it.
"""
