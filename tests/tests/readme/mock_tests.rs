use generated_client::mock::{Mock, Reply};
use generated_client::types::{AccountId, ApiToken};
use generated_client::{Client, Error};

/// Your code: revokes all API tokens of a user.
async fn revoke_all(client: &Client, user: &str) -> Result<usize, Error> {
    let user = AccountId::new(user)?;
    let tokens = client.api_tokens().get_api_tokens(&user).await?;
    for token in &tokens {
        client.api_tokens().delete_api_token(&user, &token.id).await?;
    }
    Ok(tokens.len())
}

#[tokio::test]
async fn every_outcome_is_reported() {
    let revoke = async |reply: Reply| revoke_all(&reply.client(), "712020:lila").await;
    for status in 200..600 {
        assert_eq!(revoke(Reply::status(status).with_body("[]")).await.is_ok(), status < 300);
    }
    assert!(revoke(Reply::timeout()).await.unwrap_err().is_timeout());
    assert!(revoke(Reply::connect_error()).await.unwrap_err().is_connect());
    assert!(revoke(Reply::body("not JSON")).await.unwrap_err().is_decode());
}

#[tokio::test]
async fn all_tokens_are_revoked() {
    let mock = Mock::new();
    let token = ApiToken::new("7", "CI", "2026-01-01T00:00:00Z");
    mock.reply(Reply::json([token])).reply(Reply::status(204));
    assert_eq!(revoke_all(&mock.client(), "712020:lila").await.unwrap(), 1);
    assert_eq!(mock.requests()[1].path(), "/users/712020:lila/manage/api-tokens/7");
}
