//! The generated files are up to date with their inputs. Every way to make them out of date is tried in a copy of the
//! project: `cargo xtask check` reports it, and `cargo xtask generate` restores the files or reports why not.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use xtask::cli::Program;
use xtask::client::{self, Client, Runtime};
use xtask::report::{self, Report, Verdict};
use xtask::terminal::Colour;

const COLLECTION: &str = "collection/user-management.postman_collection.json";
const OVERLAY: &str = "collection/user-management.overlay.json";
const PROFILE: &str = "generated-client/src/operations/profile.rs";
const REPLAY: &str = "generated-client/examples/replay/items.rs";
const OLD: &str = "generated-client/src/operations/old.rs";

#[test]
fn the_repository_is_up_to_date() {
    for (name, client) in client::find(repository(), &[]).expect("the workspace has clients") {
        let report = check_client(&client.expect("the table is valid"));
        assert_eq!(report.verdict, Verdict::Good, "{name}\n{}\n{}", report.problems, report.text);
    }
}

#[test]
fn a_project_that_is_up_to_date() {
    let project = Project::new();
    let files = project.generated_files();
    assert_eq!(project.check().text, format!("up to date: {files} files, 10 operations in 5 groups"));
    let generated = project.generate().text;
    assert!(generated.starts_with("10 operations in 5 groups, "), "{generated}");
    assert!(generated.ends_with(&format!(" types\nup to date: {files} files")), "{generated}");
}

#[test]
fn an_edited_file() {
    let project = Project::new();
    let text = project.read(PROFILE);
    let lines: Vec<&str> = text.lines().take(4).collect();
    project.write(PROFILE, &text.replacen('\n', "\n// By hand.\n", 1));
    let expected = format!(
        "changed   {PROFILE}\n\n\
         --- {PROFILE} (on disk)\n+++ {PROFILE} (generated)\n@@ -1,5 +1,4 @@\n {}\n-// By hand.\n {}\n {}\n {}\n\n\
         out of date: 1 changed, {} unchanged\nrun `cargo xtask generate` to bring them up to date",
        lines[0],
        lines[1],
        lines[2],
        lines[3],
        project.generated_files() - 1,
    );
    assert_eq!(project.check(), out_of_date(&expected));
    project.restore(&[PROFILE], &[]);
}

#[test]
fn an_edited_first_line() {
    let project = Project::new();
    let text = project.read(PROFILE);
    project.write(PROFILE, text.split_once('\n').unwrap_or_default().1);
    assert!(project.check().text.starts_with(&format!("changed   {PROFILE}\n")));
    project.restore(&[PROFILE], &[]);
}

#[test]
fn a_deleted_file() {
    let project = Project::new();
    project.remove(PROFILE);
    let expected = format!(
        "missing   {PROFILE}\n\nout of date: 1 missing, {} unchanged\n\
         run `cargo xtask generate` to bring them up to date",
        project.generated_files() - 1,
    );
    assert_eq!(project.check(), out_of_date(&expected));
    project.restore(&[PROFILE], &[]);
}

#[test]
fn deleted_folders() {
    let project = Project::new();
    for folder in xtask::owned::folders(Runtime::HandWritten) {
        fs::remove_dir_all(project.path("generated-client").join(folder)).expect("the folder can be removed");
    }
    project.remove(REPLAY);
    let files = project.generated_files();
    let report = project.check();
    assert!(report.text.contains(&format!("out of date: {files} missing\n")), "{}", report.text);
    let generated = project.generate().text;
    assert!(generated.ends_with(&format!("{files} files written, 0 removed, 0 unchanged")), "{generated}");
    project.assert_restored();
}

#[test]
fn a_file_that_is_not_generated_any_more() {
    let project = Project::new();
    let nested = "generated-client/src/types/removed/and/nested.rs";
    project.write(OLD, &project.read(PROFILE));
    project.write(nested, &project.read(PROFILE));
    let expected = format!(
        "orphaned  {OLD}\norphaned  {nested}\n\nout of date: 2 orphaned, {} unchanged\n\
         run `cargo xtask generate` to bring them up to date",
        project.generated_files(),
    );
    assert_eq!(project.check(), out_of_date(&expected));
    project.restore(&[], &[OLD, nested]);
    assert!(
        !project.path("generated-client/src/types/removed").exists(),
        "empty folders are removed with their files"
    );
}

