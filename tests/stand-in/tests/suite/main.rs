//! The stand-in does what it documents: asserted from outside, over bare sockets.

mod binary;
mod faults;
mod http;
mod lifecycle;
mod operations;
mod paths;
mod profile;
mod rate_limit;
mod recording;
