"""Codes as words in the language of the page."""

from django import template

from havre.lib import lang, taxonomy

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """`fr` → French."""
    return lang.name_of(code)


@register.filter
def language_names(codes: str) -> str:
    """`es pt` → Portuguese, Spanish; inside a sentence, in the order of this page."""
    return ", ".join(sorted(map(lang.word_of, codes.split()), key=lang.fold))


@register.filter
def language_word(code: str) -> str:
    """A language's name inside a sentence: `fr` → French, français."""
    return lang.word_of(code)


@register.filter
def channel_name(code: str) -> str:
    """A channel of the house as the taxonomy names it."""
    return taxonomy.channel(code)


@register.filter
def label_of(code: str, group: str) -> str:
    """A taxonomy code as its label."""
    return taxonomy.label(group, code)
