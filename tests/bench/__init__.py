"""Measurements of what people wait for: `bin/bench [NAME]` prints one JSON object a line."""
