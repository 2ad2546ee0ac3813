//! Blobs in a folder or an S3 bucket: the blob door over `object_store`.
//!
//! **Promise.** When `put` returns, the blob is durable: in a folder the file and every directory that
//! leads to it are fsynced, a bucket has answered. A reader sees the old blob or the new one, never a part
//! (a folder stages the file beside its place and renames it).
//!
//! **Invariant:** no call reaches the store before its key was checked (`bartizan_ports::blobs::check_key`),
//! so no key leaves the folder, the bucket's prefix or its tenant.

mod error;
mod folder;
mod s3;
mod store;

pub use s3::S3Options;
pub use store::ObjectBlobs;
