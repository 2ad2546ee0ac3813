//! How long problems wait and how long their fixes take: pure arithmetic over the history of issues.
//!
//! * **Age**: from an issue's first event until now, of the issues open now.
//! * **First response**: from the first event to the first thing a person did with the issue.
//! * **Time to fix**: from the first event, or from the moment it last came back, to the moment it was resolved. A
//!   resolution that a person took back was none; one that an event took back was a fix that did not hold. A fix is of
//!   whom the issue was assigned to at that moment, whoever has it now.
//!
//! Invariant: an issue counts as fixed at most once between two moments at which it was open.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::issue::Assignee;
use crate::time::{DAY_US, HOUR_US};
use crate::{IssueId, ProjectId, TeamId, TimeRange, Timestamp, UserId};

/// Ends of the age classes; the last class has none.
pub const AGE_BOUNDS_US: [i64; 4] = [DAY_US, 7 * DAY_US, 30 * DAY_US, 90 * DAY_US];
/// Most points of the trend; a longer period gets wider ones.
pub const MAX_TREND_POINTS: i64 = 62;
/// Widths a point of the trend may have.
const TREND_WIDTHS_US: [i64; 5] = [HOUR_US, 6 * HOUR_US, DAY_US, 7 * DAY_US, 30 * DAY_US];

/// What a step did to the life of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Declared done.
    Resolved,
    /// Opened again by a person.
    Reopened,
    /// Opened again by an event.
    CameBack,
    /// Put away.
    Archived,
    /// Given to somebody, or to nobody.
    Assigned(Option<Assignee>),
}

/// Details of an activity entry about an assignment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Assignment {
    /// Id of the person or team.
    pub assignee: String,
    /// `user` or `team`.
    pub assignee_type: String,
}

impl Assignment {
    /// To whom; `None` where the details say nothing of the kind.
    pub fn assignee(&self) -> Option<Assignee> {
        let id = self.assignee.parse().ok()?;
        match self.assignee_type.as_str() {
            "user" => Some(Assignee::User(UserId(id))),
            "team" => Some(Assignee::Team(TeamId(id))),
            _ => None,
        }
    }
}

impl StepKind {
    /// Kinds of activity that are steps.
    pub const ACTIVITY_KINDS: [&str; 8] = [
        "set_resolved",
        "set_resolved_in_release",
        "set_resolved_in_commit",
        "set_unresolved",
        "set_regression",
        "set_ignored",
        "assigned",
        "unassigned",
    ];

    /// Reads the kind of an activity entry; `by_person` tells a person's act from the house's, `details` are asked for
    /// an assignment alone. One that does not say to whom is no step.
    pub fn of_activity(kind: &str, by_person: bool, details: impl FnOnce() -> Option<Assignment>) -> Option<Self> {
        Some(match kind {
            "set_resolved" | "set_resolved_in_release" | "set_resolved_in_commit" => Self::Resolved,
            "set_unresolved" if by_person => Self::Reopened,
            "set_unresolved" | "set_regression" => Self::CameBack,
            "set_ignored" => Self::Archived,
            "assigned" => Self::Assigned(Some(details()?.assignee()?)),
            "unassigned" => Self::Assigned(None),
            _ => return None,
        })
    }
}

/// What is known about the handling of one issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueHistory {
    /// Issue.
    pub id: IssueId,
    /// Project.
    pub project_id: ProjectId,
    /// Assignee now.
    pub assignee: Option<Assignee>,
    /// Open now.
    pub open: bool,
    /// First event.
    pub first_seen: Timestamp,
    /// First act of a person.
    pub first_response: Option<Timestamp>,
    /// Steps of its life, oldest first.
    pub steps: Vec<(StepKind, Timestamp)>,
}

/// A fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fix {
    at: Timestamp,
    took_us: i64,
    held: bool,
    assignee: Option<Assignee>,
}

