//! Hands the arguments to the command line.

/// Many threads take and free in turn: the C library keeps what is free once more for each of them.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    enishi::cli::main()
}
