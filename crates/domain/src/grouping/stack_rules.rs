//! Stack-trace rules: `[caller] | matchers | [callee] actions`.
//!
//! ```text
//! family:python path:**/site-packages/** -app
//! module:acme.legacy.* +app
//! [ function:dispatch ] | function:handle -group
//! function:panic_handler ^-group
//! function:main v-app max-frames=8
//! path:**/generated/** category=generated
//! ```

use super::lexer::Lexer;
use super::matcher::{Field, Matcher, matchers};
use super::{RuleFault, lines};

/// Most frames `max-frames` and `min-frames` may name.
const MAX_FRAMES_LIMIT: u32 = 250;

/// Which frames an action changes, seen from the frame that matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The frame itself.
    Here,
    /// All frames nearer to the crash (`^`).
    Up,
    /// All frames farther from the crash (`v`).
    Down,
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `+app`, `-app`.
    App(bool, Reach),
    /// `+group`, `-group`.
    Group(bool, Reach),
    /// Only the innermost so many counting frames count.
    MaxFrames(u32),
    /// With fewer counting frames the stack trace does not count.
    MinFrames(u32),
    /// Names a kind of frame for later rules.
    Category(String),
    /// The stack trace was sent the wrong way round.
    Invert(bool),
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackRule {
    /// Conditions on the frame that called.
    pub caller: Vec<Matcher>,
    /// Conditions on the frame.
    pub matchers: Vec<Matcher>,
    /// Conditions on the frame that was called.
    pub callee: Vec<Matcher>,
    /// What happens.
    pub actions: Vec<Action>,
    /// Line in the text, from 1.
    pub line: u32,
    /// The rule as it was written.
    pub text: String,
}

/// A text of rules. Later ones win.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StackRules {
    /// In order.
    pub rules: Vec<StackRule>,
}

impl StackRules {
    /// Reads a text.
    ///
    /// # Errors
    /// The first fault, with its place.
    pub fn parse(text: &str) -> Result<Self, RuleFault> {
        let rules = lines(text)?.into_iter().map(|(number, line)| rule(number, line)).collect::<Result<_, _>>()?;
        Ok(Self { rules })
    }
}

fn allowed(field: &Field) -> bool {
    field.is_of_frame() || field.is_of_exception()
}

fn rule(number: u32, line: &str) -> Result<StackRule, RuleFault> {
    let mut lexer = Lexer::new(number, line);
    lexer.skip_spaces();
    let caller = if lexer.rest().starts_with('[') { neighbour(&mut lexer, true)? } else { Vec::new() };
    let before = lexer.clone();
    let own = matchers(&mut lexer, allowed, &[])?;
    if own.is_empty() {
        return Err(before.fault("A rule begins with a condition, for example “path:**/vendor/**”."));
    }
    lexer.skip_spaces();
    let callee = if lexer.eat("|") { neighbour(&mut lexer, false)? } else { Vec::new() };
    let actions = actions(&mut lexer)?;
    Ok(StackRule { caller, matchers: own, callee, actions, line: lexer.line(), text: line.trim().to_owned() })
}

/// `[ matchers ]`, with the bar behind the caller.
fn neighbour(lexer: &mut Lexer<'_>, is_caller: bool) -> Result<Vec<Matcher>, RuleFault> {
    lexer.skip_spaces();
    if !lexer.eat("[") {
        return Err(lexer.fault("Expected “[” and conditions on the neighbouring frame."));
    }
    let before = lexer.clone();
    let found = matchers(lexer, |f| allowed(f) && !f.is_of_exception(), &[']'])?;
    if found.is_empty() {
        return Err(before.fault("Between the brackets stands a condition, for example “[ function:dispatch ]”."));
    }
    lexer.skip_spaces();
    if !lexer.eat("]") {
        return Err(lexer.fault("Expected “]”."));
    }
    lexer.skip_spaces();
    if is_caller && !lexer.eat("|") {
        return Err(lexer.fault("Expected “|” between the caller and the frame."));
    }
    Ok(found)
}

fn actions(lexer: &mut Lexer<'_>) -> Result<Vec<Action>, RuleFault> {
    let mut found = Vec::new();
    while !lexer.is_done() {
        found.push(action(lexer)?);
    }
    if found.is_empty() {
        return Err(lexer.fault(
            "A rule ends with what it does: +app, -app, +group, -group, max-frames=N, min-frames=N, category=NAME or invert-stacktrace=1.",
        ));
    }
    Ok(found)
}

fn action(lexer: &mut Lexer<'_>) -> Result<Action, RuleFault> {
    let before = lexer.clone();
    let word = lexer.take(|c| !c.is_whitespace());
    if let Some((name, value)) = word.split_once('=') {
        return variable(name.trim(), value.trim()).map_err(|message| before.fault(message));
    }
    let (reach, rest) = match word.strip_prefix('^') {
        Some(rest) => (Reach::Up, rest),
        None => word.strip_prefix('v').filter(|r| r.starts_with(['+', '-'])).map_or((Reach::Here, word), |rest| (Reach::Down, rest)),
    };
    match rest {
        "+app" => Ok(Action::App(true, reach)),
        "-app" => Ok(Action::App(false, reach)),
        "+group" => Ok(Action::Group(true, reach)),
        "-group" => Ok(Action::Group(false, reach)),
        "invert-stacktrace" => Ok(Action::Invert(true)),
        _ => Err(before.fault(format!("“{word}” is no action. Known are: +app, -app, +group, -group (each with ^ or v before it), max-frames=N, min-frames=N, category=NAME, invert-stacktrace=1."))),
    }
}

fn variable(name: &str, value: &str) -> Result<Action, String> {
    let number = || {
        value
            .parse::<u32>()
            .ok()
            .filter(|n| *n <= MAX_FRAMES_LIMIT)
            .ok_or_else(|| format!("“{name}” takes a number up to {MAX_FRAMES_LIMIT}."))
    };
    match name {
        "max-frames" => number().map(Action::MaxFrames),
        "min-frames" => number().map(Action::MinFrames),
        "category" if !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) => {
            Ok(Action::Category(value.to_owned()))
        }
        "category" => Err("A category is a word of letters, digits, “-” and “_”.".to_owned()),
        "invert-stacktrace" => match value {
            "1" | "yes" | "true" => Ok(Action::Invert(true)),
            "0" | "no" | "false" => Ok(Action::Invert(false)),
            _ => Err("“invert-stacktrace” is 1 or 0.".to_owned()),
        },
        _ => Err(format!("“{name}” cannot be set. Known are: max-frames, min-frames, category, invert-stacktrace.")),
    }
}
