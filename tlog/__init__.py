"""Transparency log: canonical bytes, leaves, Merkle tree, disclosures, checkpoints and signed notes.

Pure code for both sides: the engine writes with it, the auditor verifies with it.
Standard library only, except `tlog.note`, which signs with `cryptography`.
"""
