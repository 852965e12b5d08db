"""Web chat: a conversation in an open browser, which keeps nothing once it is left."""
