"""GET /api/state/nemo_agent/me/<session>/latest: the project as it now is."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web

from engine.server import refusals
from engine.server.answers import file_url, success
from engine.server.callers import caller_of
from engine.server.uploads import described
from engine.server.wiring import parts
from engine.store.projects import SessionGone


async def latest(request: web.Request) -> web.Response:
    """Draft, files, canvas, pictures of the present result."""
    engine = parts(request)
    _, session = await caller_of(request, request.match_info["session_id"], "read")
    try:
        draft = await engine.projects.draft(session.id)
    except SessionGone:
        raise refusals.no_session() from None
    assets = await engine.projects.assets(session.id)
    previews = await engine.projects.previews(session.id)
    return success(
        request,
        {
            "state": {
                "draft": draft,
                "video_infos": [described(request, asset) for asset in assets],
                "canvas_config": {"width": draft["cw"], "height": draft["ch"]},
                "generated_media": [
                    {
                        "id": preview.id,
                        "media_type": "image",
                        "url": file_url(request, "preview", preview.id, ".jpg"),
                        "at_ms": preview.at_ms,
                        "width": preview.width,
                        "height": preview.height,
                        "created_at": datetime.fromtimestamp(preview.created_at, UTC).isoformat(),
                    }
                    for preview in previews
                ],
                "video_analyses": [],
            }
        },
    )
