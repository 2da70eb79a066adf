//! Parallel work on a list.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

/// The number of items that one thread processes in the time that another takes to start.
const FEW: usize = 16;

/// The most threads: more of them wait for each other's memory.
const MOST_THREADS: usize = 8;

/// Applies a function to each item, and returns the results in the order of the items.
pub(super) fn map<T: Sync, R: Send>(things: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
    let share = things.len().div_ceil(threads).max(FEW);
    let make = |share: &[T]| share.iter().map(&make).collect::<Vec<R>>();
    thread::scope(|scope| {
        let mut shares = things.chunks(share);
        // This thread takes the first share.
        let first = shares.next();
        let others: Vec<_> = shares.map(|share| scope.spawn(|| make(share))).collect();
        let mut made = first.map(make).unwrap_or_default();
        for other in others {
            made.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        made
    })
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn the_order_stays() {
        let things: Vec<usize> = (0..1000).collect();
        assert_eq!(map(&things, |thing| *thing), things);
        assert!(map(&[], |thing: &usize| *thing).is_empty());
    }
}
