//! What the Debian package and the image are made from is there.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::run;

fn manifest() -> toml::Table {
    fs::read_to_string("Cargo.toml").expect("read").parse().expect("TOML")
}

/// Makes the files of `target/package` that the program itself writes.
fn make(out: &Path) {
    let man = out.join("man").display().to_string();
    assert_eq!(run(&["shell", "--man", &man], "").code, 0);
    for (shell, name) in [("bash", "urtext.bash"), ("zsh", "_urtext"), ("fish", "urtext.fish")] {
        let outcome = run(&["shell", shell], "");
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        fs::write(out.join(name), outcome.stdout).expect("written");
    }
}

#[test]
fn every_file_of_the_debian_package_is_in_the_repository_or_made_for_it() {
    let place = tempfile::tempdir().expect("a folder");
    make(place.path());
    let script = fs::read_to_string(".ci/package").expect("read");
    let manifest = manifest();
    let assets = manifest["package"]["metadata"]["deb"]["assets"].as_array().expect("assets");
    let mut program = 0;
    for asset in assets {
        let from = asset[0].as_str().expect("a path");
        let found = match from.strip_prefix("target/package/") {
            _ if from == "target/release/urtext" => {
                program += 1;
                continue;
            }
            // It takes the sources of all packages, which tests do not need.
            Some("THIRD-PARTY.txt") => {
                assert!(script.contains("\"$out/THIRD-PARTY.txt\""));
                continue;
            }
            Some(made) => glob::glob(&place.path().join(made).display().to_string()),
            None => glob::glob(from),
        };
        assert!(found.expect("a pattern").any(|path| path.is_ok()), "{from}");
    }
    assert_eq!(program, 1);
}

#[test]
fn manual_pages_describe_every_command_and_what_all_have_in_common() {
    let place = tempfile::tempdir().expect("a folder");
    make(place.path());
    let page = |name: &str| {
        fs::read_to_string(place.path().join("man").join(name))
            .unwrap_or_else(|e| panic!("{name}: {e}"))
    };
    let help = run(&["--help"], "").stdout;
    let commands = help.split("Commands:").nth(1).expect("commands");
    let commands = commands.lines().skip(1).take_while(|line| !line.trim().is_empty());
    let names: Vec<&str> = commands
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.contains(&"report") && names.contains(&"check"), "{names:?}");
    for name in names {
        let page = page(&format!("urtext-{name}.1"));
        for part in ["quiet", "verbose", "config"] {
            assert!(page.contains(part), "{name}: {part}");
        }
    }
    // The completions know the options, and shells can read them.
    let script = place.path().join("urtext.bash");
    let text = fs::read_to_string(&script).expect("read");
    assert!(text.contains("--no-config") && text.contains("--watch"));
    if let Ok(outcome) = Command::new("bash").arg("-n").arg(&script).output() {
        assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
    }
}

#[test]
fn the_image_is_built_with_a_compiler_that_is_new_enough() {
    let text = fs::read_to_string("Containerfile").expect("read");
    let of_image = text.split("rust:").nth(1).and_then(|rest| rest.split('-').next());
    let number = |version: &str| -> Vec<u32> {
        version.split('.').map(|part| part.parse().expect("a number")).collect()
    };
    let manifest = manifest();
    let least = manifest["package"]["rust-version"].as_str().expect("a version");
    assert!(number(of_image.expect("an image")) >= number(least), "{of_image:?} < {least}");
    assert!(text.contains("\nUSER urtext\n"));
}
