//! The JSON API under `/api/`, as `docs/api.md` describes it: one file a resource, each a function from the
//! results and the query to a struct that is sent as it is. The static export calls the same functions.

mod answer;
mod compare;
mod compare_query;
mod compared_pair;
mod error;
pub(crate) mod instance;
mod instance_query;
mod instances;
mod joined;
pub(crate) mod leaderboard;
mod leaderboard_job;
pub(crate) mod leaderboards;
mod live;
pub(crate) mod models;
mod page;
mod pairs;
mod query;
pub(crate) mod run;
mod run_row;
pub(crate) mod run_stats;
pub(crate) mod runs;
pub(crate) mod scenario;
pub(crate) mod scenarios;
mod search;
pub(crate) mod site;
mod state;

pub(crate) use answer::Question;
pub(crate) use compared_pair::ComparedPair;
pub(crate) use error::ApiError;
pub(crate) use models::model_names;
pub(crate) use pairs::scenario_of;
pub(crate) use state::{Api, ExportPaths};

use answer::{answer, no_route};
use axum::Router;
use axum::routing::any;

/// All routes of the API.
pub(crate) fn routes(api: Api) -> Router {
    Router::new()
        .route("/api/site", any(answer(site::get)))
        .route("/api/leaderboards", any(answer(leaderboards::get)))
        .route("/api/leaderboards/{group}", any(answer(leaderboard::get)))
        .route("/api/models", any(answer(models::list)))
        .route("/api/models/{*model}", any(answer(models::get)))
        .route("/api/scenarios", any(answer(scenarios::get)))
        .route("/api/scenarios/{group}", any(answer(scenario::get)))
        .route("/api/runs", any(answer(runs::get)))
        .route("/api/runs/{run}", any(answer(run::get)))
        .route("/api/runs/{run}/stats", any(answer(run_stats::get)))
        .route("/api/runs/{run}/instances", any(answer(instances::get)))
        .route("/api/runs/{run}/instances/{row}", any(answer(instance::get)))
        .route("/api/compare", any(answer(compare::get)))
        .route("/api/live", any(answer(live::get)))
        .route("/api", any(no_route))
        .route("/api/", any(no_route))
        .route("/api/{*rest}", any(no_route))
        .with_state(api)
}
