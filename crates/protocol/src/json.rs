//! JSON as a borrowed tree: strings without escapes point into the input, objects keep their order.

mod lenient;
mod object;
mod print;
mod value;

pub use lenient::{JsonError, parse_lenient};
pub use object::Object;
pub use value::Value;
