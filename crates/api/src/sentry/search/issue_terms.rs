//! Terms about issues: `is:`, `assigned:`, `firstSeen:` and their like.

use bartizan_domain::issue::{Status, Substatus, parse_short_id};
use bartizan_domain::release::Release;
use bartizan_domain::search::keys::{self, IS_VALUES, LEVEL_VALUES, Owner, PRIORITY_VALUES};
use bartizan_domain::search::{Key, Operator, Piece, SearchError, Term, Value, nearest, values};
use bartizan_domain::{IssueId, Level, ProjectId, TimeRange};
use bartizan_ports::ErrorKind;
use bartizan_ports::meta::IssueFilter;

use super::actors::Actors;
use super::fault::Fault;
use super::window::Window;

/// Compiles terms about issues.
pub(super) struct IssueTerms<'a> {
    pub(super) actors: Actors<'a>,
    pub(super) window: &'a Window,
    pub(super) latest: &'a [(ProjectId, String)],
}

type Compiled = Result<IssueFilter, Fault>;

impl IssueTerms<'_> {
    /// The condition of a term; `None` when it is about events.
    pub(super) fn compile(&self, term: &Term) -> Result<Option<IssueFilter>, Fault> {
        let Term::Match { key, operator, values } = term else { return Ok(None) };
        if key.explicit_tag {
            return Ok(None);
        }
        let Some(known) = keys::find(&key.name).filter(|known| known.owner == Owner::Issue) else { return Ok(None) };
        if !is_ordered(known.name) && *operator != Operator::Equals {
            return Err(no_order(key, *operator).into());
        }
        let one = |value: &Value| self.value(known.name, key, *operator, value);
        let mut filters = values.iter().map(one).collect::<Result<Vec<_>, Fault>>()?;
        Ok(if filters.len() > 1 { Some(IssueFilter::Or(filters)) } else { filters.pop() })
    }

    fn value(&self, name: &str, key: &Key, operator: Operator, value: &Value) -> Compiled {
        match name {
            "is" => is(value),
            "assigned" | "assigned_or_suggested" => Ok(self.actors.assignees(value)?.map_or(IssueFilter::None, IssueFilter::Assigned)),
            "bookmarks" => Ok(IssueFilter::BookmarkedBy(self.actors.user(value)?)),
            "subscribed" => Ok(IssueFilter::SubscribedBy(self.actors.user(value)?)),
            "level" => word(value, key, LEVEL_VALUES, Level::parse).map(IssueFilter::Level),
            "firstSeen" | "age" => Ok(IssueFilter::FirstSeen(values::time_range(operator, value, self.window.now)?)),
            "lastSeen" => Ok(IssueFilter::LastSeen(values::time_range(operator, value, self.window.now)?)),
            "timesSeen" => bounds(operator, value, IssueFilter::TimesSeen),
            "usersSeen" => bounds(operator, value, IssueFilter::UsersSeen),
            "firstRelease" => Ok(self.first_release(value)),
            "cameWith" => self.came_with(value),
            "issue" => Ok(IssueFilter::Ids(vec![self.issue_id(value)?])),
            "issue.priority" => word(value, key, PRIORITY_VALUES, priority).map(IssueFilter::Priority),
            "issue.type" | "issue.category" => {
                Ok(if value.text().eq_ignore_ascii_case("error") { IssueFilter::All } else { IssueFilter::None })
            }
            _ => Err(SearchError::at(key.span, format!("{name} cannot be searched for yet")).into()),
        }
    }

    fn first_release(&self, value: &Value) -> IssueFilter {
        if value.pattern.as_literal() != Some("latest") || value.quoted {
            return IssueFilter::FirstRelease(value.text());
        }
        let of = |(project, version): &(ProjectId, String)| {
            IssueFilter::And(vec![IssueFilter::InProjects(vec![*project]), IssueFilter::FirstRelease(version.clone())])
        };
        IssueFilter::Or(self.latest.iter().map(of).collect())
    }

    /// What a release brought to the projects that sent it: issues new in it, and those that came back or escalate since
    /// it went live.
    fn came_with(&self, value: &Value) -> Compiled {
        let meta = self.actors.meta;
        let find = |version: &str| match meta.release(self.window.organization, version) {
            Ok(release) => Ok(Some(release)),
            Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        };
        if value.pattern.as_literal() == Some("latest") && !value.quoted {
            let mut brought = Vec::new();
            for (project, version) in self.latest {
                brought.extend(find(version)?.map(|release| brought_by(&release, vec![*project])));
            }
            return Ok(IssueFilter::Or(brought));
        }
        Ok(find(&value.text())?.map_or(IssueFilter::None, |release| brought_by(&release, release.projects.clone())))
    }

    /// Issues a term names by id; `None` for any other term.
    pub(super) fn issue_ids(&self, term: &Term) -> Result<Option<Vec<IssueId>>, Fault> {
        let Term::Match { key, values, .. } = term else { return Ok(None) };
        if key.explicit_tag || keys::find(&key.name).is_none_or(|known| known.name != "issue") {
            return Ok(None);
        }
        values.iter().map(|value| self.issue_id(value)).collect::<Result<_, _>>().map(Some)
    }

    fn issue_id(&self, value: &Value) -> Result<IssueId, Fault> {
        let text = value.text();
        if let Ok(id) = text.parse() {
            return Ok(id);
        }
        let Some((slug, number)) = parse_short_id(&text) else {
            return Err(SearchError::at(value.span, format!("{text:?} is no short id")).hint("write it as WEB-1A").into());
        };
        let meta = self.actors.meta;
        let project = self.window.projects.iter().find(|project| project.slug == slug);
        let issue = project.map(|project| meta.issue_by_number(self.window.organization, project.id, number));
        match issue {
            Some(Ok(issue)) => Ok(issue.id),
            Some(Err(error)) if error.kind != ErrorKind::NotFound => Err(error.into()),
            // No issue has the id -1: nothing matches, which is what an unknown issue means in a search.
            _ => Ok(IssueId(-1)),
        }
    }
}

