"""From bytes to events: sources, decompression, bounded lines, decoding, shapes and envelopes, time."""
