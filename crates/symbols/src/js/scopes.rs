//! Functions of a JavaScript file: where each begins and ends and what it is called, without building a tree.
//!
//! One pass over the words with a stack of open brackets: time and memory grow with the text alone, nothing recurses.
//! It knows declarations, function expressions, arrows, methods, accessors, constructors and class fields, and takes the
//! name of a nameless function from what it is assigned to, as JavaScript itself does.

use super::lexer::{Kind, Lexer, TemplateEnd, Word};

/// Most functions of a file.
const MAX_SCOPES: usize = 500_000;
/// Deepest brackets.
const MAX_DEPTH: usize = 10_000;
/// Words looked back at to find a name.
const RECENT: usize = 8;

/// A piece of the text that names something, in bytes.
pub(crate) type Span = (usize, usize);

/// What a function is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    /// Class (or what `prototype` belongs to) around it.
    pub(crate) class: Option<Span>,
    pub(crate) own: Span,
}

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) name: Option<Name>,
}

/// Which language is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// As browsers load it.
    JavaScript,
    /// As people write it: types may stand behind parentheses, lines end statements.
    Source,
}

/// A function whose body has not begun.
#[derive(Debug, Clone, Copy)]
struct Head {
    start: usize,
    name: Option<Name>,
}

/// What a parenthesis is for.
#[derive(Debug, Clone, Copy)]
enum Role {
    /// Parameters behind `function`.
    Parameters(Head),
    /// Behind a word: a call, or the parameters of a method.
    Call(Option<Span>),
    /// Behind `if`, `while` …
    Condition,
    /// Any other: perhaps the parameters of an arrow, which would have this name.
    Group(Head),
}

#[derive(Debug, Clone, Copy)]
enum Bracket {
    Round { role: Role, start: usize },
    Square,
    Curly { body: Option<Head>, class: Option<Option<Span>>, is_block: bool },
    Template,
}

struct Open {
    bracket: Bracket,
    /// Conditions whose `:` is still to come.
    questions: usize,
}

/// An arrow whose body is an expression.
struct ArrowBody {
    head: Head,
    depth: usize,
    questions: usize,
}

/// A parenthesis that was closed just now.
#[derive(Debug, Clone, Copy)]
struct Closed {
    role: Role,
    start: usize,
}

struct Scanner<'t> {
    lexer: Lexer<'t>,
    dialect: Dialect,
    recent: [Option<Word>; RECENT],
    stack: Vec<Open>,
    arrows: Vec<ArrowBody>,
    scopes: Vec<Scope>,
    /// Behind `function`, before its parenthesis; true as long as its name may follow.
    function: Option<(Head, bool)>,
    /// Behind `class`: its name so far, whether the name may follow, and at which depth.
    class: Option<(Option<Span>, bool, usize)>,
    closed: Option<Closed>,
    /// Behind the parameters and a colon: the type, whose end is a brace or an arrow at that depth.
    typed: Option<(Closed, usize)>,
    /// Behind an arrow.
    arrow: Option<Head>,
    questions: usize,
    end: usize,
}

/// The functions of a text, by where they begin; `None` when there are too many or they are too deep.
pub(crate) fn read(text: &str, dialect: Dialect) -> Option<Vec<Scope>> {
    let mut scanner = Scanner {
        lexer: Lexer::new(text),
        dialect,
        recent: [None; RECENT],
        stack: Vec::new(),
        arrows: Vec::new(),
        scopes: Vec::new(),
        function: None,
        class: None,
        closed: None,
        typed: None,
        arrow: None,
        questions: 0,
        end: text.len(),
    };
    while let Some(word) = scanner.lexer.next(scanner.regex_may_follow()) {
        scanner.word(word);
        if scanner.scopes.len() > MAX_SCOPES || scanner.stack.len() > MAX_DEPTH || scanner.arrows.len() > MAX_DEPTH {
            return None;
        }
    }
    Some(scanner.finish())
}

/// The innermost function at an offset; `scopes` as [`read`] sorts them.
pub(crate) fn innermost(scopes: &[Scope], offset: usize) -> Option<&Scope> {
    let begun = scopes.partition_point(|scope| scope.start <= offset);
    scopes.get(..begun)?.iter().rev().find(|scope| offset < scope.end)
}

