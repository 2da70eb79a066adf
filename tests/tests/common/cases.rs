//! The documented refusals, each with the state of the service that makes a call fail.

use std::time::Duration;

use serde_json::{Value, json};
use stand_in::{
    Account, ApiToken, Fault, LifecycleError, Operation, Privilege, Reason, Restriction, StandIn, Status,
};

use crate::common::{Arguments, ID};

/// A refusal: the state of the service, the call, and the body of the response.
pub(crate) struct Case {
    pub(crate) operation: Operation,
    pub(crate) status: u16,
    pub(crate) set_up: fn(&StandIn),
    pub(crate) arguments: Arguments<'static>,
    pub(crate) body: Option<Value>,
}

impl Case {
    fn new(operation: Operation, status: u16, body: Value, set_up: fn(&StandIn)) -> Self {
        Self { operation, status, set_up, arguments: Arguments::default(), body: Some(body) }
    }

    fn with(mut self, arguments: Arguments<'static>) -> Self {
        self.arguments = arguments;
        self
    }
}

/// Returns all cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for operation in Operation::ALL {
        cases.extend(of_every_operation(operation));
    }
    cases.extend(bad_requests());
    cases.extend(actions());
    cases.extend(profile_and_email());
    cases.extend(missing());
    cases.extend(conflicts());
    cases.push(Case {
        body: None,
        ..Case::new(Operation::GetApiTokens, 429, Value::Null, |service| {
            account(service, |account| account);
            // The wait is longer than the call may take, so the call is not repeated.
            service.rate_limit(0, Duration::from_secs(3600));
        })
    });
    cases
}

fn account(service: &StandIn, change: impl FnOnce(Account) -> Account) {
    service.account(change(Account::new(ID)));
}

fn of_every_operation(operation: Operation) -> Vec<Case> {
    let mut cases = vec![
        Case::new(operation, 401, json!({"key": "unauthorized"}), |service| {
            account(service, |account| account);
            service.rotate_token("another");
        }),
        Case::new(operation, 403, json!({"key": "forbidden"}), |service| {
            account(service, Account::unmanaged)
        }),
        Case::new(operation, 404, json!({"key": "accountNotFound"}), |_| {}),
    ];
    if operation != Operation::GetPermissions {
        let body = json!({"key": "forbidden.targetUnverified"});
        cases.push(Case::new(operation, 403, body, |service| account(service, Account::unverified)));
    }
    cases
}

fn bad_requests() -> Vec<Case> {
    let seeded = |service: &StandIn| account(service, |account| account);
    let violated = |field: &str, violations: Value| {
        let violations = json!([{"field": field, "violations": violations}]);
        json!({"key": "fieldConstraintsViolated", "context": {"fieldViolations": violations}})
    };
    let long_name = Arguments {
        name: "Maximiliana-Konstantina von und zu Hohenstein-Rabenfels-Oberdingen \
               auf Schloss Unterdingen an der Pegnitz\n",
        ..Arguments::default()
    };
    let odd_email = Arguments { email: "nadia\u{7}@example.com", ..Arguments::default() };
    // The client sends no body with these two operations, so only a fault gives this response.
    let bad_body = |service: &StandIn| {
        account(service, |account| account.api_token(ApiToken::new("token-9", "CI")));
        service.inject(Fault::status(400).json(&json!({"key": "bodyParseFailure"})));
    };
    let unreadable = json!({"key": "bodyParseFailure"});
    let name = violated("name", json!([{"key": "maxLength"}, {"key": "validCharacters"}]));
    let email = violated("email", json!([{"key": "validCharacters"}]));
    vec![
        Case::new(Operation::UpdateProfile, 400, name, seeded).with(long_name),
        Case::new(Operation::SetEmail, 400, email, seeded).with(odd_email),
        Case::new(Operation::GetApiTokens, 400, unreadable.clone(), bad_body),
        Case::new(Operation::DeleteApiToken, 400, unreadable, bad_body),
    ]
}

