//! Tables in Apache Parquet: their pages checked here, then read by polars within bounds.

pub mod pages;
#[cfg(feature = "tables")]
mod table;
