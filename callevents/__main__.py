"""`python -m callevents` is the command `callevents`."""

import sys

from callevents.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
