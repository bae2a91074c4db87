"""A result becomes bytes: terminal tables, JSON, NDJSON, CSV, TSV and Markdown. Nothing is read or worked out here."""
