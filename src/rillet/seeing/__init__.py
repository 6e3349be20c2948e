"""What is behind the methods that show a plan: loaded by their first call, and not before."""