impl<'t> Scanner<'t> {
    fn finish(mut self) -> Vec<Scope> {
        let end = self.end;
        while let Some(arrow) = self.arrows.pop() {
            self.push(arrow.head, end);
        }
        while let Some(open) = self.stack.pop() {
            if let Bracket::Curly { body: Some(head), .. } = open.bracket {
                self.push(head, end);
            }
        }
        self.scopes.sort_by_key(|scope| (scope.start, std::cmp::Reverse(scope.end)));
        self.scopes
    }

    fn push(&mut self, head: Head, end: usize) {
        self.scopes.push(Scope { start: head.start, end, name: head.name });
    }

    fn back(&self, n: usize) -> Option<Word> {
        self.recent.iter().rev().nth(n).copied().flatten()
    }

    fn is_text(&self, word: Option<Word>, text: &str) -> bool {
        word.is_some_and(|word| word.kind == Kind::Word && self.lexer.text(word) == text)
    }

    fn remember(&mut self, word: Word) {
        self.recent.rotate_left(1);
        if let Some(last) = self.recent.last_mut() {
            *last = Some(word);
        }
    }

    fn regex_may_follow(&self) -> bool {
        let Some(last) = self.back(0) else { return true };
        match last.kind {
            Kind::Word => is_operator_word(self.lexer.text(last)),
            Kind::Number | Kind::Text | Kind::Template | Kind::Regex => false,
            Kind::Punctuation(b')') => matches!(self.closed, Some(Closed { role: Role::Condition, .. })),
            // The end of a block is remembered as `;`.
            Kind::Punctuation(b']' | b'}') => false,
            _ => true,
        }
    }

    fn word(&mut self, word: Word) {
        self.before(word);
        let mut kept = word;
        match word.kind {
            Kind::Word => self.identifier(word),
            Kind::Template => self.template(),
            Kind::Arrow => self.arrow_sign(word),
            Kind::Question => self.questions += 1,
            Kind::Punctuation(b'(') => self.open_round(word),
            Kind::Punctuation(b'[') => self.open(Bracket::Square),
            Kind::Punctuation(b'{') => self.open_curly(),
            Kind::Punctuation(close @ (b')' | b']' | b'}')) => kept.kind = self.close(word, close),
            Kind::Punctuation(b',' | b';') => self.end_arrows(word.start),
            Kind::Punctuation(b':') => kept.kind = self.colon(word),
            _ => {}
        }
        let keeps = word.is(b')') || word.is(b':') && self.typed.is_some();
        if !keeps {
            self.closed = None;
        }
        self.remember(kept);
    }

    /// What a word ends by not being what was waited for.
    fn before(&mut self, word: Word) {
        if let Some(head) = self.arrow.filter(|_| !word.is(b'{')) {
            self.arrow = None;
            self.arrows.push(ArrowBody { head, depth: self.stack.len(), questions: self.questions });
        }
        if let Some((_, depth)) = self.typed
            && (self.stack.len() < depth || self.stack.len() == depth && (word.is(b';') || word.is(b',') || word.kind == Kind::Assign))
        {
            self.typed = None;
        }
        let fits = word.kind == Kind::Word || word.is(b'*') || word.is(b'(') || word.is(b'<') || word.is(b'>') || word.is(b',');
        if self.function.is_some() && !fits {
            self.function = None;
        }
        if matches!(self.class, Some((_, true, _))) && word.kind != Kind::Word && !word.is(b'{') {
            self.class = None;
        }
    }

    fn identifier(&mut self, word: Word) {
        let text = self.lexer.text(word);
        let is_member = self.back(0).is_some_and(|last| last.is(b'.'));
        if let Some((head, true)) = self.function {
            let name = Name { class: None, own: (word.start, word.end) };
            self.function = Some((Head { name: Some(name), ..head }, false));
            return;
        }
        if let Some((name, true, depth)) = self.class {
            let is_name = !matches!(text, "extends" | "implements");
            self.class = Some((if is_name { Some((word.start, word.end)) } else { name }, false, depth));
            return;
        }
        if is_member {
            return;
        }
        match text {
            "function" => {
                let start = self.back(0).filter(|last| self.is_text(Some(*last), "async")).map_or(word.start, |last| last.start);
                self.function = Some((Head { start, name: self.assigned(0) }, true));
            }
            "class" => self.class = Some((self.assigned(0).map(|name| name.own), true, self.stack.len())),
            _ if begins_statement(text) => self.end_arrows(word.start),
            _ => {}
        }
    }

