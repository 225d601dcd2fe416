"""Places that a thumb would miss: what is tapped is at least 44 by 44, measured by asking the page what lies under the finger."""

from __future__ import annotations

from typing import Any

# A link inside a sentence is as high as its line; all else has an area, its own or of its label, that no neighbour lies over.
SMALL = r"""
() => {
  const LEAST = 44, FAR = 60;
  // What only a screen reader meets is cut away.
  const isCut = (one) => one && (getComputedStyle(one).clipPath === "inset(50%)" || isCut(one.parentElement));
  const shown = (one) => {
    const box = one.getBoundingClientRect();
    const isDrawn = one.checkVisibility({visibilityProperty: true}) && box.width > 1 && box.height > 1;
    return isDrawn && !one.closest("[inert], .skip-link") && !isCut(one);
  };
  const blockOf = (one) => {
    let box = one.parentElement;
    while (box && getComputedStyle(box).display.startsWith("inline")) box = box.parentElement;
    return box;
  };
  const inSentence = (one) => {
    if (one.tagName !== "A" || getComputedStyle(one).display !== "inline") return false;
    const copy = blockOf(one).cloneNode(true);
    copy.querySelectorAll("a, button, svg, select, input, .visually-hidden").forEach((part) => part.remove());
    return /\p{L}.*\p{L}/u.test(copy.textContent.replace(/\s+/g, " "));
  };
  const isHit = (one, hit) => hit && [one, ...(one.labels ?? [])].some((part) => part.contains(hit));
  const reach = (one, x, y, dx, dy) => {
    let far = 0;
    while (far < FAR && isHit(one, document.elementFromPoint(x + dx * (far + 1), y + dy * (far + 1)))) far += 1;
    return far;
  };
  const found = [];
  for (const one of document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden], [type=text]), [role=button]")) {
    if (!shown(one) || inSentence(one)) continue;
    one.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
    const box = one.getClientRects()[0];
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const across = isHit(one, document.elementFromPoint(x, y)) ? 1 + reach(one, x, y, -1, 0) + reach(one, x, y, 1, 0) : 0;
    const down = across ? 1 + reach(one, x, y, 0, -1) + reach(one, x, y, 0, 1) : 0;
    if (across >= LEAST - 1 && down >= LEAST - 1) continue;
    const name = (one.getAttribute("aria-label") || one.textContent || one.name || "").replace(/\s+/g, " ").trim().slice(0, 40);
    const where = one.closest("[class]:not(svg *)")?.className?.toString().split(" ").slice(0, 2).join(".");
    const parent = one.parentElement?.closest("[class]")?.className?.toString().split(" ").slice(0, 2).join(".");
    found.push(`${parent} > ${one.tagName.toLowerCase()}.${where}: «${name}» ${across}×${down}`);
  }
  return found;
}
"""


def small_targets(page: Any) -> list[str]:
    """One line a place: whose, what it is called and how large it is under a finger."""
    found: list[str] = page.evaluate(SMALL)
    return found
