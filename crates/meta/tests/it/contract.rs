//! Everything the door demands.

use bartizan_ports::meta::contract;

use crate::support::Home;

#[test]
fn holds_the_contract() {
    contract::all(|demand| {
        let home = Home::new();
        demand(&home.open());
    });
}