    /// The name of what stands to the left of `=` or `:`, `skip` words back from here.
    fn assigned(&self, skip: usize) -> Option<Name> {
        let skip = if self.is_text(self.back(skip), "async") { skip + 1 } else { skip };
        let (sign, target) = (self.back(skip)?, self.back(skip + 1)?);
        if sign.kind != Kind::Assign && !sign.is(b':') {
            return None;
        }
        if !matches!(target.kind, Kind::Word | Kind::Text) {
            return None;
        }
        let mut own = target;
        let mut class = self.class_around();
        let before = self.back(skip + 2);
        if before.is_some_and(|word| word.is(b'.')) {
            class = None;
            if self.is_text(self.back(skip + 3), "prototype") && self.back(skip + 4).is_some_and(|word| word.is(b'.')) {
                class = self.back(skip + 5).filter(|word| word.kind == Kind::Word).map(|word| (word.start, word.end));
            }
        } else if sign.kind == Kind::Assign && self.dialect == Dialect::Source && before.is_some_and(|word| word.is(b':')) {
            // `const total: Handler = …`: the name is before the type.
            own = self.back(skip + 3).filter(|word| word.kind == Kind::Word)?;
        }
        Some(Name { class, own: unquoted(own) })
    }

    /// The name of the class whose body this is.
    fn class_around(&self) -> Option<Span> {
        match self.stack.last()?.bracket {
            Bracket::Curly { class: Some(name), .. } => name,
            _ => None,
        }
    }

    fn template(&mut self) {
        if self.lexer.template() == TemplateEnd::Expression {
            self.open(Bracket::Template);
        }
    }

    fn open(&mut self, bracket: Bracket) {
        self.stack.push(Open { bracket, questions: self.questions });
        self.questions = 0;
    }

    fn open_round(&mut self, word: Word) {
        let role = match self.function.take() {
            Some((head, _)) => Role::Parameters(head),
            None => self.role(word),
        };
        self.open(Bracket::Round { role, start: word.start });
    }

    fn role(&self, word: Word) -> Role {
        let group = Role::Group(Head { start: word.start, name: self.assigned(0) });
        let Some(last) = self.back(0) else { return group };
        match last.kind {
            Kind::Word => match self.lexer.text(last) {
                "if" | "while" | "for" | "switch" | "with" | "catch" if !self.back(1).is_some_and(|w| w.is(b'.')) => Role::Condition,
                "async" => group,
                text if is_operator_word(text) => group,
                _ => Role::Call(Some((last.start, last.end))),
            },
            Kind::Text if matches!(self.stack.last(), Some(Open { bracket: Bracket::Curly { .. }, .. })) => {
                Role::Call(Some(unquoted(last)))
            }
            Kind::Punctuation(b']') => Role::Call(None),
            _ => group,
        }
    }

    fn open_curly(&mut self) {
        let is_class = self.class.is_some_and(|(_, _, depth)| depth == self.stack.len());
        let (mut body, mut class) = (self.arrow.take(), None);
        if body.is_none() && is_class {
            class = self.class.take().map(|(name, _, _)| name);
        } else if body.is_none() {
            body = self.head_of_body();
        }
        let begins = self.back(0).is_none_or(|last| last.is(b';') || last.is(b'{') || last.is(b')'))
            || ["else", "try", "finally", "do"].iter().any(|text| self.is_text(self.back(0), text));
        let is_block = class.is_none() && begins;
        self.open(Bracket::Curly { body, class, is_block });
    }

    /// The function whose body the brace behind a parenthesis is.
    fn head_of_body(&mut self) -> Option<Head> {
        let closed = match self.typed.filter(|(_, depth)| *depth == self.stack.len()) {
            Some((closed, _)) => {
                self.typed = None;
                closed
            }
            None => self.closed?,
        };
        match closed.role {
            Role::Parameters(head) => Some(head),
            Role::Call(own) => {
                let class = self.class_around();
                let start = own.map_or(closed.start, |own| own.0);
                Some(Head { start, name: own.map(|own| Name { class, own }) })
            }
            Role::Condition | Role::Group(_) => None,
        }
    }

    fn arrow_sign(&mut self, word: Word) {
        let closed = self.closed.or_else(|| self.typed.filter(|(_, depth)| *depth == self.stack.len()).map(|(closed, _)| closed));
        self.typed = None;
        let head = match (closed, self.back(0)) {
            (Some(Closed { role: Role::Group(head), .. }), _) => head,
            (Some(Closed { start, .. }), _) => Head { start, name: None },
            (None, Some(last)) if last.kind == Kind::Word => Head { start: last.start, name: self.assigned(1) },
            _ => Head { start: word.start, name: None },
        };
        self.arrow = Some(head);
    }

