use super::*;

#[test]
fn an_address_without_a_query_is_read_as_one_with_an_empty_query() {
    for address in [
        "https://www.hh.example",
        "https://m.hh.example/",
        "http://hh.example/a/amp/b.html",
        "https://amp.hh.example/x/index",
    ] {
        assert_eq!(page_key(address), page_key(&format!("{address}?")), "{address}");
    }
}

#[test]
fn google_is_known_by_its_registrable_domain() {
    for host in ["www.google.com", "news.google.co.uk", "google.de", "amp.google.com"] {
        let link = format!("https://{host}/url?q=https://hh.example/a");
        assert_eq!(normalise(&link).as_deref(), Some("https://hh.example/a"), "{host}");
        assert_eq!(of_capture(&link), None, "{host}");
    }
    for host in ["www.google.evil.example", "google.github.io", "news.google.example"] {
        for path in ["url?q=https%3A%2F%2Fhh.example%2Fa", "amp/s/hh.example/a"] {
            let link = format!("https://{host}/{path}");
            assert_eq!(site(&normalise(&link).expect("an address")), site(&link), "{host}");
        }
    }
}

#[test]
fn links_through_wrappers_are_those_of_their_pages() {
    let page = "https://hh.example/2021/ferries?id=7";
    for link in [
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fhh.example%2F2021%2Fferries%3Fid%3D7&data=05%7C01&sdata=x&reserved=0",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__hh.example_2021_ferries-3Fid-3D7&d=DwMF&c=x",
        "https://urldefense.com/v3/__https://hh.example/2021/ferries?id=7__;!!AbC!dEf$",
        "https://duckduckgo.com/l/?uddg=https%3A%2F%2Fhh.example%2F2021%2Fferries%3Fid%3D7&rut=x",
        "https://getpocket.com/redirect?url=https%3A%2F%2Fhh.example%2F2021%2Fferries%3Fid%3D7",
        "https://12ft.io/https://hh.example/2021/ferries?id=7",
    ] {
        assert_eq!(normalise(link).as_deref(), Some(page), "{link}");
    }
    for link in [
        "http://feedproxy.google.com/~r/hh/~3/AbC/ferries",
        "https://nam02.safelinks.protection.outlook.com/?data=x",
        "https://urldefense.com/v3/__https://hh.example/*b__;w6Q!!x$",
    ] {
        assert!(leads_elsewhere(&normalise(link).expect("an address")), "{link}");
    }
    assert_eq!(
        normalise("https://hh.example/a?amp_js_v=0.1&id=7").as_deref(),
        Some("https://hh.example/a?id=7")
    );
    assert!(!leads_elsewhere("https://getpocket.com/explore/item/ferries"));
}

#[test]
fn a_host_that_shows_the_pages_of_others_is_no_outlet() {
    for address in [
        "https://t.co/x",
        "https://archive.li/AbCd",
        "https://web.archive.org/web/2/x",
        "https://web.archive.org/web/*/https://hh.example/a",
        "https://www-hh-example.translate.goog/a?_x_tr_sl=en",
        "https://webcache.googleusercontent.com/search?q=cache:x",
        "https://news.google.com/rss/articles/CBMi",
        "https://www.google.co.uk/search?q=x",
        "https://www.pressreader.com/article/281582355105718",
    ] {
        let url = normalise(address).expect("an address");
        assert!(leads_elsewhere(&url) && of_capture(address).is_none(), "{address}");
    }
    for address in ["https://hh.example/t.co", "https://blog.google/x", "https://bot.co/a"] {
        assert!(!leads_elsewhere(address), "{address}");
    }
    for name in ["Google News", "\"ferry\" - Google News", "news.google.com", "t.co", "PressReader"]
    {
        assert!(names_no_outlet(name), "{name}");
    }
    assert!(!names_no_outlet("Halvik Times") && !names_no_outlet("hh.example"));
}

#[test]
fn the_way_to_a_page_is_no_part_of_it() {
    assert_eq!(
        normalise("HTTPS://User@Example.com:443/a/b/?utm_source=x&id=7&fbclid=z#top").as_deref(),
        Some("https://example.com/a/b?id=7")
    );
    assert_eq!(normalise("example.com/a").as_deref(), Some("https://example.com/a"));
}

#[test]
fn a_page_behind_an_amp_cache_is_that_page() {
    for cache in [
        "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a/b?usqp=1",
        "https://www.google.com/amp/s/www.example.com/a/b?usqp=1",
    ] {
        assert_eq!(normalise(cache).as_deref(), Some("https://www.example.com/a/b?usqp=1"));
    }
    assert_eq!(
        normalise("https://www.google.com/search?q=1").as_deref(),
        Some("https://www.google.com/search?q=1")
    );
}

#[test]
fn a_parameter_that_tells_pages_apart_at_some_sites_is_dropped_where_the_path_names_one() {
    for kept in [
        "https://example.com/news.php?cid=4711",
        "https://example.com/show-news-of-today.asp?action=show",
        "https://example.com/?module=news",
        "https://example.com/news?region=north",
        "https://example.com/2021?mod=7",
    ] {
        assert_eq!(normalise(kept).as_deref(), Some(kept));
    }
    for page in [
        "https://example.com/2021/06/07/ferries.html",
        "https://example.com/articles/ferries-of-halvik-stand-still",
        "https://example.com/story/ferries-1162304",
    ] {
        let shared = format!("{page}?action=click&module=top&region=footer&mod=x&cid=a&rss=1");
        assert_eq!(normalise(&shared).as_deref(), Some(page));
    }
    assert_eq!(
        normalise("https://example.com/news.php?cid=4711&utm_source=x").as_deref(),
        Some("https://example.com/news.php?cid=4711")
    );
}

#[test]
fn caches_within_caches_are_removed_as_far_as_they_are_in_use() {
    assert_eq!(
        normalise(
            "https://www.google.com/amp/s/www-example-com.cdn.ampproject.org/c/s/www.example.com/a"
        )
        .as_deref(),
        Some("https://www.example.com/a")
    );
    let endless = format!("https://google.com/{}example.com/a", "amp/google.com/".repeat(50_000));
    assert!(normalise(&endless).is_some_and(|url| url.starts_with("http://google.com/amp/")));
}

#[test]
fn the_versions_of_a_page_share_its_key() {
    let key = |url: &str| page_key(&normalise(url).expect("an address"));
    let page = key("https://www.example.com/2021/a-b.html");
    for version in [
        "http://m.example.com/2021/a-b",
        "https://amp.example.com/2021/a-b",
        "https://www.example.com/amp/2021/a-b.html",
        "https://www.example.com/2021/a-b/amp/",
        "https://www.example.com/2021/a-b.amp.html?utm_source=x",
        "https://www.example.com/2021/a-b.html?print=1",
    ] {
        assert_eq!(key(version), page, "{version}");
    }
    assert_ne!(key("https://www.example.com/?id=7"), key("https://www.example.com/?id=8"));
    assert_ne!(key("https://www.example.com/a"), key("https://news.example.com/a"));
    assert_eq!(key("https://m.example/a"), "m.example/a?");
    assert!(key("https://www.example.com/index.html").ends_with("/?"));
}

#[test]
fn what_is_no_web_address_is_none() {
    for text in ["", "mailto:a@b.example", "file:///etc/passwd", "no address", "http://"] {
        assert_eq!(normalise(text), None, "{text}");
    }
}
