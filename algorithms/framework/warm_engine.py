"""An engine that stays for the next job, so that this one need not load libraries, models and images again."""

from __future__ import annotations

import threading
import time
from typing import Any

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from . import settings
from .translation import tr
from .worker import Engine, end_process_group, find_engine

_LOOK_EVERY_MS = 500


class WarmEngine(QObject):
    """Runs jobs one after the other in one process, which is started with the first one and anew after it has died.

    It ends with QGIS, by Cancel, and when it had no job for the time in the settings.
    """

    died = pyqtSignal(str)  # while it had no job; a sentence for the user

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.engine: Engine | None = None
        self.made_by: Any = None  # the interpreter and the settings that `engine` was started with
        self.used_at = 0.0
        self.lock = threading.Lock()  # held while a job runs
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look)
        self.timer.start(_LOOK_EVERY_MS)

    def call(self, feedback: Any, function: str, arguments: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Run a job, see `worker.Engine.call`; from any thread but the window's."""
        with self.lock:
            made_by = find_engine(), settings.list_variables()
            if self.engine is not None and (made_by != self.made_by or not self.engine.is_alive()):
                self.engine.end()
                self.engine = None
            if self.engine is None:
                self.engine, self.made_by = Engine(made_by[0], feedback), made_by
            self.engine.feedback = feedback
            try:
                return self.engine.call(function, arguments, stay=True, **more)
            finally:
                self.used_at = time.monotonic()
                if not self.engine.is_alive():
                    self.engine = None

    def look(self) -> None:
        """Notice that the engine has died while it had no job, and end it when it had none for long."""
        if not self.lock.acquire(blocking=False):
            return
        try:
            if self.engine is None:
                return
            if not self.engine.is_alive():
                self.engine.end()
                self.engine = None
                self.died.emit(tr("The engine has ended unexpectedly; the next click starts it again."))
            elif time.monotonic() - self.used_at > 60 * settings.read_idle_minutes():
                self.engine.end()
                self.engine = None
        finally:
            self.lock.release()

    def end(self) -> None:
        """End the engine at once, with the job that it has."""
        self.timer.stop()
        if self.lock.acquire(blocking=False):
            if self.engine is not None:
                self.engine.end()
                self.engine = None
            self.lock.release()
        elif (engine := self.engine) is not None:
            end_process_group(engine.child)  # the thread that waits for its result does the rest
