"""What `havre guides` does, in a process of the front's: the prompt is a stranger to it.

python -m havre.front.guides.at_prompt links | draft FOLDER
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path

import django


def links() -> Counter[str]:
    """Ask every address of the library once, and keep what it answered: outcome → how many."""
    from havre.directory.links import asked  # noqa: PLC0415 -- models must be ready
    from havre.front.guides import library  # noqa: PLC0415 -- settings must be ready
    from havre.lib import clock  # noqa: PLC0415 -- settings must be ready

    today = clock.line_time(clock.now()).date().isoformat()
    told = {each.address: asked(each.address) for each in library.entries() if each.address}
    rows = {address: {"outcome": outcome, "on": today} for address, outcome in told.items()}
    draft = library.kept_in().with_suffix(".new")
    draft.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    draft.replace(library.kept_in())  # whoever reads it meanwhile reads all of the old one
    return Counter(told.values())


def draft(folder: Path) -> list[str]:
    """Write every guide in each language for whoever reviews it: the versions that are in it.

    Those that nobody sees yet too. Raises FileExistsError for a folder that is there.
    """
    from django.template.loader import render_to_string  # noqa: PLC0415 -- settings must be ready
    from django.utils.translation import override  # noqa: PLC0415 -- settings must be ready

    from havre.front.guides import pages  # noqa: PLC0415 -- settings must be ready
    from havre.front.guides.texts import LANGUAGES  # noqa: PLC0415 -- settings must be ready
    from havre.lib.pages import numbers  # noqa: PLC0415 -- settings must be ready

    folder.mkdir(parents=True)
    for guide in pages.guides().values():
        for language in LANGUAGES:
            with override(language):
                page = {"guide": guide, "LANGUAGE": language, "for_review": True, **numbers()}
                said = render_to_string("front/guide/file.html", page)
            (folder / f"{guide.slug}-{language}.html").write_text(said, encoding="utf-8")
    return [f"{guide.slug} {guide.version}" for guide in pages.guides().values()]


def main(words: list[str]) -> int:
    """Do one of the two; what is wrong is a sentence."""
    django.setup()
    try:
        if words == ["links"]:
            told = links()
            said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(told.items()))
            sys.stdout.write(f"{told.total()} addresses of the library were asked: {said}.\n")
        else:
            versions = draft(Path(words[1]))
            sys.stdout.write("Written for review: {}.\n".format(", ".join(versions)))
    except OSError as error:
        sys.stderr.write(f"It cannot be written ({error.strerror}).\n")
        return 1
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.settings")
    sys.exit(main(sys.argv[1:]))
