"""What is handed to an outside place: the request of a C2SP witness, a proof from the size the place knows, then the checkpoint. Pure.

old 12
<base64 of each node of the consistency proof, one a line>

<the signed note>
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from hengjian.ledger.vkeys import BadNote

END = "\n\n"


@dataclass(frozen=True, slots=True)
class Request:
    """A checkpoint and the proof that it continues the log of `old` events."""

    old: int
    proof: tuple[bytes, ...]
    note: str


def written(request: Request) -> str:
    """The request as text."""
    nodes = "".join(f"{base64.b64encode(node).decode()}\n" for node in request.proof)
    return f"old {request.old}\n{nodes}\n{request.note}"


def read(text: str) -> Request:
    """The request in a text; `BadNote` where there is none."""
    head, mark, note = text.replace("\r\n", "\n").partition(END)
    first, *nodes = head.split("\n")
    word, _blank, number = first.partition(" ")
    if word != "old" or not number.isdigit() or not mark:
        raise BadNote("not a request to a witness: it begins with `old` and a number")
    try:
        return Request(int(number), tuple(base64.b64decode(node, validate=True) for node in nodes), note)
    except ValueError as problem:
        raise BadNote("the proof cannot be read") from problem
