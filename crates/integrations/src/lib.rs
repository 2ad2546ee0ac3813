//! Speaks outward and hears the answer.
//!
//! **Invariant:** every request that leaves this server because of what somebody sent or typed goes through
//! [`outbound::Outbound`]: which addresses may be reached, how long it may take and how much may come back is decided there
//! and nowhere else.

pub mod outbound;
