"""Telegram, in parts: what ``bots.platforms.telegram`` is put together of."""
