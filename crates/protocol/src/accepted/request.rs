//! An accepted request.

use std::net::IpAddr;

use bytes::{Bytes, BytesMut};

use super::codec::{Reader, RecordError, Writer};
use super::{Encoding, TAG_REQUEST_V1};

/// An envelope as it came, with what the door knew of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedRequest {
    /// Tenant.
    pub organization_id: i64,
    /// Project.
    pub project_id: i64,
    /// Key.
    pub key_id: i64,
    /// When it arrived, in microseconds since 1970.
    pub received_us: i64,
    /// Whence.
    pub client_ip: Option<IpAddr>,
    /// Header `User-Agent`.
    pub user_agent: Option<String>,
    /// Name and version of the SDK as the authorization names it.
    pub client: Option<String>,
    /// How the body is compressed.
    pub content_encoding: Encoding,
    /// The envelope, still compressed.
    pub body: Bytes,
}

impl AcceptedRequest {
    /// Prints the record around this request without taking it.
    pub fn encode(&self) -> Bytes {
        self.write_header().finish(TAG_REQUEST_V1, &self.body)
    }

    /// Prints the record up to its body (which is left out), so that a body that is still arriving can be
    /// appended where it will be stored and is never copied again.
    pub fn encode_head(&self) -> BytesMut {
        self.write_header().finish_open(TAG_REQUEST_V1, 0)
    }

    fn write_header(&self) -> Writer {
        let mut header = Writer::default();
        header.i64(self.organization_id);
        header.i64(self.project_id);
        header.i64(self.key_id);
        header.i64(self.received_us);
        header.u8(self.content_encoding.code());
        write_ip(&mut header, self.client_ip);
        header.text(self.user_agent.as_deref());
        header.text(self.client.as_deref());
        header
    }

    pub(super) fn read(header: &mut Reader<'_>, body: Bytes) -> Result<Self, RecordError> {
        Ok(Self {
            organization_id: header.i64()?,
            project_id: header.i64()?,
            key_id: header.i64()?,
            received_us: header.i64()?,
            content_encoding: Encoding::from_code(header.u8()?).ok_or(RecordError::BadField("encoding"))?,
            client_ip: read_ip(header)?,
            user_agent: header.text("user agent")?.map(str::to_owned),
            client: header.text("client")?.map(str::to_owned),
            body,
        })
    }
}

fn write_ip(header: &mut Writer, ip: Option<IpAddr>) {
    match ip {
        None => header.u8(0),
        Some(IpAddr::V4(ip)) => {
            header.u8(4);
            header.bytes(&ip.octets());
        }
        Some(IpAddr::V6(ip)) => {
            header.u8(6);
            header.bytes(&ip.octets());
        }
    }
}

fn read_ip(header: &mut Reader<'_>) -> Result<Option<IpAddr>, RecordError> {
    Ok(match header.u8()? {
        0 => None,
        4 => Some(IpAddr::from(header.array::<4>()?)),
        6 => Some(IpAddr::from(header.array::<16>()?)),
        _ => return Err(RecordError::BadField("address")),
    })
}
