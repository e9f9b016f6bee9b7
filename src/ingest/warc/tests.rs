use std::io::Write as _;

use crate::ingest::{Article, Input, Reject, Settings, records};

fn page(body: &str) -> String {
    format!(
        "<html><head><title>Ferries</title></head><body><article><p>{body}</p></article></body></html>"
    )
}

const TEXT: &str = "The ferries of Halvik stood still on Monday, and the quays were empty from the morning until late in the evening.";

fn record(kind: &str, url: &str, extra: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-06-07T09:12:00Z\r\nContent-Type: application/http; msgtype=response\r\n{extra}Content-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    out.extend_from_slice(body);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

fn response(html: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}").into_bytes()
}

fn read(name: &str, bytes: &[u8]) -> (Vec<Article>, Vec<Reject>) {
    read_within(name, bytes, &Settings::default())
}

fn read_within(name: &str, bytes: &[u8], settings: &Settings) -> (Vec<Article>, Vec<Reject>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    let input = Input { label: name.to_owned(), path: Some(path) };
    let mut rejects = Vec::new();
    let contents = records::read(&input, settings, &mut rejects, &mut |_| ());
    assert_eq!(
        contents.records as usize,
        contents.articles.len() + rejects.iter().filter(|r| r.field.is_none()).count()
    );
    (contents.articles, rejects)
}

fn gzipped(parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in parts {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(part).expect("packed");
        out.extend(packer.finish().expect("packed"));
    }
    out
}

#[test]
fn captures_and_revisits_are_read_and_all_else_is_passed_over() {
    let capture = record(
        "response",
        "https://ht.example/a",
        "WARC-Payload-Digest: sha1:A\r\n",
        &response(&page(TEXT)),
    );
    let revisit = record(
        "revisit",
        "https://ht.example/b",
        "WARC-Payload-Digest: sha1:A\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
    );
    let lost = record(
        "revisit",
        "https://ht.example/c",
        "WARC-Payload-Digest: sha1:Z\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
    );
    let missing = record(
        "response",
        "https://ht.example/d",
        "",
        b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Nothing here</p>",
    );
    let picture = record(
        "response",
        "https://ht.example/e.png",
        "",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nxx",
    );
    let request = record("request", "https://ht.example/a", "", b"GET / HTTP/1.1\r\n\r\n");
    let all: [&[u8]; 6] = [&request, &capture, &revisit, &lost, &missing, &picture];
    for (name, bytes) in [("a.warc", all.concat()), ("a.warc.gz", gzipped(&all))] {
        let (articles, rejects) = read(name, &bytes);
        assert_eq!(
            articles.iter().filter_map(|a| a.url.as_deref()).collect::<Vec<_>>(),
            ["https://ht.example/a", "https://ht.example/b"],
            "{name}"
        );
        assert!(
            articles.iter().all(|a| a.text == TEXT && a.first_seen.is_some())
                && articles[0].id != articles[1].id
        );
        assert!(
            rejects.len() == 1
                && rejects[0].reason.contains("revisit")
                && rejects[0].line == Some(4),
            "{rejects:?}"
        );
    }
}

