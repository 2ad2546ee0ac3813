//! Checking a day's index and packs against one another.

use rustc_hash::FxHashSet;

use super::Day;
use crate::columns;
use crate::error::{EventsError, OfIndex, Result};
use crate::pack::{self, Address};

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Problems, each a sentence.
    pub(crate) problems: Vec<String>,
    /// Whether rebuilding the index would help.
    pub(crate) rebuild: bool,
}

impl Day {
    /// Reads everything.
    pub(crate) fn verify(&self) -> Verdict {
        let mut verdict = Verdict::default();
        if let Some(problem) = self.problem() {
            let newer = matches!(self.check_schema(), Err(EventsError::Newer { .. }));
            return Verdict { problems: vec![problem], rebuild: !newer && self.can_be_rebuilt() };
        }
        match self.index().and_then(|index| index.damaged_files()) {
            Ok(files) if files.is_empty() => {}
            Ok(files) => {
                verdict.rebuild = true;
                let folder = self.index_folder();
                let name = |file: &std::path::PathBuf| format!("{}: the checksum does not fit", folder.join(file).display());
                verdict.problems.extend(files.iter().map(name));
            }
            Err(error) => {
                verdict.rebuild = !matches!(error, EventsError::Newer { .. });
                verdict.problems.push(format!("{error}: {}", root(&error)));
                return verdict;
            }
        }
        if !verdict.rebuild
            && let Err(error) = self.compare(&mut verdict)
        {
            verdict.rebuild = true;
            verdict.problems.push(format!("{error}: {}", root(&error)));
        }
        verdict
    }

    /// Compares the addresses in the index with the records in the packs.
    fn compare(&self, verdict: &mut Verdict) -> Result<()> {
        // Of one commit: none may come in between.
        let (index, note, searcher) = {
            let _writer = self.write.lock();
            let index = self.index()?;
            let (note, searcher) = (index.note()?, index.searcher());
            (index, note, searcher)
        };
        let mut indexed = FxHashSet::default();
        for segment in searcher.segment_readers() {
            let addresses = columns::first_u64(segment, "address").of_index(&index.folder)?;
            let alive = |document: &u32| segment.alive_bitset().is_none_or(|alive| alive.is_alive(*document));
            indexed.extend((0..segment.max_doc()).filter(alive).map(|document| addresses.get_val(document)));
        }
        let replaced: FxHashSet<u64> = note.replaced.iter().copied().collect();
        let folder = self.pack_folder();
        let mut lost = 0_u64;
        for (number, length) in &note.packs {
            let scanned = pack::scan(&folder, *number, *length, |found| {
                let address = Address { pack: *number, position: found.position }.to_u64();
                match found.raw {
                    Ok(Some(_)) if !indexed.remove(&address) && !replaced.contains(&address) => lost += 1,
                    Ok(Some(_)) => {}
                    Ok(None) => {
                        if indexed.remove(&address) {
                            verdict
                                .problems
                                .push(format!("{}: an erased event is still indexed; `doctor --repair` removes it", self.folder.display()));
                            verdict.rebuild = true;
                        }
                    }
                    Err(error) => {
                        indexed.remove(&address);
                        verdict.problems.push(format!("{error}; the event can be found, its payload is lost"));
                    }
                }
                Ok(())
            });
            match scanned {
                Ok(end) if end < *length => {
                    let path = pack::current_path(&folder, *number);
                    verdict.problems.push(format!("{}: ends at {end} where the index knows {length} bytes", path.display()));
                }
                Ok(_) => {}
                Err(error) => verdict.problems.push(format!("{error}: {}", root(&error))),
            }
        }
        if lost > 0 {
            verdict.rebuild = true;
            verdict.problems.push(format!(
                "{}: {lost} events have a payload and are not indexed; `doctor --repair` indexes them",
                self.folder.display()
            ));
        }
        if !indexed.is_empty() {
            verdict.problems.push(format!("{}: {} indexed events have no payload", self.folder.display(), indexed.len()));
        }
        Ok(())
    }
}

/// The innermost cause.
fn root(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
