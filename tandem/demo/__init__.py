"""A school to try things on, built through the same actions as a real one."""
