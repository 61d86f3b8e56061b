//! Who should meet whom: likeness, complements, a graph, reasons, consortia.
