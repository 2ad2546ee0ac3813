//! Variables that Kubernetes sets in every container for each Service of the namespace. Those for a Service named
//! `bartizan` begin like our settings.

/// The variables of a Service named `bartizan`.
const OWN_SERVICE: &str = "BARTIZAN";
/// Set for every Service, so it tells names of Services.
const HOST_SUFFIX: &str = "_SERVICE_HOST";

/// Services whose variables are among `env`, as variables write their names; ours (`BARTIZAN`) whether it is or not.
pub(super) fn services(env: &[(String, String)]) -> Vec<String> {
    let named = env.iter().filter_map(|(variable, _)| variable.strip_suffix(HOST_SUFFIX)).map(str::to_owned);
    std::iter::once(OWN_SERVICE.to_owned()).chain(named).collect()
}

/// Whether Kubernetes set it. Its `…_PORT` is an address (`tcp://10.0.0.7:9000`): a bare number is somebody's mistake.
pub(super) fn is_service_link(services: &[String], variable: &str, value: &str) -> bool {
    let link = |rest: &str| match rest {
        "SERVICE_HOST" | "SERVICE_PORT" => true,
        "PORT" => value.contains("://"),
        _ => {
            rest.starts_with("SERVICE_PORT_")
                || rest.strip_prefix("PORT_").is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit()))
        }
    };
    services.iter().filter_map(|service| variable.strip_prefix(service.as_str())?.strip_prefix('_')).any(link)
}
