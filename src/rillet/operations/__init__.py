"""The vocabulary: one module for each family of operations, one class for each operation."""
