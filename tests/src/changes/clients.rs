//! The clients of the rows, and what the compiler says about the witness of the old client with the new one.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use codegen::api::Api;

use super::table::{Inputs, Row};
use crate::Crates;
use crate::witness::{Problem, Workspace};

/// The clients of some rows, in a cargo workspace.
#[derive(Debug)]
pub struct Clients {
    workspace: Workspace,
    apis: BTreeMap<String, Api>,
}

/// The verdict of the compiler about a row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Compilation {
    /// The witness of the old client compiles with the new one.
    Compiles,
    /// It does not, with the first error.
    Fails(String),
}

impl Clients {
    /// Writes the clients of the rows, each once.
    ///
    /// # Errors
    ///
    /// When the inputs of a row have errors, or a file cannot be written.
    pub fn new(crates: Crates, rows: &[&Row]) -> io::Result<Self> {
        let mut clients = Self { workspace: Workspace::new(crates), apis: BTreeMap::new() };
        for inputs in rows.iter().flat_map(|row| [&row.old, &row.new]) {
            clients.add(inputs)?;
        }
        Ok(clients)
    }

    fn add(&mut self, inputs: &Inputs) -> io::Result<()> {
        if self.apis.contains_key(&inputs.name) {
            return Ok(());
        }
        let api = inputs.api().map_err(io::Error::other)?;
        let package = codegen::package::Inputs {
            collection: inputs.collection.source(),
            overlay: Some(&inputs.overlay),
            environment: None,
        };
        self.workspace.add_client(&inputs.name, &api, package, |_, text| text)?;
        self.apis.insert(inputs.name.clone(), api);
        Ok(())
    }

    /// Returns the API of a client.
    ///
    /// # Errors
    ///
    /// When it is not one of the rows'.
    pub fn api(&self, inputs: &Inputs) -> io::Result<&Api> {
        let api = self.apis.get(&inputs.name);
        api.ok_or_else(|| io::Error::other(format!("`{}` is not one of the clients", inputs.name)))
    }

    /// Returns the names of the clients.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.apis.keys().map(String::as_str)
    }

    /// Returns the crates.
    #[must_use]
    pub fn crates(&self) -> &Crates {
        self.workspace.crates()
    }

    /// Returns the crates, to add one.
    pub fn crates_mut(&mut self) -> &mut Crates {
        self.workspace.crates_mut()
    }

    /// Compiles the witness of each old client with that client and with the new one.
    ///
    /// # Errors
    ///
    /// When cargo cannot be started, or a witness does not compile with its own client.
    pub fn compile(&mut self, rows: &[&Row]) -> io::Result<Vec<Compilation>> {
        let pairs = rows.iter().flat_map(|row| [(&row.old, &row.old), (&row.old, &row.new)]);
        let names: BTreeSet<(&str, &str)> =
            pairs.map(|(of, against)| (of.name.as_str(), against.name.as_str())).collect();
        for (of, against) in names {
            let api = &self.apis[of];
            self.workspace.add_witness(&witness_name(of, against), api, against)?;
        }
        let checked = self.workspace.check()?;
        let broken = |package: &str| -> Option<&Problem> {
            checked.problems.get(package)?.iter().find(|problem| problem.is_broken())
        };
        let result = |of: &Inputs, against: &Inputs| {
            let name = witness_name(&of.name, &against.name);
            match broken(&name) {
                Some(problem) => Ok(Compilation::Fails(problem.message.clone())),
                None if checked.built.contains(&name) => Ok(Compilation::Compiles),
                None => Err(io::Error::other(format!("`{name}` was not built: {:?}", checked.problems))),
            }
        };
        let judge = |row: &&Row| match result(&row.old, &row.old)? {
            Compilation::Compiles => result(&row.old, &row.new),
            Compilation::Fails(problem) => {
                let problem = format!("the witness of `{}` does not compile: {problem}", row.old.name);
                Err(io::Error::other(problem))
            }
        };
        rows.iter().map(judge).collect()
    }
}

fn witness_name(of: &str, against: &str) -> String {
    format!("witness-of-{of}-with-{against}")
}