impl IssueHistory {
    fn fixes(&self) -> Vec<Fix> {
        let mut fixes = Vec::new();
        let (mut opened, mut done) = (self.first_seen, false);
        for (index, (kind, at)) in self.steps.iter().enumerate() {
            match kind {
                StepKind::Resolved if !done => {
                    done = true;
                    let turn = self.steps.iter().skip(index + 1).find(|(next, _)| matches!(next, StepKind::Reopened | StepKind::CameBack));
                    let turn = turn.map(|(next, _)| *next);
                    if turn != Some(StepKind::Reopened) {
                        fixes.push(Fix {
                            at: *at,
                            took_us: since(opened, *at),
                            held: turn.is_none(),
                            assignee: self.assignee_before(index),
                        });
                    }
                }
                StepKind::CameBack => (opened, done) = (*at, false),
                StepKind::Reopened => done = false,
                StepKind::Resolved | StepKind::Archived | StepKind::Assigned(_) => {}
            }
        }
        fixes
    }

    /// Whom the issue was assigned to when that step came. Before the first assignment that is told it was nobody's;
    /// where none is told, it was always with whom it is now.
    fn assignee_before(&self, index: usize) -> Option<Assignee> {
        let told = |(kind, _): &(StepKind, Timestamp)| match kind {
            StepKind::Assigned(who) => Some(*who),
            _ => None,
        };
        let before = self.steps.iter().take(index).rev().find_map(told);
        before.unwrap_or_else(|| if self.steps.iter().any(|step| told(step).is_some()) { None } else { self.assignee })
    }
}

/// Microseconds between; an event may name a later moment than the server's clock did.
fn since(start: Timestamp, end: Timestamp) -> i64 {
    end.0.saturating_sub(start.0).max(0)
}

/// How lengths of time are spread, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// Half took at most this.
    pub median_us: i64,
    /// Nine of ten took at most this.
    pub p90_us: i64,
    /// The longest.
    pub longest_us: i64,
}

impl Spread {
    /// Of some lengths; `None` for none. Ranks are nearest ranks, so each figure is one that occurred.
    pub fn of(mut lengths: Vec<i64>) -> Option<Self> {
        lengths.sort_unstable();
        let rank = |percent: usize| lengths.get((lengths.len() * percent).div_ceil(100).saturating_sub(1)).copied();
        Some(Self { median_us: rank(50)?, p90_us: rank(90)?, longest_us: *lengths.last()? })
    }
}

/// Figures of a set of issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// Open now.
    pub open: u64,
    /// Age of those.
    pub age: Option<Spread>,
    /// First seen in the period.
    pub arrived: u64,
    /// Of those, answered by a person so far.
    pub answered: u64,
    /// Time to first response of those.
    pub response: Option<Spread>,
    /// Fixes in the period.
    pub fixed: u64,
    /// Of those, undone by a later event.
    pub came_back: u64,
    /// Time to fix.
    pub fix: Option<Spread>,
}

/// One point of the trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendPoint {
    /// When it begins.
    pub start: Timestamp,
    /// Issues first seen in it.
    pub arrived: u64,
    /// Fixes in it.
    pub fixed: u64,
    /// Median time to first response of those that arrived in it.
    pub response_median_us: Option<i64>,
    /// Median time to fix of the fixes in it.
    pub fix_median_us: Option<i64>,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// All together.
    pub total: Figures,
    /// By project.
    pub projects: Vec<(ProjectId, Figures)>,
    /// By assignee: fixes by the one at that time, the rest by the one now; `None` for nobody.
    pub assignees: Vec<(Option<Assignee>, Figures)>,
    /// Open issues by age, see [`AGE_BOUNDS_US`].
    pub ages: [u64; AGE_BOUNDS_US.len() + 1],
    /// Width of a point of the trend.
    pub width_us: i64,
    /// The trend, without gaps.
    pub trend: Vec<TrendPoint>,
}

#[derive(Debug, Clone, Default)]
struct Tally {
    ages: Vec<i64>,
    arrived: u64,
    responses: Vec<i64>,
    fixes: Vec<i64>,
    came_back: u64,
}

impl Tally {
    fn add(&mut self, facts: &Facts) {
        self.add_issue(facts);
        facts.fixes.iter().for_each(|fix| self.add_fix(fix));
    }

    /// The issue without its fixes.
    fn add_issue(&mut self, facts: &Facts) {
        self.ages.extend(facts.age_us);
        self.arrived += u64::from(facts.arrived.is_some());
        self.responses.extend(facts.response_us);
    }

