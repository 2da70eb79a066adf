//! What the caller wants.

use std::path::PathBuf;

pub(crate) const HELP: &str = "\
Deactivates a list of accounts. It can be interrupted with Ctrl-C, or killed, and resumed: accounts that the journal
knows as done are left out, and where nobody knows what became of a call, the account is looked at first.

    cargo run -p generated-client --example offboard -- --accounts FILE --journal FILE [options]
    cargo run -p generated-client --example offboard -- --stand-in 500 --journal FILE

  --accounts FILE      account ids, one on a line; empty lines and what follows a `#` do not count
  --journal FILE       what was done; it is made when it does not exist
  --concurrency N      the most requests at once; 8 by default
  --message TEXT       the message that goes with each deactivation
  --token-env NAME     the environment variable with the organization API key; ATLASSIAN_API_KEY by default
  --base-url URL       another service than Atlassian's
  --stand-in N         no real service: one in this program, with N accounts, which allows 100 requests a second

It ends with 0 when all accounts are deactivated, 1 when some are not, 2 when it could not begin, 130 when it was
interrupted.
";

pub(crate) struct Arguments {
    pub(crate) service: Service,
    pub(crate) accounts: Option<PathBuf>,
    pub(crate) journal: PathBuf,
    pub(crate) concurrency: usize,
    pub(crate) message: Option<String>,
}

/// Whom to call.
pub(crate) enum Service {
    Real { base_url: Option<String>, token_variable: String },
    StandIn(usize),
}

impl Arguments {
    /// Nothing when help is wanted.
    pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let (mut base_url, mut token_variable) = (None, "ATLASSIAN_API_KEY".to_owned());
        let (mut stand_in, mut accounts, mut journal, mut message) = (None, None, None, None);
        let mut concurrency = 8;
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
            match argument.as_str() {
                "--help" | "-h" => return Ok(None),
                "--accounts" => accounts = Some(PathBuf::from(value()?)),
                "--journal" => journal = Some(PathBuf::from(value()?)),
                "--concurrency" => concurrency = number(&argument, &value()?)?,
                "--message" => message = Some(value()?),
                "--token-env" => token_variable = value()?,
                "--base-url" => base_url = Some(value()?),
                "--stand-in" => stand_in = Some(number(&argument, &value()?)?),
                _ => return Err(format!("there is no option `{argument}`; --help says what there is")),
            }
        }
        if accounts.is_none() && stand_in.is_none() {
            return Err("--accounts is missing; --help says what there is".to_owned());
        }
        let service = match stand_in {
            Some(accounts) => Service::StandIn(accounts),
            None => Service::Real { base_url, token_variable },
        };
        let journal = journal.ok_or("--journal is missing; without one it could not be resumed")?;
        Ok(Some(Self { service, accounts, journal, concurrency, message }))
    }

    /// The ids of the list.
    pub(crate) fn accounts(&self) -> Result<Vec<String>, String> {
        let Some(file) = &self.accounts else { return Ok(Vec::new()) };
        let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
        Ok(lines.filter(|line| !line.is_empty()).map(str::to_owned).collect())
    }
}

fn number(option: &str, text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|number| *number > 0)
        .ok_or(format!("{option} wants a number above 0, not `{text}`"))
}
