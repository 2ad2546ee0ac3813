//! What grouping is told beside the event: built-in rules, the project's rules, whether the version before counts.

use std::sync::{Arc, LazyLock};

use bartizan_domain::grouping::{FingerprintRules, RuleFault, RuleTexts, StackRules};

use super::enhance::Enhancer;

/// The rule files of this program by name; each is read by the same parser as the rules of a project.
const STACK_RULES: [(&str, &str); 10] = [
    ("javascript", include_str!("rules/javascript.txt")),
    ("python", include_str!("rules/python.txt")),
    ("java", include_str!("rules/java.txt")),
    ("dotnet", include_str!("rules/dotnet.txt")),
    ("ruby", include_str!("rules/ruby.txt")),
    ("php", include_str!("rules/php.txt")),
    ("go", include_str!("rules/go.txt")),
    ("rust", include_str!("rules/rust.txt")),
    ("dart", include_str!("rules/dart.txt")),
    ("native", include_str!("rules/native.txt")),
];
const NOISE: &str = include_str!("rules/noise.txt");

pub(super) static BUILT_IN: LazyLock<Enhancer> = LazyLock::new(|| {
    let rules = STACK_RULES.iter().filter_map(|(_, text)| StackRules::parse(text).ok()).flat_map(|parsed| parsed.rules).collect();
    Enhancer::new(rules, "a built-in rule")
});

pub(super) static BUILT_IN_FINGERPRINTS: LazyLock<FingerprintRules> = LazyLock::new(|| FingerprintRules::parse(NOISE).unwrap_or_default());

/// Choices of a project.
#[derive(Debug, Clone, Default)]
pub struct GroupingConfig {
    /// Its stack-trace rules, tried after the built-in ones.
    pub(super) stack: Option<Arc<Enhancer>>,
    /// Its fingerprint rules.
    pub(super) fingerprints: Arc<FingerprintRules>,
    /// It has issues of the version before: their hash is looked up first, so that none of them splits.
    pub(super) with_previous: bool,
}

impl GroupingConfig {
    /// The project has rules of its own.
    pub(super) fn has_rules(&self) -> bool {
        self.stack.is_some() || !self.fingerprints.rules.is_empty()
    }

    /// Reads the rules of a project.
    ///
    /// # Errors
    /// The field with its first fault.
    pub fn new(texts: &RuleTexts, with_previous: bool) -> Result<Self, (&'static str, RuleFault)> {
        let (stack, fingerprints) = texts.parse()?;
        let stack = (!stack.rules.is_empty()).then(|| Arc::new(Enhancer::new(stack.rules, "a rule of the project")));
        Ok(Self { stack, fingerprints: Arc::new(fingerprints), with_previous })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_file_is_read_whole() {
        for (name, text) in STACK_RULES {
            let rules = StackRules::parse(text).unwrap_or_else(|fault| panic!("{name}: {fault}")).rules;
            let family = format!("family:{name} ");
            assert!(rules.iter().all(|rule| rule.text.starts_with(&family)), "{name}: each rule names its family");
        }
        FingerprintRules::parse(NOISE).unwrap();
    }
}
