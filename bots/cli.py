"""The command line: ``backdrop run``, ``edit``, ``chat``, ``engine`` and their like.

Owns the options and their reading. Must not do the work: ``edit`` and ``chat`` are the console
adapter, ``run`` the page and those of the chat platforms, all run by the app.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bots import log
from bots.exit_codes import WRONG_USE
from bots.settings import Settings, SettingsInvalid, load
from bots.settings_telegram import TELEGRAM_CLOUD_URL

cli = typer.Typer(
    name="backdrop",
    help="Puts the person of a clip before another background.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Nemo = Annotated[
    str | None,
    typer.Option(
        "--nemo",
        metavar="URL",
        help="Who edits: local (the embedded engine), cloud, or the address of a Nemo.",
    ),
]
DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="DIR", help="Where the database and the files lie."),
]
Language = Annotated[
    str | None, typer.Option("--language", metavar="TAG", help="en or zh-CN; else the system's.")
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say what happens inside.")]


@cli.command()
def edit(
    clips_and_words: Annotated[
        list[str],
        typer.Argument(
            metavar="CLIP... WORDS",
            help="One or more clips (files or links), then what to do with each, in quotes.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The MP4 to write; with several clips, a folder. Else CLIP-backdrop.mp4 here.",
        ),
    ] = None,
    nemo: Nemo = None,
    data_dir: DataDir = None,
    language: Language = None,
    verbose: Verbose = False,
) -> None:
    """Edit clips: backdrop edit me.mp4 "put me in an office" -o office.mp4"""
    settings = _settings(nemo, data_dir, language, is_verbose=verbose)
    from bots.console.command import edit as run

    raise typer.Exit(asyncio.run(run(settings, clips_and_words, output)))


@cli.command()
def chat(
    nemo: Nemo = None,
    data_dir: DataDir = None,
    language: Language = None,
    verbose: Verbose = False,
) -> None:
    """Talk in the terminal: drop a clip or a link, say what to do, "export"."""
    settings = _settings(nemo, data_dir, language, is_verbose=verbose)
    from bots.console.command import chat as run

    raise typer.Exit(asyncio.run(run(settings)))


@cli.command()
def run(
    nemo: Nemo = None,
    data_dir: DataDir = None,
) -> None:
    """Be the bot until stopped: on a page in your browser, on Telegram, on Discord.

    Without any setting it is the page, and says where. TELEGRAM_BOT_TOKEN=… and
    DISCORD_BOT_TOKEN=… put it there instead; BACKDROP_WEB=true adds the page.
    """
    settings = _settings(nemo, data_dir, None, log_level="INFO")
    from bots.run import run as serve

    raise typer.Exit(asyncio.run(serve(settings)))


@cli.command(name="telegram-move")
def telegram_move(
    is_back: Annotated[
        bool, typer.Option("--back", help="From your Bot API server back to the cloud.")
    ] = False,
    cloud: Annotated[
        str, typer.Option(metavar="URL", help="The cloud's address.")
    ] = TELEGRAM_CLOUD_URL,
) -> None:
    """Move the bot from Telegram's cloud to your own Bot API server (TELEGRAM_API_URL), or back."""
    settings = _settings(None, None, None, log_level="WARNING")
    from bots.telegram.command import move

    raise typer.Exit(asyncio.run(move(settings, cloud.rstrip("/"), is_back=is_back)))


@cli.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    add_help_option=False,
)
def engine(context: typer.Context) -> None:
    """Run the embedded engine alone: backdrop engine --port 8800 --data-dir DIR"""
    # A process of its own, with options of its own: the engine shares no code with the bot.
    os.execv(sys.executable, [sys.executable, "-m", "engine", *context.args])  # noqa: S606


def _settings(
    nemo: str | None,
    data_dir: Path | None,
    language: str | None,
    *,
    is_verbose: bool = False,
    log_level: str = "ERROR",
) -> Settings:
    """The settings; ``log_level`` is the command's own, where they name none.

    A person at a terminal reads sentences, and the operator's lines only with ``--verbose``.
    """
    try:
        settings = load(
            nemo_api_url=nemo,
            data_dir=data_dir,
            language=language,
            log_level="INFO" if is_verbose else None,
        )
    except SettingsInvalid as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG_USE) from None
    log.set_up(settings.log_level or log_level)
    return settings


def main() -> None:
    """The console script."""
    cli()
