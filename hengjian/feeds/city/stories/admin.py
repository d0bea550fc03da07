"""Public-security cases: a penalty after notice and review, mediation, a penalty on the spot, refusal, transfer."""

from datetime import timedelta

from hengjian.feeds.city.stories import custody
from hengjian.feeds.city.stories.act import Act, Luck
from hengjian.feeds.city.stories.recorded import recorded

NOW = timedelta(0)
SUSPECT, VICTIM = "party:1", "party:2"
OFFENCES = {
    "assault": 5.0,
    "theft": 4.0,
    "property_damage": 2.0,
    "noise": 1.0,
    "gambling": 2.0,
    "insult_defamation": 1.0,
    "threatening": 1.0,
    "picking_quarrels": 1.0,
    "animal": 0.5,
}
ADULT = {"age_band": "18_69", "minor": False}


def opening(luck: Luck, offence: str) -> list[Act]:
    """Registered, accepted, receipted, opened: since 2024 at once."""
    acts = [
        Act(
            "report",
            NOW,
            {"channel": "call_110", "category": "public_security", "offence": offence, "jurisdiction_unclear": False, "complex": False},
        ),
        Act("add_party", luck.minutes(10), {"role": "suspect", **ADULT}, SUSPECT),
        Act("add_party", luck.minutes(5), {"role": "victim", **ADULT}, VICTIM),
        Act("accept", luck.minutes(25), {"injury": False, "examination_needed": False}),
    ]
    if luck.happens(0.97):
        acts.append(Act("issue_receipt", luck.minutes(10), {}, VICTIM))
    acts.append(Act("open", luck.minutes(20, 0.9), {"offence": offence}, by="station_chief"))
    acts.append(Act("assign", luck.hours(1), {}))
    return acts


def questioned(luck: Luck) -> list[Act]:
    """Summoned, questioned, seldom by one officer alone, all of it recorded, and gone again within eight hours, nearly always."""
    question = {"officers": 1 if luck.happens(0.12) else 2, "place": "case_area", "recorded": True, "person_role": "suspect"}
    question |= {"minor": False, "under_16": False, "guardian": "not_needed", "remote": False}
    inside = custody.entering(luck, "summoned", "summons")
    return [
        Act("approve_summons", luck.hours(20, 0.6), {"manner": "written"}, SUSPECT, by="station_chief"),
        Act("summon", luck.minutes(30), {"manner": "written", "grounds_told": True}, SUSPECT),
        Act(
            "arrive",
            luck.hours(3),
            {"manner": "summoned", "many_or_unidentified": False, "complex_and_detention": False, "signed": True},
            SUSPECT,
        ),
        *inside,
        Act("notify_family", luck.minutes(20), {"occasion": "summons", "result": "told", "manner": "phone"}, SUSPECT),
        custody.watched(luck),
        *recorded(luck, Act("question", luck.minutes(15), question, SUSPECT)),
        *custody.leaving(luck, inside, "released"),
        Act("leave", luck.minutes(10), {"signed": True}, SUSPECT),
    ]


def decision(offence: str, fine_yuan: int, days: int) -> dict:
    penalties = (["detention"] if days else []) + (["fine"] if fine_yuan else []) or ["warning"]
    return {
        "outcome": "penalty",
        "offence": offence,
        "penalties": penalties,
        "fine": fine_yuan * 100,
        "detention_days": days,
        "organisation": False,
        "complex_or_grave": False,
        "review_ground": "none",
        "victim": True,
        "delivered_on_spot": True,
        "bracket": "ordinary" if days else "lesser",
        "factors": ["none"] if days else ["admitted"],
        **ADULT,
    }


def penalty(luck: Luck) -> list[Act]:
    """The ordinary way to a penalty; a heavy one is decided by the bureau."""
    offence = luck.pick(OFFENCES)
    days = luck.random.choice([0, 0, 0, 5, 7])
    fine = luck.random.choice([200, 300, 500, 500, 800])
    acts = opening(luck, offence) + questioned(luck)
    held = custody.taken(luck, offence)
    acts += held
    if luck.happens(0.18):
        acts += examined(luck)
    if luck.happens(0.1):
        acts += extended(luck)
    acts.append(Act("give_notice", luck.days(9, 0.8), {"heard": "none", "by_announcement": False}, SUSPECT))
    acts.append(Act("send_to_review", luck.hours(5), {"proposal": "penalty"}))
    acts += reviewed(luck, by_bureau=bool(days))
    acts.append(Act("decide", luck.hours(14), decision(offence, fine, days), SUSPECT, by="district_chief" if days else "station_chief"))
    acts.append(Act("serve", luck.hours(5, 0.9), {"manner": "handed_over"}, SUSPECT))
    acts += custody.brought_to_an_end(luck, held)
    if luck.happens(0.96):
        acts.append(Act("copy_to_victim", luck.hours(16, 0.8), {"manner": "handed_over"}, VICTIM))
    return acts + enforced(luck, fine, days)


def reviewed(luck: Luck, *, by_bureau: bool) -> list[Act]:
    """The legal officer of the station; where the bureau decides, the head of the station and the legal department after that."""
    passed = {"result": "passed"}
    acts = [Act("review", luck.hours(6), passed, by="station_legal")]
    if by_bureau:
        acts += [Act("head_review", luck.hours(3), passed, by="station_chief"), Act("review", luck.hours(5), passed, by="district_legal")]
    return acts


