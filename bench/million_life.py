"""What a large city has besides its matters: a year of messages in the inboxes, and the police days of the last weeks."""

from datetime import datetime, timedelta

from django.db import connection

from hengjian.ledger.models import Event
from hengjian.watch.supervision import telling
from hengjian.watch.supervision.models import Message
from hengjian.work.findings.actions_day import close_day, open_day, review_case
from hengjian.work.findings.models import DayStatement, FindingRow
from hengjian.work.findings.policeday import police_day
from hengjian.work.findings.rights import REVIEWERS
from hengjian.work.findings.statement import waiting
from hengjian.work.matters.models import Matter
from hengjian.work.people.access import viewer_for
from hengjian.work.people.models import Post, Unit
from hengjian.work.people.roles import LEVELS

MESSAGES = """
INSERT INTO supervision_message (identity, code, "values", to_unit, to_roles, matter, left_at)
SELECT 'bench:' || d.id, CASE WHEN d.due_at IS NULL THEN 'duty.waits' ELSE 'duty.near' END,
       jsonb_build_object('number', m.number, 'rule', d.rule)
           || CASE WHEN d.due_at IS NULL THEN '{}' ELSE jsonb_build_object('due', d.due_at) END,
       u.code, to_jsonb(CASE u.level WHEN 'station' THEN %s::text[] WHEN 'district' THEN %s::text[] ELSE %s::text[] END), m.id, d.warn_at
FROM matters_dutyrow d JOIN matters_matter m ON m.id = d.matter_id JOIN people_unit u ON u.id = m.unit_id
WHERE d.warn_at < %s AND m.opened_at > %s AND (d.state = 'overdue' OR d.state = 'met_late' OR d.id %% 4 = 0)
UNION ALL
SELECT 'raised:' || f.id, 'finding.raised', jsonb_build_object('number', m.number, 'rule', f.rule), f.unit,
       to_jsonb(CASE u.level WHEN 'station' THEN %s::text[] WHEN 'district' THEN %s::text[] ELSE %s::text[] END), m.id, f.raised_at
FROM findings_findingrow f JOIN matters_matter m ON m.id = f.matter JOIN people_unit u ON u.code = f.unit WHERE f.rule <> ''
UNION ALL
SELECT 'climbed:' || e.id, 'finding.escalated', jsonb_build_object('number', m.number, 'rule', f.rule), e.body ->> 'to',
       to_jsonb(CASE e.body ->> 'level' WHEN 'district' THEN %s::text[] ELSE %s::text[] END), m.id, e.recorded_at
FROM ledger_event e JOIN findings_findingrow f ON f.id = e.stream JOIN matters_matter m ON m.id = f.matter
WHERE e.kind = 'finding.escalated'
"""
DAYS, UNFINISHED = 28, 2


def leave_messages(now: datetime) -> None:
    """What the watch would have left in the inboxes in a year: duties near their end, findings, and those that climbed."""
    answering = [telling.ANSWERING[level] for level in LEVELS]
    judging = [telling.JUDGING[level] for level in ("district", "city")]
    with connection.cursor() as cursor:
        cursor.execute(MESSAGES, [*answering, now, now - timedelta(days=365), *answering, *judging])


def live_days(now: datetime) -> None:
    """The police days of the last weeks, opened by the action that the watch uses; all but the newest reviewed and closed."""
    for back in range(DAYS, 0, -1):
        day = police_day(now) - timedelta(days=back)
        open_day(day, now=now)
        if back > UNFINISHED:
            for row in sorted(DayStatement.objects.filter(day=day), key=lambda row: LEVELS.index(row.level)):
                finish_day(row, now)


def finish_day(row: DayStatement, now: datetime) -> None:
    post = Post.objects.filter(unit__code=row.unit, role__in=REVIEWERS[row.level]).select_related("account")[0]
    reviewer = viewer_for(post.account, now)
    for matter in waiting(row):
        review_case(matter, "confirmed", "", by=reviewer, now=now)
    close_day(row.day, row.unit, by=reviewer, now=now)


def whole() -> bool:
    """Whether a city stands here, finished to its last day."""
    return DayStatement.objects.exists() and Matter.objects.filter(number__contains="-").exists()


def size_of() -> str:
    """How large it is, in words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        size = cursor.fetchone()[0]
    counted = [("matters", Matter), ("events", Event), ("findings", FindingRow), ("messages", Message), ("units", Unit)]
    return ", ".join(f"{model.objects.count():,} {word}" for word, model in counted) + f", {size}"
