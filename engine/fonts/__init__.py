"""The font for titles; fetched at set-up by ``python -m engine.networks``, never committed."""
