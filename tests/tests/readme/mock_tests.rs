use generated_client::mock::{Mock, Reply};
use generated_client::types::{AccountId, ApiToken};
use generated_client::{Client, Error};

/// Your code: revokes all API tokens of a user.
async fn revoke_all(client: &Client, user: &AccountId) -> Result<usize, Error> {
    let tokens = client.api_tokens().get_api_tokens(user).await?;
    for token in &tokens {
        client.api_tokens().delete_api_token(user, &token.id).await?;
    }
    Ok(tokens.len())
}

#[tokio::test(start_paused = true)]
async fn all_tokens_are_revoked_or_the_error_says_why() -> Result<(), Error> {
    let (mock, user) = (Mock::new(), AccountId::new("712020:lila")?);
    let token = ApiToken::new("7", "CI", "2026-01-01T00:00:00Z");
    mock.reply(Reply::json([token])).reply(Reply::status(204));
    assert_eq!(revoke_all(&mock.client(), &user).await?, 1);
    assert_eq!(mock.requests()[1].path(), "/users/712020:lila/manage/api-tokens/7");

    let fails = async |reply: Reply| {
        mock.answer(move |_| reply.clone());
        revoke_all(&mock.client(), &user).await.expect_err("a failure")
    };
    assert!(fails(Reply::status(403).with_body(r#"{"key": "forbidden.access"}"#)).await.is_forbidden());
    assert!(fails(Reply::timeout()).await.is_timeout());
    assert!(fails(Reply::connect_error()).await.is_connect());
    assert!(fails(Reply::json("not a list")).await.is_decode());
    Ok(())
}
