//! Why a search could not be run: the query is wrong, or a store did not answer.

use bartizan_domain::search::SearchError;
use bartizan_ports::StoreError;

use crate::ApiError;

/// Why a search could not be compiled.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The query is wrong.
    Query(SearchError),
    /// A store did not answer.
    Api(ApiError),
}

impl From<SearchError> for Fault {
    fn from(error: SearchError) -> Self {
        Self::Query(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Api(error.into())
    }
}

impl From<Fault> for ApiError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Query(error) => search_error(&error),
            Fault::Api(error) => error,
        }
    }
}

/// 400 that says where the query is wrong and what would be right.
fn search_error(error: &SearchError) -> ApiError {
    ApiError::bad_request(error.explain()).with("position", error.position).with("length", error.length).with("hint", error.hint.clone())
}
