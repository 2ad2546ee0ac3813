//! The steps from a minified frame to its source, and what to do when one fails.

use bartizan_protocol::json::Object;

/// A step that failed. The texts are for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Step {
    /// Neither a debug id nor a release: there is nothing to look by.
    #[error("The event names no debug id for this file, and no release.")]
    NothingToLookBy,
    /// No bundle has that debug id.
    #[error("No uploaded file has the debug id {id}.")]
    UnknownDebugId {
        /// 32 hex digits.
        id: String,
    },
    /// The minified file of that debug id is there, its map is not.
    #[error("The minified file with the debug id {id} was uploaded without its source map.")]
    NoMapForDebugId {
        /// 32 hex digits.
        id: String,
    },
    /// Nothing was uploaded for the release.
    #[error("Nothing was uploaded for the release {release}.")]
    EmptyRelease {
        /// Release.
        release: String,
    },
    /// The release has no such file.
    #[error("The release {release} has no uploaded file {url}.")]
    UnknownUrl {
        /// Release.
        release: String,
        /// Address, as uploads name it.
        url: String,
    },
    /// The release has the file, for another dist.
    #[error("The file was uploaded for the dist {uploaded:?}; the event has {wanted:?}.")]
    WrongDist {
        /// Release of both.
        release: String,
        /// Of the upload.
        uploaded: String,
        /// Of the event.
        wanted: String,
    },
    /// The minified file names no map.
    #[error("The uploaded file {file} names no source map: it has neither a sourceMappingURL nor a SourceMap header.")]
    NoReference {
        /// Address.
        file: String,
    },
    /// The map that the minified file names was not uploaded.
    #[error("The file {file} names the source map {map}, which was not uploaded.")]
    NoMap {
        /// Release that has the file.
        release: String,
        /// Address of the minified file.
        file: String,
        /// Address of the map.
        map: String,
    },
    /// A map or archive that cannot be read.
    #[error("The source map {map} cannot be used: {reason}.")]
    Broken {
        /// Address or path of the map.
        map: String,
        /// Why.
        reason: String,
    },
    /// The map does not reach to the position.
    #[error("The source map has nothing for line {line}, column {column}: it belongs to another build of the file.")]
    Outside {
        /// Line, from 1.
        line: u32,
        /// Column, from 1.
        column: u32,
    },
    /// The bundler made the code up.
    #[error("Line {line}, column {column} is code that the bundler added; it has no source.")]
    Generated {
        /// Line, from 1.
        line: u32,
        /// Column, from 1.
        column: u32,
    },
    /// The frame names no position.
    #[error("The frame has no line and column to look up.")]
    NoPosition,
    /// The position was found, but no text of the source.
    #[error("The source map holds no text of {source_file}, so no lines are shown.")]
    NoSourceText {
        /// Source.
        source_file: String,
    },
    /// A store failed; the next try may work.
    #[error("The uploaded files could not be reached: {0}.")]
    Store(String),
    /// The project fetches JavaScript, but not from there.
    #[error("It was not fetched from the web: {host} is not among the hosts that the project fetches JavaScript from.")]
    FetchNotAllowed {
        /// Host, with its port where it is not the usual one.
        host: String,
    },
    /// It is being fetched.
    #[error("It is being fetched from {host}; this event becomes readable when the source map is there.")]
    FetchWaiting {
        /// Host, as above.
        host: String,
    },
    /// It was tried, without success.
    #[error("It was fetched from the web without success: {reason}.")]
    FetchFailed {
        /// Why.
        reason: String,
    },
    /// The event has more files or frames than are looked at.
    #[error("The event has more minified files or frames than are looked up.")]
    TooMany,
}