#[test]
fn a_hand_written_file_is_never_removed() {
    let project = Project::new();
    project.write(OLD, "pub fn by_hand() {}\n");
    project.remove(PROFILE);
    let problem = format!(
        "error: hand-written file in a folder of generated files\n  --> {OLD}\n  \
         help: move it to another folder of the client, or delete it\n\n"
    );
    let before = project.snapshot();
    let report = project.generate();
    assert_eq!(report, failed(&format!("{problem}nothing was written: 1 error")));
    assert_eq!(project.snapshot(), before);
    let expected = format!(
        "missing   {PROFILE}\n\nout of date: 1 missing, {} unchanged\n\
         correct the errors, then run `cargo xtask generate` to bring them up to date",
        project.generated_files() - 1,
    );
    let report = project.check();
    assert_eq!(report, Report { text: expected, ..failed(&format!("{problem}not up to date: 1 error")) });
    project.remove(OLD);
    project.restore(&[PROFILE], &[]);
}

#[test]
fn a_renamed_file() {
    let project = Project::new();
    fs::rename(project.path(PROFILE), project.path(OLD)).expect("the file can be renamed");
    let expected = format!(
        "orphaned  {OLD}\nmissing   {PROFILE}\n\nout of date: 1 missing, 1 orphaned, {} unchanged\n\
         run `cargo xtask generate` to bring them up to date",
        project.generated_files() - 1,
    );
    assert_eq!(project.check(), out_of_date(&expected));
    project.restore(&[PROFILE], &[OLD]);
}

#[test]
fn converted_line_endings() {
    let project = Project::new();
    project.write(PROFILE, &project.read(PROFILE).replace('\n', "\r\n"));
    let expected = format!(
        "changed   {PROFILE} (line endings differ: CR LF on disk, LF generated; \
         let your editor and .gitattributes keep LF)\n\nout of date: 1 changed, {} unchanged\n\
         run `cargo xtask generate` to bring them up to date",
        project.generated_files() - 1,
    );
    assert_eq!(project.check(), out_of_date(&expected));
    project.restore(&[PROFILE], &[]);
}

#[test]
fn a_byte_order_mark_and_bytes_that_are_not_utf_8() {
    let project = Project::new();
    project.write(PROFILE, &format!("\u{feff}{}", project.read(PROFILE)));
    fs::write(project.path(REPLAY), b"\xff\xfe").expect("the file can be written");
    let expected = format!(
        "changed   {REPLAY} (not UTF-8, so there is no diff)\nchanged   {PROFILE} (begins with a byte order mark)\n\n\
         out of date: 2 changed, {} unchanged\nrun `cargo xtask generate` to bring them up to date",
        project.generated_files() - 2,
    );
    assert_eq!(project.check(), out_of_date(&expected));
    project.restore(&[REPLAY, PROFILE], &[]);
}

#[test]
fn a_request_renamed_in_the_collection() {
    let project = Project::new();
    project.edit(COLLECTION, "\"Get API tokens\"", "\"Get the API tokens\"");
    let report = project.check();
    assert_eq!(report.verdict, Verdict::Bad);
    assert!(report.text.contains(&format!("changed   {REPLAY}\n")), "{}", report.text);
    project.generate();
    assert_eq!(project.check().verdict, Verdict::Good);
    project.edit(COLLECTION, "\"Get the API tokens\"", "\"Get API tokens\"");
    project.generate();
    project.assert_restored();
}

#[test]
fn a_folder_renamed_in_the_collection() {
    let project = Project::new();
    let profiles = "generated-client/src/operations/profiles.rs";
    project.edit(COLLECTION, "\"name\": \"Profile\"", "\"name\": \"Profiles\"");
    let report = project.check();
    assert!(report.text.contains(&format!("orphaned  {PROFILE}\nmissing   {profiles}\n")), "{}", report.text);
    let report = project.generate();
    assert!(report.text.contains(&format!("  wrote    {profiles}\n")), "{}", report.text);
    assert!(report.text.contains(&format!("  removed  {PROFILE}\n")), "{}", report.text);
    assert_eq!(project.check().verdict, Verdict::Good);
    project.edit(COLLECTION, "\"name\": \"Profiles\"", "\"name\": \"Profile\"");
    project.generate();
    project.assert_restored();
}

