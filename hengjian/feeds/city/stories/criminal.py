"""Criminal cases: reviewed and opened or refused, a person held step by step, sent to the procuratorate and the answer fed back."""

from datetime import timedelta

from hengjian.feeds.city.stories import custody
from hengjian.feeds.city.stories.act import Act, Luck
from hengjian.feeds.city.stories.recorded import recorded

OFFENCES = {
    "theft": 9.0,
    "fraud": 7.0,
    "intentional_injury": 3.0,
    "dangerous_driving": 3.0,
    "extortion": 1.0,
    "gambling": 1.0,
    "picking_quarrels": 1.0,
}
SUSPECT = "party:1"
COMPLAINANT = "party:2"
NOW = timedelta(0)
ADULT = {"age_band": "18_69", "minor": False}


def opening(luck: Luck, offence: str) -> list[Act]:
    """From the report to the decision whether to open; some reviews outlast their three days."""
    complainant = offence in {"theft", "fraud", "intentional_injury", "extortion"}
    acts = [
        Act("report", NOW, {"source": "incident", "offence": offence, "has_complainant": complainant}),
        Act("accept", luck.minutes(40), {"offence": offence, "source": "incident", "has_complainant": complainant}),
        Act("add_party", luck.minutes(10), {"role": "suspect", **ADULT}, SUSPECT),
        Act("add_party", luck.minutes(5), {"role": "complainant" if complainant else "witness", **ADULT}, COMPLAINANT),
    ]
    if luck.happens(0.97):
        acts.append(Act("issue_receipt", luck.minutes(15), {"outcome": "handed_over", "signed": True}, COMPLAINANT))
    acts.append(Act("begin_opening_review", luck.hours(3), {"clue_to_verify": False}))
    if luck.happens(0.08):
        acts.append(Act("extend_opening_review", luck.days(1.6, 0.2), {"ground": "grave_difficult"}))
    return acts


def refused(luck: Luck) -> list[Act]:
    """No crime found: the complainant is told in three days, sometimes later, and may ask for reconsideration."""
    acts = opening(luck, luck.pick(OFFENCES))
    acts.append(Act("refuse", luck.days(1.5), {"has_complainant": True}))
    acts.append(Act("serve_refusal", luck.days(1.4, 0.6), {"signed": True}, COMPLAINANT))
    if luck.happens(0.3):
        acts.append(Act("request_reconsideration", luck.days(4), {}, COMPLAINANT))
        acts.append(Act("decide_reconsideration", luck.days(18), {"result": "upheld"}, COMPLAINANT))
        acts.append(Act("serve_reconsideration", luck.days(2), {}, COMPLAINANT))
    return acts


def held(luck: Luck) -> list[Act]:
    """Detention, detention house, family, interrogation, arrest request: the clocks that run while a person is held."""
    inside = custody.entering(luck, "detained", "detention")
    acts = [
        Act("detain", luck.hours(6), {"ground": "evidence_found"}, SUSPECT),
        *inside,
        custody.watched(luck),
        *recorded(luck, Act("interrogate", luck.hours(2), INTERROGATION, SUSPECT)),
        *custody.leaving(luck, inside, "detention_house"),
        Act("enter_house", luck.hours(7, 0.45), {"elsewhere": False}, SUSPECT),
    ]
    if luck.happens(0.98):
        acts.append(Act("notify_family", luck.hours(4, 0.5), {"cause": "detention"}, SUSPECT))
    if luck.happens(0.5):
        acts.append(Act("extend_arrest_request", luck.days(1.5, 0.2), {"ground": "special", "days": 4}, SUSPECT))
    acts.append(Act("request_arrest", luck.days(1.3, 0.35), {"detained": True, "grave": False}, SUSPECT))
    return acts


INTERROGATION = {
    "officers": 2,
    "recorded": True,
    "rights_told": True,
    "guardian": "not_needed",
    "female_staff": False,
    "place": "case_area",
}


