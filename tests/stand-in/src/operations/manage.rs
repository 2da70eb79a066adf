//! `GET …/manage`: the permissions for an account.

use serde_json::{Map, Value, json};

use super::{Call, ok};
use crate::account::Account;
use crate::errors::Dialect;
use crate::reply::Reply;
use crate::routes;
use crate::rules::{self, Privilege};

pub(super) fn permissions(account: &Account, call: &Call<'_>, dialect: Dialect) -> Reply {
    let asked = routes::query_values(call.query, "privileges");
    let asked: Vec<&str> =
        asked.iter().flat_map(|value| value.split(',')).filter(|name| !name.is_empty()).collect();
    let wanted = |privilege: &Privilege| asked.is_empty() || asked.contains(&privilege.as_str());
    let mut permissions = Map::new();
    for privilege in Privilege::ALL.into_iter().filter(wanted) {
        permissions.insert(privilege.as_str().to_owned(), permission(account, privilege, dialect));
    }
    ok(&Value::Object(permissions))
}

fn permission(account: &Account, privilege: Privilege, dialect: Dialect) -> Value {
    let observed = dialect == Dialect::Observed;
    match privilege {
        Privilege::Profile | Privilege::ProfileWrite => {
            let mut fields = rules::mutability(&account.restrictions);
            if observed {
                for field in ["extended_profile.phone_number", "extended_profile.team_type"] {
                    fields.insert(field.to_owned(), json!({"allowed": true}));
                }
            }
            Value::Object(fields)
        }
        privilege => {
            let denied = rules::denied(&account.restrictions, privilege);
            if observed && privilege == Privilege::LifecycleDelete && denied.is_some() {
                return json!({"allowed": false});
            }
            rules::rule(denied.as_ref())
        }
    }
}
