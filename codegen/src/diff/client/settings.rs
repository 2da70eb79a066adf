//! Query parameters that are settings of the client.

use super::super::change::Change;
use super::super::context::Context;
use super::super::rules;
use super::builder;
use crate::api::QuerySetting;
use crate::emit::print::literal;

pub(super) fn changes(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (&context.old.api.query_settings, &context.new.api.query_settings);
    for (setting, partner) in old.iter().zip(&context.settings.to_new) {
        if partner.is_none() {
            let summary =
                format!("The setter `{}` for the query of most operations is gone", setting.name.rust);
            let change = rules::QUERY_SETTING_REMOVED.change(builder(&setting.name.rust), summary);
            changes.push(change.before(setter(setting)).action("Set the query parameter on the calls"));
        }
    }
    for (setting, partner) in new.iter().zip(&context.settings.to_old) {
        let QuerySetting { name, constant: _, default, decision: _ } = setting;
        let subject = builder(&name.rust);
        let Some(before) = partner.and_then(|partner| old.get(partner)) else {
            let summary = format!(
                "`{}` in the query of most operations is a setting of the client, `{default}` by default",
                name.wire
            );
            changes.push(rules::QUERY_SETTING_ADDED.change(subject, summary).after(setter(setting)));
            continue;
        };
        let link = |setting: &QuerySetting| {
            format!(
                "QuerySetting {{ name: {}, default: {} }}",
                literal(&setting.name.wire),
                literal(&setting.default)
            )
        };
        if before.name.rust != name.rust {
            let summary = format!("The setter `{}` is now `{}`", before.name.rust, name.rust);
            let change = rules::QUERY_SETTING_RENAMED.change(&subject, summary);
            let change = change.before(setter(before)).after(setter(setting));
            changes.push(change.action(format!("Call `{}`", name.rust)));
        } else if before.name.wire != name.wire {
            let summary =
                format!("The setter `{}` sends `{}` instead of `{}`", name.rust, name.wire, before.name.wire);
            let change = rules::QUERY_SETTING_KEY_CHANGED.change(&subject, summary);
            let change = change.before(link(before)).after(link(setting));
            changes.push(change.action("Check that the service knows the new key"));
        }
        if before.default != *default {
            let summary =
                format!("`{}` is `{default}` by default instead of `{}`", name.wire, before.default);
            let change = rules::QUERY_SETTING_DEFAULT_CHANGED.change(&subject, summary);
            let change = change.before(link(before)).after(link(setting));
            changes.push(change.action("Set it where your code relies on the old default"));
        }
    }
}

fn setter(setting: &QuerySetting) -> String {
    format!("pub fn {}(self, value: impl Into<String>) -> Self", setting.name.rust)
}
