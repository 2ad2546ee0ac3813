//! The command line, as typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::setting_flags::SettingFlags;

/// Error tracking and performance monitoring inside your own walls.
#[derive(Debug, Parser)]
#[command(
    name = "bartizan",
    version,
    about = "Error tracking on your own machine, for the Sentry SDKs you already use.",
    arg_required_else_help = true,
    propagate_version = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options every command takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// Settings file [default: ./bartizan.toml, then /etc/bartizan/bartizan.toml, where there is one]
    #[arg(long, global = true, value_name = "FILE", env = "BARTIZAN_CONFIG")]
    pub config: Option<PathBuf>,
    /// Folder that holds everything
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Print data as JSON
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start the server
    Serve(SettingFlags),
    /// Organisations
    #[command(subcommand)]
    Org(OrgCommand),
    /// People
    #[command(subcommand)]
    User(UserCommand),
    /// Projects and their DSNs
    #[command(subcommand)]
    Project(ProjectCommand),
    /// Keys that DSNs of a project carry: list, rotate, switch off and on
    #[command(subcommand)]
    Key(KeyCommand),
    /// API tokens
    #[command(subcommand)]
    Token(TokenCommand),
    /// Debug files and mappings, which make native, .NET and Java stack traces readable
    #[command(subcommand)]
    DebugFiles(DebugFilesCommand),
    /// Source maps, which make minified JavaScript stack traces readable
    #[command(subcommand)]
    Sourcemaps(SourcemapsCommand),
    /// Send one test error to a DSN, as an SDK would, and say what the server answered
    SendTest {
        /// DSN of the project
        dsn: String,
    },
    /// Send a realistic history of a company of several services through the front door
    Demo(DemoArgs),
    /// Check the installation: disk, metadata, events, queue
    Doctor {
        /// Mend what can be mended (the server must be stopped); exit status 0 when nothing is left to mend
        #[arg(long)]
        repair: bool,
    },
    /// Write the payloads of days that are over anew, smaller, at once (the server must be stopped; running, it does so by itself)
    Repack,
    /// Settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Ask a running server whether it is well (exit status 0 or 1); for containers
    Healthcheck {
        /// Address of the server [default: from the settings]
        #[arg(long)]
        url: Option<String>,
    },
    /// Write everything into one file, also while the server runs
    Backup {
        /// File to write (`.tar.zst`)
        file: PathBuf,
    },
    /// Unpack a backup into an empty data folder, wholly or not at all
    Restore {
        /// File written by `backup`
        file: PathBuf,
    },
    /// Print the OpenAPI document of the web API
    Openapi,
    /// Read a debug file for the server, in a process of its own
    #[command(hide = true, name = bartizan_symbols::native::WORKER_COMMAND)]
    ReadDebugFile {
        /// What to make of it
        form: String,
        /// Debug id of the object in it
        debug_id: String,
        /// File to read
        input: PathBuf,
        /// File to write
        output: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum OrgCommand {
    /// Make an organisation
    Create {
        /// Name in addresses: a-z, 0-9, - and _
        slug: String,
        /// Name for people [default: the slug]
        #[arg(long)]
        name: Option<String>,
    },
    /// List organisations
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Make an account
    Create {
        /// E-mail address
        #[arg(long)]
        email: String,
        /// Name for people [default: the part before the @]
        #[arg(long)]
        name: Option<String>,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
        /// May do everything on this installation
        #[arg(long)]
        superuser: bool,
        /// Make them a member of this organisation
        #[arg(long, value_name = "SLUG")]
        org: Option<String>,
        /// Their role there
        #[arg(long, default_value = "member", requires = "org")]
        role: RoleArg,
    },
    /// Set a new password, read from standard input; ends the user's sessions
    SetPassword {
        /// E-mail address
        #[arg(long)]
        email: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum RoleArg {
    Member,
    Admin,
    Manager,
    Owner,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProjectCommand {
    /// Make a project and print its DSN
    Create {
        /// Name in addresses: a-z, 0-9, - and _
        slug: String,
        /// Organisation
        #[arg(long)]
        org: String,
        /// Platform, such as python, javascript-react, rust
        #[arg(long)]
        platform: Option<String>,
        /// Name for people [default: the slug]
        #[arg(long)]
        name: Option<String>,
    },
    /// List projects of an organisation with their DSNs
    List {
        /// Organisation
        #[arg(long)]
        org: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// List the keys of a project
    List(ProjectChoice),
    /// Make a new key with the label and the limit of an old one, and print its DSN
    ///
    /// The old key is switched off, not removed: what SDKs still send with it is refused (403) from the next second on, and
    /// its figures stay. `key enable` takes it back, as long as applications move to the new DSN.
    Rotate(KeyChoice),
    /// Switch a key off: what is sent with it is refused (403)
    Disable(KeyChoice),
    /// Switch a key on again
    Enable(KeyChoice),
}

#[derive(Debug, Args)]
pub(crate) struct ProjectChoice {
    /// Organisation
    #[arg(long)]
    pub org: String,
    /// Project
    #[arg(long)]
    pub project: String,
}

#[derive(Debug, Args)]
pub(crate) struct KeyChoice {
    #[command(flatten)]
    pub project: ProjectChoice,
    /// Public key, the part of the DSN before the @ [default: the only one that is on]
    pub key: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DebugFilesCommand {
    /// Keep files for a project: ELF, dSYM, PDB, Breakpad, portable PDB, source bundles, ProGuard mappings
    Add {
        /// Organisation
        #[arg(long)]
        org: String,
        /// Project
        #[arg(long)]
        project: String,
        /// Identifier, for files that carry none (the UUID of a mapping)
        #[arg(long)]
        debug_id: Option<String>,
        /// Files
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// List the files of a project
    List {
        /// Organisation
        #[arg(long)]
        org: String,
        /// Project
        #[arg(long)]
        project: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum SourcemapsCommand {
    /// For each minified frame of an event: the step that failed, and the command that mends it
    Explain {
        /// Event id, 32 hex digits
        event: String,
        /// Organisation
        #[arg(long, env = "SENTRY_ORG")]
        org: String,
        /// Address of the server [default: from the settings]
        #[arg(long, env = "SENTRY_URL")]
        url: Option<String>,
        /// API token with event:read
        #[arg(long, env = "SENTRY_AUTH_TOKEN", hide_env_values = true)]
        auth_token: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make an API token; it is shown once
    Create {
        /// E-mail address of the person it stands for
        #[arg(long)]
        user: String,
        /// Organisation
        #[arg(long)]
        org: String,
        /// Scopes, separated by commas, such as project:read,event:admin
        #[arg(long, value_delimiter = ',', required = true)]
        scope: Vec<String>,
        /// What to call it
        #[arg(long, default_value = "command line")]
        name: String,
        /// Stands for the person, or for the organisation as in CI
        #[arg(long, default_value = "user")]
        kind: TokenKind,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TokenKind {
    User,
    Organization,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Send to this DSN (one project); without it, projects of a demo company are made in the data folder
    #[arg(long)]
    pub dsn: Option<String>,
    /// Days of history
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=90))]
    pub days: u32,
    /// How much traffic; 1 is some thousand events
    #[arg(long, default_value_t = 1.0)]
    pub scale: f64,
    /// Same seed, same history
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print every setting with its value and where it comes from; refuse unknown and unsafe ones
    Check(SettingFlags),
}
