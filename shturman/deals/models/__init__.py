"""Funnels, their stages, and the deals that move along them."""

from shturman.deals.models.deal import Deal, DealContact, DealFile, DealLine, DealObserver, StageStay
from shturman.deals.models.funnel import DealKind, Funnel, LossReason, PresetTask, Stage

__all__ = [
    "Deal",
    "DealContact",
    "DealFile",
    "DealKind",
    "DealLine",
    "DealObserver",
    "Funnel",
    "LossReason",
    "PresetTask",
    "Stage",
    "StageStay",
]
