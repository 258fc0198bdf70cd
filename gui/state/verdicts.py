"""What the user is told when training ends, and what is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.edits.settings import SetTraining
from core.edits.values import Reset
from core.session import Session
from core.training.stopping import StopReason
from gui.state.notices import Notices


def explain(reason: StopReason, session: Session, notices: Notices, run: Callable[[], object]) -> None:
    """Name the reason, and offer what usually helps: a tenth of the learning rate, or more steps."""
    {"diverged": _diverged, "max_steps": _max_steps}.get(reason.name, _plain)(reason, session, notices, run)


def _plain(reason: StopReason, _session: Session, notices: Notices, _run: Callable[[], object]) -> None:
    notices.post(reason.sentence, "done")


def _diverged(reason: StopReason, session: Session, notices: Notices, _run: Callable[[], object]) -> None:
    rate = session.document.training.learning_rate / 10

    def mend() -> None:
        session.do(SetTraining(replace(session.document.training, learning_rate=rate), "learning rate"))
        session.do(Reset())

    notices.post(
        f"{reason.sentence} The last finite values are back.", "problem", f"Reset, learning rate {rate:g}", mend
    )


def _max_steps(reason: StopReason, session: Session, notices: Notices, run: Callable[[], object]) -> None:
    more = session.document.training.stop.max_steps or 1

    def go_on() -> None:
        training = session.document.training
        stop = replace(training.stop, max_steps=session.document.steps + more)
        session.do(SetTraining(replace(training, stop=stop), "stop rule"))
        run()

    notices.post(reason.sentence, "done", f"Run {more:,} more", go_on)
