//! Joins the parts of the script: without comments, indentation, the spaces that only people read,
//! and the long names.

use std::collections::BTreeMap;
use std::ops::Range;

/// Returns the parts as one script in a function of its own.
///
/// Lines are joined where a statement cannot have ended unseen; texts in quotation marks, templates
/// and regular expressions are kept as they are, if each ends on its line. O(bytes · log names).
pub(super) fn script(parts: &str) -> String {
    let lines = parts.lines().map(str::trim).filter(|x| !x.is_empty() && !x.starts_with("//"));
    let mut out = String::from("\"use strict\";(()=>{\n");
    for line in lines {
        tighten(line, &mut out);
        if !line.ends_with([';', ',', '{', '(', '[']) {
            out.push('\n');
        }
    }
    out.push_str("})();");
    renamed(&out)
}

/// A word, a mark, or a text in quotation marks, a template or a regular expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Text,
    Mark,
}

/// Cuts a script into what it consists of, each with its end; spaces belong to nothing.
fn tokens(chars: &[char]) -> Vec<(Kind, std::ops::Range<usize>)> {
    let mut out: Vec<(Kind, std::ops::Range<usize>)> = Vec::new();
    let mut at = 0;
    // Whether a slash would begin a regular expression: after anything that ends no value.
    let mut value_ended = false;
    while at < chars.len() {
        let (kind, end) = match chars[at] {
            c if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '"' | '\'' => (Kind::Text, quoted(chars, at)),
            '`' => (Kind::Text, template(chars, at)),
            '/' if !value_ended => (Kind::Text, quoted_class(chars, at)),
            c if is_word(c) => {
                let more = chars[at..].iter().take_while(|c| is_word(**c)).count();
                (Kind::Word, at + more)
            }
            _ => (Kind::Mark, at + 1),
        };
        value_ended = kind != Kind::Mark || matches!(chars[at], ')' | ']');
        out.push((kind, at..end));
        at = end;
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '#')
}

/// Appends a line without the spaces beside marks, without brackets around a single parameter, and
/// without semicolons at the end of a block.
fn tighten(line: &str, out: &mut String) {
    let chars: Vec<char> = line.chars().collect();
    let found = tokens(&chars);
    let mark = |n: usize| match found.get(n) {
        Some((Kind::Mark, at)) => Some(chars[at.start]),
        _ => None,
    };
    let is_parameter = |n: usize| {
        mark(n) == Some('(')
            && matches!(found.get(n + 1), Some((Kind::Word, _)))
            && (mark(n + 2), mark(n + 3), mark(n + 4)) == (Some(')'), Some('='), Some('>'))
            && !(n > 0 && matches!(found[n - 1].0, Kind::Word))
    };
    let mut last = out.chars().next_back().unwrap_or('\n');
    for (n, (_, range)) in found.iter().enumerate() {
        let first = chars[range.start];
        if is_parameter(n) || n >= 2 && is_parameter(n - 2) {
            continue;
        }
        if first == '}' && last == ';' && out.ends_with(';') {
            out.pop();
        }
        // A word on both sides, or signs that would become another operator.
        let apart = range.start > 0 && chars[range.start - 1] == ' ';
        let sign = |c: char| matches!(c, '+' | '-');
        if apart && (is_word(last) && is_word(first) || sign(last) && sign(first)) {
            out.push(' ');
        }
        out.extend(&chars[range.clone()]);
        last = chars[range.end - 1];
    }
}

/// Gives the names declared at the top short ones, if they stand nowhere where they might also be
/// the name of a member: `{name}`, `,name,`. A member of the same name is kept.
fn renamed(script: &str) -> String {
    let chars: Vec<char> = script.chars().collect();
    let script = Script { chars: &chars, tokens: &tokens(&chars) };
    let names = script.short_names();
    let mut out = String::with_capacity(chars.len());
    let mut at = 0;
    for (n, (kind, range)) in script.tokens.iter().enumerate() {
        out.extend(&chars[at..range.start]);
        at = range.end;
        let inside = script.inside(range);
        // Three dots spread a value; one names a member.
        let is_spread = n > 1 && script.mark(Some(n - 2)) == '.';
        let is_member = match script.around(n) {
            ('.', _) => !is_spread,
            around => matches!(around, ('{' | ',', ':')),
        };
        let short = names.get(&inside).and_then(Option::as_ref);
        match short.filter(|_| *kind == Kind::Word && !is_member) {
            Some(short) => out.push_str(short),
            None => out.push_str(&inside),
        }
    }
    out
}

/// A script cut into tokens.
struct Script<'s> {
    chars: &'s [char],
    tokens: &'s [(Kind, Range<usize>)],
}

