//! Words and phrases.

use bartizan_domain::dataset::FieldKind;
use bartizan_ports::events::rules::{FREE_TEXT_FIELDS, TextSearch};
use tantivy::query::{EnableScoring, PhrasePrefixQuery, PhraseQuery, Query};
use tantivy::schema::Field;
use tantivy::{BitSet, Term};

use super::Compiler;
use super::sets::{self, Docs, insert_all};
use tantivy::schema::IndexRecordOption;

/// Words a prefix may stand for in one segment.
const MAX_EXPANSIONS: u32 = 50_000;

impl Compiler<'_> {
    /// Documents whose text holds the words, or the phrase.
    pub(super) fn text(&self, field: Option<&str>, text: &str, phrase: bool) -> tantivy::Result<Docs> {
        let search = TextSearch::parse(text);
        let is_text = |name: &&str| self.fields.dataset.schema().field(name).is_some_and(|spec| spec.kind == FieldKind::Text);
        let names: Vec<&str> = field.map_or_else(|| FREE_TEXT_FIELDS.into_iter().filter(is_text).collect(), |name| vec![name]);
        let fields: Vec<Field> = names.into_iter().filter_map(|name| self.fields.get(name)).collect();
        if search.words.is_empty() || fields.is_empty() {
            return Ok(Docs::None);
        }
        if phrase && search.words.len() > 1 {
            let parts = fields.iter().map(|field| self.phrase(*field, &search)).collect::<tantivy::Result<Vec<_>>>()?;
            return Ok(sets::or(self.segment, parts));
        }
        let mut all = Vec::with_capacity(search.words.len());
        for (at, word) in search.words.iter().enumerate() {
            let prefix = search.prefix && at + 1 == search.words.len();
            let parts = fields.iter().map(|field| self.word(*field, word, prefix)).collect::<tantivy::Result<Vec<_>>>()?;
            let docs = sets::or(self.segment, parts);
            if docs.is_none() {
                return Ok(Docs::None);
            }
            all.push(docs);
        }
        Ok(sets::and(self.segment, all))
    }

    fn word(&self, field: Field, word: &str, prefix: bool) -> tantivy::Result<Docs> {
        if !prefix {
            return self.any_term(std::iter::once(Term::from_field_text(field, word)));
        }
        let inverted = self.segment.inverted_index(field)?;
        let mut stream = inverted.terms().range().ge(word.as_bytes()).into_stream()?;
        let mut bits = BitSet::with_max_value(self.segment.max_doc());
        let mut left = MAX_EXPANSIONS;
        while stream.advance() && stream.key().starts_with(word.as_bytes()) {
            if left == 0 {
                self.truncated.set(true);
                break;
            }
            left -= 1;
            let mut postings = inverted.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
            insert_all(&mut bits, &mut postings);
        }
        Ok(Docs::of_bits(bits))
    }

    fn phrase(&self, field: Field, search: &TextSearch) -> tantivy::Result<Docs> {
        let terms: Vec<Term> = search.words.iter().map(|word| Term::from_field_text(field, word)).collect();
        let scoring = EnableScoring::disabled_from_schema(&self.fields.schema);
        let weight = if search.prefix {
            let mut query = PhrasePrefixQuery::new(terms);
            query.set_max_expansions(MAX_EXPANSIONS);
            query.weight(scoring)?
        } else {
            PhraseQuery::new(terms).weight(scoring)?
        };
        Ok(Docs::of_scorer(weight.scorer(self.segment, 1.0)?))
    }
}