#[test]
fn an_overlay_entry_for_a_path_that_does_not_exist() {
    let project = Project::new();
    let entry = "\"/users/{account_id}/manage/profile\"";
    let renamed = "\"/users/{account_id}/manage/profiles\"";
    project.edit(OVERLAY, entry, renamed);
    project.remove(PROFILE);
    let before = project.snapshot();
    for report in [project.check(), project.generate()] {
        assert_eq!((report.verdict, report.text.as_str()), (Verdict::Bad, ""));
        assert!(report.problems.starts_with("error: "), "{}", report.problems);
        assert!(
            report.problems.contains(&format!("\n  --> {OVERLAY}:41:7: paths.{renamed}.get\n")),
            "{}",
            report.problems
        );
        assert!(report.problems.contains("\n  help: "), "{}", report.problems);
    }
    assert_eq!(project.snapshot(), before);
    project.edit(OVERLAY, renamed, entry);
    project.restore(&[PROFILE], &[]);
}

#[test]
fn unchanged_files_keep_their_modification_time() {
    let project = Project::new();
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    project.write(PROFILE, "");
    for path in project.snapshot().keys() {
        let file = File::options().write(true).open(project.path(path));
        file.and_then(|file| file.set_modified(then)).expect("the time can be set");
    }
    project.restore(&[PROFILE], &[]);
    for path in project.snapshot().keys() {
        let time = fs::metadata(project.path(path))
            .and_then(|metadata| metadata.modified())
            .expect("files have times");
        assert_eq!(time == then, path != PROFILE, "{path}");
    }
}

#[test]
fn a_read_only_file() {
    let project = Project::new();
    let text = project.read(PROFILE);
    project.write(PROFILE, "");
    project.remove(REPLAY);
    let path = project.path(PROFILE);
    let writable = fs::metadata(&path).expect("the file exists").permissions();
    let mut read_only = writable.clone();
    read_only.set_readonly(true);
    fs::set_permissions(&path, read_only).expect("permissions can be set");
    let expected = format!(
        "error: this file must change and is read-only\n  --> {PROFILE}\n  \
         help: make it writable and run the command again\n\nnothing was written: 1 error"
    );
    assert_eq!(project.generate(), failed(&expected));
    assert!(!project.path(REPLAY).exists());
    fs::set_permissions(&path, writable).expect("permissions can be set");
    project.restore(&[REPLAY, PROFILE], &[]);
    assert_eq!(project.read(PROFILE), text);
}

#[cfg(unix)]
#[test]
fn links_and_folders_at_the_paths_of_files() {
    let project = Project::new();
    std::os::unix::fs::symlink(project.path(PROFILE), project.path(OLD)).expect("links can be created");
    project.remove(REPLAY);
    fs::create_dir(project.path(REPLAY)).expect("folders can be created");
    let expected = format!(
        "error: a folder is at the path of a generated file\n  --> {REPLAY}\n  \
         help: move it elsewhere, or delete it if it is empty\n\n\
         error: symbolic link among generated files\n  --> {OLD}\n  \
         help: delete it and generate again\n\nnothing was written: 2 errors"
    );
    assert_eq!(project.generate(), failed(&expected));
    fs::remove_dir(project.path(REPLAY)).expect("the folder can be removed");
    project.remove(OLD);
    project.restore(&[REPLAY], &[]);
}