impl Script<'_> {
    fn inside(&self, range: &Range<usize>) -> String {
        self.chars[range.clone()].iter().collect()
    }

    /// Returns the mark that a token is; a space if it is none.
    fn mark(&self, n: Option<usize>) -> char {
        match n.and_then(|n| self.tokens.get(n)) {
            Some((Kind::Mark, at)) => self.chars[at.start],
            _ => ' ',
        }
    }

    fn around(&self, n: usize) -> (char, char) {
        (self.mark(n.checked_sub(1)), self.mark(Some(n + 1)))
    }

    /// Returns the names declared at the top with short ones; `None` for those to be kept.
    fn short_names(&self) -> BTreeMap<String, Option<String>> {
        let mut names = self.declared();
        for (n, (kind, range)) in self.tokens.iter().enumerate() {
            let inside = self.inside(range);
            match kind {
                Kind::Text if inside.starts_with('`') => {
                    names
                        .iter_mut()
                        .filter(|(name, _)| inside.contains(*name))
                        .for_each(|x| *x.1 = None);
                }
                Kind::Word if matches!(self.around(n), ('{' | ',', ',' | '}')) => {
                    names.entry(inside).and_modify(|short| *short = None);
                }
                _ => {}
            }
        }
        names
    }

    /// Returns the names declared at the top, each with a short one.
    fn declared(&self) -> BTreeMap<String, Option<String>> {
        let text = |n: usize| self.tokens.get(n).map(|(_, at)| self.inside(at));
        let mut names = BTreeMap::new();
        let mut depth = 0;
        for (n, (kind, _)) in self.tokens.iter().enumerate() {
            match (kind, self.mark(Some(n))) {
                (Kind::Mark, '{') => depth += 1,
                (Kind::Mark, '}') => depth -= 1,
                (Kind::Word, _)
                    if depth == 1 && matches!(text(n).as_deref(), Some("const" | "let")) =>
                {
                    let name = text(n + 1).unwrap_or_default();
                    if self.mark(Some(n + 2)) == '=' && name.len() > 3 {
                        let short = format!("${}", letters(names.len()));
                        names.insert(name, Some(short));
                    }
                }
                _ => {}
            }
        }
        names
    }
}

/// Returns the letters that count up: `a`, `b`, … `z`, `ba`.
fn letters(n: usize) -> String {
    let last = char::from(b'a' + (n % 26) as u8);
    if n < 26 { last.to_string() } else { format!("{}{last}", letters(n / 26)) }
}

/// Returns the end of what begins with a quotation mark at `from`.
fn quoted(chars: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < chars.len() && chars[at] != chars[from] {
        at += 1 + usize::from(chars[at] == '\\');
    }
    (at + 1).min(chars.len())
}

/// Returns the end of a regular expression, in which a slash within brackets is no end.
fn quoted_class(chars: &[char], from: usize) -> usize {
    let (mut at, mut class) = (from + 1, false);
    while at < chars.len() && (class || chars[at] != '/') {
        match chars[at] {
            '\\' => at += 1,
            '[' => class = true,
            ']' => class = false,
            _ => {}
        }
        at += 1;
    }
    (at + 1).min(chars.len())
}

/// Returns the end of a template, which may hold expressions with templates of their own.
fn template(chars: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < chars.len() && chars[at] != '`' {
        if chars[at] == '\\' {
            at += 2;
        } else if chars[at] == '$' && chars.get(at + 1) == Some(&'{') {
            at = expression(chars, at + 2);
        } else {
            at += 1;
        }
    }
    (at + 1).min(chars.len())
}

/// Returns the end of an expression in a template, behind its closing brace.
fn expression(chars: &[char], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0usize);
    while at < chars.len() {
        match chars[at] {
            '"' | '\'' => at = quoted(chars, at),
            '`' => at = template(chars, at),
            '}' if depth == 0 => return at + 1,
            c => {
                depth = match c {
                    '{' => depth + 1,
                    '}' => depth - 1,
                    _ => depth,
                };
                at += 1;
            }
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tight(line: &str) -> String {
        let mut out = String::new();
        tighten(line, &mut out);
        out
    }

    #[test]
    fn only_spaces_beside_marks_are_dropped() {
        assert_eq!(tight("const f = (x, y) => x + y;"), "const f=(x,y)=>x+y;");
        assert_eq!(
            tight("return typeof x === \"a  b\" ? 1 : - -x;"),
            "return typeof x===\"a  b\"?1:- -x;"
        );
        assert_eq!(tight("a = `x ${ b(`in ${c} `) } , y` , d"), "a=`x ${ b(`in ${c} `) } , y`,d");
    }

    #[test]
    fn a_regular_expression_is_kept_and_a_division_is_not_taken_for_one() {
        assert_eq!(tight("if (/^a \" [/ ]+/.test(x)) y"), "if(/^a \" [/ ]+/.test(x))y");
        assert_eq!(tight("x = (a + b) / 2 / c;"), "x=(a+b)/2/c;");
        assert_eq!(tight("const f = (x) => { return g(x); };"), "const f=x=>{return g(x)};");
        assert_eq!(tight("f(async (x) => x, (y) => y)"), "f(async(x)=>x,y=>y)");
        assert_eq!(tight("x = day * 14 / 24, y / 3"), "x=day*14/24,y/3");
    }

    #[test]
    fn lines_that_may_end_a_statement_stay_lines() {
        assert_eq!(
            script("// why\n  a = 1\nb(\n  c);\n"),
            "\"use strict\";(()=>{\na=1\nb(c);})();"
        );
    }

    #[test]
    fn names_are_shortened_where_they_can_be_nothing_else() {
        assert_eq!(
            script(
                "const count = (n) => n;\nlet other = count(x.count);\nf({ count: other }, ...other);\n"
            ),
            "\"use strict\";(()=>{\nconst $a=n=>n;let $b=$a(x.count);f({count:$b},...$b);})();"
        );
        let kept = script("const several = 1;\nf({ a, several, b });\n");
        assert!(kept.contains("const several=1;"), "{kept}");
        let kept = script("const several = 1;\nf(`${several}`, \"several\");\n");
        assert!(kept.contains("const several=1;") && kept.contains("\"several\""), "{kept}");
    }
}
