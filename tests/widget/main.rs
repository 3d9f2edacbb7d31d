//! Tests of the element's wasm.
