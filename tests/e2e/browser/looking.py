"""How a page is looked at: as a person sees it, as a screen reader does, and for what it logs."""

import base64
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

from scripts.install_browser import axe

PICTURES: Final = Path(__file__).parents[3] / "var" / "pictures"
"""Where the pictures of a run lie; `make manual` takes those that the manual shows."""

DESKTOP: Final = (1280, 900)
PHONE: Final = (390, 844)
_EXPECTED: Final = ("Failed to load resource", "does not conform to the required format")
"""A page that was refused on purpose, and a date that no date field shows; the answer's status is heard by itself."""

MOST_HEIGHT: Final = 1600
_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_LOOK: Final = """async ([tags, rules]) => {
  const chosen = rules.length ? {type: "rule", values: rules} : {type: "tag", values: tags};
  const found = await axe.run(document, {runOnly: chosen, resultTypes: ["violations"]});
  const told = node => `${node.target} ${node.any[0]?.message ?? ""}`;
  return found.violations.map(({id, help, nodes}) => `${id}: ${help}: ${nodes.map(told).join("; ")}`);
}"""
_WIDER: Final = """() => [...document.querySelectorAll("body *")]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, [data-scrolls]"))
  .slice(0, 5).map(e => e.tagName + "." + e.className)"""


@dataclass
class Ears:
    """What a page complains about while somebody uses it: console, content policy, errors of the server."""

    heard: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        """Hear every page of a context."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.heard.append(f"error: {error.error}"))
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        known = any(text in message.text for text in _EXPECTED)
        if message.type in {"error", "warning"} and not known:
            self.heard.append(f"{message.type}: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.heard.append(f"{response.status} {response.url}")


def barriers(page: Page, *rules: str) -> list[str]:
    """What axe finds; all rules of WCAG 2.0 to 2.2 A and AA, or those that are named."""
    if not page.evaluate("() => typeof axe === 'object'"):
        page.evaluate(axe().read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(_LOOK, [_RULES, list(rules)])
    return found


def look(page: Page, name: str = "") -> None:
    """Hold a page against what every page owes its readers, at both widths, light and dark; keep pictures of it."""
    page.wait_for_load_state()
    page.locator("main h1").first.wait_for()
    found: dict[str, list[str]] = {}
    for width, size in (("1280", DESKTOP), ("390", PHONE)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        found[f"{width} light"] = barriers(page)
        found[f"{width} wider than the screen"] = _wider(page)
        if name:
            picture(page, f"{name}-{width}")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.emulate_media(color_scheme="dark")
    found["dark"] = barriers(page, "color-contrast")
    page.emulate_media(color_scheme="light")
    told = [f"{where}: {what}" for where, these in found.items() for what in these]
    assert not told, "\n".join([page.url, *told])


def _wider(page: Page) -> list[str]:
    if page.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth"):
        return []
    found: list[str] = page.evaluate(_WIDER)
    return found or ["something"]


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page, as WebP; long pages are cut."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    session = page.context.new_cdp_session(page)
    width, height = page.evaluate("() => [innerWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, MOST_HEIGHT), "scale": 1}
    taken = session.send(
        "Page.captureScreenshot",
        {"format": "webp", "quality": 75, "clip": clip, "captureBeyondViewport": True},
    )
    (PICTURES / f"{name}.webp").write_bytes(base64.b64decode(taken["data"]))
    session.detach()
