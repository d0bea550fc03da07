"""`required_document`: at B the document must be there, signed where the law says so."""

from __future__ import annotations

from collections.abc import Sequence

from hengjian.core.case import Case, Moment
from hengjian.core.checks.judging import acts_judged, breached, excused, passed, undetermined
from hengjian.core.conditions import Answer, matches
from hengjian.core.evaluation import Breach
from hengjian.core.lawbook.acts import Paper, RequiredDocument
from hengjian.core.lawbook.rule import Rule


def judge(rule: Rule, moments: Sequence[Moment], key: str, case: Case, found: list[Breach]) -> None:
    """One judgement for each act."""
    shape = rule.shape
    assert isinstance(shape, RequiredDocument)
    for act, day in acts_judged(rule, shape.act, moments, key, case, found):
        paper = shape.needs.on(day)
        assert paper is not None
        earlier = [moment for moment in moments if moment.at <= act.at]
        answer = excused(shape.unless, day, act, earlier, key, case)
        if answer is not True:
            answer = there(paper, act, earlier, key, case) or answer
        if isinstance(answer, str):
            found.append(undetermined(rule, key, act, answer))
        elif answer:
            found.append(passed(rule, key, act, "document_there", act.kind, act.shown, paper.source))
        else:
            found.append(breached(rule, key, act, "document_missing", act.kind, act.shown, wanted(paper), paper.signed, paper.source))


def wanted(paper: Paper) -> tuple[str, ...]:
    return paper.forms or tuple(sorted(paper.events.kinds))


def there(paper: Paper, act: Moment, earlier: Sequence[Moment], key: str, case: Case) -> Answer:
    """Whether every form (or one of the events) stands at or before the act."""
    if not paper.forms:
        answers = [matches(paper.events, moment, key, case) for moment in earlier if moment.kind in paper.events.kinds]
        return True if True in answers else next((one for one in answers if one), False)
    listed = act.fact.body.get("documents", ()) if not paper.signed else ()
    answers = [form in listed or issued(form, paper.signed, earlier) for form in paper.forms]
    return False if False in answers else next((one for one in answers if one is not True), True)


def issued(form: str, signed: bool, earlier: Sequence[Moment]) -> Answer:
    """Whether the form was issued; `signed` names itself missing where nobody recorded whether it was."""
    papers = [moment.fact.body for moment in earlier if moment.kind == "document.issued" and moment.fact.body.get("form") == form]
    if not papers or not signed:
        return bool(papers)
    marks = [body.get("signed") for body in papers]
    return True if True in marks else "signed" if None in marks else False
