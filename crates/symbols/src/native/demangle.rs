//! Names as people wrote them.

use std::borrow::Cow;

use symbolic::common::{Language, Name, NameMangling};
use symbolic::demangle::{Demangle, DemangleOptions};

/// Longest name that is demangled, in bytes: nested templates grow without bound.
const MAX_MANGLED_BYTES: usize = 4 * 1024;
/// Longest name that comes out, in characters.
const MAX_NAME_CHARS: usize = 2048;

/// A function's name in its two written forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionName {
    /// Without parameters: what is shown and grouped by.
    pub short: String,
    /// With parameters.
    pub full: String,
}

/// Demangles C++, Rust, Swift, Objective-C and MSVC names; others stay as they are.
pub fn function_name(symbol: &str, language: Language) -> FunctionName {
    if symbol.len() > MAX_MANGLED_BYTES {
        let cut = cut(symbol);
        return FunctionName { short: cut.clone(), full: cut };
    }
    let name = Name::new(Cow::Borrowed(symbol), NameMangling::Unknown, language);
    let as_it_is = || symbol.to_owned();
    let full = name.demangle(DemangleOptions::complete().return_type(false)).unwrap_or_else(as_it_is);
    let short = name.demangle(DemangleOptions::name_only()).unwrap_or_else(as_it_is);
    FunctionName { short: cut(&short), full: cut(&full) }
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_NAME_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_languages() {
        let cases = [
            ("_ZN3foo3barEi", "foo::bar", "foo::bar(int)"),
            ("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE", "core::fmt::Formatter::pad", "core::fmt::Formatter::pad"),
            ("_RNvC6_123foo3bar", "123foo::bar", "123foo::bar"),
            ("-[Foo bar:]", "-[Foo bar:]", "-[Foo bar:]"),
            ("?bar@foo@@YAHH@Z", "foo::bar", "foo::bar(int)"),
            ("main", "main", "main"),
        ];
        for (symbol, short, full) in cases {
            let name = function_name(symbol, Language::Unknown);
            assert_eq!((name.short.as_str(), name.full.as_str()), (short, full), "{symbol}");
        }
        let swift = function_name("$s8mangling12GenericUnionO3FooyACyxGSicAEmlF", Language::Swift);
        assert_eq!(swift.short, "GenericUnion.Foo<A>");
    }

    #[test]
    fn endless_names_are_cut() {
        let name = function_name(&"_ZN".repeat(100_000), Language::Cpp);
        assert_eq!(name.short.chars().count(), MAX_NAME_CHARS);
    }
}
