//! Makes foreign text fit to be shown.

use crate::inert;

/// Returns the text with every character that steers replaced by `�`, as `diff --html` shows it.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if inert::steers(c) { '\u{fffd}' } else { c }).collect()
}

/// Returns the text on one line, cut after `most` characters.
pub(crate) fn line(text: &str, most: usize) -> String {
    let text = plain(text);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

/// Returns an address that may become a link: of the web, and without characters that steer. `None`
/// for any other.
pub(crate) fn link(url: &str) -> Option<String> {
    let parsed = url::Url::parse(url).ok()?;
    let of_web = matches!(parsed.scheme(), "http" | "https") && parsed.host_str().is_some();
    of_web.then(|| parsed.as_str().to_owned()).filter(|url| !url.chars().any(inert::steers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_become_links() {
        for bad in [
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            " javascript:alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
            "file:///etc/passwd",
            "//host/x",
            "x",
            "",
        ] {
            assert_eq!(link(bad), None, "{bad}");
        }
        assert_eq!(
            link("https://a.example/x\"><b>").as_deref(),
            Some("https://a.example/x%22%3E%3Cb%3E")
        );
        assert_eq!(line("a\u{202e}b\n c", 3), "a�b…");
    }
}