    fn add_fix(&mut self, fix: &Fix) {
        self.fixes.push(fix.took_us);
        self.came_back += u64::from(!fix.held);
    }

    fn figures(self) -> Figures {
        Figures {
            open: self.ages.len() as u64,
            age: Spread::of(self.ages),
            arrived: self.arrived,
            answered: self.responses.len() as u64,
            response: Spread::of(self.responses),
            fixed: self.fixes.len() as u64,
            came_back: self.came_back,
            fix: Spread::of(self.fixes),
        }
    }
}

/// What one issue adds to the report.
struct Facts {
    age_us: Option<i64>,
    arrived: Option<Timestamp>,
    response_us: Option<i64>,
    fixes: Vec<Fix>,
}

impl Facts {
    fn of(issue: &IssueHistory, range: TimeRange, now: Timestamp) -> Self {
        let within = |at: Timestamp| range.start <= at && at < range.end;
        let arrived = Some(issue.first_seen).filter(|at| within(*at));
        Self {
            age_us: issue.open.then(|| since(issue.first_seen, now)),
            arrived,
            response_us: arrived.and(issue.first_response).map(|at| since(issue.first_seen, at)),
            fixes: issue.fixes().into_iter().filter(|fix| within(fix.at)).collect(),
        }
    }
}

/// Width of the trend's points in a period.
fn trend_width(range: TimeRange) -> i64 {
    let length = range.end.0.saturating_sub(range.start.0);
    let fits = |width: &i64| length / width < MAX_TREND_POINTS;
    TREND_WIDTHS_US.into_iter().find(fits).unwrap_or_else(|| (length / MAX_TREND_POINTS / DAY_US + 1) * DAY_US)
}

/// Reports about a period, as known at `now`.
pub fn report(issues: &[IssueHistory], range: TimeRange, now: Timestamp) -> Report {
    let mut total = Tally::default();
    let mut projects: BTreeMap<ProjectId, Tally> = BTreeMap::new();
    let mut assignees = Assignees::default();
    let mut trend = Trend::new(range);
    let mut ages = [0; AGE_BOUNDS_US.len() + 1];
    for issue in issues {
        let facts = Facts::of(issue, range, now);
        total.add(&facts);
        projects.entry(issue.project_id).or_default().add(&facts);
        assignees.add(issue.assignee, &facts);
        let class = facts.age_us.map(|age| AGE_BOUNDS_US.iter().filter(|bound| age >= **bound).count());
        if let Some(count) = class.and_then(|class| ages.get_mut(class)) {
            *count += 1;
        }
        trend.add(&facts);
    }
    Report {
        total: total.figures(),
        projects: projects.into_iter().map(|(id, tally)| (id, tally.figures())).collect(),
        assignees: assignees.figures(),
        ages,
        width_us: trend.width_us,
        trend: trend.points(),
    }
}

/// Tallies by assignee, in the order they were met.
#[derive(Default)]
struct Assignees(Vec<(Option<Assignee>, Tally)>);

impl Assignees {
    fn add(&mut self, now: Option<Assignee>, facts: &Facts) {
        if facts.age_us.is_some() || facts.arrived.is_some() {
            self.with(now, |tally| tally.add_issue(facts));
        }
        for fix in &facts.fixes {
            self.with(fix.assignee, |tally| tally.add_fix(fix));
        }
    }

    fn with(&mut self, who: Option<Assignee>, change: impl FnOnce(&mut Tally)) {
        match self.0.iter_mut().find(|(known, _)| *known == who) {
            Some((_, tally)) => change(tally),
            None => {
                let mut tally = Tally::default();
                change(&mut tally);
                self.0.push((who, tally));
            }
        }
    }

    fn figures(self) -> Vec<(Option<Assignee>, Figures)> {
        self.0.into_iter().map(|(who, tally)| (who, tally.figures())).collect()
    }
}

struct Trend {
    origin: Timestamp,
    width_us: i64,
    tallies: Vec<Tally>,
}

