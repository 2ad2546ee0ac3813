//! Answers in the reference's words, shared by the handlers of this door.

mod actor;
mod key;
mod member;
mod organization;
mod project;
mod project_detail;
mod release;
mod team;
mod user;
mod version;

pub(crate) use actor::{Actor, parse_actor};
pub(crate) use key::Key;
pub(crate) use member::MemberAnswer;
pub(crate) use organization::{OrganizationDetail, OrganizationSummary, RoleAnswer};
pub(crate) use project::{ProjectSummary, project_summary};
pub(crate) use project_detail::{ProjectDetail, project_detail};
pub(crate) use release::{ReleaseAnswer, releases};
pub(crate) use team::TeamDetail;
pub(crate) use user::{Avatar, SelfUser, UserAnswer};
pub(crate) use version::{VersionInfo, short_version};

use serde::Serialize;
use utoipa::ToSchema;

/// `{}`: a map that is always empty here.
#[derive(Debug, Clone, Copy, Default, Serialize, ToSchema)]
pub(crate) struct EmptyObject {}
