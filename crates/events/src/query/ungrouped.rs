//! Measures over all matching documents of a segment together: column after column, in blocks of documents.
//!
//! Who asks how many events have a tag asks it of thirty tags at once; only the matching documents are looked up in
//! each column, so a small issue costs little in a large segment.

use bartizan_domain::dataset::FieldKind;
use bartizan_domain::query::{FieldRef, Filter};
use bartizan_ports::events::rules;
use tantivy::DocId;
use tantivy::columnar::{Cardinality, Column, StrColumn};

use super::Task;
use super::distinct::Distinct;
use super::group::{Groups, Plan};
use super::keys::{Codes, KeyValue};
use super::segment::MeasureColumn;
use super::state::{Measure, State};

/// Documents whose rows are looked up at once.
const BLOCK_DOCUMENTS: usize = 1_024;

/// What a column of words holds for some documents.
struct Held {
    field: FieldRef,
    /// Documents with a value.
    documents: u64,
    values: Distinct,
}

/// Adds the states of all measures over the documents to the one group there is.
pub(super) fn collect(groups: &mut Groups, plan: &Plan<'_>, task: &Task<'_>, documents: &[DocId]) -> tantivy::Result<()> {
    let mut held: Vec<Held> = Vec::new();
    let mut states = Vec::with_capacity(plan.measures.len());
    for measure in &plan.measures {
        states.push(match measure {
            Measure::Count => State::Count(documents.len() as u64),
            Measure::CountIf(Filter::Exists(field)) | Measure::Distinct(field) if is_word(task, field) => {
                match (hold(&mut held, task, field, documents)?, measure) {
                    (Some(held), Measure::Distinct(_)) => State::Distinct(held.values.clone()),
                    (Some(held), _) => State::Count(held.documents),
                    // The segment has no such column.
                    (None, measure) => State::empty(measure),
                }
            }
            measure => one_by_one(groups, task, measure, documents)?,
        });
    }
    groups.add(Vec::new(), states);
    Ok(())
}

/// Fields that are there exactly where their column of words has a value.
fn is_word(task: &Task<'_>, field: &FieldRef) -> bool {
    let fields = &task.index.fields;
    match field {
        FieldRef::Tag(_) => true,
        FieldRef::Field(name) => {
            let kind = fields.dataset.schema().field(name).map(|spec| spec.kind);
            !rules::is_common(name) && fields.is_column(name) && kind == Some(FieldKind::Keyword)
        }
    }
}

fn hold<'h>(held: &'h mut Vec<Held>, task: &Task<'_>, field: &FieldRef, documents: &[DocId]) -> tantivy::Result<Option<&'h Held>> {
    if let Some(at) = held.iter().position(|have| have.field == *field) {
        return Ok(held.get(at));
    }
    let codes = Codes::of_field(task.index, task.segment, field)?;
    let Codes::Ordinals { column, texts } = &codes else { return Ok(None) };
    let (count, ordinals) = read(column, texts, documents);
    let mut values = Distinct::default();
    codes.resolve(&ordinals)?.iter().map(KeyValue::hash).for_each(|hash| values.insert(hash));
    held.push(Held { field: field.clone(), documents: count, values });
    Ok(held.last())
}

/// How many of the documents have a value, and the codes (ordinals plus one) of the values they have, sorted.
fn read(column: &Column<u64>, texts: &StrColumn, documents: &[DocId]) -> (u64, Vec<u32>) {
    let mut seen = vec![false; texts.num_terms()];
    let (mut having, mut rows, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let mut count = 0;
    for block in documents.chunks(BLOCK_DOCUMENTS) {
        having.clear();
        rows.clear();
        column.row_ids_for_docs(block, &mut having, &mut rows);
        values.resize(rows.len(), 0);
        column.values.get_vals(&rows, &mut values);
        for ordinal in &values {
            usize::try_from(*ordinal).ok().and_then(|at| seen.get_mut(at)).into_iter().for_each(|slot| *slot = true);
        }
        having.dedup();
        count += having.len() as u64;
    }
    let codes = seen.iter().zip(1_u32..).filter(|(seen, _)| **seen).map(|(_, code)| code).collect();
    (count, codes)
}

/// How many of the documents have a value.
pub(super) fn count_having(column: &Column<u64>, documents: &[DocId]) -> u64 {
    if column.get_cardinality() == Cardinality::Full {
        return documents.len() as u64;
    }
    let (mut having, mut rows) = (Vec::new(), Vec::new());
    let mut count = 0;
    for block in documents.chunks(BLOCK_DOCUMENTS) {
        having.clear();
        rows.clear();
        column.row_ids_for_docs(block, &mut having, &mut rows);
        having.dedup();
        count += having.len() as u64;
    }
    count
}

fn one_by_one(groups: &mut Groups, task: &Task<'_>, measure: &Measure, documents: &[DocId]) -> tantivy::Result<State> {
    let mut column = MeasureColumn::open(task, measure, groups)?;
    documents.iter().for_each(|document| column.add(0, *document));
    groups.truncated |= column.is_truncated();
    Ok(column.finish(1)?.pop().unwrap_or_else(|| State::empty(measure)))
}
