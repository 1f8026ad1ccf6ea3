"""The rules and the memory of a nomination as plain functions over frozen data.

No clock, no random, no framework, no I/O: `decide(state, command, context)` yields events or raises a
`Refusal`, `evolve(state, event, meta)` folds them, `due(state, pack)` says what the calendar must do next.
"""
