"""Tables written to files: a registry of formats, and the files of an export."""
