//! The query's tree with each condition on its side: issues or events.

use bartizan_domain::UserId;
use bartizan_domain::query::Filter;
use bartizan_domain::search::aggregates::{self, AggregateTerm};
use bartizan_domain::search::events::{Context, compile_token};
use bartizan_domain::search::{Expr, Operator, SearchError, Term, Token, parse};
use bartizan_ports::meta::IssueFilter;

use super::actors::Actors;
use super::fault::Fault;
use super::issue_terms::{self, IssueTerms};
use super::stages;
use super::window::Window;
use crate::ApiState;
use crate::auth::Access;

/// Newest releases that are looked at where versions are compared.
const MAX_RELEASES: usize = 10_000;

/// A condition. `And` holds at most one part of each side and otherwise only `Or`s; no `Or` holds an `Or`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// On issues.
    Issue(IssueFilter),
    /// On events of the issue: one event must meet all of it.
    Event(Filter),
    /// All of these.
    And(Vec<Node>),
    /// Any of these.
    Or(Vec<Node>),
}

impl Node {
    /// No condition.
    pub(crate) const ALL: Self = Self::Issue(IssueFilter::All);

    /// All of `parts`; conditions of one side become one.
    pub(crate) fn and(parts: Vec<Self>) -> Self {
        let (mut issue, mut event, mut rest) = (Vec::new(), Filter::All, Vec::new());
        let mut queue: std::collections::VecDeque<Self> = parts.into();
        while let Some(part) = queue.pop_front() {
            match part {
                Self::Issue(IssueFilter::All) => {}
                Self::Issue(filter) => issue.push(filter),
                Self::Event(filter) => event = event.and(filter),
                Self::And(inner) => inner.into_iter().rev().for_each(|part| queue.push_front(part)),
                or @ Self::Or(_) => rest.push(or),
            }
        }
        let issue = join(issue, IssueFilter::All, IssueFilter::And).map(Self::Issue);
        let event = (event != Filter::All).then_some(Self::Event(event));
        let mut parts: Vec<Self> = issue.into_iter().chain(event).chain(rest).collect();
        if parts.len() > 1 { Self::And(parts) } else { parts.pop().unwrap_or(Self::ALL) }
    }

    /// Any of `parts`; conditions of one side become one, and what is always true is all.
    pub(crate) fn or(parts: Vec<Self>) -> Self {
        let (mut issue, mut event, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        let mut queue: std::collections::VecDeque<Self> = parts.into();
        while let Some(part) = queue.pop_front() {
            match part {
                Self::Issue(IssueFilter::All) | Self::Event(Filter::All) => return Self::ALL,
                Self::Issue(filter) => issue.push(filter),
                Self::Event(filter) => event.push(filter),
                Self::Or(inner) => inner.into_iter().rev().for_each(|part| queue.push_front(part)),
                and @ Self::And(_) => rest.push(and),
            }
        }
        let issue = join(issue, IssueFilter::None, IssueFilter::Or).filter(|filter| *filter != IssueFilter::None);
        let event = join(event, Filter::None, Filter::Or).filter(|filter| *filter != Filter::None);
        let mut parts: Vec<Self> = issue.map(Self::Issue).into_iter().chain(event.map(Self::Event)).chain(rest).collect();
        if parts.len() > 1 { Self::Or(parts) } else { parts.pop().unwrap_or(Self::Issue(IssueFilter::None)) }
    }

    /// Issue and event condition, when the whole is a simple conjunction of the two.
    pub(crate) fn as_pair(&self) -> Option<(IssueFilter, Filter)> {
        match self {
            Self::Issue(filter) => Some((filter.clone(), Filter::All)),
            Self::Event(filter) => Some((IssueFilter::All, filter.clone())),
            Self::And(parts) => match parts.as_slice() {
                [Self::Issue(issue), Self::Event(event)] => Some((issue.clone(), event.clone())),
                _ => None,
            },
            Self::Or(_) => None,
        }
    }
}

/// One of several, the neutral element left out; `None` for none.
fn join<F: PartialEq>(mut filters: Vec<F>, neutral: F, wrap: fn(Vec<F>) -> F) -> Option<F> {
    let some = !filters.is_empty();
    filters.retain(|filter| *filter != neutral);
    match filters.len() {
        0 => some.then_some(neutral),
        1 => filters.pop(),
        _ => Some(wrap(filters)),
    }
}

/// Turns queries into conditions, with what it takes from the stores.
pub(crate) struct Compiler<'a> {
    state: &'a ApiState,
    access: &'a Access,
    viewer: Option<UserId>,
    window: &'a Window,
    context: Context,
}

impl<'a> Compiler<'a> {
    /// A compiler for the queries of one person within one window.
    pub(crate) fn new(state: &'a ApiState, access: &'a Access, viewer: Option<UserId>, window: &'a Window) -> Self {
        let projects = window.projects.iter().map(|project| (project.slug.clone(), project.id)).collect();
        let context = Context { now: window.now, projects, ..Context::default() };
        Self { state, access, viewer, window, context }
    }

    /// Compiles a query about issues.
    pub(crate) fn issues(&mut self, query: &str) -> Result<Node, Fault> {
        let Some(root) = parse(query)?.root else { return Ok(Node::ALL) };
        self.find_releases(&root)?;
        self.node(&root, false)
    }

