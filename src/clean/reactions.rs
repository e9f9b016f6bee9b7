//! Counts of what readers did with a page: `8 comments`, `0shares`, `Twitter32 retweets`.

/// What readers do, in English, as pages count it in other languages too.
const REACTIONS: [&str; 20] = [
    "claps",
    "comment",
    "comments",
    "favorites",
    "favourites",
    "like",
    "likes",
    "reactions",
    "replies",
    "reply",
    "repost",
    "reposts",
    "retweet",
    "retweets",
    "share",
    "shares",
    "tweet",
    "tweets",
    "view",
    "views",
];

/// Most words of such a line: the network, a number, what is counted. Chosen by judgement.
const WORDS: usize = 3;

/// Whether a line is a count of readers' reactions and nothing else. All 100 lines of that kind in
/// the labelled pages (`benches/blocks`) are boilerplate.
pub fn is_count(text: &str) -> bool {
    // Only the end of a longer line would have to be read.
    if text.len() > 60 {
        return false;
    }
    let line = text.trim_matches(|c: char| !c.is_alphanumeric());
    let what = line
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| at + line[at..].chars().next().map_or(0, char::len_utf8));
    let count = line[..what].trim_end();
    count.ends_with(|c: char| c.is_ascii_digit())
        && line.split_whitespace().count() <= WORDS
        && REACTIONS.iter().any(|known| line[what..].eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_of_reactions_is_no_figure_of_the_story() {
        for line in
            ["8 comments", "[ 167 comments ]", "0shares", "Twitter32 retweets", "1,204 views"]
        {
            assert!(is_count(line), "{line}");
        }
        for line in
            ["Shares", "The crews hold 12 shares of the line", "12 ferries", "", "Comment 8"]
        {
            assert!(!is_count(line), "{line}");
        }
    }
}