fn brought_by(release: &Release, projects: Vec<ProjectId>) -> IssueFilter {
    let turned = IssueFilter::Or(vec![IssueFilter::Substatus(Substatus::Regressed), IssueFilter::Substatus(Substatus::Escalating)]);
    let since = IssueFilter::StatusChanged(TimeRange { start: release.live(), ..TimeRange::ALL });
    let new = IssueFilter::FirstRelease(release.version.clone());
    IssueFilter::And(vec![IssueFilter::InProjects(projects), IssueFilter::Or(vec![new, IssueFilter::And(vec![turned, since])])])
}

fn is_ordered(name: &str) -> bool {
    matches!(name, "firstSeen" | "age" | "lastSeen" | "timesSeen" | "usersSeen")
}

fn no_order(key: &Key, operator: Operator) -> SearchError {
    let sign = operator.as_str();
    SearchError::at(key.span, format!("values of {} have no order, {sign} does not apply", key.name)).hint(format!("leave out the {sign}"))
}

fn is(value: &Value) -> Compiled {
    let text = value.text();
    let sub = |substatus| IssueFilter::Substatus(substatus);
    if let Some(status) = Status::parse(&text) {
        return Ok(IssueFilter::Status(status));
    }
    if let Some(substatus) = Substatus::parse(&text) {
        return Ok(sub(substatus));
    }
    Ok(match text.as_str() {
        "assigned" => IssueFilter::Not(Box::new(IssueFilter::Assigned(Vec::new()))),
        "unassigned" => IssueFilter::Assigned(Vec::new()),
        "for_review" => IssueFilter::And(vec![
            IssueFilter::Status(Status::Unresolved),
            IssueFilter::Or(vec![sub(Substatus::New), sub(Substatus::Regressed), sub(Substatus::Escalating)]),
        ]),
        "linked" => IssueFilter::Linked,
        "unlinked" => IssueFilter::Not(Box::new(IssueFilter::Linked)),
        // No issue waits for reprocessing in this version.
        "reprocessing" => IssueFilter::None,
        _ => return Err(unknown_word(value, "is", IS_VALUES).into()),
    })
}

fn word<T>(value: &Value, key: &Key, known: &[&'static str], read: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
    read(&value.text()).ok_or_else(|| unknown_word(value, &key.name, known).into())
}

fn unknown_word(value: &Value, key: &str, known: &[&'static str]) -> SearchError {
    let text = value.text();
    let hint = match nearest(&text, known.iter().copied()) {
        Some(near) => format!("did you mean {key}:{near}?"),
        None => format!("write one of {}", known.join(", ")),
    };
    SearchError::at(value.span, format!("{text:?} is not a value of {key}")).hint(hint)
}

fn priority(text: &str) -> Option<i64> {
    Some(match text {
        "high" | "75" => 75,
        "medium" | "50" => 50,
        "low" | "25" => 25,
        _ => return None,
    })
}

fn bounds(operator: Operator, value: &Value, wrap: fn(u64, u64) -> IssueFilter) -> Compiled {
    Ok(values::number_bounds(operator, value)?.map_or(IssueFilter::None, |(low, high)| wrap(low, high)))
}

/// The condition on the issue's title that a term about text stands for; `None` for other terms.
pub(super) fn title(term: &Term) -> Option<IssueFilter> {
    let value = match term {
        Term::Text(value) => value,
        Term::Match { key, values, operator: Operator::Equals }
            if !key.explicit_tag && matches!(key.name.as_str(), "message" | "title") =>
        {
            match values.as_slice() {
                [value] => value,
                _ => return None,
            }
        }
        Term::Match { .. } => return None,
    };
    match value.pattern.pieces() {
        [] => None,
        [Piece::Literal(text)] => Some(IssueFilter::TitleContains(text.clone())),
        _ if value.pattern.is_any() => None,
        _ => Some(IssueFilter::TitleMatches(format!("*{}*", value.text().trim_matches('*')))),
    }
}
