"""One file per command; `cli/program.py` lists them. A command's docstring is its help text."""
