"""What two laws say of one matter, compared while it is at hand: the answers that only one gives, for the compiled kernel."""

from __future__ import annotations

from hengjian.bulk.kernel.machine import piece, words_at
from hengjian.bulk.layout import (
    BREACHED,
    F_COME,
    F_COMES,
    F_GOES,
    F_GONE,
    F_MOST,
    F_ROOM,
    G_ANSWERS,
    G_PLACES,
    G_ROOMS,
    NONE,
    O_ROOM,
    O_ROWS,
    O_TALLY,
    ROW_WIDTH,
    S_ROWS,
    SIDE_WIDTH,
    TOLD_WIDTH,
    W_REGISTERS,
)


@piece
def rows_of(side):
    """How many answers a side has written of the matter at hand, as far as there was room."""
    said = words_at(words_at(side[G_ROOMS])[W_REGISTERS])[S_ROWS]
    return min(said, words_at(side[G_ANSWERS])[O_ROOM])


@piece
def place_of(bit):
    """Which bit of eight it is."""
    high = 4 if bit >= 16 else 0
    middle = 2 if bit >> high >= 4 else 0
    return high + middle + (bit >> (high + middle) >> 1)


@piece
def take_back(side):
    """Takes the answers of a matter out of the tally of a side, since another side gave the matter up."""
    out = words_at(side[G_ANSWERS])
    rows, tally = words_at(out[O_ROWS]), words_at(out[O_TALLY])
    for number in range(rows_of(side)):
        first = ROW_WIDTH * number
        tally[8 * rows[first + 1] + place_of(rows[first + 4])] -= 1


@piece
def compare(sides, found):
    """Tells the answers that only the one or only the other side gives. `F_MOST`: the most that a side said of one matter."""
    old, new = words_at(sides), words_at(sides + 8 * SIDE_WIDTH)
    for side in (old, new):
        found[F_MOST] = max(found[F_MOST], words_at(words_at(side[G_ROOMS])[W_REGISTERS])[S_ROWS])
    before, after = words_at(words_at(old[G_ANSWERS])[O_ROWS]), words_at(words_at(new[G_ANSWERS])[O_ROWS])
    number, others, ahead = rows_of(old), rows_of(new), 0
    was, now = words_at(old[G_PLACES]), words_at(new[G_PLACES])
    for place in range(number):
        one = ROW_WIDTH * place
        same = among(before, one, was, after, others, ahead, now)
        if same != NONE:
            after[ROW_WIDTH * same] = NONE
            ahead = same + 1
        else:
            found[F_GOES] = tell(before, one, was, found[F_GONE], found[F_GOES], found[F_ROOM])
            ahead += 1
    for place in range(others):
        if after[ROW_WIDTH * place] != NONE:
            found[F_COMES] = tell(after, ROW_WIDTH * place, now, found[F_COME], found[F_COMES], found[F_ROOM])


@piece
def among(before, one, was, after, others, ahead, now):
    """The place of the same answer on the other side, which mostly is the next one; NONE where it has none.

    A duty is told once by rule, key and start: where the next says other things of it, no further one need be looked at.
    """
    rule, other = was[before[one + 1]], ROW_WIDTH * ahead
    if ahead < others and now[after[other + 1]] == rule and before[one + 2] == after[other + 2] and before[one + 3] == after[other + 3]:
        if before[one + 4] == after[other + 4] and before[one + 5] == after[other + 5]:
            return ahead
        if before[one + 4] != BREACHED and after[other + 4] != BREACHED:
            return NONE
    for place in range(others):
        other = ROW_WIDTH * place
        if now[after[other + 1]] == rule and after[other] != NONE:
            same = before[one + 2] == after[other + 2] and before[one + 3] == after[other + 3]
            if same and before[one + 4] == after[other + 4] and before[one + 5] == after[other + 5]:
                return place
    return NONE


@piece
def tell(rows, one, places, told, number, room):
    """Writes an answer down where there is room, its rule as both sides number it; how many there are then."""
    if number < room:
        row, first = words_at(told), TOLD_WIDTH * number
        row[first], row[first + 1], row[first + 2] = rows[one], places[rows[one + 1]], rows[one + 2]
        row[first + 3], row[first + 4], row[first + 5] = rows[one + 3], rows[one + 4], rows[one + 5]
    return number + 1
