use bartizan_domain::artifact::{BundleFile, FileKind};
use bartizan_domain::{ProjectId, Timestamp};
use bartizan_ports::blobs::MemoryBlobs;
use bartizan_ports::meta::MemoryMeta;
use bartizan_ports::meta::contract::stage::Stage;

use super::*;

struct Room {
    meta: Arc<MemoryMeta>,
    blobs: Arc<MemoryBlobs>,
    organization: OrganizationId,
    project: ProjectId,
}

impl Room {
    fn new() -> Self {
        let meta = Arc::new(MemoryMeta::new());
        let stage = Stage::new(meta.as_ref(), "acme");
        let (organization, project) = (stage.org(), stage.another_project("shop").id);
        Self { meta, blobs: Arc::new(MemoryBlobs::new()), organization, project }
    }

    /// Takes every archive that does not begin with `bad`.
    fn uploads(&self) -> Uploads {
        let inspect: InspectBundle = Arc::new(|bytes| {
            if bytes.starts_with(b"bad") {
                return Err("This is no archive.".to_owned());
            }
            let (path, url) = ("a.js".to_owned(), "~/a.js".to_owned());
            Ok(vec![BundleFile { path, url, kind: FileKind::MinifiedSource, debug_id: None, source_map: None }])
        });
        let meta: Arc<dyn MetaStore> = Arc::clone(&self.meta) as _;
        let finisher = BundleFinisher { meta: Arc::clone(&meta), inspect, limits: UploadLimits::default() };
        Uploads::new(meta, Arc::clone(&self.blobs) as _, Clock::new(|| Timestamp(1_000_000)), vec![Arc::new(finisher)])
    }

    fn wish(&self, chunks: &[&[u8]]) -> Assembly {
        let target = BundleTarget { projects: vec![self.project], release: "shop@1".into(), dist: String::new() };
        Assembly {
            organization_id: self.organization,
            kind: BUNDLE_KIND.into(),
            checksum: sha1(&chunks.concat()),
            target: serde_json::to_string(&target).unwrap(),
            chunks: chunks.iter().map(|chunk| sha1(chunk)).collect(),
            created: Timestamp(0),
        }
    }
}

fn sha1(bytes: &[u8]) -> String {
    hex::encode(Sha1::digest(bytes))
}

async fn send(uploads: &Uploads, room: &Room, chunk: &'static [u8]) {
    uploads.put_chunk(room.organization, &sha1(chunk), Bytes::from_static(chunk)).await.unwrap();
}

#[tokio::test]
async fn a_file_is_put_together_when_all_chunks_are_there() {
    let room = Room::new();
    let uploads = room.uploads();
    let wish = room.wish(&[b"one", b"two"]);
    send(&uploads, &room, b"two").await;
    assert_eq!(uploads.assemble(wish.clone()).await.unwrap(), Progress::NotFound(vec![sha1(b"one")]));
    send(&uploads, &room, b"one").await;
    assert_eq!(uploads.assemble(wish.clone()).await.unwrap(), Progress::Ok);
    assert_eq!(uploads.assemble(wish).await.unwrap(), Progress::Ok, "asking again does no harm");
    let bundles = room.meta.bundles_of(room.organization, room.project);
    assert_eq!(bundles.len(), 1);
    assert_eq!(room.blobs.get(&bundles[0].blob_key, None).await.unwrap().as_ref(), b"onetwo");
    assert!(room.meta.open_assemblies().is_empty());
}

#[tokio::test]
async fn a_chunk_has_the_hash_it_says() {
    let room = Room::new();
    let refused = room.uploads().put_chunk(room.organization, &sha1(b"other"), Bytes::from_static(b"one")).await;
    assert!(matches!(refused, Err(AppError::Invalid(_))), "{refused:?}");
}

#[tokio::test]
async fn a_wrong_checksum_and_a_bad_archive_are_told() {
    let room = Room::new();
    let uploads = room.uploads();
    send(&uploads, &room, b"bad archive").await;
    let wish = room.wish(&[b"bad archive"]);
    assert_eq!(uploads.assemble(wish.clone()).await.unwrap(), Progress::Error("This is no archive.".into()));
    let other = Assembly { checksum: sha1(b"else"), ..wish };
    let Progress::Error(detail) = uploads.assemble(other).await.unwrap() else { panic!("a wrong checksum is an error") };
    assert!(detail.contains("checksum"), "{detail}");
    assert!(room.meta.open_assemblies().is_empty());
}

#[tokio::test]
async fn a_crash_between_wish_and_result_is_made_good() {
    let room = Room::new();
    send(&room.uploads(), &room, b"one").await;
    let wish = room.wish(&[b"one"]);
    // The process that noted the wish is gone; a new one resumes.
    room.meta.note_assembly(&wish);
    let uploads = room.uploads();
    assert_eq!(uploads.resume().await.unwrap(), 1);
    assert_eq!(uploads.assemble(wish).await.unwrap(), Progress::Ok);
    assert!(room.meta.open_assemblies().is_empty());
}

