//! Writing files, all of them or none.

use super::AppError;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Files on their way into a folder. They are collected in a hidden folder beside their places and
/// moved there together by `commit`; without it nothing is left behind. Files of other names in
/// the folder are kept.
pub struct Output {
    target: PathBuf,
    staging: PathBuf,
    /// Folders that were made for this output, outermost first.
    made: Vec<PathBuf>,
    names: Vec<String>,
    committed: bool,
}

impl Output {
    /// Opens a folder for writing; it is made if it is not there.
    pub fn new(target: &Path) -> Result<Output, AppError> {
        let made = make_folders(target).map_err(|e| AppError::writing(target, &e))?;
        let staging = target.join(format!(".enishi-{}", std::process::id()));
        let output = Output {
            target: target.to_owned(),
            staging,
            made,
            names: Vec::new(),
            committed: false,
        };
        fs::create_dir_all(&output.staging).map_err(|e| AppError::writing(target, &e))?;
        Ok(output)
    }

    /// The folder written to.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Takes a file; `name` may hold folders, separated by `/`.
    pub fn put(&mut self, name: impl Into<String>, bytes: &[u8]) -> Result<(), AppError> {
        let name = name.into();
        let place = self.target.join(&name);
        let blocked =
            |reason: &str| AppError::Unwritable { path: place.clone(), reason: reason.to_owned() };
        if place.is_dir() {
            return Err(blocked("a folder stands there"));
        }
        if let Some(parent) = place.parent()
            && parent.exists()
            && !parent.is_dir()
        {
            return Err(blocked("a file stands where its folder should be"));
        }
        let path = self.staging.join(&name);
        let write = || -> io::Result<()> {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&path, bytes)
        };
        write().map_err(|e| AppError::writing(&place, &e))?;
        self.names.push(name);
        Ok(())
    }

    /// Moves every file to its place; returns the names in the order in which they were put.
    pub fn commit(mut self) -> Result<Vec<String>, AppError> {
        let folders: Vec<PathBuf> = self
            .names
            .iter()
            .filter_map(|name| self.target.join(name).parent().map(Path::to_owned))
            .collect();
        for folder in folders {
            let made = make_folders(&folder).map_err(|e| AppError::writing(&folder, &e))?;
            self.made.extend(made);
        }
        for name in &self.names {
            let place = self.target.join(name);
            fs::rename(self.staging.join(name), &place)
                .map_err(|e| AppError::writing(&place, &e))?;
        }
        self.committed = true;
        Ok(std::mem::take(&mut self.names))
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // What cannot be cleared away does no harm: the folder's name says whose it is.
        let _ = fs::remove_dir_all(&self.staging);
        if !self.committed {
            for folder in self.made.iter().rev() {
                let _ = fs::remove_dir(folder);
            }
        }
    }
}

/// Makes a folder and those above it; returns those that were not there before.
fn make_folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut missing: Vec<PathBuf> = folder
        .ancestors()
        .filter(|path| !path.as_os_str().is_empty() && !path.exists())
        .map(Path::to_owned)
        .collect();
    missing.reverse();
    fs::create_dir_all(folder)?;
    Ok(missing)
}

/// Writes one file, whole or not at all.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let name = path.file_name().and_then(|name| name.to_str()).ok_or_else(|| {
        AppError::Unwritable { path: path.to_owned(), reason: "it names no file".into() }
    })?;
    let mut output = Output::new(folder)?;
    output.put(name, bytes)?;
    output.commit().map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_appear_together_and_foreign_ones_stay() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("a/b");
        fs::create_dir_all(&target).unwrap();
        fs::write(target.join("mine.txt"), "kept").unwrap();
        let mut output = Output::new(&target).unwrap();
        output.put("one.txt", b"1").unwrap();
        output.put("deep/two.txt", b"2").unwrap();
        assert!(!target.join("one.txt").exists(), "nothing is written before the commit");
        assert_eq!(output.commit().unwrap(), ["one.txt", "deep/two.txt"]);
        assert_eq!(fs::read(target.join("deep/two.txt")).unwrap(), b"2");
        assert_eq!(fs::read(target.join("mine.txt")).unwrap(), b"kept");
        let names: Vec<_> = fs::read_dir(&target).unwrap().flatten().collect();
        assert_eq!(names.len(), 3, "the staging folder is gone");
    }

    #[test]
    fn an_output_that_is_given_up_leaves_no_trace() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("new/folder");
        let mut output = Output::new(&target).unwrap();
        output.put("one.txt", b"1").unwrap();
        drop(output);
        assert!(!dir.path().join("new").exists());
    }

    #[test]
    fn a_folder_in_the_way_is_found_before_anything_is_moved() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("two.txt")).unwrap();
        let mut output = Output::new(dir.path()).unwrap();
        output.put("one.txt", b"1").unwrap();
        assert!(output.put("two.txt", b"2").is_err());
        drop(output);
        assert!(!dir.path().join("one.txt").exists());
    }
}
