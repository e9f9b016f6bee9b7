//! The native part of the Python package `urtext_news`: every function is Urtext's own, this crate
//! only carries articles in and tables out.

mod cells;
mod frame;
mod problem;
mod read;
mod run;
mod single;
mod work;

use pyo3::prelude::*;

/// Silences the panic messages of polars on damaged files, which are caught and become rejects.
fn quiet_expected_panics() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !urtext::ingest::parquet::is_reading() {
            print(panic);
        }
    }));
}

/// The native part of `urtext_news`.
#[pymodule]
mod _urtext {
    use super::*;

    #[pymodule_export]
    use super::frame::Frame;
    #[pymodule_export]
    use super::run::{Run, report};
    #[pymodule_export]
    use super::single::{Desk, audit, clean, diff, extract, schema, score};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        quiet_expected_panics();
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