#[test]
fn a_lying_length_and_a_cut_cost_no_other_record() {
    let good = record("response", "https://ht.example/a", "", &response(&page(TEXT)));
    let mut liar = record("response", "https://ht.example/b", "", &response(&page(TEXT)));
    let length = String::from_utf8_lossy(&liar).find("Content-Length: ").expect("a length") + 16;
    liar.splice(length..length + 3, *b"100");
    let (articles, rejects) = read("a.warc", &[good.as_slice(), &liar, &good].concat());
    assert_eq!(
        articles.iter().filter(|a| a.url.as_deref() == Some("https://ht.example/a")).count(),
        2
    );
    assert!(!rejects.is_empty());
    let cut = [good.as_slice(), &good[..good.len() - 60]].concat();
    let (articles, rejects) = read("a.warc", &cut);
    assert!(
        articles.len() == 1 && rejects.len() == 1 && rejects[0].reason.contains("ends prematurely"),
        "{rejects:?}"
    );
    let (articles, rejects) =
        read("a.warc.gz", &gzipped(&[&good, &good])[..gzipped(&[&good]).len() + 40]);
    assert!(articles.len() == 1 && rejects.len() == 1, "{rejects:?}");
    let endless = record("response", "https://ht.example/c", "", b"").len();
    assert!(endless > 0);
    let mut huge = String::from_utf8(good.clone()).expect("UTF-8");
    let at = huge.find("Content-Length: ").expect("a length") + 16;
    huge.insert_str(at, "99999999999999");
    let (articles, rejects) = read("a.warc", huge.as_bytes());
    assert!(articles.is_empty() && !rejects.is_empty());
}

#[test]
fn arc_files_are_read_with_spaces_in_their_addresses() {
    let body = response(&page(TEXT));
    let head = "1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n";
    let mut arc =
        format!("filedesc://a.arc 0.0.0.0 20210607091200 text/plain {}\n{head}\n", head.len())
            .into_bytes();
    arc.extend(
        format!("https://ht.example/a b 127.0.0.1 20210607091200 text/html {}\n", body.len())
            .into_bytes(),
    );
    arc.extend_from_slice(&body);
    arc.push(b'\n');
    let (articles, rejects) = read("a.arc", &arc);
    assert_eq!(
        articles.iter().filter_map(|a| a.url.as_deref()).collect::<Vec<_>>(),
        ["https://ht.example/a%20b"],
        "{rejects:?}"
    );
    assert_eq!(
        articles[0].first_seen.map(|s| s.to_string()).as_deref(),
        Some("2021-06-07T09:12:00Z")
    );
    let (articles, rejects) = read("b.arc", b"filedesc://a.arc nonsense\n");
    assert!(articles.is_empty() && rejects.len() == 1);
}

#[test]
fn a_zip_of_warcs_is_read_without_touching_the_disk() {
    let good = record("response", "https://ht.example/a", "", &response(&page(TEXT)));
    let mut zip = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut zip);
    let (mut entry, config) = archive
        .new_file("archive/../../a.warc.gz")
        .compression_method(rawzip::CompressionMethod::STORE)
        .start()
        .expect("a zip");
    let mut writer = config.wrap(&mut entry);
    writer.write_all(&gzipped(&[&good])).expect("written");
    let (_, descriptor) = writer.finish().expect("written");
    entry.finish(descriptor).expect("written");
    archive.finish().expect("written");
    let (articles, rejects) = read("a.wacz", &zip);
    assert!(articles.len() == 1 && rejects.is_empty(), "{rejects:?}");
    let (articles, rejects) = read("b.wacz", &zip[..zip.len() / 2]);
    assert!(articles.is_empty() && rejects.len() == 1);
}

#[test]
fn a_length_beyond_the_file_costs_no_record_behind_it() {
    let good =
        |n: u32| record("response", &format!("https://ht.example/{n}"), "", &response(&page(TEXT)));
    let lie = |n: u32, length: &str| {
        let text = String::from_utf8(good(n)).expect("UTF-8");
        let (head, rest) = text.split_once("Content-Length: ").expect("a length");
        format!("{head}Content-Length: {length}{}", &rest[rest.find('\r').expect("an end")..])
            .into_bytes()
    };
    let all =
        [good(1), lie(2, "1000000000000000"), good(3), lie(4, "100000"), lie(5, "100000"), good(6)]
            .concat();
    for bytes in [all.clone(), gzipped(&[&all])] {
        let (articles, rejects) = read("lies.warc", &bytes);
        let urls: Vec<&str> = articles.iter().filter_map(|a| a.url.as_deref()).collect();
        assert_eq!(urls, ["https://ht.example/1", "https://ht.example/3", "https://ht.example/6"]);
        assert_eq!(rejects.iter().map(|r| r.line).collect::<Vec<_>>(), [Some(2), Some(4), Some(5)]);
    }
    // The next record is searched for inside each record with a wrong length, so their number is
    // limited.
    let (_, rejects) =
        read("many.warc", &(0..300).flat_map(|n| lie(n, "1000000000000")).collect::<Vec<u8>>());
    assert_eq!(rejects.len(), super::LIES as usize + 1);
}