def enforced(luck: Luck, fine: int, days: int) -> list[Act]:
    acts = []
    if days:
        acts.append(Act("notify_family", luck.hours(2), {"occasion": "detention_decision", "result": "told", "manner": "phone"}, SUSPECT))
        acts.append(
            Act("execute_detention", luck.hours(2), {"age_band": "18_69", "first_offence": True, "pregnant_or_nursing": False}, SUSPECT)
        )
    if fine:
        acts.append(Act("pay", luck.days(6, 0.6), {"amount": fine * 100}, SUSPECT))
    acts.append(Act("execute", luck.days(1 + days), {}, SUSPECT))
    return [*acts, Act("close", luck.days(2), {"result": "executed"}, by="station_legal")]


def examined(luck: Luck) -> list[Act]:
    """An examination whose days do not count; the opinion goes to both."""
    acts = [
        Act("find_injury", luck.hours(2), {}, VICTIM),
        Act("commission_examination", luck.hours(7, 0.6), {"kind": "injury"}, VICTIM),
        Act("submit_examination", luck.hours(20), {"kind": "injury"}),
        Act("receive_examination", luck.days(12), {"kind": "injury", "used_as_evidence": True}),
    ]
    return acts + [Act("serve_opinion", luck.days(2, 0.6), {}, party) for party in (SUSPECT, VICTIM)]


def extended(luck: Luck) -> list[Act]:
    return [
        Act("request_extension", luck.days(8, 0.3), {}, by="officer"),
        Act("approve_extension", luck.hours(20), {}, by="district_chief"),
    ]


def mediated(luck: Luck) -> list[Act]:
    """A quarrel between neighbours: agreed and performed, or failed, and then the clock begins again."""
    held = {
        "officers": 2,
        "place": "case_area",
        "recorded": True,
        "exclusions": [],
        "minor_involved": False,
        "guardian": "not_needed",
        "second": False,
    }
    acts = [*opening(luck, luck.pick({"assault": 4, "property_damage": 2, "insult_defamation": 1})), Act("mediate", luck.days(2), held)]
    if luck.happens(0.85):
        acts.append(Act("agree", luck.hours(2), {}))
        acts.append(Act("perform", luck.days(2, 0.8), {}))
        return [*acts, Act("close", luck.days(2), {"result": "mediated"}, by="station_legal")]
    acts.append(Act("fail_mediation", luck.hours(2), {"civil_action_told": True}))
    later = penalty(luck)
    start = next(i for i, act in enumerate(later) if act.move == "approve_summons")
    return acts + later[start:]


def penalised_on_spot(luck: Luck) -> list[Act]:
    spot = {
        "fine": luck.random.choice([50, 100, 200]) * 100,
        "officers": 2,
        "offence": "noise",
        "bracket": "lesser",
        "factors": ["admitted"],
        "rights_told": True,
        "heard": "none",
        "card_shown": True,
        "undisputed": True,
        "recorded": True,
        "setting": "ordinary",
        "victim": False,
    }
    acts = [
        Act(
            "report",
            NOW,
            {"channel": "on_patrol", "category": "public_security", "offence": "noise", "jurisdiction_unclear": False, "complex": False},
        ),
        Act("add_party", luck.minutes(4), {"role": "suspect", **ADULT}, SUSPECT),
        Act("decide_on_spot", luck.minutes(12), spot, SUSPECT),
        Act("serve", luck.minutes(2), {"manner": "handed_over"}, SUSPECT),
        Act("file_penalty", luck.hours(9, 0.6), {}, SUSPECT),
        Act("pay", luck.days(5, 0.6), {"amount": spot["fine"]}, SUSPECT),
        Act("execute", luck.hours(2), {}, SUSPECT),
    ]
    return [*acts, Act("close", luck.days(1), {"result": "executed"}, by="station_legal")]


def refused(luck: Luck) -> list[Act]:
    acts = [
        Act(
            "report",
            NOW,
            {"channel": "walk_in", "category": "public_security", "offence": "other", "jurisdiction_unclear": False, "complex": False},
        ),
        Act("add_party", luck.minutes(10), {"role": "reporter", **ADULT}, SUSPECT),
        Act("refuse", luck.hours(16, 0.6), {"ground": "no_offence"}, by="station_chief"),
        Act("serve_refusal", luck.hours(12), {"manner": "written"}, SUSPECT),
    ]
    return [*acts, Act("close", luck.days(2), {"result": "refused"}, by="station_legal")]


def transferred(luck: Luck) -> list[Act]:
    acts = opening(luck, luck.pick(OFFENCES))[:4]
    acts.append(Act("find_no_jurisdiction", luck.hours(4), {}, by="officer"))
    acts.append(Act("transfer", luck.hours(11, 0.6), {"ground": "place"}, by="station_chief"))
    return [*acts, Act("tell_transfer", luck.days(1.2, 0.5), {"manner": "phone"})]


STORIES = {penalty: 6.0, mediated: 3.0, penalised_on_spot: 3.0, refused: 0.7, transferred: 0.5}
