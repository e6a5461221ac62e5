"""Canada's two work-permit programs in figures that keep their meaning and their bounds.

The sentence is always the same: db -> frame -> interval -> chart or table. ``open_warehouse()`` gives the
``db``; a question such as ``holders_by_year(db)`` gives a pandas frame whose count column is named after its
measure; ``compare``, ``share`` and ``change`` reckon with bounds and refuse what does not belong together;
``charts`` and ``tables`` show it.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
