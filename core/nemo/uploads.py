"""Files into a project.

Owns the two ways of an upload and which of them may be made again. Must not know what a file is.
"""

from collections.abc import AsyncIterator, Callable
from typing import Any, Final

from core.errors import MAX_UPLOAD_BYTES, FileTooLarge
from core.nemo import answers
from core.nemo.caller import Caller, certain
from core.nemo.payload import FilePayload, Progress, form, watched
from core.nemo.values import UploadedFile
from core.secrecy import Secret

Chunks = AsyncIterator[bytes] | Callable[[], AsyncIterator[bytes]]
"""The bytes of a file, or a function that opens them anew."""

_PATH: Final = "/api/upload-video/nemo_agent/me/{}"


class Uploads:
    """The upload endpoint."""

    def __init__(self, caller: Caller, max_upload_bytes: int = MAX_UPLOAD_BYTES) -> None:
        self._caller = caller
        self._max_upload_bytes = max_upload_bytes

    async def file(
        self,
        session_id: str,
        chunks: Chunks,
        *,
        name: str,
        mime: str,
        size_bytes: int,
        progress: Progress | None = None,
    ) -> UploadedFile:
        """Send one file, streamed; see `NemoClient.upload_file`."""
        if size_bytes > self._max_upload_bytes:
            raise FileTooLarge(f"{size_bytes} bytes", self._max_upload_bytes)
        http, timetable = self._caller.http, self._caller.timetable

        async def once(token: Secret) -> dict[str, Any]:
            source = chunks() if callable(chunks) else chunks
            payload = FilePayload(
                source, name=name, mime=mime, size_bytes=size_bytes, progress=progress
            )
            request = http.call(
                "POST",
                http.url(_PATH, session_id),
                token=token,
                data=form(payload),
                is_once=True,
                silence_s=timetable.upload_silence_limit_s,
            )
            return await watched(payload, timetable.upload_stall_s, request)

        async def patiently(token: Secret) -> dict[str, Any]:
            return await http.patiently(lambda: once(token))

        is_repeatable = callable(chunks)
        attempt = patiently if is_repeatable else once
        data = await self._caller.authorized(attempt, is_repeatable=is_repeatable)
        return certain(answers.uploaded, data)[0]

    async def urls(self, session_id: str, urls: tuple[str, ...]) -> tuple[UploadedFile, ...]:
        """Let the backend fetch files itself."""
        data = await self._caller.call(
            "POST",
            self._caller.http.url(_PATH, session_id),
            json={"urls": list(urls), "source_type": "url"},
            is_once=True,
            silence_s=self._caller.timetable.upload_silence_limit_s,
        )
        return certain(answers.uploaded, data)
