"""What happens round a person in the case area and round a thing that was taken: watched and fed, kept and brought to an end."""

from __future__ import annotations

from datetime import timedelta

from hengjian.feeds.city.stories.act import Act, Luck

SUSPECT, VICTIM, THING = "party:1", "party:2", "item:1"
TAKEN = {"theft": "goods", "gambling": "cash", "threatening": "weapon"}
"""What is taken in cases of an offence."""
QUARTER = timedelta(minutes=15)


def entering(luck: Luck, ground: str, paper: str) -> list[Act]:
    """In, checked for safety, and what the person carried listed; nearly always all of it."""
    acts = [
        Act("enter_area", luck.minutes(8), {"ground": ground, "paper": paper, "searched": True, "injuries": False}, SUSPECT),
        Act("check_safety", luck.minutes(3), SAFE, SUSPECT),
    ]
    if luck.happens(0.9):
        acts.append(Act("list_belongings", luck.minutes(4), {"count": luck.random.randint(1, 5), "signed": True}, SUSPECT))
    return acts


SAFE = {"by_same_sex": True, "injuries": False, "drunk": False, "ill": False, "doctor_called": False}


def watched(luck: Luck) -> Act:
    return Act("watch_person", luck.minutes(12), {"state": luck.pick({"calm": 8, "resting": 2, "upset": 1})}, SUSPECT)


def leaving(luck: Luck, acts: list[Act], destination: str) -> list[Act]:
    """Fed and watched once more, given back what was listed, and out."""
    done = [Act("give_meal", luck.minutes(20), {"meal": luck.pick({"meal": 1, "water": 2}), "taken": True}, SUSPECT), watched(luck)]
    if any(act.move == "list_belongings" for act in acts):
        receiver = "detention_place" if destination == "detention_house" else "person"
        done.append(Act("return_belongings", luck.minutes(15), {"receiver": receiver, "complete": True, "signed": True}, SUSPECT))
    return [*done, Act("leave_area", luck.minutes(15), {"destination": destination, "injuries": False}, SUSPECT)]


def taken(luck: Luck, offence: str) -> list[Act]:
    """A thing seized on the spot: approved, handed in and stored within the day; nothing where the offence leaves nothing to take."""
    if offence not in TAKEN or luck.happens(0.4):
        return []
    seizure = {"kind": TAKEN[offence], "officers": 2, "place": "scene", "recorded": True, "on_spot": True}
    return [
        Act("seize", luck.minutes(30), seizure, THING),
        Act("approve_seizure", luck.hours(3, 0.3), {}, THING, by="station_chief"),
        Act("hand_in_item", luck.hours(5, 0.4), {}, THING),
        Act("store_item", QUARTER, {"store": "unit_room"}, THING, by="station_legal"),
    ]


def brought_to_an_end(luck: Luck, acts: list[Act]) -> list[Act]:
    """What becomes of the thing once the case is decided: back to its owner, or forfeited."""
    seizure = next((act for act in acts if act.move == "seize"), None)
    if seizure is None:
        return []
    if seizure.body["kind"] == "goods":
        lifted = Act("end_seizure", luck.hours(3), {"outcome": "returned"}, THING, by="station_chief")
        return [lifted, Act("return_item", luck.hours(4), {"to": VICTIM}, THING)]
    lifted = Act("end_seizure", luck.hours(3), {"outcome": "confiscated"}, THING, by="station_chief")
    end = {"end": "forfeited", "reference": f"云公涉财字〔2026〕{luck.random.randint(1, 400)}号", "officers": 2}
    return [lifted, Act("dispose_item", luck.hours(6), end, THING, by="officer")]
