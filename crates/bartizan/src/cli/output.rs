//! What commands print: lines for people, JSON for programs.

use std::io::{ErrorKind, Write};

use anyhow::Result;
use serde_json::Value;

/// Prints `text` for people or `data` for programs, to standard output.
pub(crate) fn print(json: bool, data: &Value, text: &str) -> Result<()> {
    let printed = if json { serde_json::to_string(data)? } else { text.to_owned() };
    write_line(&mut std::io::stdout().lock(), &printed)
}

/// A reader that has seen enough and left, as `head` does, is no failure.
fn write_line(out: &mut impl Write, line: &str) -> Result<()> {
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

/// Prints a remark for people to standard error, so that it never mixes with data.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    struct Failing(ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_who_left_is_no_failure_and_a_full_disk_is_one() {
        write_line(&mut Failing(ErrorKind::BrokenPipe), "text").unwrap();
        write_line(&mut Failing(ErrorKind::StorageFull), "text").unwrap_err();
    }
}
