"""Existing cases brought into the record from Excel or CSV: mapping, reading, checking, recording. Live steps: `matters/actions.py`."""
