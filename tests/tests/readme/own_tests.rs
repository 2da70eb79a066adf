use generated_client::{Client, Error, types::AccountId};
use stand_in::{Account, StandIn, Status};

#[tokio::test]
async fn a_leaver_is_deactivated() -> Result<(), Error> {
    let service = StandIn::start();
    let lila = AccountId::new(service.account(Account::new("712020:lila")))?;
    let client = Client::builder().base_url(service.url()).bearer_token(service.token()).build()?;

    client.lifecycle().deactivate_user(&lila).await?; // your code, with your client

    assert_eq!(service.status_of(lila.as_str()), Some(Status::Inactive));
    Ok(())
}
