"""Ways to run a plan. An operation says what it does; an engine decides how it is driven."""
