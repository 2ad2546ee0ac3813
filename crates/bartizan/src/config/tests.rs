use super::*;

fn gather(env: &[(&str, &str)], flags: &[(&'static str, String)]) -> Result<RawConfig> {
    let env: Vec<_> = env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    RawConfig::gather(None, env.into_iter(), flags)
}

#[test]
fn defaults_resolve() {
    let config = gather(&[], &[]).unwrap().resolve().unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:9000");
    assert_eq!(config.base_url, "http://localhost:9000");
    assert!(!config.base_url_is_set && !config.listen_is_set);
    assert_eq!(config.blobs, BlobsConfig::Folder);
}

#[test]
fn a_flag_beats_the_environment_which_beats_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("bartizan.toml");
    std::fs::write(&file, "listen = \":1\"\nretention_days = 7\nlog = \"debug\"\n").unwrap();
    let env = [("BARTIZAN_LISTEN".to_owned(), ":2".to_owned()), ("BARTIZAN_RETENTION_DAYS".to_owned(), "8".to_owned())];
    let raw = RawConfig::gather(Some(&file), env.into_iter(), &[("listen", ":3".to_owned())]).unwrap();
    let config = raw.resolve().unwrap();
    assert_eq!((config.listen.port(), config.retention_days, config.log.as_str()), (3, 8, "debug"));
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest_right_one() {
    let error = gather(&[("BARTIZAN_LISTENN", "x")], &[]).unwrap_err().to_string();
    assert!(error.contains("BARTIZAN_LISTENN") && error.contains("did you mean BARTIZAN_LISTEN?"), "{error}");
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("bartizan.toml");
    std::fs::write(&file, "retention_day = 7\n").unwrap();
    let error = RawConfig::gather(Some(&file), std::iter::empty(), &[]).unwrap_err().to_string();
    assert!(error.contains("did you mean retention_days?"), "{error}");
}

#[test]
fn secrets_come_from_files_and_are_never_shown() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("secret");
    std::fs::write(&file, "hush\n").unwrap();
    let path = file.to_string_lossy().into_owned();
    let raw = gather(&[("BARTIZAN_S3_SECRET_KEY_FILE", &path), ("BARTIZAN_S3_BUCKET", "b"), ("BARTIZAN_S3_ACCESS_KEY", "a")], &[]).unwrap();
    let BlobsConfig::S3 { secret_key, .. } = raw.resolve().unwrap().blobs else { panic!("S3 expected") };
    assert_eq!(secret_key, "hush");
    assert!(raw.describe().iter().all(|(_, shown, _)| !shown.contains("hush")));
}

#[test]
fn a_wrong_value_says_which_and_where_from() {
    let error = gather(&[("BARTIZAN_RETENTION_DAYS", "soon")], &[]).unwrap().resolve().unwrap_err().to_string();
    assert!(error.contains("retention_days") && error.contains("soon") && error.contains("BARTIZAN_RETENTION_DAYS"), "{error}");
}

#[test]
fn what_would_lame_the_server_is_refused_by_name_with_what_would_be_right() {
    let refused = |name: &str, value: &str| gather(&[(name, value)], &[]).unwrap().resolve().unwrap_err().to_string();
    for (variable, value, right) in [
        ("BARTIZAN_DISK_RESERVE_BYTES", "0", "16MiB"),
        ("BARTIZAN_QUEUE_MAX_BYTES", "1", "16MiB"),
        ("BARTIZAN_INDEX_MEMORY_BYTES", "1", "from 16MiB to 1GiB"),
        ("BARTIZAN_INDEX_MEMORY_BYTES", "2GiB", "from 16MiB to 1GiB"),
        ("BARTIZAN_TRUSTED_PROXIES", "0.0.0.0/0", "10.0.0.0/8"),
        ("BARTIZAN_TRUSTED_PROXIES", "10.0.0.1,::/0", "10.0.0.0/8"),
        ("BARTIZAN_S3_ENDPOINT", "http://localhost:9001", "s3_bucket"),
        ("BARTIZAN_S3_PREFIX", "errors", "s3_bucket"),
        ("BARTIZAN_LOG", "info,bartizan=loud", "such as `info`"),
    ] {
        let told = refused(variable, value);
        let name = variable.trim_start_matches(ENV_PREFIX).to_ascii_lowercase();
        assert!([name.as_str(), value, variable, right].iter().all(|part| told.contains(*part)), "{told}");
    }
    let least =
        [("BARTIZAN_DISK_RESERVE_BYTES", "16MiB"), ("BARTIZAN_QUEUE_MAX_BYTES", "16777216"), ("BARTIZAN_TRUSTED_PROXIES", "10.0.0.0/8")];
    gather(&least, &[]).unwrap().resolve().unwrap();
}

#[test]
fn what_kubernetes_sets_for_a_service_of_our_name_is_ignored() {
    let set = [
        ("BARTIZAN_SERVICE_HOST", "10.0.0.7"),
        ("BARTIZAN_SERVICE_PORT", "9000"),
        ("BARTIZAN_SERVICE_PORT_HTTP", "9000"),
        ("BARTIZAN_PORT", "tcp://10.0.0.7:9000"),
        ("BARTIZAN_PORT_9000_TCP", "tcp://10.0.0.7:9000"),
        ("BARTIZAN_PORT_9000_TCP_ADDR", "10.0.0.7"),
        ("BARTIZAN_WEB_SERVICE_HOST", "10.0.0.8"),
        ("BARTIZAN_WEB_PORT", "tcp://10.0.0.8:80"),
        ("BARTIZAN_LISTEN", ":9000"),
    ];
    let raw = gather(&set, &[]).unwrap();
    assert_eq!((raw.ignored().len(), raw.resolve().unwrap().listen.port()), (8, 9000));
    for (variable, value) in
        [("BARTIZAN_PORT", "9000"), ("BARTIZAN_SERVICE", "x"), ("BARTIZAN_PORT_NUMBER", "1"), ("BARTIZAN_WEB_PORT", "tcp://x:1")]
    {
        assert!(gather(&[(variable, value)], &[]).unwrap_err().to_string().contains(variable), "a mistake is told");
    }
}

#[test]
fn nothing_private_is_reached_unless_the_operator_says_so() {
    let allowance = |text: &str| gather(&[("BARTIZAN_OUTBOUND_ALLOW", text)], &[]).unwrap().resolve().map(|config| config.outbound);
    let inner = "10.1.2.3".parse().unwrap();
    assert!(!gather(&[], &[]).unwrap().resolve().unwrap().outbound.permits("cdn.intern", inner));
    assert!(allowance("10.0.0.0/8").unwrap().permits("cdn.intern", inner) && allowance("cdn.intern").unwrap().permits("cdn.intern", inner));
    assert!(allowance("10.0.0.0/99").unwrap_err().to_string().contains("outbound_allow"));
}

#[test]
fn a_base_url_has_no_path() {
    assert_eq!(parse_base_url("https://errors.example.com/"), Some("https://errors.example.com".to_owned()));
    assert_eq!(parse_base_url("https://errors.example.com/x"), None);
    assert_eq!(parse_base_url("errors.example.com"), None);
}

#[test]
fn the_address_for_people_follows_the_listener() {
    let base = |listen: &str| gather(&[], &[("listen", listen.to_owned())]).unwrap().resolve().unwrap().base_url;
    assert_eq!(base("127.0.0.1:8000"), "http://127.0.0.1:8000");
    assert_eq!(base(":8000"), "http://localhost:8000");
    assert_eq!(base("localhost:8000"), "http://localhost:8000");
}
