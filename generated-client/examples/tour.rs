//! A tour of all ten operations, against a stand-in service that runs inside this program.
//!
//! An administrator offboards Lila: reads the permissions for her account, changes her profile, revokes her API tokens,
//! deactivates and deletes the account, and finally cancels the deletion.

#![allow(clippy::print_stdout, reason = "this program reports to a person")]

use generated_client::types::{
    AccountId, ApiError, DeactivateUser, PermissionRule, Privilege, SetEmail, UpdateExtendedProfile,
    UpdateProfile,
};
use generated_client::{Client, Error};
use stand_in::{Account, ApiToken, Restriction, StandIn};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let service = StandIn::start();
    let token = ApiToken::new("token-1", "Build server").created_at("2025-01-12T09:30:00.000Z");
    let lila =
        Account::new("712020:3f0c2a51-84be").name("Lila Park").nickname("lila").email("lila@example.com");
    let lila = AccountId::new(service.account(lila.api_token(token)))?;
    let synced = Account::new("712020:5c02b8ef-11aa").name("Sam Reed").restriction(Restriction::Scim);
    let sam = AccountId::new(service.account(synced))?;

    let client = Client::builder().base_url(service.url()).bearer_token(service.token()).build()?;
    println!("The stand-in listens on {}; every call below goes over HTTP.", service.url());

    manage(&client, &lila).await?;
    change(&client, &lila).await?;
    revoke(&client, &lila).await?;
    offboard(&client, &lila).await?;
    refused(&client, &sam).await?;

    let executed = service.executed();
    println!("\nThe stand-in executed {} calls of {} operations.", executed.len(), distinct(&executed));
    Ok(())
}

/// Prints the permissions for the account.
async fn manage(client: &Client, account_id: &AccountId) -> Result<(), Error> {
    heading("What may I do with Lila's account?");
    let allowed = client
        .manage()
        .get_user_management_permissions(account_id)
        .privileges([Privilege::EmailSet, Privilege::LifecycleEnablement, Privilege::LifecycleDelete])
        .await?;
    let rules = [
        ("set the e-mail address", &allowed.email_set),
        ("deactivate and activate", &allowed.lifecycle_enablement),
        ("delete", &allowed.lifecycle_delete),
    ];
    for (action, rule) in rules {
        println!("  {action:<24} {}", describe(rule.as_ref()));
    }
    Ok(())
}

/// Reads and changes the profile and the e-mail address.
async fn change(client: &Client, account_id: &AccountId) -> Result<(), Error> {
    heading("Her profile, before and after");
    let profile = client.profile();
    let before = profile.get_profile(account_id).await?.account;
    println!("  {} <{}>, {}", before.name, before.email, before.account_status);
    let job = UpdateExtendedProfile::new().job_title("Alumna");
    let update = UpdateProfile::new().nickname("lila-p").extended_profile(job);
    let after = profile.update_profile(account_id, update).await?.account;
    println!("  nickname {} -> {}", before.nickname, after.nickname);
    client.email().set_email(account_id, SetEmail::new("alumni+lila@example.com")).await?;
    // `.send()` returns the body with the status, the headers and more.
    let response = profile.get_profile(account_id).send().await?;
    println!("  e-mail   {} -> {} ({})", before.email, response.body.account.email, response.status);
    Ok(())
}

/// Lists and deletes API tokens.
async fn revoke(client: &Client, account_id: &AccountId) -> Result<(), Error> {
    heading("Her API tokens");
    for token in client.api_tokens().get_api_tokens(account_id).await? {
        client.api_tokens().delete_api_token(account_id, &token.id).await?;
        println!("  deleted \"{}\", created at {}", token.label, token.created_at);
    }
    let remaining = client.api_tokens().get_api_tokens(account_id).await?;
    println!("  {} remaining", remaining.len());
    Ok(())
}

/// Deactivates, activates and deletes the account, and cancels the deletion.
async fn offboard(client: &Client, account_id: &AccountId) -> Result<(), Error> {
    heading("Offboarding");
    let lifecycle = client.lifecycle();
    let status = async || -> Result<String, Error> {
        Ok(client.profile().get_profile(account_id).await?.account.account_status.to_string())
    };
    lifecycle.deactivate_user(account_id).body(DeactivateUser::new().message("Left the company")).await?;
    println!("  deactivated   now {}", status().await?);
    lifecycle.activate_user(account_id).await?;
    println!("  activated     now {}", status().await?);
    let result = lifecycle.delete_account(account_id).await?;
    println!("  deleted       message: {:?}", result.message.unwrap_or_default());
    let again = lifecycle.delete_account(account_id).await;
    if let Err(error) = again {
        println!("  deleted twice {error}");
    }
    let result = lifecycle.cancel_delete_account(account_id).await?;
    println!("  cancelled     message: {:?}, now {}", result.message.unwrap_or_default(), status().await?);
    Ok(())
}

/// Shows an error that the service describes.
async fn refused(client: &Client, account_id: &AccountId) -> Result<(), Error> {
    heading("Sam comes from a directory");
    match client.email().set_email(account_id, SetEmail::new("sam@example.com")).await {
        Ok(()) => println!("  the address is set"),
        Err(error) => {
            println!("  {error}");
            if let Some(ApiError::ForbiddenAction(Ok(refusal))) = error.api() {
                println!("  allowed: {}", describe(Some(&refusal.context)));
            }
        }
    }
    Ok(())
}

/// Prints a heading.
fn heading(text: &str) {
    println!("\n{text}");
}

/// Returns a permission in words.
fn describe(rule: Option<&PermissionRule>) -> String {
    match rule {
        None => "not reported".to_owned(),
        Some(rule) if rule.allowed => "yes".to_owned(),
        Some(rule) => match &rule.reason {
            Some(restriction) => format!("no ({})", restriction.key),
            None => "no".to_owned(),
        },
    }
}

/// Returns the number of different operations.
fn distinct(executed: &[stand_in::Executed]) -> usize {
    let operations = stand_in::Operation::ALL.iter();
    operations.filter(|operation| executed.iter().any(|call| call.operation == **operation)).count()
}
