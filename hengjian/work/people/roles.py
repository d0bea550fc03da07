"""The roles of the house and the levels they stand on. What a role may do in a matter stands in `law/flows/`."""

STATION, DISTRICT, CITY = "station", "district", "city"
LEVELS = (STATION, DISTRICT, CITY)

ROLES = {
    "dispatcher": (STATION, DISTRICT, CITY),
    "officer": (STATION, DISTRICT, CITY),
    "station_legal": (STATION,),
    "station_chief": (STATION,),
    "district_legal": (DISTRICT,),
    "district_chief": (DISTRICT,),
    "city_legal": (CITY,),
    "city_chief": (CITY,),
    "centre": (STATION, DISTRICT, CITY),
    "system_admin": (STATION, DISTRICT, CITY),
    "security_admin": (STATION, DISTRICT, CITY),
    "auditor": (STATION, DISTRICT, CITY),
}
INSTITUTION = "police"  # of the law's institutions (`bearer`): every unit of this house is a police organ so far
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "auditor"})
CASE_ROLES = frozenset(ROLES) - ADMINISTRATORS
LEGAL_ROLES = frozenset({"station_legal", "district_legal", "city_legal"})
CHIEF_ROLES = frozenset({"station_chief", "district_chief", "city_chief"})
SEES_MINORS = LEGAL_ROLES | CHIEF_ROLES
SEES_LOOKS = frozenset({"auditor"})


def stands_apart(role: str, others: set[str]) -> bool:
    """Whether `role` may be held beside `others`: the three administrators are three persons, and none of them handles matters."""
    if role in ADMINISTRATORS:
        return not others - {role}
    return not others & ADMINISTRATORS
