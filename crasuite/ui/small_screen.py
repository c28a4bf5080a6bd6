"""Dialogs that need more room than the screen has, as with letters of twice the size, scroll as a whole."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLayout, QWizard

from crasuite.ui.widgets.build import column, height_on_screen
from crasuite.ui.widgets.scroll_body import ScrollBody

_OURS = "crasuite."


class SmallScreen(QObject):
    """Looks at each of our dialogs when it comes to the front; those of the system see to themselves."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusWindowChanged.connect(self._look)

    def _look(self) -> None:
        dialog = QApplication.activeWindow()
        is_ours = type(dialog).__module__.startswith(_OURS)
        if is_ours and isinstance(dialog, QDialog) and not isinstance(dialog, QWizard):
            let_scroll(dialog)


def let_scroll(dialog: QDialog) -> None:
    """Make a dialog as large as it needs; where the screen is smaller, let its content scroll."""
    layout = dialog.layout()
    if layout is None or dialog.findChild(_WholeDialog, options=Qt.FindChildOption.FindDirectChildrenOnly):
        return
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # what was just said counts
    room = QSize(dialog.screen().availableSize().width(), height_on_screen(dialog, 1 << 20))
    least = layout.totalMinimumSize()
    width = min(max(dialog.width(), least.width()), room.width())
    height = (
        layout.totalMinimumHeightForWidth(max(width, least.width()))
        if layout.hasHeightForWidth()
        else least.height()
    )
    if least.width() > room.width() or height > room.height():
        focus = dialog.focusWidget()
        whole = _WholeDialog(layout, dialog.windowTitle(), "window")
        whole.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if not layout.hasHeightForWidth():  # otherwise it follows from the width
            whole.widget().setMinimumHeight(height)
        dialog.setLayout(column(whole))
        dialog.setMinimumSize(0, 0)
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
    elif least.height() > room.height():  # Qt asks for it as if wrapped lines were narrow
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        dialog.setMinimumSize(0, 0)
    wanted = QSize(width, max(height, dialog.height())).boundedTo(room)
    if dialog.size() != wanted:
        dialog.resize(wanted)


class _WholeDialog(ScrollBody):
    """All that a dialog shows."""
