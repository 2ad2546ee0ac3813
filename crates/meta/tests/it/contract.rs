//! Everything the door demands.

use bartizan_ports::meta::contract;

use crate::support::Home;

#[test]
fn holds_the_contract() {
    for (name, demand) in contract::DEMANDS {
        println!("{name}");
        let home = Home::new();
        demand(&home.open());
    }
}
