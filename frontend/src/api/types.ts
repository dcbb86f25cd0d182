// The answers of the server's API; docs/api.md says what each means.

export interface Interval {
  low: number;
  high: number;
  level: number;
  method: "wilson" | "bootstrap";
}

export type Verdict = "correct" | "wrong" | "unknown";
export type RunStatus = "complete" | "running" | "stopped" | "incomplete" | "broken";

export interface Problem {
  file: string;
  problem: string;
  hint: string | null;
}

export interface WithProblems {
  problems: Problem[];
}

export interface Page extends WithProblems {
  page: number;
  page_size: number;
  total: number;
}

export interface Score {
  metric: string;
  metric_display_name: string;
  lower_is_better: boolean | null;
  split: string | null;
  value: number | null;
  n: number | null;
  interval: Interval | null;
}

export interface Progress {
  state: "running" | "stopped";
  phase: "preparing" | "asking" | "measuring";
  answered: number;
  total: number | null;
  started: string | null;
  updated: string | null;
  rate: number | null;
  seconds_left: number | null;
  score: { metric: string; value: number; n: number } | null;
}

export interface RunRow {
  name: string;
  suite: string;
  path: string;
  status: RunStatus;
  model: string;
  model_display_name: string;
  model_deployment: string;
  scenario: string;
  scenario_args: Record<string, unknown>;
  groups: string[];
  method: string;
  instances: number | null;
  score: Score | null;
  failed_requests: number | null;
  progress: Progress | null;
}

export interface Model {
  name: string;
  display_name: string;
  description: string | null;
  creator_organization: string | null;
  access: string | null;
  release_date: string | null;
  num_parameters: number | null;
  deployments: string[];
  run_count: number;
  groups: string[];
  path: string;
}

export interface Perturbation {
  name: string;
  computed_on: string;
  [parameter: string]: unknown;
}

export interface Taxonomy {
  task?: string;
  what?: string;
  when?: string;
  who?: string;
  language?: string;
}

export interface Site extends WithProblems {
  version: { kind: "suite" | "release"; name: string };
  suites: string[];
  project: string;
  date: string | null;
  is_summarized: boolean;
  summarize_command: string;
  is_static: boolean;
  counts: {
    runs: number;
    complete_runs: number;
    running_runs: number;
    models: number;
    groups: number;
    scenarios: number;
  };
}

export interface GroupRow {
  name: string;
  display_name: string;
  short_display_name: string;
  description: string | null;
  run_count: number;
  model_count: number;
  path: string;
}

export interface Leaderboards extends WithProblems {
  categories: { title: string; groups: GroupRow[] }[];
}

export interface Leaderboard extends WithProblems {
  group: GroupRow & { taxonomy: Taxonomy | null };
  statistics: "complete" | "pending";
  progress: { done: number; total: number };
  tables: Table[];
}

export interface Table {
  name: string;
  title: string;
  kind: "metric_group" | "scenario" | "other";
  columns: Column[];
  rows: Row[];
}

export interface Column {
  name: string;
  kind: "metric" | "win_rate" | "mean" | "other";
  metric: string | null;
  metric_display_name: string | null;
  run_group: string | null;
  run_group_display_name: string | null;
  run_group_path: string | null;
  split: string | null;
  perturbation: string | null;
  description: string | null;
  lower_is_better: boolean | null;
}

export interface Row {
  name: string;
  model: string | null;
  model_display_name: string;
  model_path: string | null;
  organization: string | null;
  runs: string[];
  failed_requests: number | null;
  cells: Cell[];
}

export interface Cell {
  value: number | null;
  text: string | null;
  description: string | null;
  runs: string[];
  n: number | null;
  interval: Interval | null;
  standing: "best" | "among_best" | "worse" | null;
  difference: Difference | null;
}

export interface Difference {
  best_row: number;
  n: number;
  mean: number;
  interval: Interval;
  p_value: number;
  test: "mcnemar_exact" | "paired_bootstrap";
  is_significant: boolean;
}

export interface Models extends WithProblems {
  models: Model[];
}

export interface ModelScore {
  group: string;
  group_display_name: string;
  leaderboard_path: string;
  score: Score;
  rank: number | null;
  of: number;
  runs: string[];
}

export interface ModelDetail extends WithProblems {
  model: Model;
  scores: ModelScore[];
  runs: RunRow[];
}

export interface ScenarioRow {
  name: string;
  display_name: string;
  description: string | null;
  taxonomy: Taxonomy | null;
  run_count: number;
  model_count: number;
  variants: number;
  path: string;
  leaderboard_path: string | null;
}

export interface Scenarios extends WithProblems {
  scenarios: ScenarioRow[];
}

export interface ScenarioInfo {
  name: string;
  description: string;
  tags: string[];
  definition_path: string;
}

export interface Reference {
  text: string;
  is_correct: boolean;
  tags: string[];
}

export interface ScenarioVariant {
  label: string;
  args: Record<string, unknown>;
  runs: string[];
  splits: { split: string; instances: number }[];
}

export interface ScenarioExample {
  run: string;
  run_path: string;
  row: number;
  id: string;
  split: string | null;
  input: string;
  references: Reference[];
}

