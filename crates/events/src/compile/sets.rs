//! Sets of documents of a segment.

use tantivy::query::{AllScorer, BitSetDocSet, ConstScorer, Exclude, Scorer, intersect_scorers};
use tantivy::{BitSet, COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, SegmentReader, TERMINATED};

/// Documents of a segment.
pub(crate) enum Docs {
    /// Every one.
    All,
    /// Not one.
    None,
    /// These.
    Some(Box<dyn Scorer>),
    /// All but these.
    Except(Box<dyn Scorer>),
}

impl Docs {
    /// Whether it is empty for sure.
    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// From any set.
    pub(super) fn of(docs: impl DocSet + 'static) -> Self {
        if docs.doc() == TERMINATED { Self::None } else { Self::Some(Box::new(ConstScorer::new(docs, 1.0))) }
    }

    /// From a scorer.
    pub(super) fn of_scorer(scorer: Box<dyn Scorer>) -> Self {
        if scorer.doc() == TERMINATED { Self::None } else { Self::Some(scorer) }
    }

    /// From bits.
    pub(super) fn of_bits(bits: BitSet) -> Self {
        match bits.len() {
            0 => Self::None,
            _ => Self::of(BitSetDocSet::from(bits)),
        }
    }

    /// As something to walk over; `None` for nothing.
    fn into_scorer(self, segment: &SegmentReader) -> Option<Box<dyn Scorer>> {
        match self {
            Self::None => None,
            Self::All => Some(Box::new(AllScorer::new(segment.max_doc()))),
            Self::Some(scorer) => Some(scorer),
            Self::Except(scorer) => Some(Box::new(Exclude::new(AllScorer::new(segment.max_doc()), Excluded(scorer)))),
        }
    }

    /// As bits, deleted documents included.
    pub(crate) fn into_bits(self, segment: &SegmentReader) -> BitSet {
        let mut bits = BitSet::with_max_value(segment.max_doc());
        if let Some(mut scorer) = self.into_scorer(segment) {
            insert_all(&mut bits, scorer.as_mut());
        }
        bits
    }

    /// How many, deleted ones left out.
    pub(crate) fn count(self, segment: &SegmentReader) -> u32 {
        match (self, segment.alive_bitset()) {
            (Self::None, _) => 0,
            (Self::All, _) => segment.num_docs(),
            (docs, None) => docs.into_scorer(segment).map_or(0, |mut scorer| scorer.count_including_deleted()),
            (docs, Some(alive)) => docs.into_scorer(segment).map_or(0, |mut scorer| scorer.count(alive)),
        }
    }
}

/// Documents to leave out. Asked whether it holds a document, a set is asked for documents before the one it stands
/// at; phrases and intersections do not bear that in `seek_danger`, so the plain `seek` is used.
struct Excluded(Box<dyn Scorer>);

impl DocSet for Excluded {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }
}

/// Adds every document of a set.
pub(super) fn insert_all(bits: &mut BitSet, docs: &mut dyn DocSet) {
    let mut block = [0; COLLECT_BLOCK_BUFFER_LEN];
    loop {
        let count = docs.fill_buffer(&mut block);
        block.iter().take(count).for_each(|document| {
            bits.insert(*document);
        });
        if count < block.len() {
            return;
        }
    }
}

/// Visits every document that is not deleted, in order.
pub(crate) fn for_each(segment: &SegmentReader, docs: Docs, mut visit: impl FnMut(DocId)) {
    let alive = segment.alive_bitset();
    if let (Docs::All, None) = (&docs, alive) {
        (0..segment.max_doc()).for_each(visit);
        return;
    }
    let Some(mut scorer) = docs.into_scorer(segment) else { return };
    let mut block = [0; COLLECT_BLOCK_BUFFER_LEN];
    loop {
        let count = scorer.fill_buffer(&mut block);
        for document in block.iter().take(count).copied() {
            if alive.is_none_or(|alive| alive.is_alive(document)) {
                visit(document);
            }
        }
        if count < block.len() {
            return;
        }
    }
}

/// Documents in all of the sets.
pub(super) fn and(segment: &SegmentReader, parts: Vec<Docs>) -> Docs {
    let (mut some, mut except) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Docs::None => return Docs::None,
            Docs::All => {}
            Docs::Some(scorer) => some.push(scorer),
            Docs::Except(scorer) => except.push(Excluded(scorer)),
        }
    }
    if some.is_empty() && except.len() == 1 {
        return except.pop().map_or(Docs::All, |excluded| Docs::Except(excluded.0));
    }
    let base: Box<dyn Scorer> = match some.len() {
        0 if except.is_empty() => return Docs::All,
        0 => Box::new(AllScorer::new(segment.max_doc())),
        _ => intersect_scorers(some, segment.max_doc()),
    };
    if except.is_empty() { Docs::of_scorer(base) } else { Docs::of_scorer(Box::new(Exclude::new(base, except))) }
}

/// Documents in any of the sets.
pub(super) fn or(segment: &SegmentReader, parts: Vec<Docs>) -> Docs {
    if parts.iter().any(|part| matches!(part, Docs::All)) {
        return Docs::All;
    }
    let mut parts: Vec<Docs> = parts.into_iter().filter(|part| !part.is_none()).collect();
    if parts.len() < 2 {
        return parts.pop().unwrap_or(Docs::None);
    }
    let mut bits = BitSet::with_max_value(segment.max_doc());
    for scorer in parts.into_iter().filter_map(|part| part.into_scorer(segment)) {
        let mut scorer = scorer;
        insert_all(&mut bits, scorer.as_mut());
    }
    Docs::of_bits(bits)
}

/// Documents that are not in the set.
pub(super) fn not(_segment: &SegmentReader, docs: Docs) -> Docs {
    match docs {
        Docs::All => Docs::None,
        Docs::None => Docs::All,
        Docs::Some(scorer) => Docs::Except(scorer),
        Docs::Except(scorer) => Docs::of_scorer(scorer),
    }
}
