"""PostgreSQL and Valkey out of wheels, run under LODEBOOK_HOME when no server is named."""
