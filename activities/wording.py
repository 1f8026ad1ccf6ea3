"""A letter's words, in Vietnamese or English: how many tasks, why, and a link; nothing about anybody.

Whoever reads a mailbox or a mail server's queue learns that work waits, and no more.
"""

from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from typing import Final
from urllib.parse import urlsplit

from domain.rules.calendar import VIETNAM
from readmodel.letters import Letter

_TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "vi": {
        "tasks": "Có {n} việc chờ xử lý",
        "digest": "Tổng hợp: {n} việc đang chờ",
        "proof": "Xác nhận địa chỉ nhận thông báo",
        "hello": "Kính gửi ông/bà,",
        "arrived": "việc mới đến: {n}",
        "reminder": "việc sắp đến hạn: {n}",
        "overdue": "việc đã quá hạn: {n}",
        "escalation": "việc quá hạn được báo lên cấp trên: {n}",
        "nudge": "việc được quản trị vận hành nhắc: {n}",
        "open": "việc đang chờ ông/bà: {n}",
        "late": "trong đó đã quá hạn: {n}",
        "soon": "trong đó đến hạn trong 3 ngày làm việc tới: {n}",
        "go": "Mở trên hệ thống Minh Bạch (cần đăng nhập):",
        "prove": "Nếu ông/bà vừa đăng ký địa chỉ này trên hệ thống Minh Bạch, xin mở liên kết sau trong 48 giờ; "
        "nếu không, xin bỏ qua thư này:",
        "change": "Đổi hoặc tắt thông báo:",
        "automatic": "Thư tự động, xin không trả lời. Vì bảo mật, thư không nêu nội dung công việc.",
    },
    "en": {
        "tasks": "{n} waiting",
        "digest": "Summary: {n} waiting",
        "proof": "Confirm your address for notices",
        "hello": "Hello,",
        "arrived": "new tasks: {n}",
        "reminder": "tasks due soon: {n}",
        "overdue": "tasks overdue: {n}",
        "escalation": "overdue tasks reported to the level above: {n}",
        "nudge": "tasks that an operator reminds of: {n}",
        "open": "tasks waiting for you: {n}",
        "late": "of these overdue: {n}",
        "soon": "of these due within 3 working days: {n}",
        "go": "Open in Minh Bạch (sign-in needed):",
        "prove": "If you have just entered this address in Minh Bạch, open this link within 48 hours; "
        "otherwise ignore this letter:",
        "change": "Change or switch off notices:",
        "automatic": "Sent automatically, please do not reply. It does not say what a task is about, on purpose.",
    },
}
_ORDER: Final = ("escalation", "overdue", "nudge", "reminder", "arrived", "open", "late", "soon")
_SETTINGS: Final = "/thong-bao"


def compose(letter: Letter, sender: str, public_url: str) -> EmailMessage:
    """The letter as a mail; made anew it is the same mail, so that a mailbox can tell a repetition."""
    words = _TEXTS[letter.language]
    link = public_url + letter.place
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"[Minh Bạch] {_subject(letter, words)}"
    message["From"] = sender
    message["To"] = letter.address
    message["Date"] = format_datetime(letter.made_at.astimezone(VIETNAM))
    message["Message-ID"] = f"<{letter.id}@{urlsplit(public_url).hostname or 'minhbach.local'}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834, section 5: nobody's holiday reply comes back
    message.set_content(_plain(letter, words, link, public_url + _SETTINGS))
    message.add_alternative(_html(letter, words, link, public_url + _SETTINGS), subtype="html")
    message["Content-Language"] = letter.language
    message.set_boundary(f"letter-{letter.id}")
    return message


def _subject(letter: Letter, words: Mapping[str, str]) -> str:
    number = letter.counts.get("open", sum(letter.counts.values()))
    return words[letter.kind].format(n=number)


def _items(letter: Letter, words: Mapping[str, str]) -> list[str]:
    """What is counted, the gravest first, and nothing of which there is none."""
    counted = ((name, letter.counts.get(name, 0)) for name in _ORDER)
    return [words[name].format(n=number) for name, number in counted if number]


def _ask(letter: Letter, words: Mapping[str, str]) -> str:
    return words["prove" if letter.kind == "proof" else "go"]


def _plain(letter: Letter, words: Mapping[str, str], link: str, settings: str) -> str:
    items = "".join(f"- {item}\n" for item in _items(letter, words))
    listed = f"{items}\n" if items else ""
    end = f"{words['change']}\n{settings}\n\n{words['automatic']}\n"
    return f"{words['hello']}\n\n{listed}{_ask(letter, words)}\n{link}\n\n{end}"


def _html(letter: Letter, words: Mapping[str, str], link: str, settings: str) -> str:
    items = "".join(f"<li>{escape(item)}</li>" for item in _items(letter, words))
    listed = f"<ul>{items}</ul>" if items else ""
    return (
        f'<!doctype html><html lang="{letter.language}"><meta charset="utf-8">'
        '<body style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#1b1b1b;max-width:36em">'
        f"<p>{escape(words['hello'])}</p>{listed}"
        f'<p>{escape(_ask(letter, words))}<br><a href="{escape(link)}">{escape(link)}</a></p>'
        f'<p style="color:#555;font-size:14px">{escape(words["change"])} '
        f'<a href="{escape(settings)}">{escape(settings)}</a><br>{escape(words["automatic"])}</p>'
        "</body></html>"
    )