#[test]
fn invalid_inputs() {
    let cases: [(&str, Spoil<'_>, String); 3] = [
        (
            "no collection",
            &|project| project.remove(COLLECTION),
            format!(
                "error: cannot read the collection: No such file or directory (os error 2)\n  --> {COLLECTION}\n  \
                 help: put the file there, or correct `collection` in [package.metadata.postman] of \
                 generated-client/Cargo.toml"
            ),
        ),
        (
            "no overlay",
            &|project| project.remove(OVERLAY),
            format!(
                "error: cannot read the overlay: No such file or directory (os error 2)\n  --> {OVERLAY}\n  \
                 help: put the file there, or correct `overlay` in [package.metadata.postman] of \
                 generated-client/Cargo.toml"
            ),
        ),
        (
            "not UTF-8",
            &|project| {
                fs::write(project.path(COLLECTION), b"{\n\"\xe9\": 1}").expect("the file can be written")
            },
            format!(
                "error: this is not UTF-8 (line 2, byte 4 of the file)\n  --> {COLLECTION}\n  help: save it as UTF-8"
            ),
        ),
    ];
    for (name, spoil, expected) in cases {
        let project = Project::new();
        spoil(&project);
        let before = project.snapshot();
        assert_eq!(project.check(), failed(&format!("{expected}\n\nnot up to date: 1 error")), "{name}");
        assert_eq!(
            project.generate(),
            failed(&format!("{expected}\n\nnothing was written: 1 error")),
            "{name}"
        );
        assert_eq!(project.snapshot(), before, "{name}");
    }
}

#[test]
fn a_collection_saved_by_another_editor() {
    let project = Project::new();
    let text = project.read(COLLECTION).replace("}, {", "},\r\n{");
    project.write(COLLECTION, &format!("\u{feff}{text}"));
    assert_eq!(project.check().verdict, Verdict::Good);
}

type Spoil<'a> = &'a dyn Fn(&Project);

/// A copy of the project, with generated files that are up to date, so that these tests fail only for their own
/// reasons.
struct Project {
    folder: TempDir,
    /// The files below generated-client/ after the first generation.
    original: BTreeMap<String, Vec<u8>>,
}

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("there is room for a copy of the project");
        for part in ["collection", "generated-client/src", "generated-client/examples"] {
            copy(&repository().join(part), &folder.path().join(part));
        }
        let manifest =
            |path: &str| fs::read_to_string(repository().join(path)).expect("the manifest can be read");
        let client = manifest("generated-client/Cargo.toml");
        // The package is not in the copy.
        let client = client.replace("stand-in = { path = \"../tests/stand-in\" }\n", "");
        write(&folder.path().join("generated-client/Cargo.toml"), client.as_bytes());
        let workspace = manifest("Cargo.toml");
        let members = workspace.split_once("members = ").and_then(|(_, rest)| rest.split_once(']'));
        let members = members.map(|(members, _)| format!("{members}]")).expect("the workspace has members");
        let workspace = workspace.replace(&members, "[\"generated-client\"]");
        write(&folder.path().join("Cargo.toml"), workspace.as_bytes());
        let mut project = Self { folder, original: BTreeMap::new() };
        let report = project.generate();
        assert_eq!(report.verdict, Verdict::Good, "\n{}", report.problems);
        project.original = project.snapshot();
        project
    }

    fn check(&self) -> Report {
        check(self.folder.path())
    }

    fn generate(&self) -> Report {
        let client = client(self.folder.path());
        report::generated(&client, &xtask::generate(&client).expect("generate can read and write the files"))
    }

    /// Generates, and panics unless exactly these files are written and removed, and all files are restored.
    fn restore(&self, written: &[&str], removed: &[&str]) {
        let report = self.generate();
        assert_eq!(report.verdict, Verdict::Good, "\n{}", report.problems);
        let done: Vec<&str> = report.text.lines().filter(|line| line.starts_with("  ")).collect();
        let written = written.iter().map(|path| format!("  wrote    {path}"));
        let removed = removed.iter().map(|path| format!("  removed  {path}"));
        assert_eq!(done, written.chain(removed).collect::<Vec<_>>());
        self.assert_restored();
    }

    fn assert_restored(&self) {
        let snapshot = self.snapshot();
        assert_eq!(self.check().verdict, Verdict::Good);
        assert_eq!(snapshot.keys().collect::<Vec<_>>(), self.original.keys().collect::<Vec<_>>());
        assert!(snapshot == self.original, "the contents are not the original ones");
    }

    /// Returns the number of generated files.
    fn generated_files(&self) -> usize {
        self.original.values().filter(|bytes| xtask::owned::has_header(bytes)).count()
    }

    /// Returns every file below generated-client/.
    fn snapshot(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        for path in files_below(&self.path("generated-client")) {
            let name = path.strip_prefix(self.folder.path()).expect("the file is inside").to_string_lossy();
            files.insert(name.replace('\\', "/"), fs::read(&path).expect("the file can be read"));
        }
        files
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn write(&self, path: &str, text: &str) {
        write(&self.path(path), text.as_bytes());
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} does not contain {from}");
        self.write(path, &text.replace(from, to));
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}

fn check(root: &Path) -> Report {
    check_client(&client(root))
}

fn check_client(client: &Client) -> Report {
    let result = xtask::check(client).expect("check can read the files");
    report::checked(Program::Xtask, client, &result, Colour::Off)
}

fn client(root: &Path) -> Client {
    client::find_one(root, &[]).expect("the workspace has one client")
}

fn out_of_date(text: &str) -> Report {
    Report { problems: String::new(), text: text.to_owned(), verdict: Verdict::Bad }
}

fn failed(problems: &str) -> Report {
    Report { problems: problems.to_owned(), text: String::new(), verdict: Verdict::Bad }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the root")
}

/// Copies contents without permissions, because the collection may be read-only.
fn copy(from: &Path, to: &Path) {
    for path in files_below(from) {
        let name = path.strip_prefix(from).expect("the file is inside");
        write(&to.join(name), &fs::read(&path).expect("the file can be read"));
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be created");
    fs::write(path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    // Before the first generation a folder may not exist.
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}
