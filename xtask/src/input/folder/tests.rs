use std::path::Path;

use tempfile::TempDir;

use super::*;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// Returns the paths of the files, or the findings.
fn files(folder: &Path) -> Result<Vec<String>, String> {
    let mut diagnostics = Diagnostics::new();
    let found = read(folder, "C", &mut diagnostics).expect("a readable folder");
    match found {
        Some(found) if !diagnostics.has_errors() => {
            Ok(found.files.into_iter().map(|file| format!("{}/{}", found.path, file.path)).collect())
        }
        _ => Err(diagnostics.to_string()),
    }
}

#[test]
fn files_of_a_collection_are_found_in_every_folder() {
    let folder = folder(&[
        ("b.request.yaml", ""),
        ("A/.resources/definition.YML", ""),
        (".hidden/c.request.yaml", ""),
        ("node_modules/d.request.json", ""),
        (".git/e.request.yaml", ""),
        ("README.md", ""),
    ]);
    let expected = [
        ".hidden/c.request.yaml",
        "A/.resources/definition.YML",
        "b.request.yaml",
        "node_modules/d.request.json",
    ];
    assert_eq!(files(folder.path()), Ok(expected.map(|path| format!("C/{path}")).to_vec()));
}

#[test]
fn the_only_collection_of_a_repository_is_taken() {
    let repository =
        folder(&[("postman/collections/One/a.request.yaml", ""), ("postman/globals/g.globals.yaml", "")]);
    let one = Ok(vec!["C/postman/collections/One/a.request.yaml".to_owned()]);
    assert_eq!(files(repository.path()), one);
    let one = Ok(vec!["C/collections/One/a.request.yaml".to_owned()]);
    assert_eq!(files(&repository.path().join("postman")), one);
    assert_eq!(
        files(&repository.path().join("postman/collections")),
        Ok(vec!["C/One/a.request.yaml".to_owned()])
    );
    fs::create_dir(repository.path().join("postman/collections/Two")).expect("a folder");
    let expected = "error: the folder has 2 collections\n  --> C\n  help: name one of them: \
                    `C/postman/collections/One`, `C/postman/collections/Two`";
    assert_eq!(files(repository.path()), Err(expected.to_owned()));
}

#[test]
fn a_folder_with_requests_is_a_collection_whatever_is_below_it() {
    let folder = folder(&[("a.request.yaml", ""), ("postman/collections/One/b.request.yaml", "")]);
    assert_eq!(files(folder.path()).map(|files| files.len()), Ok(2));
}

#[test]
fn a_folder_without_files_of_a_collection_is_refused() {
    let folder = folder(&[("README.md", "")]);
    assert!(
        files(folder.path())
            .is_err_and(|text| text.starts_with("error: the folder is no Postman collection\n  --> C\n"))
    );
}

#[test]
fn a_file_that_is_not_utf8_or_too_large_is_refused() {
    let folder = folder(&[("a.request.yaml", &"x".repeat(LONGEST_FILE + 1))]);
    fs::write(folder.path().join("b.request.yaml"), b"a: \xe9").expect("a file");
    let text = files(folder.path()).expect_err("two errors");
    assert!(text.contains("error: the file is larger than 4 MiB\n  --> C/a.request.yaml"), "{text}");
    assert!(
        text.contains("error: this is not UTF-8 (line 1, byte 4 of the file)\n  --> C/b.request.yaml"),
        "{text}"
    );
}

#[cfg(unix)]
#[test]
fn symbolic_links_stay_in_the_collection() {
    use std::os::unix::fs::symlink;
    let other = folder(&[("secret.request.yaml", "")]);
    let folder = folder(&[("A/a.request.yaml", "")]);
    symlink("A", folder.path().join("B")).expect("a link");
    let expected = ["C/A/a.request.yaml", "C/B/a.request.yaml"].map(str::to_owned).to_vec();
    assert_eq!(files(folder.path()), Ok(expected));
    for (target, problem) in [
        (other.path(), "the symbolic link leaves the folder of the collection"),
        (&other.path().join("secret.request.yaml"), "the symbolic link leaves the folder of the collection"),
        (Path::new(".."), "the symbolic link leads to a folder around it"),
        (Path::new("nothing"), "the symbolic link leads to nothing"),
    ] {
        let link = folder.path().join("A/link.request.yaml");
        symlink(target, &link).expect("a link");
        let text = files(folder.path()).expect_err("an error");
        assert!(
            text.starts_with(&format!("error: {problem}")) && text.contains("C/A/link.request.yaml"),
            "{text}"
        );
        fs::remove_file(link).expect("a link");
    }
}

#[test]
fn collections_that_only_the_repository_names_are_found() {
    let resources = "workspace: {id: w}\ncloudResources:\n  collections:\n    ../postman/collections/One: c-1\n    ../docs/Two: c-2\n\
                     localResources:\n  collections: [../api/Three, ../../outside, ../missing, {a: b}]\n";
    let whole = folder(&[
        ("outside/d.request.yaml", ""),
        ("r/.postman/resources.yaml", resources),
        ("r/postman/collections/One/a.request.yaml", ""),
        ("r/docs/Two/b.request.yaml", ""),
        ("r/api/Three/c.request.yaml", ""),
    ]);
    let repository = whole.path().join("r");
    let found = files(&repository).expect_err("several");
    let expected = [
        "the collection `../../outside` leaves the repository, so it is ignored\n  --> C/.postman/resources.yaml:7:31\n",
        "the collection `../missing` does not exist, so it is ignored\n  --> C/.postman/resources.yaml:7:46\n",
        "the path of a collection is a map, so it is ignored\n  --> C/.postman/resources.yaml:7:58\n",
        "error: the folder has 3 collections\n  --> C\n  help: name one of them: `C/api/Three`, `C/docs/Two`, `C/postman/collections/One`",
    ];
    for expected in expected {
        assert!(found.contains(expected), "{found}\n{expected}");
    }
    let found = files(&repository.join("postman")).expect_err("several");
    assert!(found.contains("the folder has 3 collections"), "{found}");
    assert!(found.contains("r/api/Three`, `"), "{found}");
    // `.postman` alone makes a repository.
    fs::remove_dir_all(repository.join("postman")).expect("a folder");
    fs::remove_dir_all(repository.join("docs")).expect("a folder");
    assert_eq!(files(&repository), Ok(vec!["C/api/Three/c.request.yaml".to_owned()]));
}

#[test]
fn a_broken_file_of_the_repository_hides_no_collection() {
    for (text, problem) in [
        ("a: [", "this is not YAML"),
        ("- a\n", "the file is a list, not a map"),
        ("cloudResources: 5\n", "`cloudResources` is a number, not a map"),
        ("cloudResources: {collections: x}\n", "`collections` is a string, not a map or a list"),
    ] {
        let repository =
            folder(&[(".postman/resources.yaml", text), ("postman/collections/One/a.request.yaml", "")]);
        let mut diagnostics = Diagnostics::new();
        let found = read(repository.path(), "C", &mut diagnostics).expect("a readable folder");
        assert_eq!(found.map(|found| found.path).as_deref(), Some("C/postman/collections/One"));
        assert!(diagnostics.to_string().contains(problem), "{diagnostics}");
    }
}
