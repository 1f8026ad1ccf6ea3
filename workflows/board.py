"""The notice that an operator reads on a path in Temporal's own UI (Markdown)."""

from datetime import datetime, timedelta, timezone

from domain.envelope import Progress

_VIETNAM = timezone(timedelta(hours=7))


def board(progress: Progress) -> str:
    """The step, who is awaited, since when and until when."""
    lines = [f"**{progress.label}** · `{progress.stream}` · bản {progress.version}"]
    if progress.awaits_label:
        lines.append(f"Chờ: {progress.awaits_label} ({progress.unit})")
    if progress.since:
        lines.append(f"Từ: {_civil(progress.since)}")
    if progress.due_at:
        lines.append(f"Hạn: {_civil(progress.due_at)}, {progress.due_source}")
    lines.extend(f"- {alarm.rung}: {_civil(alarm.due_at)} ({alarm.role})" for alarm in progress.alarms)
    return "\n\n".join(lines)


def frozen_board(stream: str, reason: str) -> str:
    """What an operator reads when the store refuses to decide on a stream."""
    return f"**Đóng băng: chuỗi sự kiện không khớp** · `{stream}`\n\n{reason}"


def _civil(instant: str) -> str:
    return f"{datetime.fromisoformat(instant).astimezone(_VIETNAM):%d/%m/%Y %H:%M}"
