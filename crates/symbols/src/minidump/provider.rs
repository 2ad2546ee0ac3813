//! What the walker asks of modules: is there a function at an address, and how is a frame's caller found.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use minidump_unwind::{FileError, FileKind, FillSymbolError, FrameSymbolizer, FrameWalker, SymbolFile, SymbolProvider};
use parking_lot::Mutex;

use crate::native::images::Image;
use crate::native::lookup;
use crate::native::modules::Modules;

/// Largest text of unwind rules that is read for one event, in bytes.
const MAX_RULES_BYTES: usize = 256 * 1024 * 1024;

/// The debug files of the project, as the walker sees them.
pub(super) struct Provider<'m, 'c> {
    images: HashMap<u64, Image>,
    modules: Mutex<&'m mut Modules<'c>>,
    rules: Mutex<HashMap<u64, Option<Arc<SymbolFile>>>>,
    left: AtomicUsize,
    until: Instant,
}

impl<'m, 'c> Provider<'m, 'c> {
    pub(super) fn new(images: HashMap<u64, Image>, modules: &'m mut Modules<'c>, until: Instant) -> Self {
        Self { images, modules: Mutex::new(modules), rules: Mutex::default(), left: AtomicUsize::new(0), until }
    }

    /// Questions that may be asked until the next allowance. The walk of a stack without an allowance stands still,
    /// which is how it is ended.
    pub(super) fn allow(&self, questions: usize) {
        self.left.store(questions, Ordering::Relaxed);
    }

    fn may_ask(&self) -> bool {
        let less = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        less.is_ok() && Instant::now() < self.until
    }

    fn rules_of(&self, base: u64) -> Option<Arc<SymbolFile>> {
        if let Some(known) = self.rules.lock().get(&base) {
            return known.clone();
        }
        let image = self.images.get(&base)?;
        let view = self.modules.lock().unwind(image);
        let file = view.filter(|view| view.len() <= MAX_RULES_BYTES).and_then(|view| SymbolFile::from_bytes(&view).ok()).map(Arc::new);
        self.rules.lock().insert(base, file.clone());
        file
    }
}

#[async_trait::async_trait]
impl SymbolProvider for Provider<'_, '_> {
    async fn fill_symbol(
        &self,
        module: &(dyn minidump::Module + Sync),
        frame: &mut (dyn FrameSymbolizer + Send),
    ) -> Result<(), FillSymbolError> {
        if !self.may_ask() {
            std::future::pending::<()>().await;
        }
        let base = module.base_address();
        let Some(image) = self.images.get(&base) else { return Err(FillSymbolError {}) };
        let Some(address) = frame.get_instruction().checked_sub(base) else { return Err(FillSymbolError {}) };
        let mut modules = self.modules.lock();
        let Some(module) = modules.get(image).filter(|module| module.symbols.is_ok()) else { return Err(FillSymbolError {}) };
        // Only whether there is one counts: a word on the stack that points into no function is no return address.
        if let Some(start) = lookup::function_at(module, address) {
            frame.set_function("function", base.saturating_add(start), 0);
        }
        Ok(())
    }

    async fn walk_frame(&self, module: &(dyn minidump::Module + Sync), walker: &mut (dyn FrameWalker + Send)) -> Option<()> {
        let rules = self.rules_of(module.base_address())?;
        rules.walk_frame(module, walker)
    }

    async fn get_file_path(&self, _module: &(dyn minidump::Module + Sync), _kind: FileKind) -> Result<PathBuf, FileError> {
        Err(FileError::NotFound)
    }
}
