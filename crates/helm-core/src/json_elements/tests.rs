use super::*;
use std::io::Write;

/// The elements with their places, and what was wrong.
type Outcome = (Vec<(u64, String)>, Option<String>);

fn read(text: &str, array: ArrayAt) -> Outcome {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(text.as_bytes()).expect("the file can be written");
    let mut elements = Vec::new();
    let result = read_elements(file.path(), array, |element| keep(element, &mut elements));
    (elements, result.err().map(text_of))
}

/// The same through a window of so many bytes.
fn read_through(length: usize, text: &[u8], array: ArrayAt) -> Outcome {
    let mut elements = Vec::new();
    let window = Window::new(text, length);
    let result = read_window(window, Path::new("a.json"), array, |element| keep(element, &mut elements));
    (elements, result.err().map(text_of))
}

fn keep(element: &mut Element, elements: &mut Vec<(u64, String)>) -> Result<(), serde_json::Error> {
    element.read::<IgnoredAny>()?;
    elements.push((element.start(), element.text().to_owned()));
    Ok(())
}

fn text_of(error: FileError) -> String {
    match error {
        FileError::Json { source, .. } => source.to_string(),
        other => other.to_string(),
    }
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

const MIXED: &str = r#" {"a": "é\"", "list": [ -12.5e+3 ,{"é": "\ud83d\ude00é"},true,"]",
[[0, {}]], {"a": 1.25, "b": null}], "c": "é]"} "#;

#[test]
fn windows_of_any_length_give_the_same() {
    let whole = read(MIXED, ArrayAt::Member("list"));
    assert_eq!((whole.0.len(), &whole.1), (6, &None));
    for length in 1..=MIXED.len() {
        assert_eq!(read_through(length, MIXED.as_bytes(), ArrayAt::Member("list")), whole, "{length} bytes");
    }
}

#[test]
fn a_file_may_end_at_any_byte() {
    let (whole, _) = read(MIXED, ArrayAt::Member("list"));
    for end in 1..MIXED.trim_end().len() {
        for length in [1, 7, MIXED.len()] {
            let (elements, problem) = read_through(length, &MIXED.as_bytes()[..end], ArrayAt::Member("list"));
            // A number may go on until something follows it; all else is whole with its last byte.
            let is_whole = |(start, text): &&(u64, String)| {
                let goes_on = text.ends_with(|last: char| last.is_ascii_alphanumeric());
                *start + text.len() as u64 + u64::from(goes_on) <= end as u64
            };
            assert_eq!(elements, whole.iter().filter(is_whole).cloned().collect::<Vec<_>>(), "{end} bytes");
            let expected = match MIXED.as_bytes()[..end].trim_ascii() {
                [] => "it has no list `list`".to_owned(),
                _ => format!("it ends in the middle, at byte {end}"),
            };
            assert_eq!(problem, Some(expected));
        }
    }
}

#[test]
fn long_elements_are_tried_a_few_times() {
    // 4 bytes have 3 of the element, and then it is tried with 6, 12, 24, 48, 96, 192, 384, 768 and all of it.
    let text = format!("[\"{}\"]", "a".repeat(1_000));
    let mut tries = 0;
    let read = read_window(Window::new(text.as_bytes(), 4), Path::new("a.json"), ArrayAt::Top, |element| {
        tries += 1;
        element.read::<String>().map(drop)
    });
    assert!(read.is_ok());
    assert_eq!(tries, 10);
}

#[test]
fn elements_may_be_left_unread() {
    let text = "[1, [2, 3], {}]";
    for length in [1, 5, 100] {
        let mut starts = std::collections::BTreeSet::new();
        let read = read_window(Window::new(text.as_bytes(), length), Path::new("a.json"), ArrayAt::Top, |element| {
            starts.insert(element.start());
            Ok(())
        });
        assert!(read.is_ok());
        assert_eq!(starts, [1, 4, 12].into());
    }
}

#[test]
fn what_is_no_list_is_named() {
    for (text, expected) in [
        (&b"[1 2]"[..], "no comma after the element, at byte 3"),
        (b"[1, ]", "expected value, in the element at byte 4"),
        (b"[1, {\"a\" 2}]", "expected `:`, in the element at byte 4"),
        (b"[1, -]", "invalid number, in the element at byte 4"),
        (b"[1, \"\xe9\"]", "it is no UTF-8 text at byte 5"),
        (b"[1, \"\xc3", "it ends in the middle, at byte 6"),
    ] {
        for length in [1, 5, 100] {
            let (elements, problem) = read_through(length, text, ArrayAt::Top);
            assert_eq!((elements, problem.as_deref()), (vec![(1, "1".to_owned())], Some(expected)));
        }
    }
}

#[test]
fn elements_that_are_structs_are_objects() {
    #[derive(serde::Deserialize)]
    struct Pair {
        #[expect(dead_code, reason = "nothing is to be read")]
        a: u8,
    }
    let refused = read_window(Window::new(&b"[[1]]"[..], 100), Path::new("a.json"), ArrayAt::Top, |element| {
        element.read::<Pair>().map(drop)
    });
    let problem = refused.err().map(text_of);
    assert_eq!(problem.as_deref(), Some("invalid type: sequence, expected an object, in the element at byte 1"));
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
