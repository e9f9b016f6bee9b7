//! Typing slips: names one edit away from another, typed by mistake or registered on purpose.

use std::cmp::Ordering;

/// A typing slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// Two adjacent letters are swapped.
    Swapped,
    /// A letter is doubled.
    Doubled,
    /// A letter is missing.
    Dropped,
    /// A letter is added.
    Added,
    /// A letter is replaced by its neighbour on the keyboard, or by one that looks like it.
    Neighbour,
}

impl Slip {
    /// Describes the slip in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Swapped => "two letters swapped",
            Self::Doubled => "a letter doubled",
            Self::Dropped => "a letter dropped",
            Self::Added => "a letter added",
            Self::Neighbour => "a letter replaced by its neighbour",
        }
    }

    /// Returns the slip that turns `meant` into `typed`, which must be one edit apart; `None` if
    /// the change is not a typical slip.
    ///
    /// A change of the first letter, a digit or a hyphen does not count: the first letter is rarely
    /// mistyped, and numbers set stations apart.
    pub fn of(meant: &str, typed: &str) -> Option<Self> {
        let (meant, typed): (Vec<char>, Vec<char>) =
            (meant.chars().collect(), typed.chars().collect());
        let at = meant
            .iter()
            .zip(&typed)
            .position(|(x, y)| x != y)
            .unwrap_or(meant.len().min(typed.len()));
        let (was, is) = (meant.get(at).copied(), typed.get(at).copied());
        if at == 0 || [was, is].iter().flatten().any(|c| c.is_ascii_digit() || *c == '-') {
            return None;
        }
        match meant.len().cmp(&typed.len()) {
            Ordering::Greater => Some(Self::Dropped),
            Ordering::Less
                if is.is_some_and(|c| c == typed[at - 1] || typed.get(at + 1) == Some(&c)) =>
            {
                Some(Self::Doubled)
            }
            Ordering::Less => Some(Self::Added),
            Ordering::Equal
                if was == typed.get(at + 1).copied() && is == meant.get(at + 1).copied() =>
            {
                Some(Self::Swapped)
            }
            Ordering::Equal => was
                .zip(is)
                .filter(|(x, y)| beside(*x, *y) || alike(*x, *y))
                .map(|_| Self::Neighbour),
        }
    }
}

/// Whether two keys touch on a QWERTY keyboard.
fn beside(a: char, b: char) -> bool {
    const KEYS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let place = |c: char| {
        KEYS.iter().enumerate().find_map(|(row, keys)| Some((row as i32, keys.find(c)? as i32)))
    };
    place(a).zip(place(b)).is_some_and(|((r, x), (s, y))| match s - r {
        0 => (x - y).abs() == 1,
        // The lower row is shifted half a key to the right.
        1 => y == x || y == x - 1,
        -1 => x == y || x == y - 1,
        _ => false,
    })
}

/// Whether two letters look alike in small print.
fn alike(a: char, b: char) -> bool {
    const ALIKE: [(char, char); 4] = [('i', 'l'), ('i', 'j'), ('u', 'v'), ('g', 'q')];
    ALIKE.iter().any(|&(x, y)| (a, b) == (x, y) || (b, a) == (x, y))
}
