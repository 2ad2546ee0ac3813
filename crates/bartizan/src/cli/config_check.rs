//! `bartizan config check`: every setting, its value and where it comes from.

use anyhow::Result;
use serde_json::json;

use super::output;
use crate::config::RawConfig;

pub(crate) fn run(raw: &RawConfig, json: bool) -> Result<()> {
    raw.resolve()?;
    let rows = raw.describe();
    let data = rows
        .iter()
        .map(|(setting, value, source)| {
            let flag = setting.flag().map(|flag| format!("--{flag}"));
            let (name, variable, help) = (setting.name, setting.variable(), setting.help);
            json!({"name": name, "value": value, "source": source.to_string(), "help": help, "flag": flag, "variable": variable})
        })
        .collect();
    let width = rows.iter().map(|(s, _, _)| s.name.len()).max().unwrap_or(0);
    let text = rows
        .iter()
        .map(|(setting, value, source)| {
            let flagless = if setting.secret { " No flag: a command line is not secret." } else { "" };
            format!("{:width$}  {value}  ({source})\n{:width$}    {}{flagless}", setting.name, "", setting.help)
        })
        .collect::<Vec<_>>()
        .join("\n");
    output::print(json, &data, &text)
}
