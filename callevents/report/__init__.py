"""From calls to what a command shows, as plain values."""
