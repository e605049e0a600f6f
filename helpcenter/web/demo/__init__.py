"""A small product to try the guide in, from the source tree; under as strict a policy as any host can have."""
