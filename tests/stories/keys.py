"""Somebody at the desk who has no mouse: only keys, and the focus is seen at every step."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.stories.conftest import LiveLine
from tests.stories.looking import assert_accessible

FAR = 80  # presses of Tab: nothing at the desk is further away
NOW = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    return {
        seen: one.matches(":focus-visible") && style.outlineStyle !== "none"
            && parseFloat(style.outlineWidth) >= 2,
        types: one.matches("textarea, select, input:not([type=checkbox], [type=radio])"),
        what: one.outerHTML.slice(0, 120),
    };
}"""


@dataclass
class Hands:
    """Two hands on a keyboard. Nothing here clicks, and nothing fills a field that is not held."""

    page: Page
    pressed: int = 0

    def press(self, *keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def sees_where_they_are(self) -> None:
        """The focus is somewhere, and an eye finds it."""
        for _ in range(20):  # what is drawn anew gives the focus back a moment later
            if self.page.evaluate(NOW)["seen"]:
                return
            self.page.wait_for_timeout(50)
        where = self.page.evaluate(NOW)["what"]
        raise AssertionError(f"nobody sees that the focus is on {where}")

    def is_on(self, selector: str) -> bool:
        """Whether the focus is there."""
        return bool(self.page.evaluate("s => document.activeElement.matches(s)", selector))

    def tab_to(self, selector: str, key: str = "Tab") -> None:
        """On to this place; at every stop the focus is seen."""
        for _ in range(FAR):
            if self.is_on(selector):
                return
            self.press(key)
            self.sees_where_they_are()
        raise AssertionError(f"{selector} cannot be reached by {key}")

    def type(self, words: str) -> None:
        """Into the field that has the focus."""
        self.sees_where_they_are()
        assert self.page.evaluate(NOW)["types"]
        self.page.keyboard.type(words)

    def choose(self, value: str) -> None:
        """In the list that has the focus, by the arrows."""
        way = self.page.evaluate(
            "v => [...document.activeElement.options].findIndex((one) => one.value === v)"
            " - document.activeElement.selectedIndex",
            value,
        )
        self.press(*["ArrowDown" if way > 0 else "ArrowUp"] * abs(way))
        assert self.page.evaluate("document.activeElement.value") == value

    def command(self, words: str, says: str) -> None:
        """Ctrl and K, a few letters, Enter."""
        expect(self.page.locator("[data-palette]")).to_be_visible()  # the page is ready
        self.press("Control+k")
        expect(self.page.locator("#palette-words")).to_be_focused()
        self.type(words)
        chosen = self.page.locator("#palette [aria-selected=true]")
        expect(chosen).to_contain_text(says)
        self.press("Enter")

    def looks_at_the_commands(self) -> None:
        """They are there for everybody, and Esc leads back to where one was."""
        expect(self.page.locator("[data-palette]")).to_be_visible()  # the page is ready
        before = self.page.evaluate_handle("document.activeElement")
        self.press("Control+k")
        expect(self.page.locator("#palette-words")).to_be_focused()
        assert_accessible(self.page)
        self.press("Escape")
        expect(self.page.locator("#palette")).to_be_hidden()
        # A browser takes the focus out of what is hidden only when it paints next.
        self.page.wait_for_function("before => before === document.activeElement", arg=before)

    def come_in(self, line: LiveLine, name: str) -> None:
        """Sign in."""
        self.page.goto(line.desk + "/")
        self.tab_to("#name")
        self.type(name)
        self.tab_to("#passphrase")
        self.type(line.sign_in_of(name).passphrase)
        self.tab_to("#code")
        self.type(line.fresh_code(name))
        self.press("Enter")
        self.page.wait_for_selector("#board")
