"""``python -m imp_stats``: the command."""

from imp_stats.cli import main

if __name__ == "__main__":
    main(prog_name="imp-stats")
