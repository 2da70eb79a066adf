//! A program that uses former names compiles.

#![allow(deprecated)]

use former_names::operations::{client, instruments, nights, telescopes};
use former_names::{Client, types};

#[test]
fn former_names() {
    let client = Client::builder().build().expect("the client has no required settings");
    let _: instruments::Instruments = client.instruments();
    let _: telescopes::FindTelescopeCall = client.telescopes().find_telescope("1");
    let _: nights::FindInstrumentCall = client.nights().find_instrument("1");
    let _: client::PointCall = client.point("1", types::Direction::new());
    let mirrors: instruments::mirrors::Mirrors = client.instruments().type_();
    let _: instruments::mirrors::PointCall = mirrors.point("1", types::SkyPosition::new());
    let _: instruments::mirrors::ListAllCall = mirrors.list_all();
    let _: client::MirrorsCall = client.mirrors();
    let _: (client::StatusCall, nights::GetStatusCall) = (client.status(), client.nights().get_status());
    let _: fn() -> types::FindTelescopeResponse = types::FindTelescopeResponse::new;
    assert!(matches!(types::Frame::from("icrs"), types::Coordinates::Icrs));
}
