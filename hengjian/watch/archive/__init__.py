"""The archive: closed days of the ledger as files that anybody can tie to its signed checkpoints and judge by the law.

`making.py` alone asks the database; reading, proving and judging need the files and nothing else.
"""
