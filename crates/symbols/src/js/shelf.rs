//! What was worked out about the sources of one map, kept under a bound.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;

/// Values by index of the source. When it is full it begins anew: stacks of one bug come in a row and ask for the same few.
pub(crate) struct Shelf<T> {
    max_bytes: usize,
    state: Mutex<State<T>>,
}

struct State<T> {
    values: HashMap<u32, Arc<[T]>>,
    bytes: usize,
}

impl<T> Shelf<T> {
    /// Holds at most that much, in bytes.
    pub(crate) fn new(max_bytes: usize) -> Self {
        Self { max_bytes, state: Mutex::new(State { values: HashMap::new(), bytes: 0 }) }
    }

    /// The value of a source, made when it is not there. One that is larger than the shelf is made every time.
    pub(crate) fn get(&self, source: u32, make: impl FnOnce() -> Vec<T>) -> Arc<[T]> {
        if let Some(known) = self.state.lock().values.get(&source) {
            return Arc::clone(known);
        }
        // Made without the lock: two may make the same at once, and nobody waits.
        let made: Arc<[T]> = make().into();
        let bytes = size_of_val::<[T]>(&made) + size_of::<(u32, Arc<[T]>)>();
        if bytes <= self.max_bytes {
            let mut state = self.state.lock();
            if state.bytes + bytes > self.max_bytes {
                (state.values, state.bytes) = (HashMap::new(), 0);
            }
            if state.values.insert(source, Arc::clone(&made)).is_none() {
                state.bytes += bytes;
            }
        }
        made
    }

    #[cfg(test)]
    fn bytes(&self) -> usize {
        self.state.lock().bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once() {
        let shelf = Shelf::new(1024);
        assert_eq!(*shelf.get(3, || vec![1_u32, 2]), [1, 2]);
        assert_eq!(*shelf.get(3, || panic!("it is known")), [1, 2]);
        assert_eq!(*shelf.get(4, || vec![5]), [5], "another source is another value");
    }

    #[test]
    fn it_never_holds_more_than_its_bound() {
        let shelf = Shelf::new(256);
        for source in 0..100 {
            shelf.get(source, || vec![0_u64; (source as usize % 40) + 1]);
            assert!(shelf.bytes() <= 256);
        }
        let mut made = 0;
        for _ in 0..2 {
            shelf.get(1, || {
                made += 1;
                vec![0_u64; 1000]
            });
        }
        assert_eq!(made, 2, "what is larger than the shelf is not kept");
        assert!(shelf.get(1_000, || vec![7]).len() == 1 && shelf.bytes() > 0);
    }
}
