//! Commands that mend a stack trace, ready to run. Whoever reads stack traces knows neither the server's address nor names, and an
//! event outlives a change of name: so they are filled in when somebody looks.

use serde_json::Value;

use super::shape::Event;

/// How a command begins as it is stored.
const OPEN: &str = "sentry-cli sourcemaps upload --org ORG --project PROJECT ";

/// Where uploads for a project go.
pub(super) struct Target<'t> {
    /// Address of this server.
    pub(super) base_url: &'t str,
    /// Slug of the organisation.
    pub(super) organization: &'t str,
    /// Slug of the project.
    pub(super) project: &'t str,
}

/// True when a command of the event waits to be filled in.
pub(super) fn is_open(event: &Event) -> bool {
    event.errors.iter().any(|error| error.data.get("fix").and_then(Value::as_str).is_some_and(|fix| fix.contains(OPEN)))
}

impl Target<'_> {
    /// Fills in the commands of an event and of its frames.
    pub(super) fn fill(&self, event: &mut Event) {
        let Self { base_url, organization, project } = self;
        let ready = format!("sentry-cli --url {base_url} sourcemaps upload --org {organization} --project {project} ");
        let fill = |fix: &mut Value| {
            if let Value::String(text) = fix {
                *text = text.replace(OPEN, &ready);
            }
        };
        event.errors.iter_mut().filter_map(|error| error.data.get_mut("fix")).for_each(fill);
        for entry in &mut event.entries {
            each_fix(&mut entry.data, &fill);
            let values = entry.data.get_mut("values").and_then(Value::as_array_mut);
            for stack in values.into_iter().flatten().filter_map(|value| value.get_mut("stacktrace")) {
                each_fix(stack, &fill);
            }
        }
    }
}

fn each_fix(stack: &mut Value, fill: &impl Fn(&mut Value)) {
    let frames = stack.get_mut("frames").and_then(Value::as_array_mut);
    for frame in frames.into_iter().flatten() {
        let problems = frame.get_mut("errors").and_then(Value::as_array_mut);
        problems.into_iter().flatten().filter_map(|problem| problem.get_mut("fix")).for_each(fill);
    }
}
