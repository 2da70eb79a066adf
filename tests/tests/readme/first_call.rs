use generated_client::Client;
use generated_client::types::AccountId;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().bearer_token_from_env("ATLASSIAN_API_KEY").build()?;

    let account_id = AccountId::new("712020:3f0c2a51-84be-4d17-9c60-1f2e5a7b9d04")?;
    let profile = client.profile().get_profile(&account_id).await?;
    println!("{} is {}", profile.account.name, profile.account.account_status);
    Ok(())
}
