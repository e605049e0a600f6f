"""What the guide inside another product asks: JSON and scripts for pages of other origins, without any cookie."""
