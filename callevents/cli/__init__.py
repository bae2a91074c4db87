"""The command line: options, and one small file per command. A command reads options, runs, reports, and renders."""