fn actions() -> Vec<Case> {
    let scim = |service: &StandIn| account(service, |account| account.restriction(Restriction::Scim));
    let export =
        |service: &StandIn| account(service, |account| account.restriction(Restriction::ExportControl));
    let saml = |service: &StandIn| account(service, |account| account.restriction(Restriction::Saml));
    let tokens = |service: &StandIn| {
        let rule = |privilege| Restriction::Privilege(privilege, Reason::MyselfOnly);
        let blocked = |account: Account| account.restriction(rule(Privilege::ApiTokenRead));
        account(service, |account| blocked(account).restriction(rule(Privilege::ApiTokenDelete)));
    };
    let new_reason = |service: &StandIn| {
        let reason = Reason::Other("externalDirectory.okta".to_owned());
        account(service, |account| {
            account.restriction(Restriction::Privilege(Privilege::LifecycleDelete, reason))
        });
    };
    let case = |operation, key: &str, set_up| {
        let rule = json!({"allowed": false, "reason": {"key": key}});
        Case::new(operation, 403, json!({"key": "forbidden.action", "context": rule}), set_up)
    };
    vec![
        case(Operation::SetEmail, "authPolicy.saml", saml),
        case(Operation::GetApiTokens, "myselfOnly", tokens),
        case(Operation::DeleteApiToken, "myselfOnly", tokens),
        case(Operation::DeactivateUser, "externalDirectory.scim", scim),
        case(Operation::ActivateUser, "blocked.exportControl", export),
        case(Operation::DeleteAccount, "externalDirectory.scim", scim),
        case(Operation::CancelDeleteAccount, "externalDirectory.okta", new_reason),
    ]
}

fn profile_and_email() -> Vec<Case> {
    let google = |service: &StandIn| account(service, |account| account.restriction(Restriction::Google));
    let seeded = |service: &StandIn| account(service, |account| account);
    let unreadable = |service: &StandIn| {
        let rule = Restriction::Privilege(Privilege::ProfileRead, Reason::ManagedAccount);
        account(service, |account| account.restriction(rule));
    };
    let rules = json!({"name": {"allowed": false, "reason": {"key": "externalDirectory.google"}}});
    let fields = json!({"key": "forbidden.fieldMutation", "context": rules});
    let domain = json!({"key": "forbidden.unclaimedDomain", "context": {"domain": "rival.example"}});
    let rival = Arguments { email: "nadia@rival.example", ..Arguments::default() };
    vec![
        Case::new(Operation::GetProfile, 403, json!({"key": "forbidden"}), unreadable),
        Case::new(Operation::UpdateProfile, 403, fields, google),
        Case::new(Operation::SetEmail, 403, domain, seeded).with(rival),
    ]
}

fn missing() -> Vec<Case> {
    let not_found = || json!({"key": "notFound"});
    let closed = |service: &StandIn| {
        account(service, |account| account.status(Status::PendingDeletion));
        service.clock().advance(Duration::from_secs(14 * 24 * 60 * 60));
    };
    vec![
        Case::new(Operation::DeleteApiToken, 404, not_found(), |service| {
            account(service, |account| account.api_token(ApiToken::new("another", "CI")));
        }),
        Case::new(Operation::CancelDeleteAccount, 404, not_found(), |service| {
            account(service, |account| account);
        }),
        Case::new(Operation::CancelDeleteAccount, 404, json!({"key": "accountNotFound"}), closed),
    ]
}

fn conflicts() -> Vec<Case> {
    let hindered = |service: &StandIn| {
        let first =
            LifecycleError::new("OPEN_INVOICE").message("Pay it").link("https://billing.example.net/7");
        let account =
            Account::new(ID).lifecycle_error(first).lifecycle_error(LifecycleError::new("SITE_OWNER"));
        service.account(account);
    };
    let deleted = |service: &StandIn| account(service, |account| account.status(Status::PendingDeletion));
    let case = |operation, message: &str, codes: Value, set_up| {
        let context = json!({"message": message, "accountId": ID, "errorCodes": codes});
        Case::new(operation, 409, json!({"key": "conflict.lifecycleErrors", "context": context}), set_up)
    };
    let obstacles = json!([
        {"code": "OPEN_INVOICE", "message": "Pay it", "link": "https://billing.example.net/7"},
        {"code": "SITE_OWNER"},
    ]);
    let scheduled = json!([{"code": "deletion-scheduled"}]);
    let (disable, enable) = ("This account cannot be deactivated", "This account cannot be activated");
    let delete = "This account cannot be deleted";
    vec![
        case(Operation::DeactivateUser, disable, obstacles.clone(), hindered),
        case(Operation::DeactivateUser, disable, scheduled.clone(), deleted),
        case(Operation::ActivateUser, enable, scheduled.clone(), deleted),
        case(Operation::DeleteAccount, delete, obstacles, hindered),
        case(Operation::DeleteAccount, delete, scheduled, deleted),
    ]
}
