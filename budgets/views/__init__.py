"""Pages of budgets, one module per subject."""