/// Takes `elf <debug id>` as a debug file.
fn debug_files(room: &Room, limits: UploadLimits, now: i64) -> Uploads {
    let inspect: InspectDebugFile = Arc::new(|bytes, _, told| match bytes.strip_prefix(b"elf ") {
        Some(id) => {
            let debug_id = told.map_or_else(|| String::from_utf8_lossy(id).into_owned(), str::to_owned);
            Ok(vec![FoundObject { kind: "elf".into(), debug_id, arch: "x86_64".into(), ..FoundObject::default() }])
        }
        None => Err("This is no debug file.".to_owned()),
    });
    let meta: Arc<dyn MetaStore> = Arc::clone(&room.meta) as _;
    let finisher = DebugFileFinisher { meta: Arc::clone(&meta), inspect, limits };
    Uploads::new(meta, Arc::clone(&room.blobs) as _, Clock::new(move || Timestamp(now)), vec![Arc::new(finisher)])
}

fn debug_file(room: &Room, name: &str, bytes: &[u8]) -> Assembly {
    let target = DebugFileTarget { project: room.project, name: name.to_owned(), debug_id: None };
    target.wish(room.organization, sha1(bytes), vec![sha1(bytes)]).unwrap()
}

fn kept(room: &Room) -> Vec<bartizan_domain::artifact::DebugFile> {
    bartizan_ports::meta::DebugFiles::debug_files(room.meta.as_ref(), room.organization, room.project, &Default::default(), 10, 0).unwrap()
}

#[tokio::test]
async fn a_debug_file_is_kept_and_young_again_when_it_is_sent_again() {
    let room = Room::new();
    let uploads = debug_files(&room, UploadLimits::default(), 1_000_000);
    let wish = debug_file(&room, "libshop.so", b"elf one");
    assert_eq!(uploads.assemble(wish.clone()).await.unwrap(), Progress::NotFound(wish.chunks.clone()));
    send(&uploads, &room, b"elf one").await;
    assert_eq!(uploads.assemble(wish.clone()).await.unwrap(), Progress::Ok);
    let stored = kept(&room);
    assert_eq!(stored.iter().map(|f| (f.debug_id.as_str(), f.name.as_str(), f.size)).collect::<Vec<_>>(), [("one", "libshop.so", 7)]);
    assert_eq!(room.blobs.get(&stored[0].blob_key(), None).await.unwrap().as_ref(), b"elf one");
    let later = debug_files(&room, UploadLimits::default(), 9_000_000);
    assert_eq!(later.assemble(wish).await.unwrap(), Progress::Ok);
    assert_eq!(kept(&room)[0].used, Timestamp(9_000_000));
    // Nothing used it since: bytes and row go.
    later.sweep(Timestamp(9_000_001)).await.unwrap();
    assert!(kept(&room).is_empty() && room.blobs.get(&stored[0].blob_key(), None).await.is_err());
}

#[tokio::test]
async fn a_file_beyond_the_limits_is_refused_with_what_to_do() {
    let room = Room::new();
    let uploads = debug_files(&room, UploadLimits { max_project_bytes: 20, max_project_files: 2 }, 1_000_000);
    let take = |bytes: &'static [u8]| uploads.take_whole(debug_file(&room, "x", bytes), Bytes::from_static(bytes));
    take(b"elf 1").await.unwrap();
    let refused = take(b"elf as long as a day without bread").await.unwrap_err().to_string();
    assert!(refused.contains("limit") && refused.contains("Delete"), "{refused}");
    take(b"elf 2").await.unwrap();
    let refused = take(b"elf 3").await.unwrap_err().to_string();
    assert!(refused.contains("as many as it may"), "{refused}");
    take(b"elf 2").await.unwrap();
    assert_eq!(take(b"a text").await.unwrap_err().to_string(), "This is no debug file.");
}

/// The trait's methods under names that do not need it imported twice.
trait Peek {
    fn bundles_of(&self, organization: OrganizationId, project: ProjectId) -> Vec<bartizan_domain::artifact::ArtifactBundle>;
    fn open_assemblies(&self) -> Vec<Assembly>;
    fn note_assembly(&self, assembly: &Assembly);
}

impl Peek for MemoryMeta {
    fn bundles_of(&self, organization: OrganizationId, project: ProjectId) -> Vec<bartizan_domain::artifact::ArtifactBundle> {
        bartizan_ports::meta::Artifacts::bundles(self, organization, project, None, 10, 0).unwrap()
    }

    fn open_assemblies(&self) -> Vec<Assembly> {
        bartizan_ports::meta::Artifacts::assemblies(self).unwrap()
    }

    fn note_assembly(&self, assembly: &Assembly) {
        bartizan_ports::meta::Artifacts::begin_assembly(self, assembly).unwrap();
    }
}
