"""Pictures of links: what chats and social networks show of a page. Draws and keeps them; no HTTP here."""
