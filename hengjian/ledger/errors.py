"""What can go wrong between writers; what is wrong with a value stands in `canonical.py`, with a key in `keys.py` and `sealed.py`."""

from __future__ import annotations

from django.utils.translation import gettext as _


class StaleStream(RuntimeError):
    """Somebody else wrote to the stream, or recorded the same source, since the caller read it. Roll back, read again, decide again."""

    def __init__(self, stream: str, expected: int) -> None:
        self.stream, self.expected = stream, expected
        super().__init__(
            _("记录 %(stream)s 在读取（第 %(expected)s 版）之后已被他人写入：请重新读取后再操作") % {"stream": stream, "expected": expected}
        )
