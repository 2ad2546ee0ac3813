//! What people and rules may do: one function per command, each one transaction with its activity and outbox row.