#[test]
fn members_behind_a_damaged_one_are_found_again_and_each_loss_is_told_with_its_place() {
    let good =
        |n: u32| record("response", &format!("https://ht.example/{n}"), "", &response(&page(TEXT)));
    let members: Vec<Vec<u8>> = (1..=5).map(|n| gzipped(&[&good(n)])).collect();
    let start = |n: usize| members[..n].iter().map(Vec::len).sum::<usize>();
    let whole = members.concat();
    let zeroed = |from: usize, to: usize| {
        let mut bytes = whole.clone();
        bytes[from..to].fill(0);
        bytes
    };
    let mut flipped = whole.clone();
    flipped[start(2) - 6] ^= 0x10; // in the checksum of the second
    let filled = |filling: &[u8]| [&whole[..start(2)], filling, &whole[start(2)..]].concat();
    let noise: Vec<u8> =
        (0..3_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let cases = [
        ("zeros in a member", zeroed(start(1) + 40, start(2) - 20), 4, start(1)),
        ("a member that is all zeros", zeroed(start(1), start(2)), 4, start(1)),
        ("the head of a member", zeroed(start(1), start(1) + 10), 4, start(1)),
        (
            "a member without its end",
            [&whole[..start(2) - 60], &whole[start(2)..]].concat(),
            4,
            start(1),
        ),
        ("a checksum that does not fit", flipped, 4, start(1)),
        ("zeros between members", filled(&[0; 512]), 5, start(2)),
        ("garbage between members", filled(&noise), 5, start(2)),
        (
            "what looks like a member",
            filled(&[&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], &noise[..]].concat()),
            5,
            start(2),
        ),
    ];
    for (what, bytes, count, at) in cases {
        let (articles, rejects) = read("a.warc.gz", &bytes);
        assert_eq!(articles.len(), count, "{what}: {rejects:?}");
        assert_eq!(rejects.len(), 1, "{what}: {rejects:?}");
        assert!(
            rejects[0].reason.contains(&format!("the data from byte {at} on is damaged")),
            "{what}: {rejects:?}"
        );
    }
    let (articles, rejects) = read("a.warc.gz", &[&whole[..], &[0; 5_000]].concat());
    assert_eq!((articles.len(), rejects.len()), (5, 0), "zeros at the end: {rejects:?}");
    // Two of a kind, and a file that contains nothing else.
    let (articles, rejects) =
        read("a.warc.gz", &[&zeroed(start(1) + 40, start(2))[..], &filled(&noise)].concat());
    assert_eq!((articles.len(), rejects.len()), (9, 2), "{rejects:?}");
    let (articles, rejects) =
        read("a.warc.gz", &[&[0x1f, 0x8b, 8][..], &[0x1f, 0x8b, 8, 4].repeat(100_000)].concat());
    assert!(articles.is_empty() && rejects.len() == 1, "{rejects:?}");
}

#[test]
fn records_behind_garbage_are_found_again_in_plain_archives() {
    let good =
        |n: u32| record("response", &format!("https://ht.example/{n}"), "", &response(&page(TEXT)));
    for garbage in [&b"garbage without an end"[..], b"lines\nof it\n", &[0; 70_000]] {
        let (articles, rejects) = read("a.warc", &[&good(1)[..], garbage, &good(2)].concat());
        assert_eq!((articles.len(), rejects.len()), (2, 1), "{rejects:?}");
    }
}

