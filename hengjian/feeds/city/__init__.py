"""A fictional city that calls in, for the demo. It uses the same actions as everybody; nothing here writes a row."""
