//! Blobs on a folder or S3 by object_store.
