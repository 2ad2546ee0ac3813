//! Counting distinct pairs of a number and a text with another name: how many issues the hashes of some events are.

use std::sync::Arc;

use bartizan_domain::query::{FieldRef, Names};
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::DocId;

use super::Task;
use super::distinct::Distinct;
use super::keys::{Codes, KeyValue};
use super::segment::MAX_PAIRS;
use crate::hash;

/// What was met in one segment.
pub(super) struct Pairs {
    numbers: Codes,
    texts: Codes,
    names: Arc<Names>,
    /// Group, code of the number, code of the text.
    met: FxHashSet<(u32, u32, u32)>,
    scratch: (Vec<u32>, Vec<u32>),
    /// More were met than are remembered.
    pub(super) truncated: bool,
}

impl Pairs {
    /// Opens the columns.
    pub(super) fn open(task: &Task<'_>, field: &FieldRef, beside: &FieldRef, names: &Arc<Names>) -> tantivy::Result<Self> {
        let segment = task.segment;
        Ok(Self {
            numbers: Codes::of_field(task.index, segment, beside)?,
            texts: Codes::of_field(task.index, segment, field)?,
            names: Arc::clone(names),
            met: FxHashSet::default(),
            scratch: Default::default(),
            truncated: false,
        })
    }

    /// Notes the pairs of a document.
    pub(super) fn add(&mut self, group: u32, document: DocId) {
        let (numbers, texts) = &mut self.scratch;
        numbers.clear();
        texts.clear();
        self.numbers.push(document, numbers);
        self.texts.push(document, texts);
        for number in numbers.iter() {
            for text in texts.iter() {
                let triple = (group, *number, *text);
                if self.met.len() < MAX_PAIRS {
                    self.met.insert(triple);
                } else if !self.met.contains(&triple) {
                    self.truncated = true;
                }
            }
        }
    }

    /// A set for each of so many groups.
    pub(super) fn finish(self, count: usize) -> tantivy::Result<Vec<Distinct>> {
        let numbers = resolved(&self.numbers, self.met.iter().map(|(_, number, _)| *number))?;
        let texts = resolved(&self.texts, self.met.iter().map(|(_, _, text)| *text))?;
        let mut hashes: FxHashMap<(u32, u32), u64> = FxHashMap::default();
        let mut sets = vec![Distinct::default(); count];
        for (group, number, text) in &self.met {
            let hash = *hashes.entry((*number, *text)).or_insert_with(|| match (numbers.get(number), texts.get(text)) {
                (Some(KeyValue::I64(number)), Some(KeyValue::Str(text))) => self.hash(*number, text),
                _ => 0,
            });
            if let Some(set) = usize::try_from(*group).ok().and_then(|group| sets.get_mut(group)) {
                set.insert(hash);
            }
        }
        Ok(sets)
    }

    fn hash(&self, number: i64, text: &Arc<str>) -> u64 {
        let name = self.names.get(&(number, text.as_ref().to_owned())).map_or_else(|| text.as_ref(), String::as_str);
        hash::mix(KeyValue::I64(number).hash() ^ hash::bytes(name.as_bytes()))
    }
}

fn resolved(codes: &Codes, met: impl Iterator<Item = u32>) -> tantivy::Result<FxHashMap<u32, KeyValue>> {
    let mut unique: Vec<u32> = met.collect();
    unique.sort_unstable();
    unique.dedup();
    let values = codes.resolve(&unique)?;
    Ok(unique.into_iter().zip(values).collect())
}
