//! The command line.

use std::path::PathBuf;

pub(crate) const HELP: &str = "\
Deactivates a list of accounts. It can be interrupted with Ctrl-C, or killed, and resumed: accounts that the journal
lists as deactivated are skipped, and if the outcome of a call is not known, the status of the account is read before
the call is repeated.

    cargo run -p generated-client --example offboard -- --accounts FILE --journal FILE [options]
    cargo run -p generated-client --example offboard -- --stand-in 500 --journal FILE

  --accounts FILE      a file with one account id per line; empty lines, and comments that start with `#`, are ignored
  --journal FILE       the file that records the outcome of each account; it is created if it does not exist
  --concurrency N      the maximum number of concurrent requests; 8 by default
  --message TEXT       the message of each deactivation
  --token-env NAME     the environment variable that contains the organization API key; ATLASSIAN_API_KEY by default
  --base-url URL       the base URL of another service than Atlassian's
  --stand-in N         calls no real service, but one inside this program, with N accounts and a limit of 100 requests
                       per second

The exit code is 0 if all accounts are deactivated, 1 if some are not, 2 if the program cannot run, for example because
an argument is not valid, and 130 if it was interrupted.
";

/// The parsed command line.
pub(crate) struct Arguments {
    pub(crate) service: Service,
    pub(crate) accounts: Option<PathBuf>,
    pub(crate) journal: PathBuf,
    pub(crate) concurrency: usize,
    pub(crate) message: Option<String>,
}

/// The service to call.
pub(crate) enum Service {
    /// Atlassian's service, or the one at this base URL.
    Real { base_url: Option<String>, token_variable: String },
    /// A stand-in service with this number of accounts.
    StandIn(usize),
}

impl Arguments {
    /// Parses the command line. Returns `None` if it asks for help.
    ///
    /// # Errors
    ///
    /// Returns a message if an option is unknown, missing or has a value that is not valid.
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
                _ => return Err(format!("unknown option `{argument}`; --help lists the options")),
            }
        }
        if accounts.is_none() && stand_in.is_none() {
            return Err("--accounts is missing; --help lists the options".to_owned());
        }
        let service = match stand_in {
            Some(accounts) => Service::StandIn(accounts),
            None => Service::Real { base_url, token_variable },
        };
        let journal =
            journal.ok_or("--journal is missing; without it, an interrupted run cannot be resumed")?;
        Ok(Some(Self { service, accounts, journal, concurrency, message }))
    }

    /// Reads the account ids from the file; none if the service is the stand-in.
    pub(crate) fn accounts(&self) -> Result<Vec<String>, String> {
        let Some(file) = &self.accounts else { return Ok(Vec::new()) };
        let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
        Ok(lines.filter(|line| !line.is_empty()).map(str::to_owned).collect())
    }
}

/// Parses the value of an option that is a positive integer.
fn number(option: &str, value: &str) -> Result<usize, String> {
    value
        .parse()
        .ok()
        .filter(|number| *number > 0)
        .ok_or(format!("{option} requires a positive integer, not `{value}`"))
}