#[test]
fn a_zip_with_too_many_entries_says_so() {
    let mut zip = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut zip);
    let good = record("response", "https://ht.example/a", "", &response(&page(TEXT)));
    for (name, data) in (0..10_001)
        .map(|n| (format!("indexes/{n}"), &[][..]))
        .chain([("archive/a.warc".to_owned(), &good[..])])
    {
        let (mut entry, config) = archive
            .new_file(&name)
            .compression_method(rawzip::CompressionMethod::STORE)
            .start()
            .expect("a zip");
        let mut writer = config.wrap(&mut entry);
        writer.write_all(data).expect("written");
        let (_, descriptor) = writer.finish().expect("written");
        entry.finish(descriptor).expect("written");
    }
    archive.finish().expect("written");
    let (articles, rejects) = read("a.wacz", &zip);
    assert!(articles.is_empty() && rejects.len() == 1, "{rejects:?}");
    assert!(rejects[0].reason.contains("more than 10000 entries"), "{rejects:?}");
}

#[test]
fn a_record_is_found_again_wherever_the_buffer_ends() {
    let good =
        |n: u32| record("response", &format!("https://ht.example/{n}"), "", &response(&page(TEXT)));
    // The buffer of a file takes this many bytes.
    let window = 1 << 18;
    for cut in 0..8 {
        for filling in [&b"x"[..], b"WA", b"line\n"] {
            let mut bytes = good(1);
            bytes.extend(filling.iter().cycle().take(window - cut - bytes.len()));
            bytes.extend(good(2));
            let (articles, rejects) = read("a.warc", &bytes);
            assert_eq!((articles.len(), rejects.len()), (2, 1), "{cut} {filling:?}: {rejects:?}");
        }
    }
}

#[test]
fn a_wrong_length_of_any_record_costs_no_other_and_what_is_not_searched_is_told() {
    let good =
        |n: u32| record("response", &format!("https://ht.example/{n}"), "", &response(&page(TEXT)));
    let lie = |kind: &str, length: &str| {
        let text = String::from_utf8(record(kind, "https://ht.example/x", "", b"GET /x HTTP/1.1"))
            .expect("UTF-8");
        text.replace("Length: 15", &format!("Length: {length}")).into_bytes()
    };
    let all = [good(1), lie("request", "100000000"), good(2), good(3)].concat();
    for bytes in [all.clone(), gzipped(&[&all])] {
        let (articles, rejects) = read("a.warc", &bytes);
        assert_eq!((articles.len(), rejects.len()), (3, 1), "{rejects:?}");
    }
    let settings = Settings {
        limits: crate::ingest::Limits { document: 1_000, ..Default::default() },
        ..Settings::default()
    };
    for kind in ["request", "response"] {
        let many: Vec<u8> = (0..500).flat_map(good).collect();
        let bytes = [lie(kind, "100000000"), many].concat();
        let (articles, rejects) = read_within("a.warc", &bytes, &settings);
        assert!((100..400).contains(&articles.len()), "{}", articles.len());
        assert!(rejects[0].reason.contains("what follows its first 66536 bytes"), "{rejects:?}");
    }
}

#[test]
fn a_capture_without_an_address_has_none_by_its_own_account() {
    let note = "<!--\n Page saved with SingleFile \n url: https://hh.example/a \n saved date: Tue Jun 08 2021 08:00:00 GMT+0200 (CEST)\n-->";
    let html = page(TEXT).replacen("<html>", &format!("<html>{note}"), 1);
    let capture = record("response", "https://t.co/x", "", &response(&html));
    let text = String::from_utf8(capture).expect("text");
    let bare = text.replace("WARC-Target-URI: https://t.co/x\r\n", "");
    for warc in [text, bare] {
        let (articles, _) = read("a.warc", warc.as_bytes());
        assert_eq!((articles[0].url.as_deref(), articles[0].noted), (None, false));
        assert_eq!(
            articles[0].first_seen.map(|s| s.to_string()).as_deref(),
            Some("2021-06-07T09:12:00Z")
        );
    }
}
