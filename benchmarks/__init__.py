"""What rillet costs beside the same work written by hand, and beside its peers."""
