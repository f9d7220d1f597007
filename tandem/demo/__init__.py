"""A small school with one real course, to look at, to test against and to photograph."""
