//! The older address of every route of one issue.

use utoipa::openapi::RefOr;
use utoipa::openapi::path::{PathItem, Paths};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::ApiState;

const ORGANIZATION_FORM: &str = "/api/0/organizations/{organization}/issues/{issue}/";
const OLD_FORM: &str = "/api/0/issues/{issue}/";

/// The routes under both addresses.
pub(crate) fn with_legacy(routes: UtoipaMethodRouter<ApiState>) -> OpenApiRouter<ApiState> {
    let (schemas, paths, methods) = routes;
    let old = old_paths(&paths);
    let router = OpenApiRouter::default().routes((schemas, paths, methods.clone()));
    if old.paths.is_empty() { router } else { router.routes((Vec::new(), old, methods)) }
}

fn old_paths(paths: &Paths) -> Paths {
    let mut old = Paths::new();
    for (path, item) in &paths.paths {
        if let Some(rest) = path.strip_prefix(ORGANIZATION_FORM) {
            old.paths.insert(format!("{OLD_FORM}{rest}"), old_item(item.clone()));
        }
    }
    old
}

fn old_item(mut item: PathItem) -> PathItem {
    let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch];
    for operation in operations.into_iter().flatten() {
        if let Some(id) = &mut operation.operation_id {
            id.push_str("_by_id");
        }
        if let Some(parameters) = &mut operation.parameters {
            parameters.retain(|parameter| !matches!(parameter, RefOr::T(parameter) if parameter.name == "organization"));
        }
    }
    item
}
