"""The keyed index for exact search on sealed names, document numbers and contacts: equal text, equal token; no way back.

A projection that holds a token drops it when its matter is forgotten.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from hengjian.ledger import keys


def index_token(field: str, text: str) -> str:
    """The token (hex) of a text in a field; width, case and spaces make no difference."""
    plain = "".join(unicodedata.normalize("NFKC", text).upper().split())
    return hmac.new(keys.secret("index.key"), f"{field}\x00{plain}".encode(), hashlib.sha256).hexdigest()
