//! Damaged and foreign files: read as far as possible, the rest rejected, and nothing printed that
//! is of no use to the user.
mod support;

use std::fs;

use support::run;

#[test]
fn damaged_parquet_is_a_reject_and_no_panic_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let made = run(
        &[
            "report",
            "tests/corpus",
            "--out",
            &at("out"),
            "--archive",
            &at("archive"),
            "--sources",
            "tests/sources.toml",
        ],
        "",
    );
    assert_eq!(made.code, 0, "{}", made.stderr);
    let segment = fs::read(folder.path().join("archive/segments/articles-00000001.parquet"))
        .expect("a segment");
    let (mut seed, mut codes) = (7u64, [0usize; 2]);
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..150 {
        let mut bytes = segment.clone();
        for _ in 0..1 + random(4) {
            // In the footer, a single byte matters most.
            let place =
                if random(2) == 0 { random(bytes.len()) } else { bytes.len() - 1 - random(3_000) };
            bytes[place] = [0, 255, bytes[place] ^ (1 << random(8))][random(3)];
        }
        fs::write(at("f.parquet"), &bytes).expect("written");
        let outcome = run(&["extract", &at("f.parquet")], "");
        assert!(matches!(outcome.code, 0 | 3), "{}: {}", outcome.code, outcome.stderr);
        assert!(
            !outcome.stderr.contains("panicked") && !outcome.stderr.contains("backtrace"),
            "{}",
            outcome.stderr
        );
        codes[usize::from(outcome.code == 3)] += 1;
    }
    assert!(codes[1] >= 30, "read and refused: {codes:?}");
}

#[test]
fn utf32_is_read_in_both_orders_with_and_without_a_mark() {
    let folder = tempfile::tempdir().expect("a folder");
    let records = "{\"id\":\"a\",\"text\":\"The ferries of Halvik stood still. Ænes 北\"}\n{\"id\":\"b\",\"text\":\"So did the buses.\"}\n";
    let table = "id,text\na,The ferries of Halvik stood still.\nb,So did the buses.\n";
    let mut read = 0;
    for (name, text) in [("t.jsonl", records), ("t.csv", table), ("t", records)] {
        for mark in ["", "\u{feff}"] {
            for order in [u32::to_le_bytes, u32::to_be_bytes] {
                let bytes: Vec<u8> =
                    format!("{mark}{text}").chars().flat_map(|c| order(u32::from(c))).collect();
                let path = folder.path().join(name);
                fs::write(&path, bytes).expect("written");
                let outcome = run(&["extract", &path.display().to_string()], "");
                assert_eq!(outcome.code, 0, "{name}: {}", outcome.stderr);
                assert!(outcome.stdout.contains("ferries of Halvik"), "{name}");
                read += outcome.stdout.lines().count();
            }
        }
    }
    assert_eq!(read, 24);
}
