//! What several benches need.

/// The most memory that this process held so far, in MiB, where Linux counts it.
pub fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? / 1024)
}

/// The same in words.
#[allow(dead_code)] // not every bench prints words
pub fn peak_memory() -> String {
    peak_mib().map_or_else(|| "unknown here".to_owned(), |mib| format!("{mib} MiB"))
}
