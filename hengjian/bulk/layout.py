"""Where each thing stands in the rule table and in the columns: names for numbers, shared by who writes the table and who runs it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hengjian.core.lawbook.rule import SORTS

NONE = -1
MISSING = -(2**63)
NO_KEY, NO_EVENT, NO_DUE = np.int64(NONE), np.int64(NONE), np.int64(MISSING)  # as words: a part is compiled anew for each bare constant
FIRST_DAY, LAST_DAY = 0, 36_500  # days since 1970 that calendar tables cover; a matter that leaves them is judged live
NEVER = -(10**9)  # the day from which a value without a date holds

# kinds of value in a column, and answers of a condition
ABSENT, NUMBER, BOOLEAN, TEXT = 0, 1, 2, 3
NO, YES, UNKNOWN = 0, 1, 2

# scopes and operations of a test
EVENT, MATTER, FACT = 0, 1, 2
EQUAL, IN, AT_LEAST, LESS_THAN, PRESENT = 0, 1, 2, 3, 4
TEST_WIDTH = 8  # scope kind field operation absent sort value list

# what is done by which machine
CLOCK, REQUIRED_STEP, AT_MOST, NOT_AFTER, SEPARATION, AUTHORITY, PRESENCE, AGE_GATE, DOCUMENT = range(9)

# head of the table
HEAD_RULES, HEAD_QUICK_CALENDAR, HEAD_PANELS, HEAD_BOTH_DAYS, HEAD_FOLLOWS_ACT, HEAD_UNRECORDED_COUNTS, HEAD_STARTS, HEAD_KINDS = range(8)
HEAD_BITS, HEAD_TRIGGERS = range(8, 10)  # triggers of the rules on the long way: four words, one for each sort of matter
HEAD_WIDTH = 14
# sorts of matter are added up: some event knows its day alone; some event names a key
COARSE, KEYED = 1, 2
# of matters with the same attributes: which rules apply; four words of lists, one for each sort of matter; and where events name keys,
# the lists of rules by party, by item and so on, two words each: where every event knows its hour, and where some know the day alone
P_APPLIES, P_LISTS, P_BY_KEY = 0, 1, 5

PANEL_WIDTH = P_BY_KEY + 2 * len(SORTS)

# one rule
R_MACHINE, R_PER, R_SHAPE, R_JUDGED, R_SCOPE, R_KIND, R_FIELD, R_CALENDAR = range(8)
RULE_WIDTH = 8
BY_OWN_DAY, BY_FIELD, BY_EVENT = 0, 1, 2

# one version of a clock
T_LIMITS, T_MET, T_STEPS, T_INTERVALS, T_RESTART, T_RELEASE, T_EXPLAIN, T_CALENDAR = range(8)
T_ROLLS, T_MONTHS, T_FULL_HOURS, T_ROLES = range(8, 12)
TERMS_WIDTH = 12
SAME_DAY, STICKY_END, DAY_BEFORE = 0, 1, 2

# one limit: condition, how, length, path
L_WHEN, L_HOW, L_HOURS, L_DAYS, L_WORKING, L_MONTHS, L_SCOPE, L_KIND, L_FIELD = range(9)
LIMIT_WIDTH = 9
BY_LENGTH, BY_GIVEN, BY_THRESHOLD, NO_DUTY = 0, 1, 2, 3

# one step of an extension
X_KIND, X_WHEN, X_HOW, X_HOURS, X_DAYS, X_WORKING, X_MONTHS, X_TIMES, X_AFTER, X_RELATION, X_ORGAN, X_ROLES = range(12)
X_FIELD, X_UNIT, X_LEAST, X_MOST = range(12, 16)
STEP_WIDTH = 16
ADDS, SETS, READS = 0, 1, 2

# acts
A_ACT, A_NEEDS, A_UNLESS, A_EXTRA, A_CALENDAR, A_SINCE = range(6)

# the short way: what an event of a kind makes a rule do. code, rule, conditions of which one must hold, then up to three words
OP_TEST, OP_UP_TO, OP_BEFORE, OP_ANYWHERE, OP_ACT, OP_COUNT, OP_CLOSE, OP_OPEN = range(8)
OP_WIDTH = 6
DOUBTED = -2  # in place of conditions: open for every event
SILENT = 0  # in place of a bit: nothing is said
# which kinds stand: mask and answer of those that settle it, of those that leave it open, mask of those to look into, answer of none
K_SURE, K_SURE_BIT, K_OPEN, K_OPEN_BIT, K_ASK, K_NONE_BIT = range(6)
# one version of a quick clock: roles by kind, conditions of what ends it (NONE: it asks none), step that lengthens it, by kind the bits
# of the intervals that it begins and those that it ends (NONE: there are none), whether it is days or working days for all and nothing
# lengthens or stops it, variants of the limit
Q_ROLES, Q_MET, Q_RELEASE, Q_RESTART, Q_STEPS, Q_BEGINS, Q_ENDS, Q_PLAIN, Q_LIMITS, Q_FIRST = range(10)
V_WHEN, V_HOW, V_HOURS, V_DAYS, V_WORKING, V_MONTHS, V_ROLLS, V_WAY, V_FULL_HOURS = range(9)
VARIANT_WIDTH = 9
IN_DAYS, IN_HOURS, WITHOUT_FIGURE, UNSAID, WITHOUT_DUTY = range(5)
# how a rule stands in the matter: event that opened its clock, how it counts, due, terms, last event spent, doubt, acts counted or steps
# used, touched; and of a clock that may be lengthened or stand still: nominal day, start day, variant of its limit, days added, days
# excluded, bits of the intervals that are open, day of the open stretch, whether it counts, last day excluded
Z_EVENT, Z_HOW, Z_DUE, Z_TERMS, Z_SPENT, Z_DOUBT, Z_COUNT, Z_TOUCHED = range(8)
Z_NOMINAL, Z_BASE, Z_VARIANT, Z_ADDED, Z_OUT, Z_OPEN, Z_SINCE, Z_STANDS, Z_EXCLUDED = range(8, 17)
STATE_WIDTH = 17
MOST_BITS = 63

# bits of a cell
PENDING, PAUSED, MET, MET_LATE, OVERDUE, RELEASED, UNDETERMINED, BREACHED = (1 << bit for bit in range(8))
PASSED = MET
STATE_BITS = {
    "pending": PENDING, "paused": PAUSED, "met": MET, "met_late": MET_LATE, "overdue": OVERDUE, "released": RELEASED,
    "undetermined": UNDETERMINED, "passed": PASSED, "breached": BREACHED,
}  # fmt: skip
FAULTY = MET_LATE | OVERDUE | BREACHED

# an answer row: place of the matter, rule, key, start or act, bit of the state, due day or minute, event that ended it
ROW_WIDTH = 7

# registers of a running clock
(
    S_START, S_TERMS, S_IN_HOURS, S_HAS_FIGURE, S_BASE, S_HOURS, S_DAYS, S_WORKING, S_MONTHS, S_NOMINAL, S_DUE, S_HAS_DUE,
    S_MISSING, S_DOUBT, S_ENDED, S_BY, S_LATE, S_STILL_DOUBT, S_SEGMENTS, S_OPEN, S_LAST_STEP, S_GIVEN, S_BAIL, S_ROWS, S_SIGN,
) = range(25)  # fmt: skip
REGISTERS = 25
GOING, ENDED_MET, ENDED_RELEASED, ENDED_RESTARTED = 0, 1, 2, 3
MOST_SEGMENTS, MOST_OPEN, MOST_STEPS, MOST_KEYS, MOST_COUNTED = 64, 64, 16, 64, 256


# where the kernel's parts find the address of each array, and the sizes; those from C_KIND on are set anew for each matter
(
    C_STARTS, C_AT, C_VALUES, C_FIELDS, C_SORTS, C_ABOUT, C_KEY_SORT, C_ATTRIBUTES, C_ATTRIBUTE_SORTS, C_PANEL, C_TEXT_HOW, C_TEXT_VALUE,
    C_TEXT_LOW, C_TEXT_HIGH, C_MATTERS, C_RAW_KIND, C_KIND_WIDTH, C_KIND_OF, C_LOG_DAY_ONLY, C_LOG_ABOUT_STARTS, C_KIND, C_DAY_ONLY,
    C_ABOUT_STARTS,
) = range(23)  # fmt: skip
D_WORKED, D_NTH, D_ZONE_OF, D_ZONE_STARTS, D_TURNS, D_OFFSETS, D_LAST_TURN, D_LAST_OFFSET = range(8)
O_CELLS, O_TALLY, O_ROWS, O_RULES, O_ROOM = range(5)
# one law that is asked: table, calendars, answers, the rooms it works in, and how each of its rules is numbered among those of all laws
G_TABLE, G_DAYS, G_ANSWERS, G_ROOMS, G_PLACES = range(5)
SIDE_WIDTH = 5
# what differs between two laws: rows of each that the other does not have, room for so many, how many there are, most of one matter
F_GONE, F_COME, F_ROOM, F_GOES, F_COMES, F_MOST = range(6)
TOLD_WIDTH = 6  # of a row all but the event that ended a duty, which its due time and state say enough of
# rooms that one thread works in; the length of those from W_CHOSEN on goes by the law and the longest matter
W_REGISTERS, W_SEGMENTS, W_OPENINGS, W_USED, W_KEYS, W_COUNTED, W_CHOSEN, W_STAMP, W_STATE, W_TOUCHED, W_KINDS, W_ZEROS = range(12)
W_ACTING = 12


class Columns(NamedTuple):
    """The columns of some matters, as the kernel reads them. All integers are int64 unless said otherwise.

    `starts`: places of the first event of each matter, and the end. `kind`: the log's code of the kind, of any width up to int64;
    `kind_of`: the table's place of each code, or the number of kinds for one that no rule reads. `at`: microseconds since 1970 UTC,
    ascending within a matter. `day_only`: uint8, or empty where every event knows its hour.
    `values[fields[field]][event]`: a word of the sort `sorts[field]`, of any width up to int64 (where it may be `MISSING`), or where
    `value_of` of the column is not empty, the place of the word there.
    `fields[field]` is NONE where there is no column. `about[about_starts[e]:about_starts[e + 1]]`: keys of an event, `about_starts`
    empty where no event has any; `key_sort` of each key. `attributes[name, matter]` with `attribute_sorts`. `panel`: which rules apply.
    `text_how` and `text_value`: what each text says as a date (1, day), a time (2, minute), neither (0) or only live (3).
    `text_low`, `text_high`: an age band.
    """

    starts: np.ndarray
    kind: np.ndarray
    kind_of: np.ndarray
    at: np.ndarray
    day_only: np.ndarray
    values: tuple[np.ndarray, ...]
    value_of: tuple[np.ndarray, ...]
    fields: np.ndarray
    sorts: np.ndarray
    about_starts: np.ndarray
    about: np.ndarray
    key_sort: np.ndarray
    attributes: np.ndarray
    attribute_sorts: np.ndarray
    panel: np.ndarray
    text_how: np.ndarray
    text_value: np.ndarray
    text_low: np.ndarray
    text_high: np.ndarray


class Out(NamedTuple):
    """What the kernel writes. `cells[matter, rule]`: uint8, the bits of every answer. `tally[rule, place of the bit]`: how many answers.
    `rows`: the answers themselves, as far as there is room (`ROW_WIDTH` words each). `given_up[matter]`: set where the matter must be
    judged live; a matter in which it is set beforehand is left out."""

    cells: np.ndarray
    tally: np.ndarray
    rows: np.ndarray
    given_up: np.ndarray


class Days(NamedTuple):
    """Calendars as tables. `worked[c, d]`: working days up to and including day `d`; `nth[c, n]`: the n-th working day;
    `zone_of[c]`; `turns` (from second) and `offsets` of all zones, those of zone `z` from `zone_starts[z]` on; `last_turn[c]` (from
    microsecond) and `last_offset[c]` (microseconds), after which nothing changes any more."""

    worked: np.ndarray
    nth: np.ndarray
    zone_of: np.ndarray
    zone_starts: np.ndarray
    turns: np.ndarray
    offsets: np.ndarray
    last_turn: np.ndarray
    last_offset: np.ndarray
