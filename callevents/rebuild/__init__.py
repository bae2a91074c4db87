"""From events to calls: what was seen of each call, kept in columns that merge, and what it means, decided at the
end."""
