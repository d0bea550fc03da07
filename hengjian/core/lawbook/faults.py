"""Faults of a law folder: each with its file, its line and a sentence that a lawyer understands, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

SENTENCES = {
    "alias": ("请不要用 & 和 * 引用别处的内容，把内容写全", "do not refer to other places with & and *; write the content out"),
    "bad_age": ("年龄范围应写成 under: 14 或 from: 14, under: 16", "write an age range as under: 14 or from: 14, under: 16"),
    "bad_boolean": ("这里只写 true 或 false，不写“{value}”", "write true or false here, not {value!r}"),
    "bad_choice": ("“{value}”不在可选之列；可选：{choices}", "{value!r} is not a choice here; choose from: {choices}"),
    "bad_date": ("“{value}”不是日期；请写成 2026-01-01", "{value!r} is not a date; write 2026-01-01"),
    "bad_expectation": (
        "预期“{value}”看不懂；见 docs/rule-schema.md 的 Examples",
        "the expectation {value!r} is not understood; see Examples in docs/rule-schema.md",
    ),
    "bad_key": ("“{value}”不是编号；请写成 party:1", "{value!r} is not a key; write party:1"),
    "bad_kind": ("事件名“{value}”应写成 名.过去式，如 case.opened", "write the event kind {value!r} as thing.happened, e.g. case.opened"),
    "bad_number": ("“{value}”不是整数；请用阿拉伯数字写，如 30", "{value!r} is not a whole number; write it in digits, such as 30"),
    "bad_path": (
        "“{value}”看不懂；应为字段名、matter.属性 或 事件名.字段",
        "{value!r} is not understood; write a field, matter.attribute or kind.field",
    ),
    "bad_pattern": ("“{value}”不是可用的正则表达式", "{value!r} is not a regular expression"),
    "bad_time": (
        "“{value}”不是时间；请写成 2026-01-01 或 2026-01-01T10:20",
        "{value!r} is not a time; write 2026-01-01 or 2026-01-01T10:20",
    ),
    "bad_warning": (
        "每行写两个数：期限不超过多少，提前多少提醒；期限由小到大，提前的不长于期限",
        "each row is [limit up to, warn before]: limits ascending, the warning no longer than its limit",
    ),
    "bad_zone": ("没有名为“{value}”的时区", "there is no time zone {value!r}"),
    "boolean_key": (
        "键“{key}”会被读成真假值（YAML 1.1 的 on/off/yes/no）；请换一个词或加引号",
        "the key {key!r} is read as a truth value (YAML 1.1 on/off/yes/no); use another word or quote it",
    ),
    "citizen_only_time": (
        "公民的期限只会届满、不会违反：bearer: citizen 只能写在 deadline 上，且不写 extended_by",
        "a citizen's time lapses and is never breached: bearer: citizen goes with deadline only, and without extended_by",
    ),
    "duplicate_id": ("编号“{value}”已在 {other} 用过", "the id {value!r} is already used in {other}"),
    "duplicate_key": ("键“{key}”写了两次", "the key {key!r} is given twice"),
    "empty": ("这里不能为空", "this must not be empty"),
    "few_examples": ("规则至少要有两个例子，现有 {count} 个", "a rule needs at least two examples; this one has {count}"),
    "id_mismatch": (
        "编号应为“{wanted}”，与文件夹和文件名一致，现为“{value}”",
        "the id must be {wanted!r}, as folder and file name say, not {value!r}",
    ),
    "missing": ("缺少“{key}”", "{key!r} is missing"),
    "mixed_units": ("小时、工作日须单独写，不能与别的单位相加", "hours and working days stand alone; they cannot be added to other units"),
    "no_checked": (
        "请写明由谁、何时核对过条文（checked: {{by: Name, day: 2026-11-23}}），或写在 _statute.yaml",
        "say who last compared the text, and when (checked: {{by: Name, day: 2026-11-23}}), here or in _statute.yaml",
    ),
    "no_calendar": ("没有名为“{value}”的日历（calendars/）", "there is no calendar {value!r} in calendars/"),
    "no_folder": (
        "找不到法规文件夹 {value}；请用 --law 或 HENGJIAN_LAW 指明",
        "there is no law folder {value}; name it with --law or HENGJIAN_LAW",
    ),
    "no_length": ("请写明期限：hours、days、working_days、months 或 years", "name a length: hours, days, working_days, months or years"),
    "no_policy": (
        "这条规则要用到政策“{value}”，而 policy/ 里没有",
        "this rule relies on the policy {value!r}, which policy/ does not hold",
    ),
    "no_rules": ("statutes/ 里一条规则也没有", "there is not a single rule in statutes/"),
    "no_source": (
        "数字 {number} 没有注明出处；请在同一处写 source: 法名（版本）第几条",
        "the number {number} has no source; write source: with the law, its version and the article beside it",
    ),
    "no_threshold": ("政策 thresholds 里没有“{value}”", "the policy thresholds does not hold {value!r}"),
    "no_value": ("自 {day} 起有“{key}”，而“{other}”当日没有有效的值", "from {day} {key!r} is in force, but no value of {other!r} is"),
    "no_above": ("前面没有出处，不能写“同上”", "there is no source above this one"),
    "not_list": ("这里应为列表", "a list is expected here"),
    "not_mapping": ("这里应为“键: 值”", "key: value pairs are expected here"),
    "not_text": (
        "这里应为文字；若本意是文字，请加引号（现为“{value}”）",
        "text is expected here; quote it if it is text (it is {value!r})",
    ),
    "not_utf8": ("文件不是 UTF-8 编码，请另存为 UTF-8", "the file is not UTF-8; save it as UTF-8"),
    "one_of": ("这里须且只须写其中一项：{choices}", "exactly one of these is needed here: {choices}"),
    "syntax": (
        "这一行或者上一行写得不完整，多半是括号、引号或者冒号没有配对（YAML：{problem}）",
        "this line or the one above is not complete; most likely brackets, quotes or a colon do not pair up (YAML: {problem})",
    ),
    "policy_not_yes_no": (
        "政策“{value}”的值不是 true 或 false，规则不能由它决定",
        "the value of policy {value!r} is not true or false, so no rule can go by it",
    ),
    "tab": ("缩进里有制表符（Tab），请改为空格", "there is a tab in the indentation; use spaces"),
    "too_deep": (
        "括号或者缩进套得太深，不是规则该有的样子",
        "brackets or indentation nest too deep for a rule",
    ),
    "unit_differs": (
        "延长的单位（{value}）须与期限的单位（{wanted}）一致",
        "an extension counted in {value} does not fit a limit counted in {wanted}",
    ),
    "unknown_check": ("没有“{value}”这种检查；可用：{choices}", "there is no check {value!r}; there are: {choices}"),
    "unknown_key": ("不认识键“{key}”；这里可用：{choices}", "unknown key {key!r}; known here: {choices}"),
    "half_label": ("“{key}”的标签须同时有 zh 和 en", "the label of {key!r} needs both zh and en"),
    "unknown_code": ("“{field}”没有“{value}”这个值；可用：{choices}", "{field!r} has no value {value!r}; it has: {choices}"),
    "unknown_field": (
        "没有名为“{value}”的字段；字段名见 terms/fields.yaml",
        "there is no field {value!r}; the fields stand in terms/fields.yaml",
    ),
    "unknown_kind": ("没有名为“{value}”的事件；事件名见 terms/", "there is no event kind {value!r}; the kinds stand in terms/"),
}


HINT = ("；是不是想写“{near}”？", "; did you mean {near!r}?")


@dataclass(frozen=True, slots=True)
class LawError:
    """One fault: where it stands and what is wrong. `line` and `column` count from 1; 0 = the file, or the line, as a whole."""

    file: str
    line: int
    code: str
    values: tuple[tuple[str, Any], ...] = ()
    column: int = field(default=0, compare=False)

    def sentence(self, language: str = "zh") -> str:
        """What is wrong and what to do, without the place."""
        values, english = dict(self.values), language.startswith("en")
        hint = HINT[english].format(near=values["near"]) if values.get("near") else ""
        return SENTENCES[self.code][english].format(**values) + hint

    def place(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class LawErrors(Exception):
    """Every fault of one reading together."""

    def __init__(self, faults: Sequence[LawError]):
        super().__init__("\n".join(f"{fault.place()}: {fault.sentence()}" for fault in faults))
        self.faults = tuple(faults)


def near(word: str, known: Iterable[str]) -> str:
    """The known word that is written nearly so, or nothing."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.7)), "")


class Fault(Exception):  # noqa: N818
    """Ends the reading of one value; caught at the nearest key, so that the others are still read."""

    column = 0

    def __init__(self, line: int, code: str, **values: Any):
        super().__init__(code)
        self.line, self.code, self.values = line, code, values

    def at(self, column: int) -> Fault:
        """The same, known to the column (from 1) of its line."""
        self.column = column
        return self
