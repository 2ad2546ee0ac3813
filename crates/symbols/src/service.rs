//! All that makes stacks readable, as the journey of an event uses it.

use bartizan_protocol::json::Object;

use crate::js::JsSymbols;
use crate::native::{NativeSymbols, Scope};

/// Debug files and source maps of all projects.
#[derive(Debug, Clone)]
pub struct Symbols {
    /// Native, .NET and Java.
    pub native: NativeSymbols,
    /// JavaScript.
    pub js: JsSymbols,
}

impl Symbols {
    /// Before normalisation: reads the dump that came with the event.
    pub fn before(&self, event: &mut Object<'_>, scope: Scope, dump: Option<&[u8]>) {
        self.native.before(event, scope, dump);
    }

    /// After the scrub: gives frames their functions, files and lines. Done again on a stored event it starts from the
    /// originals.
    pub fn after(&self, event: &mut Object<'_>, scope: Scope) {
        self.native.after(event, scope);
        self.js.apply(event, scope);
    }
}
