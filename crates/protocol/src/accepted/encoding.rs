//! Compression of a body.

use std::fmt;

/// How a body is compressed. The numbers are stored: never reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub enum Encoding {
    /// Not at all.
    #[default]
    Identity = 0,
    /// gzip, one member or several.
    Gzip = 1,
    /// zlib.
    Deflate = 2,
    /// Brotli.
    Brotli = 3,
    /// Zstandard.
    Zstd = 4,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Identity, Self::Gzip, Self::Deflate, Self::Brotli, Self::Zstd];

    /// Reads the header `Content-Encoding`. Empty and `utf-8`, which old SDKs send, mean identity.
    pub fn from_header(text: &str) -> Option<Self> {
        Some(match text.trim().to_ascii_lowercase().as_str() {
            "" | "identity" | "utf-8" => Self::Identity,
            "gzip" | "x-gzip" => Self::Gzip,
            "deflate" => Self::Deflate,
            "br" => Self::Brotli,
            "zstd" => Self::Zstd,
            _ => return None,
        })
    }

    /// From the stored number.
    pub const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::Identity,
            1 => Self::Gzip,
            2 => Self::Deflate,
            3 => Self::Brotli,
            4 => Self::Zstd,
            _ => return None,
        })
    }

    /// The stored number.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The header's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
