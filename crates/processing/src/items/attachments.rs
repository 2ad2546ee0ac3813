//! Attachments: bytes into the blob store, a row beside the event.

use bartizan_domain::AttachmentId;
use bartizan_domain::attachment::Attachment;
use bartizan_protocol::envelope::Item;
use sha1::{Digest as _, Sha1};

use super::{AttachmentDraft, Envelope, Output};
use crate::fate::Fate;

/// Longest file name that is kept.
const MAX_NAME_CHARS: usize = 255;
/// Kind of an attachment that names none.
const PLAIN_KIND: &str = "event.attachment";

pub(super) fn process(envelope: &Envelope<'_>, item: &Item, index: usize, fate: Fate, out: &mut Output) {
    let Some(event_id) = envelope.event_id else {
        out.ledger.push(fate.invalid("missing_event_id"));
        return;
    };
    // The offset keeps a resent envelope's bytes apart from the first one's.
    let blob_key = format!("{}/{event_id}/{}-{index}", envelope.blob_folder("event"), envelope.offset.0);
    let row = Attachment {
        id: AttachmentId(0),
        organization_id: envelope.owner.organization_id,
        project_id: envelope.owner.project_id,
        event_id,
        kind: short(item.header.attachment_type.as_deref().unwrap_or(PLAIN_KIND)),
        name: file_name(item.header.filename.as_deref()),
        content_type: item.header.content_type.as_deref().map(short).filter(|t| !t.is_empty()),
        size: item.payload.len() as u64,
        sha1: hex::encode(Sha1::digest(&item.payload)),
        blob_key: blob_key.clone(),
        created: envelope.owner.received,
    };
    out.blobs.push((blob_key, item.payload.clone()));
    out.attachments.push(AttachmentDraft { row, fate });
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(MAX_NAME_CHARS).collect()
}

/// The last part of the name, without what could harm whoever downloads it.
fn file_name(name: Option<&str>) -> String {
    let name = name.unwrap_or_default().rsplit(['/', '\\']).next().map(short).unwrap_or_default();
    if name.trim().is_empty() || name.bytes().all(|b| b == b'.') { "attachment".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_only_names() {
        let cases =
            [("../../etc/passwd", "passwd"), ("C:\\a\\b.txt", "b.txt"), ("", "attachment"), ("..", "attachment"), ("a\nb.log", "ab.log")];
        for (name, expected) in cases {
            assert_eq!(file_name(Some(name)), expected);
        }
        assert_eq!(file_name(None), "attachment");
    }
}
