"""``backdrop telegram-move``, from settings to an exit code.

Owns what is said about it. Must not know how a bot moves.
"""

from __future__ import annotations

import typer

from bots.exit_codes import DONE, FAILED, WRONG_USE
from bots.settings import Settings, SettingsInvalid
from bots.telegram.moving import MoveFailed
from bots.telegram.moving import move as move_bot

_NEEDS = (
    "Set TELEGRAM_BOT_TOKEN, and TELEGRAM_API_URL to the address of your Bot API server; it must "
    "be running."
)


async def move(settings: Settings, cloud_url: str, *, is_back: bool) -> int:
    """Move the bot between ``cloud_url`` and the settings' own server."""
    own_url = settings.telegram_api_url
    if settings.telegram_bot_token is None or settings.is_telegram_cloud:
        typer.echo(_NEEDS, err=True)
        return WRONG_USE
    token = settings.telegram_bot_token.get_secret_value()
    leaving_url, entering_url = (own_url, cloud_url) if is_back else (cloud_url, own_url)
    try:
        name = await move_bot(token, leaving_url, entering_url)
    except SettingsInvalid as error:
        typer.echo(str(error), err=True)
        return WRONG_USE
    except MoveFailed as error:
        typer.echo(str(error), err=True)
        return FAILED
    typer.echo(f"@{name} is now at {entering_url}.")
    if is_back:
        typer.echo("Unset TELEGRAM_API_URL and TELEGRAM_LOCAL_MODE, then start it: backdrop run")
    else:
        typer.echo("Set TELEGRAM_LOCAL_MODE=true for clips above 20 MB, then: backdrop run")
    return DONE