def interrogation_in_house(luck: Luck) -> Act:
    return Act("interrogate", luck.hours(6), INTERROGATION | {"place": "case_area" if luck.happens(0.03) else "detention_house"}, SUSPECT)


def arrested(luck: Luck) -> list[Act]:
    """The prosecutor approves: arrest, interrogation and family within a day, then two months of custody and the file is sent."""
    acts = [
        Act("approve_arrest", luck.days(5, 0.15), {}, SUSPECT),
        Act("execute_arrest", luck.hours(5), {"identity_unknown": False}, SUSPECT),
        *recorded(luck, interrogation_in_house(luck)),
        Act("notify_family", luck.hours(4), {"cause": "arrest"}, SUSPECT),
        Act("send_arrest_receipt", luck.hours(30), {}, SUSPECT),
        Act("send_to_procuratorate", luck.days(42, 0.2), {"held": True, "expedited": False}, SUSPECT),
        Act("tell_sending", luck.hours(3), {}, SUSPECT),
    ]
    if luck.happens(0.2):
        acts.append(Act("return_for_investigation", luck.days(20), {}))
        acts.append(Act("supplement", luck.days(22, 0.2), {}, SUSPECT))
    acts.append(Act("record_prosecution", luck.days(24), {"result": "prosecuted"}, SUSPECT))
    acts.append(Act("record_judgment", luck.days(40), {"result": "convicted"}))
    acts.append(Act("close", luck.days(3), {"way": "adjudicated"}))
    return acts


def released_on_bail(luck: Luck) -> list[Act]:
    """The prosecutor refuses the arrest: released at once, receipt, bail, and the case goes on."""
    return [
        Act("refuse_arrest", luck.days(5, 0.15), {"detained": True, "ground": "not_necessary"}, SUSPECT),
        Act("release", luck.hours(2), {"ground": "arrest_refused"}, SUSPECT),
        Act("send_arrest_receipt", luck.hours(30), {}, SUSPECT),
        Act("impose_bail", luck.hours(1), {"surety": "guarantor"}, SUSPECT),
        Act("send_to_procuratorate", luck.days(50, 0.3), {"held": False, "expedited": False}, SUSPECT),
        Act("tell_sending", luck.hours(3), {}, SUSPECT),
        Act("record_prosecution", luck.days(25), {"result": "not_prosecuted_minor"}, SUSPECT),
        Act("end_bail", luck.days(2), {}, SUSPECT),
        Act("close", luck.days(2), {"way": "not_prosecuted"}),
    ]


def prosecuted(luck: Luck) -> list[Act]:
    acts = opening(luck, luck.pick(OFFENCES))
    acts.append(Act("open", luck.days(1.2, 0.5), {"offence": acts[0].body["offence"]}))
    acts.append(Act("assign_handler", luck.hours(2), {}))
    acts += held(luck)
    return acts + (arrested(luck) if luck.happens(0.75) else released_on_bail(luck))


def on_bail(luck: Luck) -> list[Act]:
    """Nobody is held: bail from the beginning, then the file is sent."""
    acts = opening(luck, luck.pick(OFFENCES))
    return [
        *acts,
        Act("open", luck.days(1.0, 0.5), {"offence": acts[0].body["offence"]}),
        Act("assign_handler", luck.hours(2), {}),
        Act("interrogate", luck.days(1), INTERROGATION, SUSPECT),
        Act("impose_bail", luck.hours(4), {"surety": "guarantor"}, SUSPECT),
        Act("send_to_procuratorate", luck.days(70, 0.4), {"held": False, "expedited": False}, SUSPECT),
        Act("tell_sending", luck.hours(3), {}, SUSPECT),
        Act("record_prosecution", luck.days(25), {"result": "prosecuted"}, SUSPECT),
        Act("record_judgment", luck.days(35), {"result": "convicted"}),
        Act("end_bail", luck.days(2), {}, SUSPECT),
        Act("close", luck.days(2), {"way": "adjudicated"}),
    ]


STORIES = {prosecuted: 5.0, on_bail: 4.0, refused: 2.0}
