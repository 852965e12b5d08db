"""The words of the house in every language: extracted, checked, compiled, with Babel alone."""
