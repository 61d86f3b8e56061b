//! Formats in and out: bytes and texts, never paths.
