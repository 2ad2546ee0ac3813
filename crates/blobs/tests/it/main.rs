//! Blobs in a real folder, against a small S3 server in this process, and against a real one when named.

mod folder;
mod s3;
mod server;
