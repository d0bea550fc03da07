"""A made-up log for measuring: matters of twelve events in arrival order, as Parquet whose row groups end where a matter ends."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

KINDS = tuple(
    word
    for line in (
        "case.reported receipt.issued case.accepted case.opened handler.assigned person.summoned person.arrived questioning.held",
        "person.left examination.submitted examination.received opinion.served mediation.held mediation.failed extension.requested",
        "extension.approved notice.given legal_review.done approval.requested case.decided decision.served decision.copied_to_victim",
        "fine.paid penalty.executed item.seized item.returned document.issued party.added note.added case.closed",
    )
    for word in line.split()
)
COURSE = (
    ("case.reported",), ("receipt.issued", "document.issued"), ("case.accepted", "case.opened"), ("handler.assigned", "party.added"),
    ("person.summoned", "item.seized", "examination.submitted"), ("person.arrived", "examination.received", "note.added"),
    ("questioning.held", "mediation.held", "opinion.served"), ("person.left", "mediation.failed", "extension.approved"),
    ("legal_review.done", "extension.requested", "item.returned"), ("notice.given", "approval.requested", "note.added"),
    ("case.decided", "case.decided", "note.added"), ("decision.served", "decision.copied_to_victim", "fine.paid"),
)  # fmt: skip
LEVELS = ("station", "district", "city")
OUTCOMES = ("penalty", "no_penalty", "not_established")
START, SPAN = 1_672_502_400_000_000, 1_150 * 86_400_000_000  # from 2023 on, three years, in microseconds
PORTION = 20_000
DAY = 86_400_000_000


def portion(draw: np.random.Generator, first: int, count: int) -> pa.Table:
    """The events of `count` matters, sorted by matter and time: seven columns of whole numbers, codes of `KINDS`, `LEVELS`, `OUTCOMES`."""
    width = len(COURSE)
    kinds = np.empty((count, width), np.int16)
    for place, choices in enumerate(COURSE):
        codes = np.array([KINDS.index(kind) for kind in choices], np.int16)
        kinds[:, place] = codes[draw.integers(0, len(codes), count)]
    gaps = (draw.exponential(2.5 * DAY, (count, width))).astype(np.int64)
    at = START + draw.integers(0, SPAN, (count, 1)) + np.cumsum(gaps, axis=1)
    return pa.table(
        {
            "matter": np.repeat(np.arange(first, first + count), width),
            "at": at.ravel(),
            "kind": kinds.ravel(),
            "by_level": draw.integers(0, len(LEVELS), count * width).astype(np.int8),
            "outcome": draw.choice(len(OUTCOMES), count * width, p=(0.7, 0.2, 0.1)).astype(np.int8),
            "victim": (draw.random(count * width) < 0.4).astype(np.int8),
            "minor": (draw.random(count * width) < 0.1).astype(np.int8),
        }
    )


def write_log(path: Path, matters: int, seed: int = 1) -> None:
    draw = np.random.default_rng(seed)
    with pq.ParquetWriter(path, portion(draw, 0, 1).schema, compression="snappy") as writer:
        for first in range(0, matters, PORTION):
            writer.write_table(portion(draw, first, min(PORTION, matters - first)))
