"""What can be wrong with the place where everything is kept, as one branch of the error tree.

Owns the sentences that an operator reads when the data directory, the database or the key can't
be used. Must not know how any of them is opened.

::

    StorageError
    ├── DataDirectoryUnusable   can't be made or written
    ├── DataDirectoryBusy       another process works in it
    ├── SqliteTooOld            no SQLite library here can do the work
    ├── DatabaseUnusable        the file can't be opened, or its file system can't lock it
    ├── DatabaseCorrupt         damaged, or no database at all
    ├── DatabaseForeign         a database of some other program
    ├── DatabaseNewer           written by a newer Backdrop
    ├── DatabaseUnavailable     PostgreSQL can't be reached, or refuses what we need
    ├── DatabaseBusy            another process works on that PostgreSQL database
    ├── PayloadUnreadable       a stored value that nobody can read
    ├── KeyInvalid              the key is not a key
    └── KeyWrong                it is a key, but not the one that encrypted this
"""

from core.errors import BackdropError


class StorageError(BackdropError):
    """Root: the storage can't be used as it is. ``str()`` is one line with the remedy."""

    cause = "The storage cannot be used"
    remedy = "Check the data directory"


class DataDirectoryUnusable(StorageError):
    """The directory can't be made, entered or written."""

    cause = "The data directory cannot be used"
    remedy = "Choose another one with BACKDROP_DATA_DIR, or correct its permissions"


class DataDirectoryBusy(StorageError):
    """Another process holds the directory; ``pid`` is its id, None where it can't be told."""

    cause = "Another Backdrop is already running in this data directory"
    remedy = "Stop it first, or choose another directory with BACKDROP_DATA_DIR"

    def __init__(self, detail: object = "", pid: int | None = None) -> None:
        super().__init__(f"process {pid}, {detail}" if pid is not None else detail)
        self.pid = pid


class SqliteTooOld(StorageError):
    """Neither Python's own SQLite nor the pysqlite3 package is new enough."""

    cause = "The SQLite library is too old"
    remedy = "Use a Python with SQLite 3.42 or newer, or install the package pysqlite3"


class DatabaseUnusable(StorageError):
    """The file can't be opened or locked."""

    cause = "The database cannot be opened"
    remedy = "Check that the disk is local, writable and not full"


class DatabaseCorrupt(StorageError):
    """The file is damaged, or is no database."""

    cause = "The database is damaged or no database at all"
    remedy = "Restore it from a backup, or move it away to begin anew"


class DatabaseForeign(StorageError):
    """The file is a database of another program; nothing was changed in it."""

    cause = "The file is a database of another program"
    remedy = "Choose another data directory with BACKDROP_DATA_DIR"


class DatabaseNewer(StorageError):
    """The file was written by a newer program; nothing was changed in it."""

    cause = "The database was written by a newer Backdrop"
    remedy = "Update Backdrop, or choose another database (BACKDROP_DATA_DIR or DATABASE_URL)"


class DatabaseUnavailable(StorageError):
    """The server can't be reached, turns us away, or the database can't hold what we keep."""

    cause = "The PostgreSQL database cannot be used"
    remedy = "Check DATABASE_URL, that the server runs, and that the user may create schemas"


class DatabaseBusy(StorageError):
    """Another process works on the PostgreSQL database."""

    cause = "Another Backdrop is already running on this database"
    remedy = "Stop it first, or choose another database with DATABASE_URL"


class PayloadUnreadable(StorageError):
    """A stored message has no meaning for this program."""

    cause = "A stored message cannot be read"
    remedy = "Update Backdrop if an older version was put back; otherwise report it"


class KeyInvalid(StorageError):
    """BACKDROP_KEY, or the key file, does not hold a key."""

    cause = "The encryption key is not valid"
    remedy = "Unset BACKDROP_KEY to have a key file made, or give 32 bytes as URL-safe base64"


class KeyWrong(StorageError):
    """The stored token was encrypted with another key."""

    cause = "The stored account was encrypted with another key"
    remedy = "Bring back the old BACKDROP_KEY or key file, or move the database away to begin anew"
