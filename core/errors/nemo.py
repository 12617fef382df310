"""The branch of the backend: what the Nemo API, or the way to it, can do to us.

Owns: one class for every row of the contract's table of codes, and for the failures between.
Must not know: HTTP; which answer means which error is decided in `core.nemo.codes`.
"""

from core.errors.root import CLIP_FORMATS, MAX_UPLOAD_BYTES, BackdropError
from core.secrecy import safe_text


class NemoError(BackdropError):
    """The backend refused, failed, or could not be reached."""

    phrase = "error-backend"
    cause = "The Nemo backend failed"
    remedy = "Try again; if it stays, ask the backend's operator"


class BackendDown(NemoError):
    """Unreachable, or a 5xx to a read: certainly nothing was done, so it may be tried again."""

    phrase = "error-backend-down"
    cause = "The Nemo backend cannot be reached"
    remedy = "Check NEMO_API_URL, the network and the proxy settings; nothing was lost"


class OutcomeUnknown(NemoError):
    """The answer was lost after the request may have been worked on: look, never repeat."""

    phrase = "error-outcome-unknown"
    is_outcome_known = False
    cause = "The connection to the Nemo backend broke while it worked"
    remedy = "The outcome is looked up by the state; never send the request again before that"


class RateLimited(NemoError):
    """429, and again after it was waited for once (or the wait asked for is too long).

    `retry_after_s` is None only where the backend named no time.
    """

    phrase = "error-rate-limited"
    cause = "The Nemo backend limits the rate of requests"
    remedy = "Wait, or spread the work over more accounts"

    def __init__(self, detail: object = "", retry_after_s: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s
        self.facts = {"wait_s": max(1, round(30.0 if retry_after_s is None else retry_after_s))}


class ProtocolError(NemoError):
    """An answer that follows neither shape of the contract."""

    phrase = "error-backend-answer"
    cause = "The Nemo backend gave an answer that cannot be read"
    remedy = "Check that NEMO_API_URL is the API itself and not a web page or a proxy's login"


class RequestRefused(NemoError):
    """A refusal that the contract has no row for; `code` is the backend's, `status` HTTP's."""

    phrase = "error-refused"
    cause = "The Nemo backend refused the request"
    remedy = "Compare the code with the backend's documentation"

    def __init__(self, detail: object = "", code: int | None = None, status: int = 200) -> None:
        super().__init__(f"code {code}, HTTP {status}, {detail}" if detail else detail)
        self.code = code
        self.status = status


class AgentFailed(NemoError):
    """The agent reported an error in its stream; edits before that may stand: read the state."""

    phrase = "error-agent"
    is_outcome_known = False
    cause = "The agent broke off"
    remedy = "The state is compared with the one before; then offer to try again"


class AccountError(NemoError):
    """The account behind the token can't do this."""

    phrase = "error-account"


class TokenRejected(AccountError):
    """1001. `is_anonymous`: it was a free token, renewed once already, so trying later helps."""

    phrase = "error-token-rejected"
    cause = "The Nemo backend rejects the token"
    remedy = "Set a valid NEMO_TOKEN, or unset it to use anonymous accounts, and restart"

    def __init__(self, detail: object = "", is_anonymous: bool = False) -> None:
        super().__init__(detail)
        self.is_anonymous = is_anonymous


class TokenUnavailable(AccountError):
    """No anonymous token is given: the address has had its share (about 10 in 7 days)."""

    phrase = "error-token-unavailable"
    cause = "The Nemo backend gives no anonymous token at the moment"
    remedy = "Wait, or set NEMO_TOKEN to a token of your own"


class OutOfCredits(AccountError):
    """2001. What the person is told depends on whose account it is: see ``core.accounts``."""

    phrase = "error-out-of-credits-shared"
    cause = "The Nemo account has no credits left"
    remedy = "Register the account or top it up; export stays free"

    def __init__(self, detail: object = "", is_anonymous: bool = False) -> None:
        super().__init__(detail)
        self.is_anonymous = is_anonymous


class ScopeMissing(AccountError):
    """403. `scope`: read, write, upload or render; empty where the backend named none."""

    phrase = "error-scope-missing"
    cause = "The Nemo token lacks a power"
    remedy = "Make a token with the scopes read, write, upload and render and set NEMO_TOKEN"

    def __init__(self, detail: object = "", scope: str = "") -> None:
        super().__init__(f"{scope} is missing, {detail}" if scope else detail)
        self.scope = safe_text(scope, 20)
        self.facts = {"scope": self.scope}


class ExportBlocked(AccountError):
    """402 on an export: the plan (or a missing attribution header), never the credits."""

    phrase = "error-export-blocked"
    cause = "The plan of the Nemo account blocks the export"
    remedy = "Register or upgrade the plan; credits do not help"


class SessionLost(NemoError):
    """1002: the session is unknown, its timeline gone; a new one starts afresh."""

    phrase = "error-session-lost"
    cause = "The Nemo backend no longer knows the session"
    remedy = "A new session is made; clips are uploaded again where they can be had"


class UnsupportedFile(NemoError):
    """4001."""

    phrase = "error-clip-unsupported"
    cause = "The Nemo backend does not take this file"
    remedy = f"{CLIP_FORMATS} work best"

    def __init__(self, detail: object = "") -> None:
        super().__init__(detail)
        self.facts = {"formats": CLIP_FORMATS}


class FileTooLarge(NemoError):
    """4002, or known before sending; `limit_bytes` is the backend's limit."""

    phrase = "error-clip-too-large"
    cause = "The file is larger than the Nemo backend takes"
    remedy = "Trim or compress it"

    def __init__(self, detail: object = "", limit_bytes: int = MAX_UPLOAD_BYTES) -> None:
        super().__init__(detail)
        self.limit_bytes = limit_bytes
        self.facts = {"limit_mb": limit_bytes // (1024 * 1024)}


class RenderError(NemoError):
    """The export did not end in a file."""

    phrase = "error-render"


class NothingToRender(RenderError):
    """The draft holds no segment: there is nothing to export yet."""

    phrase = "error-nothing-to-render"
    cause = "The timeline is empty"
    remedy = "Send a clip, or describe one, first"


class RenderUnknown(RenderError):
    """The backend does not know this render id: it never arrived, or was forgotten."""

    phrase = "error-render"
    cause = "The Nemo backend does not know the render"
    remedy = "It may be submitted again under the same id"


class RenderFailed(RenderError):
    """The render ended as failed; it is tried once more under a new id."""

    phrase = "error-render-failed"
    cause = "The render failed at the Nemo backend"
    remedy = "Tried once more under a new id; then try a simpler edit"


class NobodySeen(RenderFailed):
    """The backend finds no person in the clip, so that there is nobody to cut out."""

    phrase = "error-render-nobody"
    cause = "The Nemo backend found no person in the clip"
    remedy = "Send a clip that shows the person, or leave the background as it is"


class RenderStalled(RenderError):
    """No progress for the time in the timetable; it was cancelled."""

    phrase = "error-render-stalled"
    cause = "The render made no progress and was cancelled"
    remedy = "Export again later"


class DownloadFailed(RenderError):
    """The video is finished at the backend, but could not be fetched completely."""

    phrase = "error-download"
    cause = "The finished video could not be fetched"
    remedy = "Export again, or open the project by its link; check the network to the video's host"
