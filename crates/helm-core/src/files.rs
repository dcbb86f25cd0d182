//! Mirrors of the files on disk, one struct a record, in the order of the keys on disk.
//!
//! No logic and no I/O live here. Fields that HELM leaves out when they are unset are `Option`s that
//! are not written when `None`; fields that only other versions write are ignored on reading.

mod adapter_spec;
mod display;
mod instance;
mod number;
mod progress;
mod prompt;
mod registry;
mod request;
mod run_spec;
mod scenario_state;
mod schema;
mod stat;
mod suite;
mod table;

pub use adapter_spec::{AdapterSpec, Substitution};
pub use display::{DisplayPrediction, DisplayRequest};
pub use instance::{CORRECT_TAG, Input, Instance, Output, PerturbationDescription, Reference};
pub use number::Number;
pub use progress::{ProgressPhase, ProgressScore, RunProgress};
pub use prompt::Prompt;
pub use registry::{
    ModelDeployment, ModelDeploymentList, ModelMetadata, ModelMetadataList, TokenizerConfig, TokenizerConfigList,
};
pub use request::{ErrorFlags, GeneratedOutput, Request, RequestResult, Thinking, Token};
pub use run_spec::{DataAugmenterSpec, ObjectSpec, RunSpec, ScenarioInfo};
pub use scenario_state::{RequestState, ScenarioState};
pub use schema::{
    Field, MetricGroup, MetricNameMatcher, RunGroup, Schema, SchemaModel, SubgroupDisplayMode, TaxonomyInfo, Visibility,
};
pub use stat::{MetricName, PerInstanceStats, Stat};
pub use suite::{ExecutiveSummary, GroupMetadata, Run};
pub use table::{Cell, CellValue, HeaderCell, Hyperlink, Table};
