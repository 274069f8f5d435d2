"""What may go wrong with the database of a house, in words for the person who runs it."""


class PostgresRefused(Exception):
    """PostgreSQL cannot serve this house; the message is one French sentence to show as it is."""
