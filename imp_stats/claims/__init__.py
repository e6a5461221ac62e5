"""What others say in figures, held against the tables: computed, never typed."""
