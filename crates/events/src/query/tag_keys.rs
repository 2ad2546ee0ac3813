//! Keys of tags: which tags the matching events have, and how many of them each.

use bartizan_domain::query::Filter;
use rustc_hash::FxHashMap;
use tantivy::DocId;

use super::Task;
use super::ungrouped::count_having;
use crate::compile::for_each;

/// Events by key of a tag.
pub(super) type TagKeys = FxHashMap<String, u64>;

/// Adds the keys of a segment's matching documents.
pub(super) fn collect(keys: &mut TagKeys, task: &Task<'_>, filter: &Filter) -> tantivy::Result<()> {
    let matching = task.scope.compile(&task.index.fields, task.segment, filter)?;
    let mut documents: Vec<DocId> = Vec::new();
    for_each(task.segment, matching.docs, |document| documents.push(document));
    if documents.is_empty() {
        return Ok(());
    }
    for tag in task.index.tags(task.segment)?.iter() {
        let Some(column) = task.index.words(task.segment, &tag.column)? else { continue };
        let count = count_having(column.ords(), &documents);
        if count > 0 {
            *keys.entry(tag.key.clone()).or_default() += count;
        }
    }
    Ok(())
}
