"""Nothing typed is lost (ux §2.5): a text being written is kept in the browser, then on the server, for its author alone."""
