"""Django's PostgreSQL engine, for connections that stay open."""
