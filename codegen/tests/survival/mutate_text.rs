//! Changes of the bytes of a file, such as those by editors, merges, failed downloads and other programs.

use crate::random::Random;
use crate::seeds::{Input, Seed};

/// Strings that are invalid in JSON, or rare.
const PIECES: &[&str] = &[
    "\"",
    "\\",
    "\\u",
    "\\ud800",
    "\\udc00",
    "\\ud83d\\ude00",
    "\\ud800\\ud800",
    "\\u0000",
    "\\x41",
    "\u{feff}",
    "\u{0}",
    "\n",
    "\r",
    "\t",
    "\u{1f}",
    "\u{2028}",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "1e999",
    "-0",
    "-1e-999",
    "0123",
    "123456789012345678901234567890",
    "0.1e+",
    "NaN",
    "'",
    "//",
    "/*",
    "<<<<<<< HEAD\n",
    "{}",
    "[]",
    "\"\":",
    "\"item\":",
    "\"request\":",
    "\"url\":null,",
    "\"name\":\"x\",\"name\":\"y\",",
];

/// Makes a few changes in the bytes of the collection or the overlay.
pub(crate) fn input(input: &mut Input, seeds: &[Seed], random: &mut Random) {
    let changes = 1 + random.below(4);
    let json = match &mut input.overlay {
        Some(overlay) if random.once_in(2) => overlay,
        _ => &mut input.collection,
    };
    // Callers of codegen read files as UTF-8, so invalid bytes are replaced at the end.
    let mut bytes = std::mem::take(json).into_bytes();
    for _ in 0..changes {
        change(&mut bytes, seeds, random);
    }
    *json = String::from_utf8_lossy(&bytes).into_owned();
}

fn change(bytes: &mut Vec<u8>, seeds: &[Seed], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let end = at + random.below((bytes.len() - at).min(200) + 1);
    match random.below(10) {
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        1 => bytes.truncate(at),
        2 => {
            bytes.drain(at..end);
        }
        3 => {
            let span = bytes[at..end].to_vec();
            let to = random.below(bytes.len() + 1);
            bytes.splice(to..to, span);
        }
        4 => {
            let other = random.pick(seeds).input.collection.as_bytes();
            let from = random.below(other.len() + 1);
            let to = from + random.below((other.len() - from).min(400) + 1);
            bytes.splice(at..end, other[from..to].iter().copied());
        }
        5 => {
            let open = *random.pick(&["[", "{\"item\":[", "{\"a\":", "[{\"request\":"]);
            bytes.splice(at..at, open.repeat(random.below(200)).into_bytes());
        }
        6 => {
            // Within a string, where escapes are parsed.
            let quote =
                bytes.iter().skip(at).position(|byte| *byte == b'"').map_or(at, |found| at + found + 1);
            bytes.splice(quote..quote, random.pick(PIECES).bytes());
        }
        7 => {
            bytes.splice(0..0, random.pick(PIECES).bytes());
        }
        _ => {
            bytes.splice(at..at, random.pick(PIECES).bytes());
        }
    }
}
