//! Torn tails, flipped bytes, lost files.

use std::fs;
use std::path::Path;

use bartizan_ports::queue::{Offset, Queue};
use bartizan_queue::JournalOptions;
use bytes::Bytes;

use crate::{fill, offsets, open, options, read_all, segments};

const SEGMENT_HEADER: usize = 48;
const RECORD_HEADER: usize = 32;

/// A journal of one segment with records of these payload lengths, closed again.
async fn one_segment(dir: &Path, lens: &[usize]) -> Vec<u8> {
    let (journal, _) = open(JournalOptions { segment_bytes: 1 << 20, ..options(dir) });
    for len in lens {
        journal.append(Bytes::from(vec![b'p'; *len])).await.expect("append");
    }
    drop(journal);
    fs::read(&segments(dir)[0]).expect("read segment")
}

#[tokio::test]
async fn a_torn_tail_is_cut_wherever_it_was_torn() {
    let dir = tempfile::tempdir().expect("tempdir");
    let whole = one_segment(dir.path(), &[40, 0, 25]).await;
    let path = segments(dir.path()).remove(0);
    let last = whole.len() - RECORD_HEADER - 25;
    for len in last..whole.len() {
        fs::write(&path, &whole[..len]).expect("tear");
        let (journal, report) = open(options(dir.path()));
        assert_eq!((report.cut_bytes as usize, report.next, report.set_aside.len()), (len - last, Offset(3), 0), "torn at {len}");
        assert_eq!(journal.append(Bytes::from_static(b"new")).await.expect("append"), Offset(3));
        let (records, skipped) = read_all(&journal, 0).await;
        assert_eq!((offsets(&records), skipped.len()), (vec![1, 2, 3], 0), "torn at {len}");
        assert_eq!(records[2].payload, "new");
    }
}

#[tokio::test]
async fn a_flipped_byte_in_the_middle_costs_its_own_record() {
    let dir = tempfile::tempdir().expect("tempdir");
    let whole = one_segment(dir.path(), &[10, 20, 30]).await;
    let path = segments(dir.path()).remove(0);
    let second = SEGMENT_HEADER + RECORD_HEADER + 10;
    for at in second..second + RECORD_HEADER + 20 {
        let _ = fs::remove_dir_all(dir.path().join("damaged"));
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(&path, &bytes).expect("damage");
        let (journal, report) = open(options(dir.path()));
        assert_eq!((report.cut_bytes, report.next, report.set_aside.len()), (0, Offset(4), 1), "byte {at}");
        for after in 0..2 {
            let (records, skipped) = read_all(&journal, after).await;
            assert_eq!((offsets(&records).last(), skipped), (Some(&3), vec![2]), "byte {at}");
        }
        assert!(read_all(&journal, 2).await.1.is_empty(), "a reader that has passed it hears nothing of it");
        assert_eq!(journal.stats().damaged, 1);
        let aside = fs::read_dir(dir.path().join("damaged")).expect("damaged").count();
        assert_eq!(aside, 2, "one copy, one reason");
    }
}

#[tokio::test]
async fn a_damaged_segment_header_costs_nothing() {
    let dir = tempfile::tempdir().expect("tempdir");
    let whole = one_segment(dir.path(), &[10, 20]).await;
    let path = segments(dir.path()).remove(0);
    for at in 0..SEGMENT_HEADER {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        fs::write(&path, &bytes).expect("damage");
        let (journal, _) = open(options(dir.path()));
        let (records, skipped) = read_all(&journal, 0).await;
        assert_eq!((offsets(&records), skipped.len()), (vec![1, 2], 0), "byte {at}");
        assert_eq!(journal.append(Bytes::new()).await.expect("append"), Offset(3));
    }
}

#[tokio::test]
async fn a_newest_segment_that_cannot_be_read_never_gives_its_offsets_again() {
    let dir = tempfile::tempdir().expect("tempdir");
    one_segment(dir.path(), &[10, 20, 0, 0]).await;
    let path = segments(dir.path()).remove(0);
    let len = fs::metadata(&path).expect("metadata").len() as usize;
    fs::write(&path, vec![0; len]).expect("wipe");
    let (journal, report) = open(options(dir.path()));
    assert!(report.next > Offset(4) && report.set_aside.len() == 1, "{report:?}");
    assert!(read_all(&journal, 0).await.0.is_empty());
    assert_eq!(journal.append(Bytes::new()).await.expect("append"), report.next);
    drop(journal);
    assert_eq!(open(options(dir.path())).1.next.0, report.next.0 + 1);
}

