//! The images of `debug_meta`: which module an address belongs to.

use bartizan_protocol::json::{Object, Value};

use super::object::debug_id;

/// Images read from one event.
const MAX_IMAGES: usize = 2_000;
/// Kinds of images whose frames are looked up by address.
const NATIVE_KINDS: &[&str] = &["elf", "macho", "apple", "symbolic", "pe", "pe_dotnet", "pdb", "wasm", "coff", "other"];

/// One native image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its place in `debug_meta.images`.
    pub index: usize,
    /// `elf`, `macho` …
    pub kind: String,
    /// Identifier of its debug information, in the one written form.
    pub debug_id: Option<String>,
    /// Identifier of its code.
    pub code_id: Option<String>,
    /// Path of the code, else of the debug file.
    pub file: Option<String>,
    /// Architecture, when the image names one.
    pub arch: Option<String>,
    /// First address.
    pub address: u64,
    /// Bytes; 0 when unknown.
    pub size: u64,
}

impl Image {
    /// The last part of its path, or its identifier.
    pub fn label(&self) -> &str {
        let name = self.file.as_deref().and_then(|file| file.rsplit(['/', '\\']).next()).filter(|name| !name.is_empty());
        name.or(self.debug_id.as_deref()).or(self.code_id.as_deref()).unwrap_or("an unnamed image")
    }
}

/// The native images of an event, by address.
#[derive(Debug, Default)]
pub struct Images {
    by_address: Vec<Image>,
}

impl Images {
    /// Reads `debug_meta.images`; what is no native image is left out.
    pub fn of(event: &Object<'_>) -> Self {
        let list = event.get_object("debug_meta").and_then(|meta| meta.get_array("images")).unwrap_or_default();
        let mut by_address: Vec<Image> = list.iter().take(MAX_IMAGES).enumerate().filter_map(|(index, image)| read(index, image)).collect();
        by_address.sort_by_key(|image| image.address);
        Self { by_address }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Image> {
        self.by_address.iter()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.by_address.is_empty()
    }

    /// The image that covers an address. One without a size reaches to the next.
    pub fn at(&self, address: u64) -> Option<&Image> {
        let after = self.by_address.partition_point(|image| image.address <= address);
        let image = self.by_address.get(after.checked_sub(1)?)?;
        (image.size == 0 || address - image.address < image.size).then_some(image)
    }

    /// The image at a place of `debug_meta.images` (frames with `addr_mode` `rel:N`).
    pub fn by_index(&self, index: usize) -> Option<&Image> {
        self.by_address.iter().find(|image| image.index == index)
    }
}

fn read(index: usize, value: &Value<'_>) -> Option<Image> {
    let image = value.as_object()?;
    let kind = image.get_str("type").filter(|kind| NATIVE_KINDS.contains(kind))?;
    let text = |key: &str| image.get_str(key).filter(|text| !text.is_empty()).map(str::to_owned);
    Some(Image {
        index,
        kind: kind.to_owned(),
        debug_id: image.get_str("debug_id").or_else(|| image.get_str("id")).or_else(|| image.get_str("uuid")).and_then(debug_id),
        code_id: text("code_id").map(|id| id.to_ascii_lowercase()),
        file: text("code_file").or_else(|| text("name")).or_else(|| text("debug_file")),
        arch: text("arch"),
        address: image.get("image_addr").and_then(address).unwrap_or(0),
        size: image.get("image_size").and_then(address).unwrap_or(0),
    })
}

/// An address as SDKs write it: `"0x7f…"`, decimal digits, or a number.
pub fn address(value: &Value<'_>) -> Option<u64> {
    match value {
        Value::Str(text) => {
            let text = text.trim();
            match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
                Some(digits) => u64::from_str_radix(digits, 16).ok(),
                None => text.parse().ok(),
            }
        }
        other => other.as_u64(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn images(json: &str) -> Images {
        let Ok(Value::Object(event)) = Value::parse(json) else { panic!("fixture") };
        Images::of(&event)
    }

    #[test]
    fn an_address_belongs_to_the_image_around_it() {
        let images = images(
            r#"{"debug_meta":{"images":[
                {"type":"elf","image_addr":"0x2000","image_size":4096,"code_file":"/usr/lib/b.so"},
                {"type":"sourcemap","debug_id":"x"},
                {"type":"elf","image_addr":4096,"image_size":"0x100","debug_id":"B6B17D6A2BB8A4D9C5D8A8D34F9A22AB0"},
                {"type":"macho","image_addr":"0x9000"}]}}"#,
        );
        let at = |address| images.at(address).map(|image| image.index);
        assert_eq!([at(0xfff), at(0x1000), at(0x10ff), at(0x1100), at(0x2fff), at(0x3000)], [None, Some(2), Some(2), None, Some(0), None]);
        assert_eq!(at(u64::MAX), Some(3));
        assert_eq!(images.by_index(2).and_then(|i| i.debug_id.as_deref()), Some("b6b17d6a-2bb8-a4d9-c5d8-a8d34f9a22ab"));
        assert_eq!(images.at(0x2000).map(Image::label), Some("b.so"));
    }
}
