use super::*;
use std::io::Write;

/// The elements with their places, and what was wrong.
fn read(text: &str, array: ArrayAt) -> (Vec<(u64, String)>, Option<String>) {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(text.as_bytes()).expect("the file can be written");
    let mut elements = Vec::new();
    let result = read_elements(file.path(), array, |element| {
        element.read::<IgnoredAny>()?;
        elements.push((element.start(), String::from_utf8_lossy(element.text()).into_owned()));
        Ok(())
    });
    let problem = result.err().map(|error| match error {
        FileError::Json { source, .. } => source.to_string(),
        other => other.to_string(),
    });
    (elements, problem)
}

fn check(text: &str, array: ArrayAt, expected: &[&str]) {
    let (elements, problem) = read(text, array);
    assert_eq!(problem, None, "{text}");
    assert_eq!(elements.iter().map(|(_, element)| element.as_str()).collect::<Vec<_>>(), expected, "{text}");
    for (start, element) in elements {
        let start = usize::try_from(start).expect("files here are short");
        assert_eq!(&text[start..start + element.len()], element);
    }
}

#[test]
fn elements_come_one_by_one_with_their_places() {
    check("[]", ArrayAt::Top, &[]);
    check(
        " [ 1 , \"a,]\\\"\" ,\n{\"b\": [2, {}]}, [3], true ]\n",
        ArrayAt::Top,
        &["1", "\"a,]\\\"\"", "{\"b\": [2, {}]}", "[3]", "true"],
    );
}

#[test]
fn a_member_is_found_by_its_name() {
    let text = r#"{"a": {"list": [0]}, "b": "list", "x": ["list", [9]], "list": [{"list": 1}, 2], "c": [3]}"#;
    check(text, ArrayAt::Member("list"), &[r#"{"list": 1}"#, "2"]);
    check(text, ArrayAt::Member("c"), &["3"]);
}

#[test]
fn elements_longer_than_the_buffer_are_whole() {
    let long = format!("\"{}\"", "é\\n".repeat(200_000));
    check(&format!("[{long}, 1, {long}]"), ArrayAt::Top, &[&long, "1", &long]);
}

#[test]
fn what_is_whole_comes_before_the_error() {
    let (elements, problem) = read("[{\"a\": 1}, {\"a\": 2}, {\"a\"", ArrayAt::Top);
    assert_eq!(elements.len(), 2);
    assert_eq!(problem.as_deref(), Some("it ends in the middle, at byte 25"));
}

#[test]
fn what_comes_after_the_list_is_looked_at() {
    check(r#"{"list": [1], "after": {"list": ["]"]}} "#, ArrayAt::Member("list"), &["1"]);
    for (text, array, expected) in [
        ("[1] x", ArrayAt::Top, "something follows the end, at byte 4"),
        ("[1]]", ArrayAt::Top, "something follows the end, at byte 3"),
        ("[1}", ArrayAt::Top, "a bracket too many at byte 2"),
        (r#"{"list": [1]"#, ArrayAt::Member("list"), "it ends in the middle, at byte 12"),
        (r#"{"list": [1], "after": "}"#, ArrayAt::Member("list"), "it ends in the middle, at byte 25"),
    ] {
        assert_eq!(read(text, array).1.as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn problems_of_elements_have_their_place() {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(b"[1, true]").expect("the file can be written");
    let read = read_elements(file.path(), ArrayAt::Top, |element| element.read::<u8>().map(drop));
    let problem = std::error::Error::source(&read.expect_err("no number")).map(ToString::to_string);
    assert_eq!(problem.as_deref(), Some("invalid type: boolean `true`, expected u8, in the element at byte 4"));
}

#[test]
fn other_files_are_named_as_such() {
    for (text, array, expected) in [
        ("", ArrayAt::Top, "it is empty"),
        ("{\"a\": []}", ArrayAt::Top, "it is not the kind of value it should be"),
        ("7", ArrayAt::Top, "it is not the kind of value it should be"),
        ("[]", ArrayAt::Member("a"), "it is not the kind of value it should be"),
        ("{\"b\": []}", ArrayAt::Member("a"), "it has no list `a`"),
        ("{\"b\": []}}", ArrayAt::Member("a"), "a bracket too many at byte 9"),
    ] {
        let (elements, problem) = read(text, array);
        assert_eq!((elements.len(), problem.as_deref()), (0, Some(expected)), "{text}");
    }
}
