"""How units, accounts, posts and delegations change: each action records one event on an administrative stream, then the row."""
