// The JSON files of a suite or a release, as helm-run and helm-summarize write them.
// Only what the app reads is listed. Fields that older or partial outputs may lack are optional.

export interface Summary {
  release?: string;
  suites?: string[];
  suite?: string;
  date?: string;
}

export interface Model {
  name: string;
  display_name?: string | null;
  short_display_name?: string | null;
  description?: string | null;
  creator_organization?: string | null;
  access?: string | null;
  release_date?: string | null;
  num_parameters?: number | null;
}

export interface Field {
  name: string;
  display_name?: string | null;
  short_display_name?: string | null;
  description?: string | null;
  lower_is_better?: boolean | null;
}

export interface Taxonomy {
  task?: string | null;
  what?: string | null;
  who?: string | null;
  when?: string | null;
  language?: string | null;
}

export interface RunGroup extends Field {
  category?: string | null;
  visibility?: string | null;
  subgroups?: string[] | null;
  metric_groups?: string[] | null;
  environment?: Record<string, string> | null;
  taxonomy?: Taxonomy | null;
}

export interface Schema {
  metrics?: Field[];
  perturbations?: Field[];
  metric_groups?: Field[];
  run_groups?: RunGroup[];
  adapter?: Field[];
  models?: Model[];
}

export interface GroupMetadata {
  display_name?: string | null;
  description?: string | null;
  taxonomy?: Taxonomy | null;
}

export type GroupsMetadata = Partial<Record<string, GroupMetadata>>;

export interface HeaderCell {
  value?: string | number | null;
  display_value?: string | null;
  description?: string | null;
  lower_is_better?: boolean | null;
  markdown?: boolean;
  metadata?: { metric?: string; run_group?: string } | null;
}

export interface Cell {
  value?: string | number | null;
  display_value?: string | null;
  description?: string | null;
  href?: string | null;
  style?: Partial<Record<string, string>> | null;
  markdown?: boolean;
  run_spec_names?: string[] | null;
}

export interface Table {
  title: string;
  name?: string | null;
  description?: string | null;
  header: HeaderCell[];
  rows: Cell[][];
  links?: { text: string; href: string }[] | null;
}

export interface ObjectSpec {
  class_name: string;
  args?: Record<string, unknown> | null;
}

export interface AdapterSpec {
  method?: string;
  model?: string;
  model_deployment?: string;
  reference_prefix?: string;
  [field: string]: unknown;
}

export interface RunSpec {
  name: string;
  scenario_spec?: ObjectSpec;
  adapter_spec?: AdapterSpec;
  metric_specs?: ObjectSpec[];
  data_augmenter_spec?: { perturbation_specs?: ObjectSpec[] } & Record<string, unknown>;
  groups?: string[];
  annotators?: ObjectSpec[] | null;
}

export interface Scenario {
  name?: string;
  description?: string;
  tags?: string[];
  definition_path?: string;
}

export interface Perturbation {
  name: string;
  robustness?: boolean;
  fairness?: boolean;
  computed_on?: string;
  [field: string]: unknown;
}

export interface Stat {
  name: { name: string; split?: string | null; sub_split?: string | null; perturbation?: Perturbation | null };
  count: number;
  sum?: number | null;
  mean?: number | null;
  min?: number | null;
  max?: number | null;
}

export interface Text {
  text?: string | null;
  multimedia_content?: unknown;
  messages?: Message[] | null;
}

export interface Message {
  role: string;
  content: unknown;
}

export interface Reference {
  output: Text;
  tags: string[];
}

export interface Instance {
  id?: string;
  input: Text;
  references?: Reference[];
  split?: string | null;
  sub_split?: string | null;
  perturbation?: Perturbation | null;
  contrast_inputs?: Text[] | null;
}

export interface DisplayPrediction {
  instance_id: string;
  perturbation?: Perturbation | null;
  train_trial_index: number;
  predicted_text: string;
  truncated_predicted_text?: string | null;
  mapped_output?: string | null;
  reference_index?: number | null;
  base64_images?: string[] | null;
  stats: Partial<Record<string, number>>;
  annotations?: Record<string, unknown> | null;
  thinking_text?: string | null;
}

export interface DisplayRequest {
  instance_id: string;
  perturbation?: Perturbation | null;
  train_trial_index: number;
  request: { prompt?: string; messages?: Message[] | null; [field: string]: unknown };
}
