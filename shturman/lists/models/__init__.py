from shturman.lists.models.bulk import BulkRow, BulkRun
from shturman.lists.models.saved import RoleView, SavedView, ViewPin

__all__ = ["BulkRow", "BulkRun", "RoleView", "SavedView", "ViewPin"]
