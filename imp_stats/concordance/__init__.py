"""From one version of the National Occupational Classification to another: exact clusters, and named bridges."""

from imp_stats.concordance.harmonizing import harmonize

__all__ = ["harmonize"]
