"""Work that goes on: what, how far, and Cancel. Shows only when it takes longer than a moment."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar

from crasuite.language import tr
from crasuite.ui import jobs
from crasuite.ui.widgets.build import button, column, label, row

SHOW_AFTER_MS = 300


class JobPanel(QFrame):
    """Follows one job at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._job: jobs.Job | None = None
        self._title = label("", "strong", wrap=True)
        self._now = label("", "caption", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel_button = button(tr("Cancel"), on_click=self.cancel)
        words = column(self._title, self.bar, self._now, spacing=5)
        layout = row(words, self.cancel_button, spacing=14, margins=(16, 10, 14, 10))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_AFTER_MS)
        self._timer.timeout.connect(self.show)
        self.hide()

    def is_busy(self) -> bool:
        """True until the job has ended."""
        return self._job is not None

    def follow(self, job: jobs.Job, title: str) -> None:
        """Show a job that is about to start."""
        self._job = job
        self._title.setText(title)
        self._now.setText(tr("You can go on working."))
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(title)
        self.cancel_button.setEnabled(True)
        job.progress.connect(self._on_progress)
        job.ended.connect(self._on_ended)
        self._timer.start()

    def cancel(self) -> None:
        """Stop the job."""
        if self._job is not None:
            self._job.cancel()
            self.cancel_button.setEnabled(False)
            self._now.setText(tr("Stopping…"))

    def _on_progress(self, done: int, total: int, what: str) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        if self.cancel_button.isEnabled():
            self._now.setText(tr("Now: {what}. You can go on working.", what=what))

    def _on_ended(self) -> None:
        self._job = None
        self._timer.stop()
        self.hide()
