//! Tests of the documented behavior over raw sockets.

mod binary;
mod faults;
mod http;
mod lifecycle;
mod operations;
mod paths;
mod profile;
mod rate_limit;
mod recording;
