"""The whole interview on the program's own rule pack, by keyboard; each page against the house rules."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QComboBox, QDateEdit, QLabel, QWidget

from crasuite.interview.interview import RESULT
from crasuite.interview.questions import question_view
from crasuite.interview.verdict_words import class_kind
from crasuite.interview.workspace import Workspace
from crasuite.language import speaking
from crasuite.rules import Pack
from crasuite.ui.wizard.interview_wizard import InterviewWizard
from crasuite.ui.wizard.question_page import QuestionPage
from tests.ui import checks
from tests.ui.wizard.conftest import TODAY, product_from_sample

Open = Callable[..., InterviewWizard]
KEY = Qt.Key
ANSWERS: dict[str, Any] = {
    "own-brand": "yes",
    "establishment": "eu",
    "enterprise-size": "small",
    "form": "hardware",
    "data-connection": "yes",
    "eu-market": "yes",
    "supply": "paid",
    "placing": "from-then",
    "stage": "normal",
    "backend-needed": "yes",
    "backend-own": "own",
    "core-functionality": "I-17",
    "residential": "yes",
    "remote-control": "yes",
    "protects-people": "yes",
}


def type_keys(qtbot: Any, wizard: InterviewWizard, *keys: Qt.Key | str) -> None:
    for key in keys:
        target = wizard.focusWidget() or wizard
        if isinstance(key, str):
            qtbot.keyClicks(target, key)
        else:
            qtbot.keyClick(target, key)


def focus_on(qtbot: Any, wizard: InterviewWizard, wanted: QWidget) -> None:
    """Press Tab until the widget has the focus."""
    for _ in range(60):
        if wizard.focusWidget() is wanted:
            return
        qtbot.keyClick(wizard.focusWidget() or wizard, KEY.Key_Tab)
    raise AssertionError(f"Tab does not reach {wanted}")


def answer_by_keys(qtbot: Any, wizard: InterviewWizard, page: QuestionPage) -> None:
    """Answer the question on screen without the mouse."""
    view, body = question_view(page.interview, page.question), page.body
    assert body is not None
    wanted = ANSWERS.get(view.id)
    qtbot.waitUntil(lambda: wizard.focusWidget() is not None and page.isAncestorOf(wizard.focusWidget()))
    if hasattr(body, "radios"):
        type_keys(qtbot, wizard, KEY.Key_Space)
    elif view.type in ("yes-no", "choice"):
        values = [card.value for card in body.group.cards]  # type: ignore[attr-defined]
        target = wanted if wanted in values else values[-2]
        for _ in range(values.index(target)):
            type_keys(qtbot, wizard, KEY.Key_Down)
        type_keys(qtbot, wizard, KEY.Key_Space)
    elif view.type == "multi":
        none = body.group.cards[-2].button  # type: ignore[attr-defined]
        focus_on(qtbot, wizard, none)
        type_keys(qtbot, wizard, KEY.Key_Space)
    elif view.type in ("text", "long-text"):
        type_keys(qtbot, wizard, "A smart door lock for homes")
    elif view.type == "number":
        type_keys(qtbot, wizard, "6")
    elif view.type == "date":
        field = body.field  # type: ignore[attr-defined]
        assert isinstance(field, QDateEdit)
        type_keys(qtbot, wizard, KEY.Key_Up)
        assert field.date() > QDate(2000, 1, 1)
    elif view.type == "category":
        type_keys(qtbot, wizard, "door lock", KEY.Key_Return)
        focus_on(qtbot, wizard, body.detail.yes.button)  # type: ignore[attr-defined]
        type_keys(qtbot, wizard, KEY.Key_Space)
    elif view.type == "matrix":
        for combo in body.combos.values():  # type: ignore[attr-defined]
            focus_on(qtbot, wizard, combo)
            assert isinstance(combo, QComboBox)
            type_keys(qtbot, wizard, *[KEY.Key_Down] * 5)


def test_whole_interview_without_a_mouse(qtbot: Any, workspace: Workspace, open_wizard: Open) -> None:
    wizard = open_wizard(workspace, workspace.new_product("AeroLock 2").id)
    seen = []
    while wizard.current_question() != RESULT:
        page = wizard.currentPage()
        assert isinstance(page, QuestionPage)
        seen.append(page.question)
        assert len(seen) == len(set(seen)), f"{page.question} is asked twice"
        answer_by_keys(qtbot, wizard, page)
        qtbot.keyClick(wizard.focusWidget() or wizard, KEY.Key_X, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda page=page: wizard.currentPage() is not page or bool(page.error))
        assert not page.error, (page.question, page.error)
    assert len(seen) > 25
    assert wizard.interview.left() == ()
    assert class_kind(wizard.interview.assessment) == "important-1"
    assert workspace.repository.values(wizard.interview.product_id)["core-functionality"] == "I-17"


@pytest.mark.parametrize("size", [(1080, 680), (1280, 680), (1440, 900)])
def test_nothing_is_cut_in_other_sizes(
    qtbot: Any, workspace: Workspace, open_wizard: Open, size: tuple[int, int], artefacts: Path
) -> None:
    wizard = open_wizard(workspace, product_from_sample(workspace, "smart-door-lock"), "procedure-choice")
    wizard.resize(*size)
    for question in ("procedure-choice", "core-functionality", "supply"):
        wizard.open_question(question)
        checks.lay_out(wizard)
        wizard.grab().save(str(artefacts / f"wizard-{question}-{size[0]}x{size[1]}.png"))
        assert checks.clipped(wizard) == []
        assert checks.outside(wizard) == []


def test_tab_reaches_every_control(qtbot: Any, workspace: Workspace, open_wizard: Open) -> None:
    wizard = open_wizard(workspace, product_from_sample(workspace, "smart-door-lock"), "data-connection")
    checks.lay_out(wizard)
    assert checks.unreachable(wizard) == []


def test_answers_survive_a_kill(tmp_path: Path, pack: Pack) -> None:
    """The window is killed in the midst of the interview; what was answered is there when it opens again."""
    path = tmp_path / "work.crasuite"
    script = f"""
        import os, signal
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from datetime import date
        from pathlib import Path
        from PySide6.QtWidgets import QApplication
        app = QApplication([])
        from crasuite.ui import theme
        theme.apply(app, "light")
        from crasuite.rules import load_pack
        from crasuite.interview.workspace import Workspace
        from crasuite.ui.wizard.interview_wizard import InterviewWizard
        workspace = Workspace.create(Path({str(path)!r}), load_pack(), today=lambda: date(2026, 11, 24))
        wizard = InterviewWizard(workspace, workspace.new_product("AeroLock 2").id)
        wizard.open_at("own-brand")
        wizard.currentPage().body.group.cards[0].button.click()
        wizard.open_at("data-connection")
        wizard.currentPage().body.group.cards[0].button.click()
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, timeout=120, check=False
    )
    assert done.returncode != 0
    with Workspace.open(path, pack, today=lambda: TODAY, daily_backup=False) as workspace:
        (product,) = workspace.products()
        interview = workspace.interview(product.id)
        assert (interview.value("own-brand"), interview.value("data-connection")) == ("yes", "yes"), (
            done.stderr
        )


@pytest.mark.parametrize("code", ["en", "de"])
def test_procedures_stand_in_as_many_rows_as_their_words_need(
    qtbot: Any, workspace: Workspace, open_wizard: Open, code: str
) -> None:
    with speaking(code):
        wizard = open_wizard(workspace, product_from_sample(workspace, "ehr-system"), "procedure-choice")
        body = wizard.currentPage().body  # type: ignore[attr-defined]
        frames = list(body._frames.values())
        tops = [frame.mapTo(body, QPoint()).y() for frame in frames]
        assert len(set(tops)) > 1
        chosen = next(option for option, radio in body.radios.items() if radio.isChecked())
        assert body._frames[chosen].mapTo(body, QPoint()).y() == min(tops)
        for said in body.findChildren(QLabel):
            words = max((said.fontMetrics().horizontalAdvance(one) for one in said.text().split()), default=0)
            assert words <= said.width() + 1, said.text()
        body.setFixedWidth(400)
        qtbot.waitUntil(
            lambda: len({frame.mapTo(body, QPoint()).x() for frame in body._frames.values()}) == 1
        )
        assert body.radios[chosen].isChecked()
