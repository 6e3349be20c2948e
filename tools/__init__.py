"""What is run by hand in a checkout, and is no part of the package."""