impl Trend {
    fn new(range: TimeRange) -> Self {
        let width_us = trend_width(range);
        let origin = range.start.floor(width_us.min(DAY_US));
        let length = range.end.0.saturating_sub(origin.0).max(1);
        let count = usize::try_from(length.saturating_sub(1) / width_us + 1).unwrap_or(1);
        Self { origin, width_us, tallies: vec![Tally::default(); count] }
    }

    fn at(&mut self, moment: Timestamp) -> Option<&mut Tally> {
        let index = usize::try_from(since(self.origin, moment) / self.width_us).ok()?;
        self.tallies.get_mut(index)
    }

    fn add(&mut self, facts: &Facts) {
        if let Some(tally) = facts.arrived.and_then(|at| self.at(at)) {
            tally.arrived += 1;
            tally.responses.extend(facts.response_us);
        }
        for fix in &facts.fixes {
            if let Some(tally) = self.at(fix.at) {
                tally.fixes.push(fix.took_us);
            }
        }
    }

    fn points(self) -> Vec<TrendPoint> {
        let start = |index: usize| self.origin.plus(i64::try_from(index).unwrap_or(0).saturating_mul(self.width_us));
        let point = |(index, tally): (usize, Tally)| {
            let figures = tally.figures();
            TrendPoint {
                start: start(index),
                arrived: figures.arrived,
                fixed: figures.fixed,
                response_median_us: figures.response.map(|spread| spread.median_us),
                fix_median_us: figures.fix.map(|spread| spread.median_us),
            }
        };
        self.tallies.clone().into_iter().enumerate().map(point).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(100 * DAY_US);

    fn day(n: i64) -> Timestamp {
        Timestamp(n * DAY_US)
    }

    fn issue(first_day: i64, steps: &[(StepKind, i64)]) -> IssueHistory {
        let open = steps.last().is_none_or(|(kind, _)| matches!(kind, StepKind::CameBack | StepKind::Reopened));
        IssueHistory {
            id: IssueId(1),
            project_id: ProjectId(1),
            assignee: None,
            open,
            first_seen: day(first_day),
            first_response: steps.first().map(|(_, at)| day(*at)),
            steps: steps.iter().map(|(kind, at)| (*kind, day(*at))).collect(),
        }
    }

    fn last_month(issues: &[IssueHistory]) -> Report {
        report(issues, TimeRange { start: day(70), end: NOW }, NOW)
    }

    #[test]
    fn ages_are_of_open_issues_whenever_they_came() {
        let report = last_month(&[issue(1, &[]), issue(95, &[]), issue(10, &[(StepKind::Resolved, 20)])]);
        assert_eq!(report.total.open, 2);
        assert_eq!(report.total.age, Some(Spread { median_us: 5 * DAY_US, p90_us: 99 * DAY_US, longest_us: 99 * DAY_US }));
        assert_eq!(report.ages, [0, 1, 0, 0, 1]);
        assert_eq!((report.total.arrived, report.total.fixed, report.total.fix), (1, 0, None));
    }

    #[test]
    fn a_fix_counts_from_when_the_problem_last_came_back() {
        use StepKind::{CameBack, Resolved};
        let report = last_month(&[issue(60, &[(Resolved, 72), (CameBack, 80), (Resolved, 83)])]);
        let took = Spread { median_us: 3 * DAY_US, p90_us: 12 * DAY_US, longest_us: 12 * DAY_US };
        assert_eq!((report.total.fixed, report.total.came_back, report.total.fix), (2, 1, Some(took)));
    }

    #[test]
    fn what_was_taken_back_was_no_fix_and_what_was_said_twice_is_one() {
        use StepKind::{Archived, Reopened, Resolved};
        let taken_back = issue(71, &[(Resolved, 72), (Reopened, 73)]);
        let twice = issue(71, &[(Archived, 72), (Resolved, 75), (Resolved, 76)]);
        let report = last_month(&[taken_back, twice]);
        assert_eq!((report.total.fixed, report.total.fix.unwrap().median_us), (1, 4 * DAY_US));
    }

    #[test]
    fn responses_are_of_what_arrived_in_the_period() {
        let report = last_month(&[issue(60, &[(StepKind::Archived, 71)]), issue(80, &[(StepKind::Archived, 81)]), issue(81, &[])]);
        assert_eq!((report.total.arrived, report.total.answered), (2, 1));
        assert_eq!(report.total.response.unwrap().longest_us, DAY_US);
    }

    #[test]
    fn an_event_from_the_future_makes_no_negative_time() {
        let early = IssueHistory { first_response: Some(day(90)), ..issue(95, &[(StepKind::Resolved, 90)]) };
        let report = last_month(&[early]);
        assert_eq!((report.total.fix.unwrap().longest_us, report.total.response.unwrap().longest_us), (0, 0));
    }

    #[test]
    fn people_projects_and_points_hold_the_same_issues() {
        let ada = Some(Assignee::User(UserId(7)));
        let hers = IssueHistory { assignee: ada, project_id: ProjectId(2), ..issue(90, &[(StepKind::Resolved, 92)]) };
        let report = last_month(&[hers, issue(99, &[])]);
        let sum =
            |figures: &mut dyn Iterator<Item = Figures>| figures.fold((0, 0, 0), |s, f| (s.0 + f.open, s.1 + f.arrived, s.2 + f.fixed));
        assert_eq!(sum(&mut report.projects.iter().map(|p| p.1)), (1, 2, 1));
        assert_eq!(sum(&mut report.assignees.iter().map(|p| p.1)), (1, 2, 1));
        assert_eq!((report.width_us, report.trend.len()), (DAY_US, 30));
        let (arrived, fixed) = report.trend.iter().fold((0, 0), |s, p| (s.0 + p.arrived, s.1 + p.fixed));
        assert_eq!((arrived, fixed), (2, 1));
        assert_eq!(report.trend[22].fix_median_us, Some(2 * DAY_US));
    }

    #[test]
    fn a_fix_is_of_whom_the_issue_was_assigned_to_then() {
        use StepKind::{Assigned, CameBack, Resolved};
        let [ada, bob] = [7, 8].map(|id| Some(Assignee::User(UserId(id))));
        let steps =
            [(Assigned(ada), 91), (Resolved, 92), (CameBack, 93), (Resolved, 94), (Assigned(bob), 95), (CameBack, 96), (Resolved, 97)];
        let passed_on = IssueHistory { assignee: bob, ..issue(90, &steps) };
        let late = IssueHistory { assignee: bob, ..issue(90, &[(Resolved, 91), (Assigned(bob), 92)]) };
        let untold = IssueHistory { assignee: bob, ..issue(90, &[(Resolved, 91)]) };
        let report = last_month(&[passed_on, late, untold]);
        let fixed = |who| report.assignees.iter().find(|(each, _)| *each == who).map(|(_, figures)| (figures.fixed, figures.came_back));
        assert_eq!((fixed(ada), fixed(bob), fixed(None)), (Some((2, 2)), Some((2, 0)), Some((1, 0))));
        assert_eq!((report.total.fixed, report.total.came_back), (5, 2));
    }

    #[test]
    fn assignments_are_read_from_the_activity() {
        let read = |kind, data: &str| StepKind::of_activity(kind, true, || serde_json::from_str(data).ok());
        let user = Some(StepKind::Assigned(Some(Assignee::User(UserId(7)))));
        assert_eq!(read("assigned", r#"{"assignee":"7","assigneeType":"user","assigneeEmail":"a@x.org"}"#), user);
        let team = Some(StepKind::Assigned(Some(Assignee::Team(TeamId(3)))));
        assert_eq!(read("assigned", r#"{"assignee":"3","assigneeType":"team"}"#), team);
        assert_eq!((read("assigned", "{}"), read("assigned", "x"), read("unassigned", "{}")), (None, None, Some(StepKind::Assigned(None))));
    }

    #[test]
    fn any_period_has_a_bounded_number_of_points() {
        for (start, end) in [(0, 1), (0, 90 * DAY_US), (5, 4_000 * DAY_US), (0, 36 * HOUR_US), (HOUR_US, 61 * DAY_US)] {
            let trend = Trend::new(TimeRange { start: Timestamp(start), end: Timestamp(end) });
            assert!((1..=MAX_TREND_POINTS + 1).contains(&(trend.tallies.len() as i64)), "{start}..{end}: {}", trend.tallies.len());
        }
    }
}
