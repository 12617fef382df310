"""The tables and the machinery behind ``core.router``: words, phrase grammars, language names."""
