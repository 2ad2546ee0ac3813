//! The store against the door's contract, a naive model, other writers, old files and damage.

mod contract;
mod damage;
mod model;
mod removal;
mod support;
mod twins;
mod upgrade;
mod writers;