impl Step {
    /// Stable word for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NothingToLookBy => "js_nothing_to_look_by",
            Self::UnknownDebugId { .. } => "js_unknown_debug_id",
            Self::NoMapForDebugId { .. } => "js_no_sourcemap_for_debug_id",
            Self::EmptyRelease { .. } => "js_empty_release",
            Self::UnknownUrl { .. } => "js_missing_source",
            Self::WrongDist { .. } => "js_wrong_dist",
            Self::NoReference { .. } => "js_no_sourcemap_reference",
            Self::NoMap { .. } => "js_missing_sourcemap",
            Self::Broken { .. } => "js_invalid_sourcemap",
            Self::Outside { .. } => "js_invalid_sourcemap_location",
            Self::Generated { .. } => "js_generated_code",
            Self::NoPosition => "js_no_column",
            Self::NoSourceText { .. } => "js_missing_sources_content",
            Self::Store(_) => "js_store_unavailable",
            Self::FetchNotAllowed { .. } => "js_fetch_not_allowed",
            Self::FetchWaiting { .. } => "js_fetch_waiting",
            Self::FetchFailed { .. } => "js_fetch_failed",
            Self::TooMany => "js_too_many_files",
        }
    }

    /// What mends it: a command where one does. `ORG` and `PROJECT` are filled in for the reader, who alone knows `./dist`.
    pub fn fix(&self) -> String {
        const UPLOAD: &str = "sentry-cli sourcemaps upload --org ORG --project PROJECT";
        match self {
            Self::NothingToLookBy => format!("sentry-cli sourcemaps inject ./dist && {UPLOAD} ./dist  # then deploy ./dist as it is now"),
            Self::UnknownDebugId { .. } | Self::NoMapForDebugId { .. } => {
                format!("{UPLOAD} ./dist  # the very build that is deployed, source maps included")
            }
            Self::EmptyRelease { release } => format!("{UPLOAD} --release {} ./dist", quoted(release)),
            Self::UnknownUrl { release, url } => {
                let prefix = url.rsplit_once('/').map_or("~/", |(folder, _)| folder);
                format!(
                    "{UPLOAD} --release {} --url-prefix {} ./dist  # ./dist being the folder that is served there",
                    quoted(release),
                    quoted(prefix)
                )
            }
            Self::WrongDist { wanted, .. } if wanted.is_empty() => "Set dist in Sentry.init to the dist of the upload".to_owned(),
            Self::WrongDist { release, wanted, .. } => {
                format!("{UPLOAD} --release {} --dist {} ./dist  # as it was uploaded before", quoted(release), quoted(wanted))
            }
            Self::NoReference { .. } => {
                "Let the bundler write source maps (build.sourcemap in Vite, --sourcemap in esbuild, devtool in webpack), \
                                         and upload anew"
                    .to_owned()
            }
            Self::NoMap { release, .. } => {
                format!("{UPLOAD} --release {} ./dist  # as it was uploaded before, with the .map files in it", quoted(release))
            }
            Self::Broken { .. } => "Build the source map again and upload it anew".to_owned(),
            Self::Outside { .. } => "Upload the source maps of the build that is deployed, under a release of its own".to_owned(),
            Self::Generated { .. } | Self::TooMany => "Nothing: the other frames tell where it happened".to_owned(),
            Self::NoPosition => "Nothing: the browser told no position".to_owned(),
            Self::NoSourceText { .. } => "Let the bundler write sourcesContent into its source maps, and upload anew".to_owned(),
            Self::FetchNotAllowed { host } => format!("Add {host} in the project's settings under “Fetch JavaScript from”, if it is yours"),
            Self::FetchWaiting { .. } => "Nothing: look again in a minute".to_owned(),
            Self::FetchFailed { .. } => "Mend it there: it is tried again after an hour. Or upload the source map".to_owned(),
            Self::Store(_) => "Nothing: look at the server's log; a new upload repairs this event".to_owned(),
        }
    }

    /// True when trying again may help.
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Store(_) | Self::FetchWaiting { .. })
    }

    /// True when the file on the web may say more than the uploads do: they lack it, or its map.
    pub(crate) const fn is_fetchable(&self) -> bool {
        matches!(
            self,
            Self::UnknownDebugId { .. }
                | Self::NoMapForDebugId { .. }
                | Self::EmptyRelease { .. }
                | Self::UnknownUrl { .. }
                | Self::NoMap { .. }
        )
    }

    /// True when the frame was resolved nevertheless.
    pub const fn is_note(&self) -> bool {
        matches!(self, Self::NoSourceText { .. })
    }

    /// As it stands in `errors` of a frame and of an event.
    pub fn written(&self, url: &str) -> Object<'static> {
        let mut out = Object::new();
        out.insert("type", self.code());
        out.insert("url", url.to_owned());
        out.insert("message", self.to_string());
        out.insert("fix", self.fix());
        out
    }
}

/// A word for a shell.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | '/' | ':' | '+' | '=');
    if !text.is_empty() && text.chars().all(is_plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_a_sentence_and_a_way_out() {
        let text = || "x y".to_owned();
        let steps = [
            Step::NothingToLookBy,
            Step::UnknownDebugId { id: "1b0d3c2a5f6e47118899aabbccddeeff".to_owned() },
            Step::NoMapForDebugId { id: "1b0d3c2a5f6e47118899aabbccddeeff".to_owned() },
            Step::EmptyRelease { release: "shop@1.2".to_owned() },
            Step::UnknownUrl { release: "it's".to_owned(), url: "~/assets/app.js".to_owned() },
            Step::WrongDist { release: text(), uploaded: "1".to_owned(), wanted: String::new() },
            Step::WrongDist { release: text(), uploaded: "1".to_owned(), wanted: "2".to_owned() },
            Step::NoReference { file: text() },
            Step::NoMap { release: text(), file: text(), map: text() },
            Step::Broken { map: text(), reason: text() },
            Step::Outside { line: 1, column: 2 },
            Step::Generated { line: 1, column: 2 },
            Step::NoPosition,
            Step::NoSourceText { source_file: text() },
            Step::Store(text()),
            Step::TooMany,
            Step::FetchNotAllowed { host: "cdn.example.com".to_owned() },
            Step::FetchWaiting { host: "cdn.example.com".to_owned() },
            Step::FetchFailed { reason: "cdn.example.com answered 404".to_owned() },
        ];
        let told: Vec<_> = steps.iter().map(|step| format!("{}\n  {step}\n  {}", step.code(), step.fix())).collect();
        insta::assert_snapshot!(told.join("\n"));
    }
}
