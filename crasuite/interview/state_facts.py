"""Facts about the world that a verdict uses: what the rule pack says, and what the user states instead."""

from __future__ import annotations

from crasuite.interview.interview import Interview
from crasuite.interview.views import StateFactView


def state_facts_of(interview: Interview) -> tuple[StateFactView, ...]:
    """Facts about the world that the verdict uses, and what the user states instead."""
    used = {one.id: one for one in interview.assessment.states}
    views = []
    for item in interview.pack.state.values():
        state = used[item.id]
        entry = state.entry
        views.append(
            StateFactView(
                item.id,
                item.title,
                state.value,
                item.labels.get(state.value, state.value),
                entry.text,
                entry.source,
                entry.address,
                entry.read_on,
                entry.confidence,
                item.user_fact,
                tuple((value, item.labels.get(value, value)) for value in item.values),
                interview.cites(item.cites),
                state.stated,
                state.reference if state.stated else "",
                state.on if state.stated else None,
            )
        )
    return tuple(views)
