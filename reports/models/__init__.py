"""What is kept of the documents that were made: renderings, publications, named versions, notices."""

from reports.models.notices import LastLook, PublicNotice
from reports.models.publications import NamedVersion, Publication
from reports.models.renderings import Rendering, path_of_rendering

__all__ = ["LastLook", "NamedVersion", "PublicNotice", "Publication", "Rendering", "path_of_rendering"]
