"""Making a log safe to hand on: the same lines, with stand-ins for what tells of people."""
