"""``backdrop run``: the bot on its page and on every platform that the settings name, until it is
told to stop.

Owns which platforms there are, the line that says where the page is, and the exit code. Must not
know how any of them works.
"""

from __future__ import annotations

import contextlib
import functools
import logging

import typer

from bots import app
from bots.engine_process import EngineUnavailable
from bots.exit_codes import DONE, FAILED, WRONG_USE
from bots.settings import Settings, SettingsInvalid
from core.errors import BackdropError
from core.ports import Platform

log = logging.getLogger(__name__)

_NOTHING_TO_RUN = (
    "There is nothing to run on: BACKDROP_WEB is off, and no chat platform is set. Take it "
    "away for a page in your browser, or set TELEGRAM_BOT_TOKEN to the token that @BotFather gives "
    "you, or DISCORD_BOT_TOKEN to that of your application in Discord's developer portal, in the "
    "environment or in a .env file here."
)


async def connected(settings: Settings, stack: contextlib.AsyncExitStack) -> list[Platform]:
    """The platforms whose tokens are set, and the page where that is on.

    One that can't be reached yet does not hold up others. Raises ``SettingsInvalid`` where there is
    none, for a token that its platform doesn't know, and for a page that strangers could use.
    """
    # Each is loaded where it is used alone: a platform's library takes half a second.
    platforms: list[Platform] = []
    if settings.is_web_on:
        from bots.platforms import web

        platforms.append(await stack.enter_async_context(web.connected(settings)))
    if settings.telegram_bot_token is not None:
        from bots.platforms import telegram

        platforms.append(await stack.enter_async_context(telegram.connected(settings)))
    if settings.discord_bot_token is not None:
        from bots.platforms import discord

        platforms.append(await stack.enter_async_context(discord.connected(settings)))
    if not platforms:
        raise SettingsInvalid(_NOTHING_TO_RUN)
    return platforms


async def run(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT. What a later start can go on with is left for it."""
    try:
        async with contextlib.AsyncExitStack() as stack:
            platforms = await connected(settings, stack)
            on_listening = functools.partial(_say_where, settings) if settings.is_web_on else None
            await app.serve(settings, settings.data_dir, platforms, on_listening=on_listening)
    except SettingsInvalid as error:
        log.error("%s", error)
        return WRONG_USE
    except (BackdropError, EngineUnavailable) as error:
        log.error("%s", error)
        return FAILED
    except Exception:
        # Through the log, which masks secrets; the interpreter's own traceback would not.
        log.exception("The bot ended by a fault of its own; please report it.")
        return FAILED
    return DONE


def _say_where(settings: Settings) -> None:
    """Beside the log, for whoever started it by hand."""
    typer.echo(f"Open {settings.page_url} in your browser. Ctrl-C stops it.")
