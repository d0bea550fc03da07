"""What goes wrong around every command: no database yet, a locked one, a full disk. Each as one sentence: what, and what to do."""

import errno

DATABASE = "django.db.utils"
SENTENCES = (
    (("no such table", "relation", "no such column"), "数据库尚未建立或不是本版本的：请运行 hengjian init 或 hengjian migrate"),
    (("database is locked", "deadlock detected"), "数据库正被另一进程占用，没有写入：请稍后重试"),
    (("disk is full", "disk i/o error", "no space left"), "磁盘已满或无法写入，本次操作没有写入任何内容：请腾出空间后重试"),
    (("readonly database", "read-only"), "数据库文件不可写：请检查 HENGJIAN_HOME 的权限"),
    (("unable to open database file",), "打不开数据库文件：请检查 HENGJIAN_HOME 是否存在、可写"),
    (("malformed", "not a database"), "数据库文件已损坏：请从备份恢复（hengjian restore）"),
    (("connection refused", "could not connect", "connection failed", "timeout expired"), "连不上数据库：请检查 DATABASE_URL"),
    (("permission denied", "must be owner"), "数据库角色权限不足：见 docs/deployment.md 第 2 节"),
)  # fmt: skip
LAW = frozenset({"hengjian.core.lawbook.faults.LawErrors", "hengjian.core.flow.FlowError", "hengjian.work.matters.lawpacks.LostLawbook"})
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def sentence_for(problem: BaseException) -> str:
    """The sentence for somebody at the command line; empty where the problem is none of these and must be seen whole."""
    if isinstance(problem, OSError) and problem.errno in FULL:
        return f"{SENTENCES[2][1]} ({problem.strerror})"
    if f"{type(problem).__module__}.{type(problem).__name__}" in LAW:
        return f"读不了法规：{str(problem).splitlines()[0]}（见 hengjian law adopted 与 docs/deployment.md 第 7 节）"
    if type(problem).__module__ != DATABASE:
        return ""
    said = str(problem).lower()
    found = [sentence for signs, sentence in SENTENCES if any(sign in said for sign in signs)]
    return f"{found[0]} ({str(problem).splitlines()[0]})" if found else ""
