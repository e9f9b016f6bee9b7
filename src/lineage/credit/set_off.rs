//! Recognises copied text that the copy sets in quotation marks, and so presents as another's.

/// Marks that open a quotation.
const OPENING: [char; 11] = ['“', '"', '„', '«', '»', '‟', '「', '‘', '\'', '‹', '『'];
/// Characters of a paragraph that are looked for in the original. Chosen by judgement: fewer occur
/// by chance.
const LOOKED_FOR: usize = 40;

/// Whether a paragraph of the copy opens with a quotation mark that the same words do not have in
/// the original. O(paragraphs in marks · bytes of the original).
pub(super) fn is_set_in_marks(copy: &str, original: &str) -> bool {
    copy.lines().filter_map(|line| line.trim_start().strip_prefix(OPENING)).any(|quoted| {
        let end = quoted.char_indices().nth(LOOKED_FOR).map(|(at, _)| at);
        let Some(start) = end.map(|end| &quoted[..end]) else { return false };
        original.find(start).is_some_and(|at| !original[..at].trim_end().ends_with(OPENING))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The city plans to grant ninety permits to ferries this year, the council said. “We will wait for all of them to be signed by the mayor,” it added.";

    #[test]
    fn marks_of_the_copy_show_that_the_words_are_not_its_own() {
        assert!(is_set_in_marks(&format!("This will be all for today:\n“{STORY}”"), STORY));
        assert!(is_set_in_marks(&format!("This will be all for today:\n  \"{STORY}"), STORY));
        assert!(!is_set_in_marks(STORY, STORY));
    }

    #[test]
    fn quotations_of_the_original_show_nothing() {
        let copy = STORY.replace(". “", ".\n“");
        assert!(!is_set_in_marks(&copy, STORY) && !is_set_in_marks(&copy, &copy));
        assert!(!is_set_in_marks("“The city plans”", STORY), "too short");
    }
}
