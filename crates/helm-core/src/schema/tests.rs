use super::*;
use crate::files::PerturbationDescription;

#[test]
fn the_built_in_schema_is_sound() {
    assert_eq!(validate(&built_in()), []);
}

#[test]
fn problems_are_located() {
    let yaml = "
metrics: [{name: exact_match}, {name: exact_match}]
metric_groups:
  - {name: accuracy, metrics: [{name: exact_mach, split: tset, perturbation_name: typos}]}
run_groups:
  - {name: a, subgroups: [b, c], metric_groups: [acuracy]}
  - {name: b, subgroups: [a]}
";
    let problems = validate(&parse_yaml(yaml).expect("valid YAML"));
    let locations: Vec<&str> = problems.iter().map(|problem| problem.location.as_str()).collect();
    assert_eq!(
        locations,
        [
            "metrics[1]",
            "run_groups[a].subgroups[1]",
            "run_groups[a].metric_groups[0]",
            "metric_groups[accuracy].metrics[0].name",
            "metric_groups[accuracy].metrics[0].split",
            "metric_groups[accuracy].metrics[0].perturbation_name",
            "run_groups[a].subgroups",
        ]
    );
}

#[test]
fn variables_are_filled_in() {
    let matcher = |name: &str| MetricNameMatcher {
        name: name.into(),
        split: "${main_split}".into(),
        sub_split: Some("toxic".into()),
        perturbation_name: None,
    };
    let group = RunGroup {
        environment: [("main_name".to_owned(), "f1".to_owned()), ("main_split".to_owned(), "test".to_owned())].into(),
        ..RunGroup::default()
    };
    let filled = matcher("${main_name}@5").substitute(&group).expect("known variables");
    assert_eq!((&*filled.name, &*filled.split, filled.sub_split), ("f1@5", "test", None));
    let error = matcher("${name}").substitute(&group).expect_err("unknown variable");
    assert_eq!(error.variable, "name");
}

#[test]
fn of_perturbed_values_only_the_worst_case_matches() {
    let perturbation = |computed_on: &str| PerturbationDescription {
        name: "robustness".into(),
        robustness: true,
        fairness: false,
        computed_on: computed_on.into(),
        seed: None,
        parameters: serde_json::Map::new(),
    };
    let name = |perturbation| MetricName {
        name: "exact_match".into(),
        split: Some("test".into()),
        sub_split: Some("a".into()),
        perturbation,
    };
    let plain = MetricNameMatcher {
        name: "exact_match".into(),
        split: "__all__".into(),
        sub_split: None,
        perturbation_name: None,
    };
    let robust = MetricNameMatcher { perturbation_name: Some("robustness".into()), ..plain.clone() };
    assert!(plain.matches(&name(None)));
    assert!(!plain.matches(&name(Some(perturbation("worst")))));
    assert!(robust.matches(&name(Some(perturbation("worst")))));
    assert!(!robust.matches(&name(Some(perturbation("original")))));
    assert!(!robust.matches(&name(None)));
}

#[test]
fn a_group_that_no_schema_knows_is_shown_with_the_metric_it_has() {
    let mut schema = built_in();
    let group = GroupOfRuns {
        name: "dyck_language".into(),
        method: "generation".into(),
        metrics: ["num_references", "exact_match_indicator", "exact_match"].map(str::to_owned).into(),
        splits: ["test".to_owned()].into(),
    };
    assert_eq!(show_other_groups(&mut schema, &[group]), ["dyck_language"]);
    let names: Vec<&str> = schema.run_groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["all_scenarios", "dyck_language"]);
    assert_eq!(schema.run_groups[0].subgroups, ["dyck_language"]);
    assert_eq!(schema.run_groups[1].environment["main_name"], "exact_match_indicator");
    assert_eq!(validate(&schema), []);
}
