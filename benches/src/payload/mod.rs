//! Events as real SDKs send them, made cheaply.
//!
//! An event is `head + failure + surroundings`: the head has what is unique (ids, times, user, trace) and is stored
//! uncompressed inside the gzip stream; a *failure* (exceptions with frames, source lines and variables) decides the
//! issue; *surroundings* (breadcrumbs, request, tags, modules) are of no issue. The last two are compressed
//! beforehand, each ending on a byte border, so that a body is a copy of bytes and its CRC a combination of three.
//! Any failure goes with any surroundings, so some ten thousand pieces give millions of different events.

mod gzip;
mod random;
mod shape;
mod words;

use std::fmt::Write;

pub(crate) use random::Random;
pub(crate) use shape::Shape;

use gzip::Piece;

/// Failures that are kept at most; with many issues each has fewer variants.
const MAX_FAILURES: usize = 4_000;
/// Different surroundings.
const SURROUNDINGS: usize = 600;

/// Pieces of one payload set.
pub(crate) struct Pool {
    issues: usize,
    variants: usize,
    /// `issues * variants`, variants of an issue side by side.
    failures: Vec<Piece>,
    surroundings: Vec<Piece>,
}

/// Bodies of one connection, each different from all others.
pub(crate) struct Writer<'a> {
    pool: &'a Pool,
    random: Random,
    head: String,
    item: String,
    skew: f64,
}

impl Pool {
    /// Makes the pieces. The same seed gives the same pieces.
    pub(crate) fn build(shape: Shape, issues: usize, seed: u64) -> Self {
        let variants = (MAX_FAILURES / issues).clamp(2, 20);
        let mut random = Random::new(seed);
        let failures = (0..issues)
            .flat_map(|issue| (0..variants).map(move |_| issue))
            .map(|issue| Piece::middle(shape::failure(shape, issue, &mut random)))
            .collect();
        let surroundings = (0..SURROUNDINGS).map(|_| Piece::last(shape::surroundings(shape, &mut random))).collect();
        Self { issues, variants, failures, surroundings }
    }

    /// Distinct issues.
    pub(crate) fn issues(&self) -> usize {
        self.issues
    }

    /// A source of bodies. With `skew` 1 every issue is as frequent; with 3 the first of a thousand has a tenth.
    pub(crate) fn writer(&self, seed: u64, skew: f64) -> Writer<'_> {
        Writer { pool: self, random: Random::new(seed), head: String::new(), item: String::new(), skew }
    }

    /// One event as JSON.
    pub(crate) fn sample_json(&self, timestamp: f64) -> String {
        let mut writer = self.writer(7, 1.0);
        let (failure, surroundings) = writer.draw();
        writer.write_item(0x1234_5678_9abc_def0, timestamp);
        format!("{}{}{}", writer.item, failure.text, surroundings.text)
    }
}

impl<'a> Writer<'a> {
    fn draw(&mut self) -> (&'a Piece, &'a Piece) {
        let pool = self.pool;
        let issue = (pool.issues as f64 * self.random.unit().powf(self.skew)) as usize;
        let failure = issue.min(pool.issues - 1) * pool.variants + self.random.below(pool.variants);
        (&pool.failures[failure], &pool.surroundings[self.random.below(pool.surroundings.len())])
    }

    fn write_item(&mut self, id: u128, timestamp: f64) {
        self.item.clear();
        let random = &mut self.random;
        let user = random.below(20_000);
        let _ = write!(
            self.item,
            r#"{{"event_id":"{id:032x}","timestamp":{timestamp:.6},"user":{{"id":"{user}","email":"user{user}@example.com","ip_address":"203.0.113.{ip}"}},"contexts":{{"trace":{{"trace_id":"{trace:032x}","span_id":"{span:016x}","op":"http.server","status":"internal_error"}},"#,
            ip = user % 250,
            trace = random.next_u128(),
            span = random.next_u64(),
        );
    }

    /// Puts a gzip envelope into `out` and answers the event's id.
    pub(crate) fn envelope(&mut self, timestamp: f64, out: &mut Vec<u8>) -> u128 {
        let (failure, surroundings) = self.draw();
        let id = self.random.next_u128();
        self.write_item(id, timestamp);
        self.head.clear();
        let length = self.item.len() + failure.len() + surroundings.len();
        let _ = write!(
            self.head,
            "{{\"event_id\":\"{id:032x}\"}}\n{{\"type\":\"event\",\"content_type\":\"application/json\",\"length\":{length}}}\n{}",
            self.item,
        );
        gzip::join(self.head.as_bytes(), failure, surroundings, out);
        id
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn unpack(body: &[u8]) -> String {
        let mut text = String::new();
        flate2::read::GzDecoder::new(body).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_body_is_a_gzip_envelope_with_one_json_event_of_the_stated_length() {
        for shape in [Shape::Large, Shape::Medium, Shape::Small] {
            let pool = Pool::build(shape, 5, 1);
            let mut body = Vec::new();
            let id = pool.writer(1, 1.0).envelope(1_700_000_000.5, &mut body);
            let text = unpack(&body);
            let mut lines = text.splitn(3, '\n');
            let header: serde_json::Value = serde_json::from_str(lines.next().unwrap()).unwrap();
            let item: serde_json::Value = serde_json::from_str(lines.next().unwrap()).unwrap();
            let payload = lines.next().unwrap();
            let event: serde_json::Value = serde_json::from_str(payload).unwrap();
            assert_eq!(header["event_id"], format!("{id:032x}"));
            assert_eq!(event["event_id"], header["event_id"]);
            assert_eq!(item["length"], payload.len());
            assert!(shape.bytes().contains(&payload.len()), "{shape:?} has {} bytes", payload.len());
        }
    }

    #[test]
    fn events_of_one_writer_differ_and_issues_are_told_apart_by_type_and_function() {
        let pool = Pool::build(Shape::Small, 50, 1);
        let mut writer = pool.writer(1, 1.0);
        let (mut ids, mut kinds) = (std::collections::HashSet::new(), std::collections::HashSet::new());
        for _ in 0..2_000 {
            let mut body = Vec::new();
            ids.insert(writer.envelope(1.0, &mut body));
            let text = unpack(&body);
            let event: serde_json::Value = serde_json::from_str(text.splitn(3, '\n').nth(2).unwrap()).unwrap();
            let exception = &event["exception"]["values"][0];
            let frames = exception["stacktrace"]["frames"].as_array().unwrap();
            kinds.insert((exception["type"].to_string(), frames.last().unwrap()["function"].to_string()));
        }
        assert_eq!(ids.len(), 2_000);
        assert_eq!(kinds.len(), 50);
    }
}
