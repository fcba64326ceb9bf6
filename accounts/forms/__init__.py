"""One file per page or closely related pages."""
