//! Commands that are printed for people, who copy them into a shell.

use std::ffi::OsStr;
use std::path::Path;

use crate::terminal;

/// Returns a path as an argument of a command in a POSIX shell. A path that begins with `-` would be an option.
pub(crate) fn path(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    match bytes.first() {
        Some(b'-') => word(Path::new(".").join(path).as_os_str()),
        _ => word(path.as_os_str()),
    }
}

/// Returns a word that a POSIX shell takes for this text. The word has no characters that control a terminal, other than
/// ends of lines.
fn word(text: &OsStr) -> String {
    let (mut word, mut plain) = (String::new(), String::new());
    for chunk in text.as_encoded_bytes().utf8_chunks() {
        for character in chunk.valid().chars() {
            match terminal::is_control(character) {
                true => push_bytes(&mut word, &mut plain, character.encode_utf8(&mut [0; 4]).as_bytes()),
                false => plain.push(character),
            }
        }
        if !chunk.invalid().is_empty() {
            push_bytes(&mut word, &mut plain, chunk.invalid());
        }
    }
    if word.is_empty() || !plain.is_empty() {
        push_plain(&mut word, &mut plain);
    }
    word
}

/// Ends the plain text, and adds bytes that `printf` prints.
fn push_bytes(word: &mut String, plain: &mut String, bytes: &[u8]) {
    if !plain.is_empty() {
        push_plain(word, plain);
    }
    let octal: String = bytes.iter().map(|byte| format!("\\{byte:03o}")).collect();
    word.push_str(&format!("\"$(printf '{octal}')\""));
}

fn push_plain(word: &mut String, plain: &mut String) {
    // It fails only for text with a NUL, which no argument can have.
    word.push_str(&shlex::try_quote(plain).unwrap_or_default());
    plain.clear();
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsString;
    use std::os::unix::ffi::{OsStrExt, OsStringExt};
    use std::path::PathBuf;
    use std::process::Command;

    use super::*;

    /// Parts of paths that mean something to a shell, to an option parser or to a terminal.
    const PARTS: &[&[u8]] = &[
        b"a",
        b"/",
        b" ",
        b"\t",
        b"\n",
        b"'",
        b"\"",
        b"`",
        b"$",
        b"$HOME",
        b"$(id)",
        b"${x}",
        b"\\",
        b"!",
        b"!!",
        b"*",
        b"?",
        b"[a]",
        b"{a,b}",
        b"~",
        b"#",
        b"&",
        b"&&",
        b"|",
        b";",
        b"<",
        b">",
        b"(",
        b")",
        b"=",
        b"%",
        b"^",
        b"-",
        b"--",
        b"-n",
        b"\x1b[31m",
        b"\x7f",
        b"\r",
        b"\xc2\x9b",
        b"\xe2\x80\xae",
        b"\xff",
        b"\xc3",
        "é".as_bytes(),
        "日".as_bytes(),
    ];

    /// Returns what a shell passes to a program for the arguments of a command line.
    fn passed(shell: &str, arguments: &[String]) -> Vec<u8> {
        let script = format!("printf '%s\\0' {}", arguments.join(" "));
        let output =
            Command::new(shell).args(["-c", &script]).env_remove("HOME").output().expect("the shell starts");
        assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    #[test]
    fn a_shell_passes_every_path_as_it_is() {
        let mut paths: Vec<OsString> = PARTS.iter().map(|part| OsString::from_vec(part.to_vec())).collect();
        for first in PARTS {
            paths.extend(PARTS.iter().map(|second| OsString::from_vec([*first, *second].concat())));
            paths.push(OsString::from_vec([b"a ", *first, b" z"].concat()));
        }
        for chunk in paths.chunks(200) {
            let words: Vec<String> = chunk.iter().map(|path| super::path(Path::new(path))).collect();
            let expected: Vec<u8> = chunk
                .iter()
                .flat_map(|path| {
                    let prefix: &[u8] = if path.as_bytes().starts_with(b"-") { b"./" } else { b"" };
                    [prefix, path.as_bytes(), b"\0"].concat()
                })
                .collect();
            assert_eq!(passed("sh", &words), expected);
            assert!(words.iter().all(|word| terminal::printable(word) == *word), "{words:?}");
        }
    }

    #[test]
    fn plain_paths_are_printed_as_they_are() {
        for (path, expected) in [
            ("../orders", "../orders"),
            ("clients/orders-2.0_x", "clients/orders-2.0_x"),
            ("my orders", "'my orders'"),
            ("-orders", "./-orders"),
            ("", "''"),
            ("\x1b", "\"$(printf '\\033')\""),
        ] {
            assert_eq!(super::path(&PathBuf::from(path)), expected);
        }
    }
}
