//! The comparison as one web page, without scripts and without external resources.

use urtext::compare::diff::Piece;
use urtext::ingest::own;

use super::View;
use crate::terminal::plain;

const STYLE: &str = "body{font:16px/1.5 Georgia,serif;margin:2em auto;max-width:76em;padding:0 1em;color:#1a1a1a;background:#fff}\
table{border-collapse:collapse;width:100%;table-layout:fixed}td,th{vertical-align:top;padding:.5em .8em;border-bottom:1px solid #ddd;text-align:left;overflow-wrap:anywhere}\
del{background:#fbe3e1;text-decoration:line-through}ins{background:#e0f0df;text-decoration:none;border-bottom:2px solid #3a7d34}\
.swapped{background:#fdf1c7;border-bottom:2px dotted #9a7400}.moved{background:#e1ecf7;font-style:italic}.quoted{color:#3b2a6b}\
p{margin:.6em 0}ul{padding-left:1.2em}\
@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#161616}td,th{border-color:#444}del{background:#5a2320}ins{background:#234a20}.swapped{background:#4d3f0c}.moved{background:#1d3550}.quoted{color:#c9bcf5}}";

impl View {
    /// Returns a self-contained page; foreign characters with a meaning in HTML are escaped.
    pub fn page(&self) -> String {
        let mut out = String::from(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n",
        );
        out.push_str(own::PAGE);
        out.push('\n');
        out.push_str(&format!(
            "<title>{} / {}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            escaped(&self.heading(0)),
            escaped(&self.heading(1))
        ));
        out.push_str(&format!("<p>{}</p>\n", escaped(&self.verdict())));
        out.push_str("<p><del>only in the first text</del> · <ins>only in the second</ins> · <span class=\"swapped\">replaced</span> · <span class=\"moved\">moved</span> · <span class=\"quoted\">quoted</span></p>\n");
        if !self.found.drift.is_empty() {
            out.push_str("<h2>Alterations</h2>\n<ul>\n");
            for drift in &self.found.drift {
                let (a, b) = (&self.text(0)[drift.a.clone()], &self.text(1)[drift.b.clone()]);
                let by = drift
                    .speaker_in((self.text(0), self.text(1)))
                    .map_or(String::new(), |name| format!(", {}", escaped(name)));
                out.push_str(&format!(
                    "<li>{} ({}){by}: “{}” / “{}”</li>\n",
                    drift.kind.name(),
                    drift.severity(),
                    escaped(a),
                    escaped(b)
                ));
            }
            out.push_str("</ul>\n");
        }
        out.push_str(&format!(
            "<table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n",
            escaped(&self.heading(0)),
            escaped(&self.heading(1))
        ));
        for row in &self.found.rows {
            let side = |pieces: &[Piece], at: usize| {
                pieces.iter().map(|p| marked(p, self.text(at), at == 1)).collect::<String>()
            };
            out.push_str(&format!(
                "<tr><td dir=\"auto\">{}</td><td dir=\"auto\">{}</td></tr>\n",
                side(&row.a, 0),
                side(&row.b, 1)
            ));
        }
        out.push_str("</tbody>\n</table>\n<p>A row is a reason to look, not a verdict on a person. Read both texts before you say anything.</p>\n</body>\n</html>\n");
        out
    }
}

/// Wraps a piece in the markup for its fate.
fn marked(piece: &Piece, text: &str, second: bool) -> String {
    let text = escaped(&text[piece.bytes.clone()]);
    let text = if piece.quoted { format!("<span class=\"quoted\">{text}</span>") } else { text };
    match piece.fate.name(second) {
        "cut" => format!("<del>{text}</del>"),
        "added" => format!("<ins>{text}</ins>"),
        "substituted" => format!("<span class=\"swapped\">{text}</span>"),
        "moved" => format!("<span class=\"moved\">{text}</span>"),
        _ => text,
    }
}

/// Makes foreign text safe for HTML: special characters are escaped, control and direction
/// characters replaced.
fn escaped(text: &str) -> String {
    plain(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_cannot_become_markup() {
        assert_eq!(
            escaped("<script>alert('x')&\"\u{202e}"),
            "&lt;script&gt;alert(&#39;x&#39;)&amp;&quot;\u{fffd}"
        );
    }
}
