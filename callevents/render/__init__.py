"""A result becomes bytes: terminal tables, JSON, NDJSON, CSV, TSV, Markdown, HTML and Parquet. No log is read here."""
