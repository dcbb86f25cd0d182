use super::*;
use std::fs;

/// The instances, as `id/trial: metric(split)=count,sum,mean ...`, and what was wrong.
fn read(text: &str, wanted: &[&str]) -> (Vec<String>, Option<String>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("per_instance_stats.json");
    fs::write(&path, text).expect("writable");
    let mut instances = Vec::new();
    let result =
        read_instance_stats(&path, |metric| wanted.contains(&metric), |instance| instances.push(shown(&instance)));
    let problem = result.err().map(|error| match error {
        FileError::Json { source, .. } => source.to_string(),
        other => other.to_string(),
    });
    (instances, problem)
}

fn shown(instance: &InstanceStats) -> String {
    let InstanceStats { instance_id, perturbation, train_trial_index, stats } = instance;
    let perturbation = perturbation.as_ref().map_or("", |perturbation| perturbation.name.as_str());
    let stats: String = stats.iter().map(shown_stat).collect();
    format!("{instance_id}{perturbation}/{train_trial_index}:{stats}")
}

fn shown_stat(stat: &InstanceStat) -> String {
    let InstanceStat { name: InstanceStatName { name, split, sub_split }, count, sum, mean } = stat;
    let split: Vec<&str> = [split, sub_split].into_iter().flatten().map(AsRef::as_ref).collect();
    let mean = mean.map_or("none".into(), |mean| mean.as_f64().to_string());
    format!(" {name}({})={count},{},{mean}", split.join("/"), sum.as_f64())
}

#[test]
fn wanted_statistics_are_read_and_others_left_out() {
    let text = r#"[
        {"instance_id": "id0", "train_trial_index": 0, "stats": [
            {"name": {"name": "a", "split": "test"}, "count": 2, "sum": 3, "mean": 1.5, "more": [1]},
            {"name": {"name": "b", "split": "test"}, "count": "not looked at", "mean": {"x": [{}]}},
            {"name": {"name": "c\u0031", "split": "test", "sub_split": "easy"}, "count": 0}
        ]},
        {"stats": [], "perturbation": {"name": "typos"}, "more": {}, "train_trial_index": 3, "instance_id": "\u00e9"}
    ]"#;
    let expected = ["id0/0: a(test)=2,3,1.5 c1(test/easy)=0,0,none", "étypos/3:"].map(String::from);
    assert_eq!(read(text, &["a", "c1"]), (expected.into(), None));
}

#[test]
fn names_need_not_come_first() {
    let text = r#"[{"stats": [
        {"count": 2, "name": {"split": "test", "name": "a"}, "mean": 1.5, "sum": 3},
        {"mean": 2.5, "sum": 5, "count": 2, "name": {"name": "b"}},
        {"mean": 3.5, "sum": 7, "count": 2, "name": {"name": "a"}}
    ], "train_trial_index": 0, "instance_id": "id0"}]"#;
    assert_eq!(read(text, &["a"]), (vec!["id0/0: a(test)=2,3,1.5 a()=2,7,3.5".into()], None));
}

#[test]
fn what_is_missing_or_no_statistic_is_named() {
    let of_stats = |stats: &str| format!(r#"[{{"instance_id": "id0", "train_trial_index": 0, "stats": [{stats}]}}]"#);
    for (text, problem) in [
        (of_stats(r#"{"count": 2}"#), "missing field `name`"),
        (of_stats(r#"{"name": {"split": "test"}}"#), "missing field `name`"),
        (of_stats(r#"{"name": {"name": "a"}, "count": "2"}"#), "invalid type: string \"2\", expected u64"),
        (of_stats(r#"{"name": {"name": "b"}, "count" 2}"#), "expected `:`"),
        (of_stats(r#"[{"name": "a"}]"#), "invalid type: sequence, expected an object"),
        (of_stats(r#"{"name": ["a"]}"#), "invalid type: sequence, expected an object"),
        (of_stats("1"), "invalid type: integer `1`, expected an object"),
        (r#"[{"train_trial_index": 0, "stats": []}]"#.into(), "missing field `instance_id`"),
        (r#"[{"instance_id": "a", "stats": []}]"#.into(), "missing field `train_trial_index`"),
        (r#"[{"instance_id": "a", "train_trial_index": 0}]"#.into(), "missing field `stats`"),
        (r#"[{"instance_id": "a", "train_trial_index": 0, "stats": {}}]"#.into(), "invalid type: map, expected a list"),
    ] {
        let expected = format!("{problem}, in the element at byte 1");
        assert_eq!(read(&text, &["a"]), (Vec::new(), Some(expected)), "{text}");
    }
}
