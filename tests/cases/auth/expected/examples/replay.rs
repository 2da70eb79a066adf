// … what every replay has …

/// The variables of the collection, by name.
#[rustfmt::skip]
const DEFAULTS: &[(&str, &str)] = &[];

/// What is set on the client.
#[rustfmt::skip]
const SETTINGS: &[(&str, Set)] = &[];

/// The requests of the collection, in its order.
#[rustfmt::skip]
const ITEMS: &[Item] = &[
    item!(0, "GET", "Inherits from the collection", Some("{{house_token}}"), |client, _, options|
        client.inherits_from_the_collection().with(options)),
    item!(1, "GET", "Needs none", None, |client, _, options|
        client.needs_none().with(options)),
    item!(2, "POST", "Has its own, with a header that gives way", Some("{{door_token}}"), |client, _, options|
        client.has_its_own_with_a_header_that_gives_way().with(options)),
    item!(3, "GET", "Has a header instead", Some("{{legacy_token}}"), |client, _, options|
        client.has_a_header_instead().with(options)),
    item!(4, "GET", "Public / Inherits none", None, |client, _, options|
        client.public().inherits_none().with(options)),
    item!(5, "GET", "Public / Private again / Inherits from the folder", Some("{{house_token}}"), |client, _, options|
        client.public().private_again().inherits_from_the_folder().with(options)),
    item!(6, "GET", "Signs", None, |client, values, options|
        client.signs().with(signed(options, values, &[], hawk_hook::Hawk::new))),
    item!(7, "GET", "Asks for user and password", Some("{{user}}:{{password}}"), |client, _, options|
        client.asks_for_user_and_password().with(options)),
    item!(8, "GET", "Has them in the URL", Some("guest:welcome"), |client, _, options|
        client.has_them_in_the_url().with(options)),
    item!(9, "GET", "Sends a key in a header", Some("{{door_key}}"), |client, _, options|
        client.sends_a_key_in_a_header().with(options)),
    item!(10, "GET", "Sends a key in the query", Some("a&b"), |client, values, options|
        client.sends_a_key_in_the_query().page(&values.text("2")).with(options)),
    item!(11, "GET", "Sends an OAuth 2 token", Some("{{oauth_token}}"), |client, _, options|
        client.sends_an_o_auth_2_token().with(options)),
    item!(12, "GET", "Has no token yet, but a header", None, |client, _, options|
        client.has_no_token_yet_but_a_header().with(options)),
    item!(13, "GET", "Does not know the name of its key", None, |client, _, options|
        client.does_not_know_the_name_of_its_key().with(options)),
];
