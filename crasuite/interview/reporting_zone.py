"""In which zone a maker most likely counts: only ever offered, with where it comes from."""

from __future__ import annotations

from crasuite.domain.zones import EU_ZONES, find_zone
from crasuite.interview.reporting_forms import COUNTRY_SETTING
from crasuite.interview.reporting_register import ReportingRegister
from crasuite.language import tr


def likely_zone(desk: ReportingRegister, computer: str) -> tuple[str, str]:
    """Zone and a sentence on where it comes from; both empty where more than one is as likely.

    The zone of the newest case counts first, then that of the Member State of the CSIRT, then the `computer`
    zone. A Member State with several zones says nothing, unless the computer is set to one of them.
    """
    listed = desk.workspace.cases.opened()
    used = [case.zone for _home, case in sorted(listed, key=lambda one: one[1].id) if find_zone(case.zone)]
    if used:
        return used[-1], tr(
            "{zone} is the zone of your newest case. Change it if you count elsewhere.", zone=used[-1]
        )
    own = find_zone(computer)
    country = str(desk.repository.settings().get(COUNTRY_SETTING) or "")
    listed_there = EU_ZONES.get(country, ())
    if own is not None and (not listed_there or own.key in listed_there):
        return own.key, tr(
            "{zone} is the zone of this computer. Change it if you count elsewhere.", zone=own.key
        )
    if len(listed_there) == 1 and own is None:
        name = desk.law.csirts[country].name if country in desk.law.csirts else country
        return listed_there[0], tr(
            "{zone} is the zone of {country}. Change it if you count elsewhere.",
            zone=listed_there[0],
            country=name,
        )
    return "", ""
