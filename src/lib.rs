//! Urtext finds the earliest original among copies of news stories, tells who republishes, edits, excerpts, spins or
//! rewrites whom, and shows what was altered on the way.
//!
//! [`pipeline::run`] goes through all stages in the order in which the data meets them. A stage is a folder: its types and its `run`
//! in `mod.rs`, one method a file. Every verdict carries its evidence and may be *unknown*.
//!
//! ```
//! use urtext::{ingest::Article, ingest::Batch, pipeline, sources::Registry};
//!
//! let text = "Ferry crews in Halvik stopped work on Monday, and the harbour stood still until the evening came.";
//! let article = |id: &str| Article { id: id.to_owned(), text: text.to_owned(), ..Article::default() };
//! let mut batch = Batch { articles: vec![article("a"), article("b")], ..Batch::default() };
//! let found = pipeline::run(&mut batch, &Registry::shipped()?, &pipeline::Settings::default(), &pipeline::Unwatched);
//! assert_eq!(found.comparisons[0].relation.name(), "identical");
//! # Ok::<(), urtext::sources::SourcesError>(())
//! ```
//!
//! # Threat model
//!
//! Whoever runs the program trusts the command line, the source list and the folder that reports go to. Every input is written by
//! strangers, some of whom want the reader to hang, to fill its memory, or to act on the reader's terminal, spreadsheet or disk.
//! Nothing is fetched and nothing is run. Each line names the test that holds it.
//!
//! | a stranger sends | what becomes of it | held by |
//! |---|---|---|
//! | tags or lists nested without end, formatting never closed, tables in tables | deeper tags are passed over, the text is read, within two seconds | `tests/formats.rs hostile_input_takes_no_longer_than_two_seconds`, `ingest::html::dom deep_nesting_is_flattened_in_no_time` |
//! | a page of millions of nodes, a tag of a hundred thousand attributes, 100 MB | the page is a reject | the same, `ingest::html::dom bombs_are_refused` |
//! | a cookie wall, a page without text | a wall of consent has no body and is compared with nothing; a page without text is a reject | `tests/formats.rs walls_of_consent_are_no_copies_of_one_another`, `hostile_input_takes_no_longer_than_two_seconds` |
//! | a wrong or missing character set | told by the bytes, as browsers do | `ingest::charset a_wrong_label_is_found_out`, `tests/formats.rs other_character_sets_are_read` |
//! | bombs in gzip and zstd | unpacking stops at 100 times the packed size, or at the limit of a document | `hostile_input_takes_no_longer_than_two_seconds` |
//! | bombs in the bodies of WARC records | the record is a reject | `ingest::warc::http bodies_are_unpacked_up_to_the_limit` |
//! | a WARC file cut short, or lying about a length | the record is a reject, the next one is found | `ingest::warc a_lying_length_and_a_cut_cost_no_other_record`, `a_length_beyond_the_file_costs_no_record_behind_it` |
//! | a zip file whose names climb out of it | nothing is unpacked to disk | `ingest::warc a_zip_of_warcs_is_read_without_touching_the_disk` |
//! | entities that multiply, feeds nested without end | entities of the document expand to nothing | `ingest::feed entities_of_the_document_expand_to_nothing` |
//! | Parquet whose footer or page headers promise more than the file holds, damaged Parquet | refused before polars reads it, or a reject | `ingest::parquet::table a_file_that_promises_petabytes_is_refused`, `page_headers_are_checked_before_polars_reads_them`, `ingest::parquet::pages a_page_that_promises_more_than_it_can_hold_is_refused`, `tests/formats.rs parquet_is_read_and_hostile_parquet_refused` |
//! | Parquet in which millions of rows share one long text | reading stops at 100 times the packed size, or at the limit | `ingest::parquet::table a_long_text_that_many_rows_share_is_a_bomb` |
//! | ragged rows, stray quotation marks, zero bytes, rows without end | the row is a reject, never shifted | `ingest::csv rows_in_are_rows_out_and_rejects`, `a_long_row_is_skipped_and_the_rest_is_read` |
//! | a line of 50 MB among JSON lines | the line is a reject, the next one is read | `hostile_input_takes_no_longer_than_two_seconds` |
//! | millions of records that are none | after 100,000 of them, and more than can be read, the rest of the file is let be, and told | `tests/formats.rs a_file_of_nothing_but_rejects_is_given_up` |
//! | records that vanish | every record is an article, a reject or a repeat | `tests/formats.rs every_record_is_an_article_a_reject_or_a_repeat` |
//! | escapes, control, bidirectional and tag characters in any field or file name | shown as `�`, spelled out in tables, JSON escapes in JSON | `tests/leaving.rs` (50 payloads in 13 fields, through every command), `inert every_character_that_steers_is_spelled_out_and_comes_back` |
//! | formulas in titles, quotations, ids, also behind characters without width | one apostrophe before them; such an id is a reject | `tests/leaving.rs`, `report::schema formulas_are_made_harmless_and_the_way_back_is_one_apostrophe` |
//! | an article whose fingerprints, ids or captions collide with those of others | look-ups lead to articles that are then compared; ids are compared in full | `archive::writer what_was_added_is_found_by_everything_it_is_looked_up_by` |
//! | tags in texts that a page shows | written as text | `diff::page foreign_text_cannot_become_markup` |
//! | a source list, ratings or a page's place that is a pipe, a device or a link | waited for ten seconds, refused, or followed to its file | `tests/places.rs` |
//! | a source list of a name of megabytes, of 200,000 domains in one line | checked in time | `tests/places.rs lists_of_long_names_and_long_lines_are_checked_in_time` |
//! | two articles of thousands of figures without the end of a sentence | a table, of which nothing is said | `tests/limits.rs figures_without_the_end_of_a_sentence_are_compared_in_time` |
//!
//! What fuzzing found is kept in `tests/fuzz/regressions`, and `tests/regressions.rs` reads it.
//!
//! An archive is guarded against accidents, not against whoever can write to its folder: damage is an error
//! (`tests/archive.rs a_flipped_byte_or_a_cut_is_found_and_never_believed`), an archive that lies under checksums that fit neither
//! stops nor panics (`archive::lies`, the fuzz target `archive`), and nothing that was kept is lost, neither to a kill
//! (`tests/archive_kill.rs`) nor to a power cut, a full disk or one that cannot sync (`archive::crash`, and the program itself in
//! `tests/archive_power.rs`).
//!
//! Not defended: a very large number of inputs that are each within the limits; errors of polars inside a Parquet page whose header
//! is plausible (a panic there is caught; the memory that it may ask for is bounded by what the headers say, and they by the file).

pub mod files;
pub mod inert;
pub mod languages;
pub mod logistic;
pub mod sources;
pub mod text;

pub mod candidates;
pub mod captions;
pub mod clean;
pub mod compare;
pub mod dating;
pub mod fingerprint;
pub mod ingest;
pub mod lineage;
pub mod reliability;
#[cfg(feature = "tables")]
pub mod report;
pub mod spin;

pub mod pipeline;

#[cfg(feature = "tables")]
pub mod archive;
#[cfg(feature = "tables")]
pub mod desk;
