"""What was odd about a log, in sentences."""

from __future__ import annotations

from hengjian.bulk.event_log import Note
from hengjian.bulk.words import gettext as _


def note_sentence(note: Note) -> str:
    """The note with its count and the first rows of the file."""
    said = {
        "repeated": _("%(count)d 行与别的行完全相同，仍各算一个事件；如属重复导出，请在映射文件中写 event_id。"),
        "same_id": _("%(count)d 行的编号与内容都与前面的行相同，只算一次。"),
        "future": _("%(count)d 个事件晚于判断时点，未予判断。"),
        "out_of_order": _("%(count)d 处时间先后与行的先后不一致，已按时间排序。"),
    }[note.code]
    rows = "、".join(str(row) for row in note.rows)
    return said % {"count": note.count} + (_("首见于第 %(rows)s 行。") % {"rows": rows} if rows else "")
