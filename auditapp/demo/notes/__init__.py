"""Notes of the auditors, by checklist."""
