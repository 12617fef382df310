"""The Nemo API, one method for each thing that can be asked of it.

Owns the face that the rest of the core sees, and the small endpoints. Must not know how a
connection is made (`http`), what a draft means (`draft`), or who asks.
Source: the backend's contract. The methods raise `core.errors.NemoError`s; one whose
`is_outcome_known` is false means: look at the state, never call again blindly.
"""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, Final, Self

from yarl import URL

from core.errors import MAX_UPLOAD_BYTES, RequestRefused
from core.nemo import answers, messages
from core.nemo.account import Account
from core.nemo.attribution import Attribution, attribution
from core.nemo.caller import Caller
from core.nemo.downloads import Downloads
from core.nemo.downloads import Progress as DownloadProgress
from core.nemo.events import NemoEvent
from core.nemo.http import Http
from core.nemo.payload import Progress as UploadProgress
from core.nemo.renders import Renders
from core.nemo.uploads import Chunks, Uploads
from core.nemo.values import Credits, RenderStatus, Session, State, UploadedFile
from core.timetable import Timetable

__all__ = [
    "CLOUD_API_URL",
    "CLOUD_WEB_URL",
    "Credits",
    "NemoClient",
    "RenderStatus",
    "Session",
    "State",
    "UploadedFile",
    "bind_link",
]

CLOUD_API_URL: Final = "https://mega-api-prod.nemovideo.ai"
CLOUD_WEB_URL: Final = "https://nemovideo.com"


class NemoClient:
    """A client of one API with one account; shared by all tasks of one event loop."""

    def __init__(
        self,
        api_url: str,
        account: Account,
        timetable: Timetable,
        *,
        web_url: str = CLOUD_WEB_URL,
        attributed: Attribution | None = None,
        max_upload_bytes: int = MAX_UPLOAD_BYTES,
    ) -> None:
        """Opens nothing yet. Raises ValueError for what is no http(s) address."""
        http = Http(api_url, attributed or attribution(), timetable)
        self._caller = Caller(http, account, timetable)
        self._downloads = Downloads(http, timetable.download_silence_limit_s)
        self._uploads = Uploads(self._caller, max_upload_bytes)
        self._renders = Renders(self._caller, self._downloads)
        self._web_url = URL(web_url)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close connections and threads."""
        await self._caller.http.close()
        self._downloads.close()

    @property
    def account(self) -> Account:
        """The account in whose name calls are made."""
        return self._caller.account

    async def credits(self) -> Credits:
        """The account's balance."""
        return answers.credits(await self._call("GET", "/api/credits/balance/simple"))

    async def create_session(self, language: str, name: str = "project") -> Session:
        """A new project. `language`: an ISO code such as "en" or "zh-CN"."""
        body = {"task_name": name, "language": language}
        path = "/api/tasks/me/with-session/nemo_agent"
        return answers.session(await self._call("POST", path, json=body))

    async def claim_link(self, task_id: str, session_id: str) -> str | None:
        """The address by which a person opens the project in a browser; None where there is none.

        Whoever has it has the project: it is for its owner alone, and never for a log.
        """
        body = {"task_id": task_id, "session_id": session_id}
        try:
            data = await self._call("POST", "/api/auth/claim-token", json=body)
        except RequestRefused as error:
            if error.status == 404:
                return None
            raise
        claim = self._web_url / "workspace" / "claim"
        return str(claim.with_query(ct=answers.claim_token(data)))

    async def state(self, session_id: str) -> State:
        """The project as it is now."""
        path = "/api/state/nemo_agent/me/{}/latest"
        return answers.state(await self._call("GET", path, session_id))

    async def upload_file(
        self,
        session_id: str,
        chunks: Chunks,
        *,
        name: str,
        mime: str,
        size_bytes: int,
        progress: UploadProgress | None = None,
    ) -> UploadedFile:
        """Send a file of known size into a project, streamed.

        `chunks`: an iterator of the bytes, or a function that opens them anew. Only with a function
        can the upload be made again after a 429 or a rejected token; with a mere iterator the
        token is renewed all the same, and the error raised. `progress` is awaited with the bytes
        sent so far. Raises `OutcomeUnknown` only once the last byte has gone: then look at
        `state().files`. Raises `FileTooLarge` before sending, `ClipUnreachable` where the bytes
        are not as many as announced, and whatever `chunks` and `progress` raise.
        """
        return await self._uploads.file(
            session_id, chunks, name=name, mime=mime, size_bytes=size_bytes, progress=progress
        )

    async def upload_url(self, session_id: str, *urls: str) -> tuple[UploadedFile, ...]:
        """Let the backend fetch files from addresses that may be given away."""
        return await self._uploads.urls(session_id, urls)

    def send_message(self, session_id: str, text: str) -> AsyncGenerator[NemoEvent, None]:
        """A person's words to the agent; the events of its answer.

        Never raises a `NemoError` and always ends in exactly one `Closed`, with the error if there
        was one. `Working` comes at least every `Timetable.stream_tick_s`, so that a reader can
        keep time by the events alone. Close the generator (`aclosing`) when leaving it early; the
        message goes on at the backend all the same.
        """
        return messages.converse(self._caller, session_id, text)

    async def submit_render(self, render_id: str, session_id: str, draft: Any) -> RenderStatus:
        """Ask for an MP4 of the draft, which goes back as it came.

        Write the id down first. Raises `NothingToRender` without a request; after `OutcomeUnknown`
        ask `render_status`, and submit again under the same id only on `RenderUnknown`.
        """
        return await self._renders.submit(render_id, session_id, draft)

    async def render_status(self, render_id: str) -> RenderStatus:
        """How far a render is. Raises `RenderUnknown` where the backend doesn't know it."""
        return await self._renders.status(render_id)

    async def cancel_render(self, render_id: str) -> RenderStatus:
        """Stop a render; one that is over stays as it is. Raises `RenderUnknown`."""
        return await self._renders.cancel(render_id)

    async def download(
        self,
        render_id: str,
        output_url: str | None,
        path: Path,
        *,
        progress: DownloadProgress | None = None,
    ) -> int:
        """Fetch a finished video into `path`; returns its size in bytes.

        From the output address first, without our headers where that is another origin; else from
        the API. Resumed where it broke, or begun anew; `path` appears when it is complete, and
        nothing is left where it failed. Raises `DownloadFailed`, `BackendDown` where neither could
        be reached, `OutputNotWritable`.
        """
        return await self._renders.download(render_id, output_url, path, progress)

    async def fetch_picture(self, url: str, path: Path) -> int:
        """Fetch one of `State.pictures` into `path`; returns its size in bytes.

        Raises `DownloadFailed` (also for what is no picture), `BackendDown`, `OutputNotWritable`.
        """
        return await self._renders.picture(url, path)

    async def _call(self, method: str, path: str, *ids: str, json: Any = None) -> dict[str, Any]:
        return await self._caller.call(method, self._caller.http.url(path, *ids), json=json)


def bind_link(user_id: str, base_url: str = CLOUD_WEB_URL) -> str:
    """Where the owner of an anonymous account registers and keeps the project.

    Whoever follows it owns that account with all its projects: see the contract, code 2001.
    """
    return str(URL(base_url).update_query(bind=user_id))
