//! A server of our own: started on a free loopback port with a data folder of its own, set up, watched, ended.

use std::collections::BTreeMap;
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::http::{Connection, Target};
use crate::process;

pub(crate) const ORG: &str = "bench";
pub(crate) const PROJECT: &str = "shop";
const EMAIL: &str = "bench@example.com";
const PASSWORD: &str = "a long enough password for a bench";
const SCOPES: &str = "org:read,project:read,project:write,event:read,event:write,event:admin";
/// Longest wait for a server to be ready.
const READY_PATIENCE: Duration = Duration::from_secs(60);
/// Longest wait for a server to end.
const END_PATIENCE: Duration = Duration::from_secs(30);

/// A running server.
pub(crate) struct Server {
    binary: PathBuf,
    pub(crate) dir: PathBuf,
    pub(crate) authority: String,
    child: Child,
    pub(crate) token: String,
    pub(crate) target: Target,
    /// From the start of the process to the first good answer of `/ready`.
    pub(crate) start_time: Duration,
    env: Vec<(&'static str, String)>,
}

impl Server {
    /// Starts on an empty folder and makes an organisation, a project and a token.
    pub(crate) async fn start(binary: &Path, dir: &Path, env: &[(&'static str, String)]) -> Result<Self> {
        std::fs::create_dir_all(dir)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let authority = format!("127.0.0.1:{port}");
        let (child, start_time) = launch(binary, dir, &authority, env).await?;
        let target = Target { authority: authority.clone(), key: String::new(), project: String::new() };
        let mut server = Self {
            binary: binary.to_owned(),
            dir: dir.to_owned(),
            authority,
            child,
            token: String::new(),
            target,
            start_time,
            env: env.to_vec(),
        };
        server.set_up()?;
        Ok(server)
    }

    fn set_up(&mut self) -> Result<()> {
        self.cli(&["org", "create", ORG], "")?;
        self.cli(&["user", "create", "--email", EMAIL, "--password-stdin", "--superuser", "--org", ORG, "--role", "owner"], PASSWORD)?;
        let token = self.cli(&["token", "create", "--user", EMAIL, "--org", ORG, "--scope", SCOPES], "")?;
        self.token = token.get("token").and_then(Value::as_str).context("no token was printed")?.to_owned();
        let project = self.cli(&["project", "create", "--org", ORG, "--platform", "python", PROJECT], "")?;
        self.target = Target::from_dsn(project.get("dsn").and_then(Value::as_str).context("no DSN was printed")?)?;
        Ok(())
    }

    /// Runs the command line on the same folder.
    fn cli(&self, args: &[&str], input: &str) -> Result<Value> {
        use std::io::Write;
        let mut command = base_command(&self.binary, &self.dir, &self.authority, &self.env);
        let mut child = command.args(args).arg("--json").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes())?;
        }
        let output = child.wait_with_output()?;
        if !output.status.success() {
            bail!("`{}` failed", args.join(" "));
        }
        let text = String::from_utf8(output.stdout)?;
        Ok(if text.trim().is_empty() { Value::Null } else { serde_json::from_str(&text)? })
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn cpu_us(&self) -> u64 {
        process::cpu_us(&[self.pid()])
    }

    pub(crate) fn rss_bytes(&self) -> u64 {
        process::rss_bytes(&[self.pid()])
    }

    pub(crate) fn peak_rss_bytes(&self) -> u64 {
        process::peak_rss_bytes(&[self.pid()])
    }

    /// Figures of `/metrics` by name with labels.
    pub(crate) async fn metrics(&self) -> Result<BTreeMap<String, f64>> {
        let answer = Connection::new(&self.authority).get("/metrics", None).await?;
        let text = String::from_utf8(answer.body)?;
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        Ok(lines
            .filter_map(|line| line.rsplit_once(' '))
            .filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?)))
            .collect())
    }

    /// Records that are durable and not processed yet.
    pub(crate) async fn lag(&self) -> Result<f64> {
        self.metrics().await?.get("bartizan_queue_lag_records").copied().context("/metrics has no queue lag")
    }

    /// Waits until nothing is left in the queue; answers how long that took.
    pub(crate) async fn drain(&mut self, patience: Duration) -> Result<Duration> {
        let start = Instant::now();
        loop {
            if self.lag().await? == 0.0 {
                return Ok(start.elapsed());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended: {status}; see {}", self.dir.join("server.log").display());
            }
            if start.elapsed() > patience {
                bail!("{} records still wait after {} s", self.lag().await?, patience.as_secs());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Asks the web API.
    pub(crate) async fn api(&self, connection: &mut Connection, path: &str) -> Result<Value> {
        let answer = connection.get(path, Some(&self.token)).await?;
        if answer.status != 200 {
            bail!("{path} answers {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        }
        Ok(serde_json::from_slice(&answer.body)?)
    }

    /// Sum of all issues' counts, and how many issues there are.
    pub(crate) async fn counted(&self) -> Result<(u64, u64)> {
        let mut connection = Connection::new(&self.authority);
        let (mut events, mut issues) = (0, 0);
        let mut next = Some(format!("/api/0/organizations/{ORG}/issues/?project={}&query=&statsPeriod=90d&limit=100", self.target.project));
        while let Some(path) = next.take() {
            let answer = connection.get(&path, Some(&self.token)).await?;
            if answer.status != 200 {
                bail!("{path} answers {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
            }
            next = answer.next;
            for issue in serde_json::from_slice::<Vec<Value>>(&answer.body)? {
                issues += 1;
                events += issue
                    .get("count")
                    .and_then(Value::as_str)
                    .and_then(|count| count.parse::<u64>().ok())
                    .context("an issue has no count")?;
            }
        }
        Ok((events, issues))
    }

    /// Ends the server as an operator would and starts it again on the same folder.
    pub(crate) async fn restart(&mut self) -> Result<()> {
        self.end().await?;
        (self.child, self.start_time) = launch(&self.binary, &self.dir, &self.authority, &self.env).await?;
        Ok(())
    }

    /// Ends the server, has it write days that are over anew, and starts it again. Answers what the command printed and
    /// its CPU time in microseconds.
    pub(crate) async fn repack(&mut self) -> Result<(Value, u64)> {
        self.end().await?;
        let before = process::children_cpu_us();
        let told = self.cli(&["repack"], "")?;
        let cpu_us = process::children_cpu_us().saturating_sub(before);
        (self.child, self.start_time) = launch(&self.binary, &self.dir, &self.authority, &self.env).await?;
        Ok((told, cpu_us))
    }

    async fn end(&mut self) -> Result<()> {
        process::terminate(self.pid());
        let start = Instant::now();
        while self.child.try_wait()?.is_none() {
            if start.elapsed() > END_PATIENCE {
                self.child.kill()?;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Ends the server and deletes its folder.
    pub(crate) async fn remove(mut self) -> Result<()> {
        self.end().await?;
        std::fs::remove_dir_all(&self.dir).context("cannot delete the data folder")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn base_command(binary: &Path, dir: &Path, authority: &str, env: &[(&'static str, String)]) -> Command {
    let mut command = Command::new(binary);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("BARTIZAN_")) {
        command.env_remove(name);
    }
    command.env("BARTIZAN_DATA_DIR", dir).env("BARTIZAN_LISTEN", authority).env("BARTIZAN_BASE_URL", format!("http://{authority}"));
    command.env("BARTIZAN_LOG", "warn");
    command.envs(env.iter().map(|(name, value)| (*name, value.as_str())));
    command
}

async fn launch(binary: &Path, dir: &Path, authority: &str, env: &[(&'static str, String)]) -> Result<(Child, Duration)> {
    let log = File::options().create(true).append(true).open(dir.join("server.log"))?;
    let start = Instant::now();
    let mut child = base_command(binary, dir, authority, env)
        .arg("serve")
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .with_context(|| format!("cannot start {}", binary.display()))?;
    let mut connection = Connection::new(authority);
    loop {
        if connection.get("/ready", None).await.is_ok_and(|answer| answer.status == 200) {
            return Ok((child, start.elapsed()));
        }
        if let Some(status) = child.try_wait()? {
            bail!("the server ended at start: {status}; see {}", dir.join("server.log").display());
        }
        if start.elapsed() > READY_PATIENCE {
            let _ = child.kill();
            bail!("the server is not ready after {} s", READY_PATIENCE.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
