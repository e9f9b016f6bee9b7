//! The numbers by which choices are stored.
//!
//! Each number is written down once and never changes, however the variants of a type are ordered.
//! A new variant does not compile before it has a number of its own.

use crate::clean::Label;
use crate::clean::credit::Basis;
use crate::compare::Relation;
use crate::ingest::DateBasis;
use crate::lineage::Role;

/// A choice that is stored as a number.
pub trait Coded: Copy {
    /// Returns the number on disk.
    fn code(self) -> u8;
    /// Returns the choice with that number; `None` if there is none.
    fn from_code(code: u8) -> Option<Self>;
}

macro_rules! coded {
    ($type:ty { $($variant:ident = $code:literal,)+ }) => {
        impl Coded for $type {
            fn code(self) -> u8 {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            fn from_code(code: u8) -> Option<Self> {
                Some(match code {
                    $($code => Self::$variant,)+
                    _ => return None,
                })
            }
        }
    };
}

coded!(Role {
    Original = 0,
    Copy = 1,
    Independent = 2,
});

coded!(Basis {
    Dateline = 0,
    Byline = 1,
    Field = 2,
    Contributor = 3,
    Copyright = 4,
    OwnPage = 5,
    Closing = 6,
    Reported = 7,
});

coded!(DateBasis {
    Field = 0,
    JsonLd = 1,
    Meta = 2,
    Time = 3,
    Url = 4,
    Text = 5,
    None = 6,
});

coded!(Relation {
    Identical = 0,
    Republished = 1,
    Edited = 2,
    Excerpt = 3,
    Spun = 4,
    Rewritten = 5,
    SharedSource = 6,
    Background = 7,
    SameQuotes = 8,
    SameEvent = 9,
    Template = 10,
    Translated = 11,
    Summary = 12,
});

coded!(Label {
    Body = 0,
    Headline = 1,
    Byline = 2,
    Caption = 3,
    Related = 4,
    Boilerplate = 5,
});

/// Number of labels that a block's number leaves room for, by definition those of [`Label`]; another
/// label would need another format of the archive.
pub const LABELS: u64 = 6;

/// Returns the stored choice; the outer `None` if there is none with that number.
pub fn stored<C: Coded>(code: Option<u8>) -> Option<Option<C>> {
    code.map_or(Some(None), |code| C::from_code(code).map(Some))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_comes_back_as_the_choice_it_was_made_from() {
        fn numbers<C: Coded + std::fmt::Debug + PartialEq>() -> usize {
            let all: Vec<(u8, C)> =
                (0..=u8::MAX).filter_map(|n| Some((n, C::from_code(n)?))).collect();
            assert!(all.iter().all(|(n, choice)| choice.code() == *n), "{all:?}");
            all.len()
        }
        assert_eq!(numbers::<Role>(), 3);
        assert_eq!(numbers::<Basis>(), 8);
        assert_eq!(numbers::<DateBasis>(), DateBasis::ALL.len());
        assert_eq!(numbers::<Relation>(), Relation::ALL.len());
        assert_eq!(numbers::<Label>() as u64, LABELS);
    }
}
