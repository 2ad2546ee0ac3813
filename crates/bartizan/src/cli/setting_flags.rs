//! The settings as flags, made of their table.

use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches};

use crate::config::{SETTINGS, Setting};

/// The setting whose flag every command takes.
const GLOBAL_FLAG: &str = "data_dir";

/// Settings given by flag, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SettingFlags(pub Vec<(&'static str, String)>);

impl Args for SettingFlags {
    fn augment_args(command: Command) -> Command {
        settings().fold(command, |command, setting| command.arg(arg(setting))).after_help(after_help())
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SettingFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut given = Vec::new();
        for setting in settings() {
            let Some(value) = matches.get_one::<String>(setting.name) else { continue };
            if setting.secret {
                return Err(Error::raw(ErrorKind::UnknownArgument, refusal(setting)));
            }
            given.push((setting.name, value.clone()));
        }
        Ok(Self(given))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn settings() -> impl Iterator<Item = &'static Setting> {
    SETTINGS.iter().filter(|setting| setting.name != GLOBAL_FLAG)
}

/// Secrets are known too, so that whoever tries one is told where it belongs, but not shown.
fn arg(setting: &Setting) -> Arg {
    let default = if setting.default.is_empty() { String::new() } else { format!(" [default: {}]", setting.default) };
    Arg::new(setting.name)
        .long(setting.name.replace('_', "-"))
        .value_name(setting.value)
        .help(format!("{}{default}", setting.help))
        .help_heading(setting.group)
        .next_line_help(true)
        .hide(setting.secret)
}

fn refusal(setting: &Setting) -> String {
    let variable = setting.variable();
    format!("a secret has no flag, since everybody on the machine can read command lines; set {variable} or {variable}_FILE")
}

fn after_help() -> String {
    let secrets = SETTINGS.iter().filter(|setting| setting.secret).map(Setting::variable).collect::<Vec<_>>().join(" and ");
    format!(
        "Each of these is a variable too (BARTIZAN_RETENTION_DAYS=30) and a line of bartizan.toml (retention_days = 30). A flag\n\
         beats a variable, a variable the file.\n\
         Secrets have no flag, since everybody on the machine can read command lines: set {secrets},\n\
         or the same with _FILE for a file that holds the secret."
    )
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::super::args::{Cli, Command as Parsed, ConfigCommand};
    use super::*;

    fn parse(line: &[&str]) -> Result<SettingFlags, String> {
        let parsed = Cli::try_parse_from(["bartizan"].iter().chain(line)).map_err(|error| error.to_string())?;
        match parsed.command {
            Parsed::Serve(flags) | Parsed::Config(ConfigCommand::Check(flags)) => Ok(flags),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_setting_but_secrets_is_a_flag_of_serve_and_config_check() {
        Cli::command().debug_assert();
        for setting in settings().filter(|setting| !setting.secret) {
            let flag = format!("--{}", setting.flag().unwrap());
            let wanted = SettingFlags(vec![(setting.name, "x".to_owned())]);
            assert_eq!(parse(&["serve", &flag, "x"]).unwrap(), wanted);
            assert_eq!(parse(&["config", "check", &flag, "x"]).unwrap(), wanted);
        }
        assert_eq!(parse(&["serve", "--data-dir", "x"]).unwrap(), SettingFlags::default(), "taken by every command");
    }

    #[test]
    fn a_secret_on_the_command_line_is_refused_with_its_place() {
        let told = parse(&["serve", "--s3-secret-key", "hush"]).unwrap_err();
        assert!(told.contains("BARTIZAN_S3_SECRET_KEY_FILE") && !told.contains("hush"), "{told}");
        let mut command = Cli::command();
        let help = command.find_subcommand_mut("serve").unwrap().render_long_help().to_string();
        assert!(help.contains("Secrets have no flag") && !help.contains("--s3-secret-key"), "{help}");
    }

    #[test]
    fn an_unknown_flag_is_refused_with_the_nearest_right_one() {
        let told = parse(&["serve", "--retention-day", "7"]).unwrap_err();
        assert!(told.contains("--retention-day'") && told.contains("'--retention-days'"), "{told}");
    }
}
