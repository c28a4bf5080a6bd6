"""From a product in a workspace to the record its documents are written from."""

from __future__ import annotations

import difflib
from datetime import date

from crasuite.documents.dossier import LastChange, ProductRecord
from crasuite.documents.record import HandlingLine
from crasuite.domain.handling import ListState
from crasuite.domain.product import Product
from crasuite.errors import UserFacingError
from crasuite.interview.reporting_file import ReportingFile
from crasuite.interview.reporting_views import HandlingRow
from crasuite.interview.workspace import Workspace
from crasuite.language import LANGUAGES, language, mark, speaking, tr
from crasuite.rules import Assessment, assess


def product_record(
    workspace: Workspace, product_id: int, on: date | None = None, *, in_language: str = ""
) -> ProductRecord:
    """All that the documents of a product need; it holds values only and may be used in any thread.

    `on` is the as-of date; without it, today's verdicts are used. `in_language` is that of the documents;
    without it, the one that is spoken now.
    """
    assessment = workspace.assessment(product_id)
    with speaking(in_language or language()):
        return _record(workspace, product_id, assessment, on)


def _record(workspace: Workspace, product_id: int, assessment: Assessment, on: date | None) -> ProductRecord:
    kept = workspace.repository.answers(product_id)
    changes = reversed(workspace.repository.history(product_id=product_id))
    who = {line.cell.what: line.who for line in changes}
    pack = workspace.pack_of(product_id)
    if pack is not assessment.pack or (on is not None and on != assessment.on):
        # The verdicts are the same in every language, but an assessment speaks that of its pack.
        assessment = assess(pack, assessment.answers, on or assessment.on)
    desk = ReportingFile(workspace, product_id)
    return ProductRecord(
        assessment.pack,
        assessment,
        notes={key: one.note for key, one in kept.items() if one.note},
        owners={key: one.owner for key, one in kept.items() if one.owner},
        due={key: one.due_on for key, one in kept.items() if one.due_on is not None},
        changed={
            key: LastChange(who.get(key, ""), one.changed_at.astimezone().date()) for key, one in kept.items()
        },
        technical_file=workspace.technical_file(product_id),
        handling=tuple(map(_handling_line, desk.handling())),
        handling_figures=(*desk.figures_words(with_due=False), *_not_checked(desk)),
    )


def documents_language(workspace: Workspace, product_id: int) -> str:
    """Code of the language of a product's documents: the one chosen for them, else the one spoken now."""
    chosen = workspace.repository.settings().get(_language_setting(product_id))
    return chosen if isinstance(chosen, str) and chosen in LANGUAGES else language()


def choose_documents_language(workspace: Workspace, product_id: int, code: str | None) -> None:
    """Keep the language of a product's documents in the file, as a step; None: that of the window again.

    Raises:
        StoreError: it cannot be kept.
    """
    label = tr("choosing the language of the documents")
    workspace.repository.set_setting(_language_setting(product_id), code, label=label)
    workspace.refresh(product_id)


def _language_setting(product_id: int) -> str:
    return f"documents-language/{product_id}"


_NOT_CHECKED = {
    ListState.NOT_CHECKED: mark("Not checked: no list of findings was compared with the components."),
    ListState.OLD: mark(
        "Not checked lately: the newest list of findings compared with the components is old."
    ),
}
"""Without ages, which would make a paper another one each day."""


def _not_checked(desk: ReportingFile) -> tuple[str, ...]:
    """What the number of open vulnerabilities does not say: a register is no list of findings."""
    said = _NOT_CHECKED.get(desk.findings_state().state)
    return (tr(said),) if said else ()


def _handling_line(row: HandlingRow) -> HandlingLine:
    return HandlingLine(
        row.title,
        ", ".join(one.label for one in row.cites),
        row.state_words,
        row.last,
        row.due,
        row.owner,
        row.looks[0][3] if row.looks else "",
        row.evidence,
    )


def product_named(workspace: Workspace, name: str) -> Product:
    """The one product with this name; upper and lower case are the same.

    Raises:
        UserFacingError: none or several have it; the message lists what there is.
    """
    found = workspace.repository.products_named(name)
    if len(found) == 1:
        return found[0]
    if found:
        raise UserFacingError(
            "CLI-03",
            f"{len(found)} products are called “{name}”.",
            f"They stand in {workspace.path}.",
            "Rename one of them in the window, then try again.",
        )
    names = [product.name for product in workspace.products()]
    near = difflib.get_close_matches(name, names, 1)
    listed = ", ".join(f"“{one}”" for one in names[:10]) or "none"
    raise UserFacingError(
        "CLI-04",
        f"There is no product called “{name}”." + (f" Did you mean “{near[0]}”?" if near else ""),
        f"The workspace {workspace.path} holds: {listed}.",
        "Give one of these names.",
    )
