"""GET /workspace/claim?ct=…: the page behind a claim link, where this engine is ``WEB`` as well.

A claim token opens this one project for reading: what is on its timeline, how it looks, its
finished films. A plain page without script; every word of a project is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from typing import Any

from aiohttp import web

from engine.server.answers import file_url
from engine.server.wiring import parts
from engine.store.projects import SessionGone
from engine.timeline import Draft

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "img{max-width:100%;border-radius:.5rem}"
)
_GONE = "This link has expired, or its project is gone. Ask for a new one in the chat."


async def show(request: web.Request) -> web.Response:
    """The project that a claim token opens; a 404 page for any other."""
    engine = parts(request)
    session = await engine.projects.claimed(request.query.get("ct", ""))
    if session is None:
        return _page([f"<p>{_GONE}</p>"], status=404)
    try:
        draft = await engine.projects.draft(session.id)
    except SessionGone:
        return _page([f"<p>{_GONE}</p>"], status=404)
    body = ["<h1>Your project</h1>"]
    previews = await engine.projects.previews(session.id)
    if previews:
        url = file_url(request, "preview", previews[-1].id, ".jpg")
        body.append(f'<p><img src="{escape(url)}" alt="One frame as it now looks"></p>')
    lines = list(_timeline(draft))
    body.append("<h2>Timeline</h2>")
    body.append(f"<ul>{''.join(lines)}</ul>" if lines else "<p>Nothing is on it yet.</p>")
    body.append("<h2>Finished videos</h2>")
    films = [
        f'<li><a href="{escape(file_url(request, "render", render.output_id, render.suffix))}">'
        f"{_at(render.completed_at)}</a></li>"
        for render in await engine.renders.completed(session.id)
    ]
    body.append(f"<ul>{''.join(films)}</ul>" if films else "<p>None yet: export in the chat.</p>")
    return _page(body)


def _page(body: list[str], status: int = 200) -> web.Response:
    text = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Your project</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<style>{_STYLE}</style></head><body>{''.join(body)}</body></html>"
    )
    return web.Response(text=text, content_type="text/html", status=status, headers=_HEADERS)


def _timeline(draft: Draft) -> Iterator[str]:
    for track in draft.get("t", []):
        role = str(track.get("m", {}).get("role", "")).capitalize()
        for segment in track.get("sg", []):
            inside: dict[str, Any] = segment.get("m", {})
            words = inside.get("text") or inside.get("name") or inside.get("kind") or ""
            start_s = segment.get("st", 0) / 1000
            end_s = start_s + segment.get("d", 0) / 1000
            span = f"{start_s:g}–{end_s:g} s"
            yield f"<li>{escape(role)}: {escape(str(words))} ({span})</li>"


def _at(seconds: float | None) -> str:
    return datetime.fromtimestamp(seconds or 0.0, UTC).strftime("%Y-%m-%d %H:%M UTC")
