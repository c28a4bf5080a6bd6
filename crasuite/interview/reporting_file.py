"""The Article 14 desk of one product: register, decision, clocks, forms, submissions, and the process behind.

Qt-free, and without a state of its own: the workspace keeps the records and tells listeners what changed.
What screens call, part by part:

- two cases of one event: `other_case`, `open_second` (`ReportingPairs`)
- register: `rows`, `row`, `case`, `case_list`, `home_of`, `touched_names`, `new_case`, `set_case`,
  `open_report`, `needs_reason`, `set_awareness`, `decide`, `close_case`, `reopen_case`, `remove_case`,
  `findings_state`, `zone_of` (`ReportingRegister`)
- decision aid: `aid`, `answer` (`ReportingAid`)
- forms: `form`, `set_field`, `set_sensitive`, `keep_draft`, `form_text`, `form_json`, `platform_words`,
  `csirt_choice`, `set_country`, `submit`, `submissions`, `remove_submission` (`ReportingForms`)
- clocks: `clocks`, `next_due`, `dues`, `sidebar_words` (`ReportingClocks`)
- process: `handling`, `look`, `set_handling`, `figures`, `figures_words`, `upstream`, `overlap`
  (`ReportingHandling`)

`next_dues` is what the home screen shows. Dates of all products stand in `crasuite.interview.deadlines`, a
made-up event in `crasuite.interview.drill`.
"""

from __future__ import annotations

from crasuite.interview.reporting_clocks import ReportingClocks
from crasuite.interview.reporting_handling import ReportingHandling
from crasuite.interview.reporting_views import NextDue
from crasuite.interview.workspace import Workspace


class ReportingFile(ReportingClocks, ReportingHandling):
    """What the reporting screen reads and writes."""


def next_dues(workspace: Workspace) -> tuple[NextDue, ...]:
    """The next instant to keep of each product that has one, earliest first."""
    products = {one.id for one in workspace.products()}
    # Closed cases too: one with a stage that is due stays among the open ones.
    touched = {
        product
        for home, case in workspace.cases.opened()
        for product in case.touches(home)
        if product in products
    }
    found = (ReportingFile(workspace, product).next_due() for product in touched)
    waiting = (one for one in found if one is not None)
    return tuple(sorted(waiting, key=lambda one: (one.due.timestamp(), one.product_id)))