    /// Compiles a query about events.
    pub(crate) fn events(&mut self, query: &str) -> Result<Filter, Fault> {
        let Some(root) = parse(query)?.root else { return Ok(Filter::All) };
        self.find_releases(&root)?;
        self.event_filter(&root)
    }

    /// Compiles a query about groups of events: the condition on events, and those on the groups' numbers.
    pub(crate) fn groups(&mut self, query: &str) -> Result<(Filter, Vec<AggregateTerm>), Fault> {
        let (query, terms) = aggregates::split(parse(query)?)?;
        let Some(root) = query.root else { return Ok((Filter::All, terms)) };
        self.find_releases(&root)?;
        Ok((self.event_filter(&root)?, terms))
    }

    /// What a query needs to know of releases.
    fn find_releases(&mut self, root: &Expr) -> Result<(), Fault> {
        self.find_latest_releases(root)?;
        let (mut by_version, mut by_stage) = (false, false);
        root.for_each_token(&mut |token| {
            if let Term::Match { key, operator, .. } = &token.term {
                by_version |= key.name == "release.version" && !key.explicit_tag && *operator != Operator::Equals;
                by_stage |= key.name == "release.stage" && !key.explicit_tag;
            }
        });
        if by_stage {
            self.context.stages = stages::of(self.state.events.as_ref(), self.window)?;
        }
        if by_version {
            let found = self.state.meta.releases(self.window.organization, &self.window.project_ids(), None, MAX_RELEASES, 0)?;
            self.context.releases = found.into_iter().map(|release| release.version).collect();
        }
        Ok(())
    }

    /// `release:latest` and `firstRelease:latest` need to know what is latest.
    fn find_latest_releases(&mut self, root: &Expr) -> Result<(), Fault> {
        let mut wanted = false;
        root.for_each_token(&mut |token| {
            if let Term::Match { key, values, .. } = &token.term {
                let is_release = matches!(key.name.as_str(), "release" | "cameWith" | "firstRelease" | "first_release" | "first-release");
                wanted |= is_release && values.iter().any(|value| value.pattern.as_literal() == Some("latest"));
            }
        });
        if wanted {
            for project in &self.window.projects {
                if let Some(release) = self.state.meta.latest_release(self.window.organization, project.id)? {
                    self.context.latest_releases.push((project.id, release.version));
                }
            }
        }
        Ok(())
    }

    /// `!` before a group goes down to the terms, so that conditions stay on their sides.
    fn node(&self, expr: &Expr, negated: bool) -> Result<Node, Fault> {
        let all = |list: &[Expr]| list.iter().map(|part| self.node(part, negated)).collect::<Result<Vec<_>, _>>();
        match (expr, negated) {
            (Expr::And(list), false) | (Expr::Or(list), true) => Ok(Node::and(all(list)?)),
            (Expr::Or(list), false) | (Expr::And(list), true) => Ok(Node::or(all(list)?)),
            (Expr::Not(inner), negated) => self.node(inner, !negated),
            (Expr::Token(token), negated) => self.token(&Token { negated: token.negated != negated, ..token.clone() }),
        }
    }

    fn token(&self, token: &Token) -> Result<Node, Fault> {
        let terms = self.terms();
        if let Some(filter) = terms.compile(&token.term)? {
            return Ok(Node::Issue(if token.negated { IssueFilter::Not(Box::new(filter)) } else { filter }));
        }
        let event = compile_token(token, &self.context)?;
        let Some(title) = issue_terms::title(&token.term) else { return Ok(Node::Event(event)) };
        // The words may stand in the title alone: of a message whose title was shortened, or of older events.
        Ok(if token.negated {
            Node::and(vec![Node::Event(event), Node::Issue(IssueFilter::Not(Box::new(title)))])
        } else {
            Node::or(vec![Node::Event(event), Node::Issue(title)])
        })
    }

    fn event_filter(&self, expr: &Expr) -> Result<Filter, Fault> {
        let all = |list: &[Expr]| list.iter().map(|part| self.event_filter(part)).collect::<Result<Vec<_>, Fault>>();
        match expr {
            Expr::And(list) => Ok(all(list)?.into_iter().fold(Filter::All, Filter::and)),
            Expr::Or(list) => Ok(Filter::Or(all(list)?)),
            Expr::Not(inner) => Ok(self.event_filter(inner)?.negate()),
            Expr::Token(token) => self.event_token(token),
        }
    }

    fn event_token(&self, token: &Token) -> Result<Filter, Fault> {
        if let Some(ids) = self.terms().issue_ids(&token.term)? {
            let filter = super::run::events_of(self.state.meta.as_ref(), self.window.organization, &ids)?;
            return Ok(if token.negated { filter.negate() } else { filter });
        }
        compile_token(token, &self.context).map_err(|error: SearchError| error.into())
    }

    fn terms(&self) -> IssueTerms<'_> {
        let actors = Actors { meta: self.state.meta.as_ref(), access: self.access, viewer: self.viewer };
        IssueTerms { actors, window: self.window, latest: &self.context.latest_releases }
    }
}