export interface HeatCell {
  value: number;
  n: number | null;
  interval: Interval | null;
  runs: string[];
}

export interface HeatMap {
  metric: string;
  metric_display_name: string;
  lower_is_better: boolean | null;
  split: string | null;
  models: { name: string; display_name: string }[];
  variants: string[];
  cells: (HeatCell | null)[][];
}

export interface ScenarioDetail extends WithProblems {
  scenario: ScenarioRow;
  info: ScenarioInfo | null;
  variants: ScenarioVariant[];
  examples: ScenarioExample[];
  heat_map: HeatMap | null;
}

export const FACETS = ["model", "scenario", "group", "method", "status"] as const;
export type FacetName = (typeof FACETS)[number];

export interface FacetValue {
  value: string;
  label: string;
  count: number;
}

export interface Runs extends Page {
  runs: RunRow[];
  facets: Record<FacetName, FacetValue[]>;
}

export interface SpecField {
  field: string;
  value: unknown;
  default: unknown;
  is_default: boolean;
}

export interface VerdictCounts {
  correct: number;
  wrong: number;
  unknown: number;
  truncated: number;
  failed: number;
}

export interface RunDetail extends RunRow, WithProblems {
  scenario_info: ScenarioInfo | null;
  run_spec: unknown;
  spec: SpecField[];
  counts: (VerdictCounts & { instances: number }) | null;
  splits: string[];
  perturbations: string[];
  trials: number;
  deciding_metric: string | null;
  metrics: string[];
  same_scenario_runs: string[];
  instances_path: string;
  stats_path: string;
}

export interface StatRow {
  name: string;
  display_name: string;
  description: string | null;
  lower_is_better: boolean | null;
  split: string | null;
  sub_split: string | null;
  perturbation: string | null;
  computed_on: string | null;
  count: number;
  mean: number | null;
  stddev: number | null;
  min: number | null;
  max: number | null;
  sum: number;
  n: number | null;
  interval: Interval | null;
}

export interface Stats extends Page {
  stats: StatRow[];
  splits: string[];
  perturbations: string[];
}

export interface InstanceRow {
  row: number;
  path: string;
  instance_id: string;
  split: string | null;
  sub_split: string | null;
  perturbation: Perturbation | null;
  train_trial_index: number;
  verdict: Verdict;
  is_truncated: boolean;
  has_failed: boolean;
  input: string;
  references: Reference[];
  prediction: string;
  mapped_output: string | null;
  chosen_reference: number | null;
  stats: Record<string, number>;
}

export interface Instances extends Page {
  counts: VerdictCounts;
  rows: InstanceRow[];
}

export interface Token {
  text: string;
  logprob: number;
}

export interface Completion {
  text: string;
  logprob: number;
  finish_reason: string | null;
  thinking: string | null;
  tokens: Token[];
}

export interface RequestState {
  prompt: string;
  messages: { role?: unknown; content?: unknown }[] | null;
  request: Record<string, unknown>;
  reference_index: number | null;
  request_mode: string | null;
  is_chosen: boolean;
  output_mapping: Record<string, string> | null;
  num_train_instances: number;
  prompt_truncated: boolean;
  success: boolean;
  error: string | null;
  request_time: number | null;
  cached: boolean;
  completions: Completion[];
}

export interface OtherInstance {
  row: number;
  path: string;
  input: string;
  prediction: string;
  verdict: Verdict;
}

export interface Neighbour {
  row: number;
  path: string;
}

export interface InstanceDetail extends InstanceRow, WithProblems {
  requests: RequestState[];
  annotations: Record<string, unknown> | null;
  original: OtherInstance | null;
  perturbed: (OtherInstance & { perturbation: Perturbation })[];
  previous: Neighbour | null;
  next: Neighbour | null;
}

export interface Subject {
  kind: "run" | "model";
  name: string;
  display_name: string;
  path: string;
  runs: string[];
  correct: number;
  mean: number | null;
  interval: Interval | null;
}

export interface Pair {
  a: number;
  b: number;
  n: number;
  both_correct: number;
  only_a: number;
  only_b: number;
  both_wrong: number;
  mcnemar_p: number | null;
  difference: { mean: number; interval: Interval; p_value: number } | null;
}

export interface CompareAnswer {
  run: string;
  row: number | null;
  path: string | null;
  prediction: string;
  mapped_output: string | null;
  chosen_reference: number | null;
  verdict: Verdict;
  value: number | null;
}

export interface CompareRow {
  instance_id: string;
  perturbation: Perturbation | null;
  train_trial_index: number;
  split: string | null;
  scenario_label: string;
  category: string;
  input: string;
  references: Reference[];
  answers: CompareAnswer[];
}

export interface SharedMetric {
  name: string;
  display_name: string;
  is_score: boolean;
}

export interface Comparison extends Page {
  subjects: Subject[];
  metric: string | null;
  metric_display_name: string | null;
  lower_is_better: boolean | null;
  is_decided_by_metric: boolean;
  metrics: SharedMetric[];
  perturbations: string[];
  n: number;
  counts: Record<string, number>;
  pairs: Pair[];
  rows: CompareRow[];
}

export interface Live {
  runs: { run: RunRow; progress: Progress }[];
}
