"""Which of a session's files is meant: by its name, or the last one of its kind."""

from __future__ import annotations

from engine.timeline import Asset, FileType, Project


def named_file(project: Project, name: str) -> Asset | None:
    """The file of that name (case-folded), the last one where there are several."""
    for asset in reversed(project.assets):
        if asset.name.casefold() == name:
            return asset
    return None


def last_file(project: Project, file_type: FileType) -> Asset | None:
    """The last file of that type that was sent."""
    return next((asset for asset in reversed(project.assets) if asset.file_type == file_type), None)
