"""``backdrop run``: the bot on every platform that the settings name, until it is told to stop.

Owns which platforms there are, and the exit code. Must not know how any of them works.
"""

from __future__ import annotations

import contextlib
import logging

from bots import app
from bots.engine_process import EngineUnavailable
from bots.exit_codes import DONE, FAILED, WRONG_USE
from bots.platforms import discord, telegram
from bots.settings import Settings, SettingsInvalid
from core.errors import BackdropError
from core.ports import Platform

log = logging.getLogger(__name__)

_NOTHING_TO_RUN = (
    "There is no chat platform to run on. Set TELEGRAM_BOT_TOKEN to the token that @BotFather "
    "gives you, or DISCORD_BOT_TOKEN to that of your application in Discord's developer portal, "
    "or both, in the environment or in a .env file here."
)


async def connected(settings: Settings, stack: contextlib.AsyncExitStack) -> list[Platform]:
    """The platforms whose tokens are set. One that can't be reached yet does not hold up others.

    Raises ``SettingsInvalid`` where there is none, and for a token that its platform doesn't know.
    """
    platforms: list[Platform] = []
    if settings.telegram_bot_token is not None:
        platforms.append(await stack.enter_async_context(telegram.connected(settings)))
    if settings.discord_bot_token is not None:
        platforms.append(await stack.enter_async_context(discord.connected(settings)))
    if not platforms:
        raise SettingsInvalid(_NOTHING_TO_RUN)
    return platforms


async def run(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT. What a later start can go on with is left for it."""
    try:
        async with contextlib.AsyncExitStack() as stack:
            platforms = await connected(settings, stack)
            await app.serve(settings, settings.data_dir, platforms)
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
