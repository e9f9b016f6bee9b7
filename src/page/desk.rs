//! The page of `urtext serve`: an article is pasted or dropped, and the page that `urtext check
//! --html` writes of it is shown below.

use std::sync::LazyLock;

use askama::Template;

use super::{STYLE, pack};

/// The script of the desk: it sends what was pasted, and shows what comes back.
const SCRIPT: &str = include_str!("script/desk/desk.js");

/// The styles of the desk itself; the frame has those of the page within.
const OWN_STYLE: &str = concat!(
    include_str!("style/base.css"),
    include_str!("style/parts.css"),
    include_str!("style/desk.css"),
);

/// Hashes of script and styles: of the desk's own, and of the page in the frame.
static HASHES: LazyLock<[String; 3]> =
    LazyLock::new(|| [SCRIPT, OWN_STYLE, STYLE].map(pack::sha256_base64));

#[derive(Template)]
#[template(path = "desk.html", config = "src/page/askama.toml")]
struct Page<'r> {
    style: &'static str,
    script: &'static str,
    articles: Option<u64>,
    report: Option<&'r str>,
    version: &'static str,
}

/// Returns the page. `articles` is how many the archive holds; `None` if only somebody with a token
/// may know, who is then asked for it. `report` is the name of the last report, if one is served;
/// empty if only somebody with a token may know.
pub fn html(articles: Option<u64>, report: Option<&str>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let page = Page { style: OWN_STYLE, script: SCRIPT, articles, report, version };
    page.render().expect("writing into a string fails only if a value's own formatting does")
}

/// Returns the Content-Security-Policy of the page: its own script and style, requests to its own
/// server, and frames that it made itself, in which the same policy holds.
pub fn policy() -> String {
    let [script, own, framed] = &*HASHES;
    format!(
        "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{own}' 'sha256-{framed}'; connect-src 'self'; frame-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    )
}

/// Returns the policy of a report's page, in which nothing runs but the script of this version.
pub fn policy_of_report() -> String {
    super::policy_of_report()
}

/// Returns the policy of all other answers, in which nothing runs.
pub fn policy_of_answers() -> String {
    format!("{}; frame-ancestors 'none'; sandbox allow-popups", super::policy(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_and_style_cannot_end_early_and_write_no_markup() {
        for part in [SCRIPT, OWN_STYLE] {
            assert!(!part.contains("</") && !part.contains("<!--"), "would end its element");
        }
        // The bookmark reads the page that it is chosen on, and writes nothing.
        let script = SCRIPT.replacen("whole(page.outerHTML)", "", 1);
        for word in
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write", "srcdoc"]
        {
            assert!(!script.contains(word), "{word}");
        }
        assert!(!OWN_STYLE.contains("url(") && !OWN_STYLE.contains("@import"));
        // Chosen by judgement: a page this simple needs no more.
        assert!(SCRIPT.len() <= 8_000, "{}", SCRIPT.len());
    }

    #[test]
    fn the_page_holds_the_script_and_style_that_its_policy_names() {
        let page = html(Some(7), Some("2021-W23"));
        let between = |start: &str, end: &str| {
            let rest = page.split_once(start).expect(start).1;
            pack::sha256_base64(rest.split_once(end).expect(end).0)
        };
        assert!(policy().contains(&between("<style>", "</style>")));
        assert!(policy().contains(&between("<script>", "</script>")));
        assert!(page.contains("7 articles") && !page.contains("type=\"password\""));
        assert!(page.contains("href=\"/report/\"") && page.contains("2021-W23"));
        let with_token = html(None, Some(""));
        assert!(with_token.contains("type=\"password\"") && with_token.contains("/report/"));
        assert!(!html(Some(7), None).contains("/report/"));
    }
}
