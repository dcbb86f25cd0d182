use proptest::prelude::*;

/// What most readers stumble over, if they do: ends and beginnings, numbers out of range, text that is none.
const TOKENS: &[&[u8]] = &[
    b"\"",
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b"(",
    b",",
    b":",
    b"=",
    b"/",
    b"\\",
    b"#",
    b"%",
    b"&",
    b"+",
    b"$",
    b"*",
    b"|",
    b"-",
    b".",
    b"..",
    b"\n",
    b"\r",
    b"\r\n",
    b"\t",
    b" ",
    b"\0",
    b"\x1b",
    b"\x7f",
    b"\xff",
    b"\xc3",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
    "é".as_bytes(),
    "ǆ".as_bytes(),
    "😀".as_bytes(),
    b"\\u0000",
    b"\\ud800",
    b"\\udc00\\ud800",
    b"0",
    b"-0",
    b"-1",
    b"1",
    b"00",
    b"0.1",
    b"1e999",
    b"-1e999",
    b"1e-999",
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b"255",
    b"65536",
    b"4294967296",
    b"9223372036854775807",
    b"9223372036854775808",
    b"-9223372036854775809",
    b"18446744073709551615",
    b"18446744073709551616",
    b"340282366920938463463374607431768211456",
    b"null",
    b"true",
    b"None",
    b"[]",
    b"{}",
    b"\"\"",
    b"[[]]",
    b"{\"\":{}}",
    b"//",
    b"/*",
    b"*/",
];
/// What readers open, and may call themselves for.
const OPENERS: &[&[u8]] =
    &[b"[", b"{", b"(", b"\"", b"'", b"{\"a\":", b"[{\"a\":", b"{a:", b"a.", b"- ", b"? ", b"a: {", b"!", b"*", b"-"];
/// Often enough to go beyond what a stack holds where readers call themselves.
const DEEP: usize = 20_000;

/// One change of a text. Places are shares of its length, in 65,536ths.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// Some bytes are left out.
    Cut { at: u16, length: u8 },
    /// It ends too early.
    End { at: u16 },
    /// A token comes between.
    Token { at: u16, token: u16 },
    /// A token takes the place of a word or number.
    Word { at: u16, token: u16 },
    /// A byte is another one.
    Byte { at: u16, byte: u8 },
    /// A part comes twice.
    Twice { at: u16, length: u16 },
    /// A part of the sample comes where it doesn't belong.
    Misplaced { at: u16, from: u16, length: u16 },
    /// Something is opened very often.
    Deep { at: u16, opener: u16 },
}

/// Any change; the deep ones, which take long, seldom.
pub(super) fn changes() -> impl Strategy<Value = Change> {
    let places = || (any::<u16>(), any::<u16>());
    prop_oneof![
        30 => (any::<u16>(), 1..=40_u8).prop_map(|(at, length)| Change::Cut { at, length }),
        20 => any::<u16>().prop_map(|at| Change::End { at }),
        100 => places().prop_map(|(at, token)| Change::Token { at, token }),
        150 => places().prop_map(|(at, token)| Change::Word { at, token }),
        40 => (any::<u16>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte { at, byte }),
        30 => (any::<u16>(), 1..=400_u16).prop_map(|(at, length)| Change::Twice { at, length }),
        50 => (places(), 1..=400_u16).prop_map(|((at, from), length)| Change::Misplaced { at, from, length }),
        1 => places().prop_map(|(at, opener)| Change::Deep { at, opener }),
    ]
}

impl Change {
    pub(super) fn apply(&self, bytes: &[u8], sample: &str, tokens: &[&str]) -> Vec<u8> {
        let token = |index: u16| -> &[u8] {
            let index = usize::from(index) % (TOKENS.len() + tokens.len());
            TOKENS.get(index).copied().unwrap_or_else(|| tokens[index - TOKENS.len()].as_bytes())
        };
        let between = |start: usize, end: usize, new: &[u8]| [&bytes[..start], new, &bytes[end..]].concat();
        let end_of = |start: usize, length: usize| (start + length).min(bytes.len());
        match *self {
            Self::Cut { at, length } => {
                let start = place(at, bytes);
                between(start, end_of(start, length.into()), b"")
            }
            Self::End { at } => bytes[..place(at, bytes)].to_vec(),
            Self::Token { at, token: index } => {
                let start = place(at, bytes);
                between(start, start, token(index))
            }
            Self::Word { at, token: index } => {
                let (start, end) = word(bytes, place(at, bytes));
                between(start, end, token(index))
            }
            Self::Byte { at, byte } => {
                let start = place(at, bytes);
                between(start, end_of(start, 1), &[byte])
            }
            Self::Twice { at, length } => {
                let start = place(at, bytes);
                between(start, start, &bytes[start..end_of(start, length.into())])
            }
            Self::Misplaced { at, from, length } => {
                let sample = sample.as_bytes();
                let from = place(from, sample);
                let start = place(at, bytes);
                between(start, start, &sample[from..(from + usize::from(length)).min(sample.len())])
            }
            Self::Deep { at, opener } => {
                let start = place(at, bytes);
                between(start, start, &OPENERS[usize::from(opener) % OPENERS.len()].repeat(DEEP))
            }
        }
    }
}

fn place(share: u16, bytes: &[u8]) -> usize {
    (usize::from(share) * (bytes.len() + 1)) >> 16
}

/// The letters, digits and signs of a number around a place.
fn word(bytes: &[u8], at: usize) -> (usize, usize) {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let before = bytes[..at].iter().rev().take_while(|byte| is_part(byte)).count();
    let after = bytes[at..].iter().take_while(|byte| is_part(byte)).count();
    (at - before, at + after)
}
