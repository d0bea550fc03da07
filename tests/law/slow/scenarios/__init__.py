"""Declared scenarios of bare counting, by theme: what each shows, the counting, the events and the moment of judging; no answers."""
