"""Writing law at the desk: drafts of changed rules, and law packs that come and go as signed files. Adoption stands in `actions_law.py`."""