    fn colon(&mut self, word: Word) -> Kind {
        if self.questions > 0 {
            let questions = self.questions;
            self.questions -= 1;
            let depth = self.stack.len();
            // The condition began before the arrow: it ends the arrow.
            while self.arrows.last().is_some_and(|arrow| arrow.depth == depth && arrow.questions >= questions) {
                self.end_arrow(word.start);
            }
            return Kind::ElseColon;
        }
        if let Some(closed) = self.closed.filter(|_| self.dialect == Dialect::Source) {
            let in_class = matches!(self.stack.last(), Some(Open { bracket: Bracket::Curly { .. }, .. }));
            if !matches!(closed.role, Role::Condition) && (in_class || !matches!(closed.role, Role::Call(_))) {
                self.typed = Some((closed, self.stack.len()));
            }
        }
        Kind::Punctuation(b':')
    }

    fn end_arrow(&mut self, end: usize) {
        if let Some(arrow) = self.arrows.pop() {
            self.push(arrow.head, end);
        }
    }

    /// Ends the arrows whose expression stands in these brackets.
    fn end_arrows(&mut self, end: usize) {
        let depth = self.stack.len();
        while self.arrows.last().is_some_and(|arrow| arrow.depth >= depth) {
            self.end_arrow(end);
        }
    }

    /// What is remembered of the bracket: behind a block a statement begins, as behind `;`.
    fn close(&mut self, word: Word, close: u8) -> Kind {
        let ended_block = self.unwind(word, close);
        Kind::Punctuation(if ended_block { b';' } else { close })
    }

    /// True when a block ended.
    fn unwind(&mut self, word: Word, close: u8) -> bool {
        self.end_arrows(word.start);
        // A bracket that closes nothing is left alone; those left open end here.
        let fits = |open: &Open| match open.bracket {
            Bracket::Round { .. } => close == b')',
            Bracket::Square => close == b']',
            Bracket::Curly { .. } | Bracket::Template => close == b'}',
        };
        if !self.stack.iter().rev().take(RECENT).any(fits) {
            return false;
        }
        while let Some(open) = self.stack.pop() {
            self.questions = open.questions;
            let done = fits(&open);
            match open.bracket {
                Bracket::Round { role, start } if done => self.closed = Some(Closed { role, start }),
                Bracket::Curly { body, class, is_block } => {
                    if let Some(head) = body {
                        self.push(head, word.end);
                    }
                    if done {
                        return is_block || class.is_some();
                    }
                }
                Bracket::Template if done => self.template(),
                _ => {}
            }
            if done {
                return false;
            }
            self.end_arrows(word.start);
        }
        false
    }
}

fn unquoted(word: Word) -> Span {
    if word.kind == Kind::Text { (word.start + 1, word.end.saturating_sub(1).max(word.start + 1)) } else { (word.start, word.end) }
}

/// Words behind which an expression begins.
fn is_operator_word(text: &str) -> bool {
    matches!(
        text,
        "return"
            | "typeof"
            | "case"
            | "in"
            | "of"
            | "delete"
            | "void"
            | "throw"
            | "new"
            | "instanceof"
            | "do"
            | "else"
            | "yield"
            | "await"
            | "default"
            | "export"
            | "extends"
            | "async"
    )
}

