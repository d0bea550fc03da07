"""A second, deliberately slow and simple reading of how the law counts. It shares no code with the engine; tests hold the two together."""
