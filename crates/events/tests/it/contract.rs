//! The contract suite of the event door.

use std::cell::Cell;

use bartizan_ports::events::contract;

use crate::support::open;

#[test]
fn keeps_the_contract() {
    let dir = tempfile::tempdir().expect("folder");
    let number = Cell::new(0);
    contract::all(|| {
        number.set(number.get() + 1);
        open(&dir.path().join(number.get().to_string()))
    });
}
