"""What readers do, as counts: recorded by the web layer, never by searching; no HTTP, nothing about who they are."""
