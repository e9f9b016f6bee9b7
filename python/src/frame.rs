//! Tables that come out: Arrow record batches which any library takes that knows the PyCapsule
//! interface.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, LargeStringArray, RecordBatch,
    RecordBatchIterator, RecordBatchReader,
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList};
use urtext::report::schema::Data;

use crate::problem::{Class, Problem};

/// A table in Arrow's memory layout.
#[pyclass(frozen, module = "urtext_news._urtext")]
pub struct Frame(RecordBatch);

impl Frame {
    /// Makes a table of columns.
    pub fn of(columns: Vec<(&str, ArrayRef)>) -> Result<Self, Problem> {
        let fields: Vec<Field> = columns
            .iter()
            .map(|(name, column)| Field::new(*name, column.data_type().clone(), true))
            .collect();
        let arrays = columns.into_iter().map(|(_, column)| column).collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map(Self).map_err(broken)
    }

    /// Makes a table of the columns of a report.
    pub fn of_report(columns: Vec<(&'static str, Data)>) -> Result<Self, Problem> {
        let array = |data| -> ArrayRef {
            match data {
                // Offsets of 64 bits: the texts of a large run exceed two gigabytes.
                Data::Text(cells) => Arc::new(LargeStringArray::from(cells)),
                Data::Int(cells) => Arc::new(Int64Array::from(cells)),
                Data::Float(cells) => Arc::new(Float64Array::from(cells)),
            }
        };
        Self::of(columns.into_iter().map(|(name, data)| (name, array(data))).collect())
    }
}

fn broken(error: ArrowError) -> Problem {
    Problem::new(
        Class::Internal,
        format!("a table cannot be built: {error}"),
        "report this as a mistake in the program",
    )
}

#[pymethods]
impl Frame {
    /// Exports the table as an Arrow stream.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A consumer may ask for other types; the interface lets the producer give its own.
        let _ = requested_schema;
        let batches = RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema());
        let reader: Box<dyn RecordBatchReader + Send> = Box::new(batches);
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), c"arrow_array_stream")
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.0.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The names of the types, by column.
    #[getter]
    fn types(&self) -> Vec<String> {
        self.0.schema().fields().iter().map(|field| field.data_type().to_string()).collect()
    }

    /// The first `most` cells of a column as Python values.
    fn cells<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        most: usize,
    ) -> PyResult<Option<Bound<'py, PyList>>> {
        let Some(column) = self.0.column_by_name(name) else { return Ok(None) };
        let rows = (0..column.len().min(most)).map(|row| cell(py, column, row));
        let cells = rows.collect::<PyResult<Vec<_>>>()?;
        PyList::new(py, cells).map(Some)
    }
}

/// Returns a cell as a Python value; `None` for a null.
fn cell<'py>(py: Python<'py>, column: &ArrayRef, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if column.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    match column.data_type() {
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).into_bound_py_any(py),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into_bound_py_any(py),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).into_bound_py_any(py),
        DataType::Boolean => {
            let column: &BooleanArray = column.as_boolean();
            column.value(row).into_bound_py_any(py)
        }
        DataType::List(_) => {
            let items = column.as_list::<i32>().value(row);
            let items = (0..items.len()).map(|at| cell(py, &items, at));
            PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)?.into_bound_py_any(py)
        }
        other => other.to_string().into_bound_py_any(py),
    }
}
