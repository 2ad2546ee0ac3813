//! What every metadata store must do. Each function takes an **empty** store and panics with what went wrong;
//! [`all`] runs each on a new one.

mod accounts;
mod artifacts;
mod batches;
mod debug_files;
mod grouping;
mod issues;
mod life;
mod lists;
mod merges;
mod organizations;
mod projects;
mod regroup;
mod releases;
mod saved_queries;
pub mod stage;
mod system;
mod tickets;
mod views;
mod walls;

use super::MetaStore;

/// One demand on a store.
pub type Demand = fn(&dyn MetaStore);

/// All demands by name.
pub const DEMANDS: &[(&str, Demand)] = &[
    ("users are found by id and address", accounts::users_are_found),
    ("sessions end", accounts::sessions_end),
    ("sessions are listed", accounts::sessions_are_listed),
    ("preferences are kept", accounts::preferences_are_kept),
    ("a new password ends all sessions", accounts::a_new_password_ends_sessions),
    ("tokens are found until they end", accounts::tokens_are_found_until_they_end),
    ("slugs of organizations are unique", organizations::slugs_are_unique),
    ("members and invitations", organizations::members_and_invitations),
    ("an organization keeps an owner", organizations::an_owner_stays),
    ("teams have members", organizations::teams_have_members),
    ("a project comes with a key", projects::a_project_comes_with_a_key),
    ("a renamed project is found by its old slug", projects::old_slugs_lead_on),
    ("options are set and removed", projects::options_are_set_and_removed),
    ("keys are made, changed and removed", projects::keys_have_a_life),
    ("a removed project is gone", projects::a_removed_project_is_gone),
    ("events count", batches::events_count),
    ("a batch is committed once", batches::a_batch_is_committed_once),
    ("a failed batch leaves nothing", batches::a_failed_batch_leaves_nothing),
    ("newest and oldest decide", batches::newest_and_oldest_decide),
    ("hashes are tied to one issue", batches::hashes_are_tied),
    ("numbers count per project", batches::numbers_count_per_project),
    ("users are distinct", batches::users_are_distinct),
    ("environments and releases are registered", batches::environments_and_releases_are_registered),
    ("events of a foreign or missing project are passed over", batches::foreign_events_are_passed_over),
    ("attachments and reports are kept", batches::attachments_and_reports_are_kept),
    ("a new issue has a priority by its level", life::a_new_issue_has_a_priority),
    ("a resolved issue comes back", life::a_resolved_issue_comes_back),
    ("a release decides a regression", life::a_release_decides_a_regression),
    ("an archived issue wakes by count", life::an_archived_issue_wakes_by_count),
    ("an archived issue wakes by users", life::an_archived_issue_wakes_by_users),
    ("every change of life is announced once", life::changes_are_announced),
    ("lists are sorted and paged", lists::lists_are_sorted_and_paged),
    ("filters choose", lists::filters_choose),
    ("filters combine", lists::filters_combine),
    ("groups are counted", lists::groups_are_counted),
    ("hits are counted to a bound", lists::hits_are_bounded),
    ("hostile filters are refused", lists::hostile_filters_are_refused),
    ("a change writes status, activity and outbox", issues::a_change_writes_all_three),
    ("flags are personal", issues::flags_are_personal),
    ("a change is taken back exactly", issues::a_change_is_taken_back),
    ("histories tell how issues were handled", issues::histories_are_told),
    ("comments belong to their authors", issues::comments_belong_to_authors),
    ("hours add up", issues::hours_add_up),
    ("a removed issue is gone and its hashes are free", issues::a_removed_issue_is_gone),
    ("saved views are kept in each person's order", views::views_are_kept),
    ("saved queries are kept by organisation", saved_queries::saved_queries_are_kept),
    ("a merge takes everything along", grouping::a_merge_takes_everything_along),
    ("a merge teaches", grouping::a_merge_teaches),
    ("a part becomes an issue again", grouping::a_part_becomes_an_issue_again),
    ("merges and splits that make no sense are refused", grouping::nonsense_is_refused),
    ("rules are kept by version", grouping::rules_are_kept_by_version),
    ("a merge is taken back", merges::a_merge_is_taken_back),
    ("merges of merges lead back", merges::merges_of_merges_lead_back),
    ("alike is what nobody took apart", merges::alike_is_what_nobody_took_apart),
    ("projects ask for merging by frames", merges::projects_ask_for_it),
    ("tickets are linked once", tickets::tickets_are_linked_once),
    ("tickets follow merges and come back", tickets::tickets_follow_merges_and_come_back),
    ("tickets of merges of merges come back", tickets::tickets_of_merges_of_merges_come_back),
    ("tickets follow the hashes of their issue", tickets::tickets_follow_the_hashes_of_their_issue),
    ("tickets go with their issue and project", tickets::tickets_go_with_their_issue_and_project),
    ("events move with their counts", regroup::events_move_with_their_counts),
    ("an issue goes on under another hash", regroup::an_issue_goes_on_under_another_hash),
    ("jobs take turns", regroup::jobs_take_turns),
    ("what a job noted is cleared", regroup::what_a_job_noted_is_cleared),
    ("settings are set and removed", system::settings),
    ("the ledger adds up", system::the_ledger_adds_up),
    ("the ledger keeps its sums when it grows old", system::the_ledger_folds),
    ("old things are dropped", system::old_things_are_dropped),
    ("the outbox delivers in order and retries", system::the_outbox_retries),
    ("a healthy store has no problems", system::a_healthy_store),
    ("chunks grow old", artifacts::chunks_grow_old),
    ("assemblies stay until they end", artifacts::assemblies_stay_until_they_end),
    ("a bundle serves its projects only", artifacts::a_bundle_serves_its_projects_only),
    ("a bundle goes with its last project", artifacts::a_bundle_goes_with_its_last_project),
    ("debug files are found", debug_files::debug_files_are_found),
    ("debug files are filtered", debug_files::debug_files_are_filtered),
    ("debug files go", debug_files::debug_files_go),
    ("debug files are walled", debug_files::debug_files_are_walled),
    ("releases are told of", releases::releases_are_told_of),
    ("deploys are listed over releases", releases::deploys_are_listed_over_releases),
    ("tenants are walls", walls::tenants_are_walls),
];

/// Runs every demand; `with` calls what it is given on a new, empty store.
pub fn all(with: impl Fn(Demand)) {
    for (_, demand) in DEMANDS {
        with(*demand);
    }
}
