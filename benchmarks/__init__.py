"""What the project measures of itself: quality against pinned floors, speed, start-up, and a demonstration. No part of the package."""