/// Words that no expression goes on with.
fn begins_statement(text: &str) -> bool {
    matches!(text, "const" | "var" | "return" | "export" | "import" | "if" | "for" | "while" | "try" | "throw" | "switch")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Names of all functions, outer ones first, as a person would write them.
    fn names(text: &str, dialect: Dialect) -> Vec<String> {
        let piece = |(start, end): Span| text.get(start..end).unwrap().to_owned();
        let name = |name: Name| name.class.map_or_else(String::new, |class| piece(class) + ".") + &piece(name.own);
        read(text, dialect).unwrap().into_iter().map(|scope| scope.name.map_or_else(|| "?".to_owned(), name)).collect()
    }

    fn js(text: &str) -> Vec<String> {
        names(text, Dialect::JavaScript)
    }

    /// Name of the innermost function around the sign `@`, which is a decorator to the reader.
    fn at(text: &str) -> Option<String> {
        let scopes = read(text, Dialect::JavaScript).unwrap();
        let name = innermost(&scopes, text.find('@').unwrap())?.name;
        Some(name.map_or_else(|| "?".to_owned(), |name| text.get(name.own.0..name.own.1).unwrap().to_owned()))
    }

    #[test]
    fn declarations_and_expressions() {
        assert_eq!(js("function a(){}async function*b(n=()=>1){}"), ["a", "b", "n"]);
        assert_eq!(js("var a=function(){},b=async function(){},c={d:function(){},'e':()=>1}"), ["a", "b", "d", "e"]);
        assert_eq!(js("(function(){})();!function n(){}()"), ["?", "n"]);
        assert_eq!(js("a.b.c=function(){};A.prototype.d=function(){};exports.e=()=>{}"), ["c", "A.d", "e"]);
    }

    #[test]
    fn arrows() {
        assert_eq!(js("const a=b=>b+1,c=(d,e)=>{},f=async g=>await g,h=async(i)=>i"), ["a", "c", "f", "h"]);
        assert_eq!(js("x.map(y=>y*2).filter(({z})=>z)"), ["?", "?"]);
        assert_eq!(js("a=b=>c=>d"), ["a", "?"]);
        assert_eq!(at("const a=b=>b+1,c=@"), None, "a comma ends an arrow");
        assert_eq!(at("const a=b=>(b,@)").as_deref(), Some("a"));
        assert_eq!(at("const a=q?b=>1:@"), None, "so does the other branch");
        assert_eq!(at("const a=b=>b?1:@").as_deref(), Some("a"));
        assert_eq!(at("const a=b=>({c:1,d:@})").as_deref(), Some("a"));
    }

    #[test]
    fn classes() {
        assert_eq!(
            js("class A extends B{constructor(){super()}get b(){}static async*c(){}#d(){}e=()=>1;f(){if(x){}for(;;){}}}"),
            ["A.constructor", "A.b", "A.c", "A.#d", "A.e", "A.f"]
        );
        assert_eq!(js("let a=class{b(){}},c={d(){},get e(){},[f](){},'g h'(){}}"), ["a.b", "d", "e", "?", "g h"]);
        assert_eq!(js("class A extends(0,b.c)({d(){}}){e(){}}"), ["d", "A.e"]);
    }

    #[test]
    fn what_only_looks_like_a_function() {
        assert_eq!(js("if(a){}while(b){}switch(c){case d:{}}try{}catch(e){}for(const f of g){}"), Vec::<String>::new());
        assert_eq!(js("a={function:1,class:2};b.function(c);b.class"), Vec::<String>::new());
        assert_eq!(js("a=b?c:function(){}"), ["?"], "the branch of a condition names nothing");
        assert_eq!(js("/function a(){/.test(b)&&'function c(){}'+`function d(){} ${function e(){}} }`"), ["e"]);
        assert_eq!(js("if(a)/[{]/.test(b);c=d/2;e=f/g"), Vec::<String>::new());
    }

    #[test]
    fn sources_with_types() {
        let text = "export class Cart<T> implements Shop {\n  private total(items: Item[]): Promise<number> { return 1 }\n  \
                    run = async (a: string): Promise<void> => { x() }\n}\nexport const pay: Handler = (cart): void => { @ }\n\
                    function free(a?: number): { b: number } { return a }\nexport default function () {}";
        let found = names(text, Dialect::Source);
        assert_eq!(found.first().map(String::as_str), Some("Cart.total"));
        assert!(
            found.contains(&"Cart.run".to_owned()) && found.contains(&"pay".to_owned()) && found.contains(&"free".to_owned()),
            "{found:?}"
        );
    }

    #[test]
    fn broken_code_ends_somewhere() {
        assert_eq!(js("function a(){"), ["a"]);
        assert_eq!(js("function a(){[}function b(){}"), ["a", "b"]);
        assert_eq!(js("}})]=>{"), ["?"]);
        assert!(read(&"(".repeat(MAX_DEPTH + 2), Dialect::JavaScript).is_none());
        assert!(read(&"a=>".repeat(MAX_DEPTH + 2), Dialect::JavaScript).is_none());
    }

    proptest! {
        #[test]
        fn scopes_are_within_the_text(text in "[a-c(){}\\[\\]=>:?,;.`$'/\\\\ \n]{0,120}|(function |class |=>|async |\\(|\\)|\\{|\\}|a|:|=|`|\\$\\{|/){0,40}") {
            for dialect in [Dialect::JavaScript, Dialect::Source] {
                for scope in read(&text, dialect).unwrap() {
                    prop_assert!(scope.start <= scope.end && scope.end <= text.len());
                    if let Some(name) = scope.name {
                        prop_assert!(text.get(name.own.0..name.own.1).is_some());
                    }
                }
            }
        }
    }
}