#[tokio::test]
async fn damage_in_older_segments_is_met_when_they_are_read() {
    let dir = tempfile::tempdir().expect("tempdir");
    let (journal, _) = open(options(dir.path()));
    fill(&journal, 300).await;
    drop(journal);
    let paths = segments(dir.path());
    assert!(paths.len() > 5);
    // One cut short, one gone, one with a hole over several records.
    let first_of = |n: usize| paths[n].file_stem().and_then(|s| s.to_str()).and_then(|s| s.parse::<u64>().ok()).expect("name");
    let short = fs::read(&paths[1]).expect("read");
    fs::write(&paths[1], &short[..short.len() / 2]).expect("cut");
    fs::remove_file(&paths[2]).expect("remove");
    let mut holed = fs::read(&paths[4]).expect("read");
    holed[1000..1500].fill(0xEE);
    fs::write(&paths[4], &holed).expect("hole");

    let (journal, report) = open(options(dir.path()));
    assert_eq!((report.next, report.cut_bytes), (Offset(301), 0));
    let (records, skipped) = read_all(&journal, 0).await;
    let mut all = offsets(&records);
    assert!(all.is_sorted());
    all.extend(&skipped);
    all.sort_unstable();
    assert_eq!(all, (1..=300).collect::<Vec<u64>>(), "every offset is either read or reported");
    assert!((first_of(2)..first_of(3)).all(|gone| skipped.contains(&gone)), "all of the lost file");
    let holes = skipped.iter().filter(|s| (first_of(4)..first_of(5)).contains(s)).count();
    assert!((4..=14).contains(&holes), "some records of the holed one: {holes}");
    assert_eq!(journal.stats().damaged, skipped.len() as u64);
    let again = read_all(&journal, 0).await;
    assert_eq!((again.1, journal.stats().damaged), (skipped.clone(), skipped.len() as u64), "counted once");
}

#[tokio::test]
async fn a_payload_cannot_pretend_to_be_a_record() {
    let dir = tempfile::tempdir().expect("tempdir");
    // The second record holds a copy of a real record of another journal, with a higher offset.
    let other = tempfile::tempdir().expect("tempdir");
    let foreign = one_segment(other.path(), &[5; 9]).await;
    let (journal, _) = open(JournalOptions { segment_bytes: 1 << 20, ..options(dir.path()) });
    for payload in [b"one".to_vec(), foreign, b"three".to_vec()] {
        journal.append(Bytes::from(payload)).await.expect("append");
    }
    drop(journal);
    let path = segments(dir.path()).remove(0);
    let mut bytes = fs::read(&path).expect("read");
    bytes[SEGMENT_HEADER + RECORD_HEADER + 3] ^= 1;
    fs::write(&path, &bytes).expect("damage");
    let (journal, _) = open(options(dir.path()));
    let (records, skipped) = read_all(&journal, 0).await;
    assert_eq!((offsets(&records), skipped), (vec![1, 3], vec![2]));
    assert_eq!(records[1].payload, "three");
}

#[tokio::test]
async fn a_newer_format_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().expect("tempdir");
    let mut bytes = one_segment(dir.path(), &[10]).await;
    bytes[8] = 2;
    let crc = crc32fast::hash(&bytes[..44]).to_le_bytes();
    bytes[44..48].copy_from_slice(&crc);
    let path = segments(dir.path()).remove(0);
    fs::write(&path, &bytes).expect("write");
    let refused = bartizan_queue::Journal::open(options(dir.path())).expect_err("refused");
    assert_eq!(refused.kind, bartizan_ports::ErrorKind::Invalid);
    assert_eq!(fs::read(&path).expect("read"), bytes);
}

#[tokio::test]
async fn a_segment_that_was_being_made_is_forgotten() {
    let dir = tempfile::tempdir().expect("tempdir");
    one_segment(dir.path(), &[10]).await;
    let staged = dir.path().join("00000000000000000002.seg.new");
    fs::write(&staged, b"half a head").expect("write");
    let (_journal, report) = open(options(dir.path()));
    assert_eq!((report.next, report.segments, staged.exists()), (Offset(2), 1, false));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    /// Whatever bytes of the older segments are overwritten: each offset is read as it was or reported, and
    /// nothing is read that was never written.
    #[test]
    fn any_damage_is_reported_and_nothing_is_made_up(
        spots in proptest::collection::vec((0_usize..6, 0_usize..4096, 1_usize..300, proptest::prelude::any::<u8>()), 1..6)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("runtime");
        runtime.block_on(overwrite_and_read(&spots));
    }
}

async fn overwrite_and_read(spots: &[(usize, usize, usize, u8)]) {
    let dir = tempfile::tempdir().expect("tempdir");
    let (journal, _) = open(options(dir.path()));
    fill(&journal, 320).await;
    let (written, _) = read_all(&journal, 0).await;
    drop(journal);
    let paths = segments(dir.path());
    assert!(paths.len() > 6, "the newest is left alone");
    for (segment, at, len, byte) in spots {
        let mut bytes = fs::read(&paths[*segment]).expect("read");
        let end = (at + len).min(bytes.len());
        if let Some(spot) = bytes.get_mut(*at..end) {
            spot.fill(*byte);
        }
        fs::write(&paths[*segment], &bytes).expect("write");
    }
    let (journal, report) = open(options(dir.path()));
    assert_eq!(report.next, Offset(321));
    let (records, skipped) = read_all(&journal, 0).await;
    assert!(records.iter().all(|r| written.contains(r)), "a record was made up");
    let mut all = offsets(&records);
    all.extend(skipped);
    all.sort_unstable();
    assert_eq!(all, (1..=320).collect::<Vec<u64>>());
}
