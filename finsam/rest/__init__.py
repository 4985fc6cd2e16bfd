"""What every REST resource shares: reading, errors, pages, CSV, the schema. The resources stand in each app's `api`."""
