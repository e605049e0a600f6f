"""The help site: pages for readers. Views stay thin; what a page shows is a frozen value made in `pages`."""
