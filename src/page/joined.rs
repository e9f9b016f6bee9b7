//! Joins the parts of the script: without comments, indentation and the spaces that only people
//! read.

/// Returns the parts as one script in a function of its own.
///
/// Lines are joined where a statement cannot have ended unseen; texts in quotation marks, templates
/// and regular expressions are kept as they are, if each ends on its line. O(bytes).
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
    out
}

/// Appends a line without the spaces beside marks.
fn tighten(line: &str, out: &mut String) {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '#');
    let chars: Vec<char> = line.chars().collect();
    let mut at = 0;
    // Whether a slash would begin a regular expression: after anything that ends no value.
    let mut value_ended = false;
    let mut last = '\n';
    while at < chars.len() {
        let c = chars[at];
        let end = match c {
            '"' | '\'' => quoted(&chars, at),
            '`' => template(&chars, at),
            '/' if !value_ended => quoted_class(&chars, at),
            ' ' => {
                let next = chars.get(at + 1).copied().unwrap_or('\n');
                let sign = |c: char| matches!(c, '+' | '-');
                // A word on both sides, or signs that would become another operator.
                if is_word(last) && is_word(next) || sign(last) && sign(next) {
                    out.push(' ');
                }
                at += 1;
                continue;
            }
            _ => at + 1,
        };
        out.extend(&chars[at..end]);
        last = chars[end - 1];
        value_ended = is_word(last) || matches!(last, ')' | ']' | '"' | '\'' | '`') || end > at + 1;
        at = end;
    }
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
        assert_eq!(tight("x = day * 14 / 24, y / 3"), "x=day*14/24,y/3");
    }

    #[test]
    fn lines_that_may_end_a_statement_stay_lines() {
        assert_eq!(
            script("// why\n  a = 1\nb(\n  c);\n"),
            "\"use strict\";(()=>{\na=1\nb(c);})();"
        );
    }
}
