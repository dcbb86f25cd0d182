use super::*;
use serde::Deserialize;
use serde_json::{Value, json};

/// Consecutive draws of a fresh generator, as CPython and NumPy made them.
#[derive(Deserialize)]
struct Record {
    seed: Value,
    op: String,
    args: Vec<Value>,
    result: Vec<Value>,
}

#[test]
fn draws_equal_those_of_cpython_and_numpy() {
    let records: Vec<Record> =
        serde_json::from_str(include_str!("../../../../tests/golden/random.json")).expect("a valid fixture");
    let mut compared = 0;
    for record in &records {
        let draws = record.result.len();
        let ours =
            if record.op.starts_with("numpy.") { numpy_draws(record, draws) } else { python_draws(record, draws) };
        // Integers of over 64 bits are nothing that evaluation draws.
        let Some(ours) = ours else { continue };
        assert_eq!(ours, record.result, "seed {}, {}({:?})", record.seed, record.op, record.args);
        compared += ours.iter().map(|draw| draw.as_array().map_or(1, Vec::len)).sum::<usize>();
    }
    assert!(compared >= 10_000, "only {compared} draws were compared");
}

fn python_draws(record: &Record, draws: usize) -> Option<Vec<Value>> {
    let mut random = match &record.seed {
        Value::String(text) => PythonRandom::from_text(text),
        Value::Object(big) => PythonRandom::from_big_endian(&big_endian(big["int"].as_str()?)),
        seed => PythonRandom::from_integer(seed.as_i64()?),
    };
    let args = integers(&record.args)?;
    let count = |index: usize| usize::try_from(args[index]).ok();
    let one = |random: &mut PythonRandom| {
        Some(match (record.op.as_str(), args.len()) {
            ("random", 0) => json!(random.random()),
            ("getrandbits", 1) if args[0] <= 64 => wide(random.bits(u32::try_from(args[0]).ok()?)),
            ("randrange", 1) => wide(random.below(count(0)?) as u64),
            ("randrange", 2) => json!(random.integer(args[0], args[1] - 1)),
            ("randrange", 3) => {
                let steps = usize::try_from((args[1] - args[0] + args[2] - 1) / args[2]).ok()?;
                json!(args[0] + args[2] * i64::try_from(random.below(steps)).ok()?)
            }
            ("randint", 2) => json!(random.integer(args[0], args[1])),
            ("choice", 1) => json!(random.choice(&(0..count(0)?).collect::<Vec<_>>())),
            ("shuffle", 1) => {
                let mut items: Vec<usize> = (0..count(0)?).collect();
                random.shuffle(&mut items);
                json!(items)
            }
            ("sample", 2) => json!(random.sample(count(0)?, count(1)?)),
            _ => return None,
        })
    };
    (0..draws).map(|_| one(&mut random)).collect()
}

fn numpy_draws(record: &Record, draws: usize) -> Option<Vec<Value>> {
    let mut random = NumpyRandom::from_seed(u32::try_from(record.seed.as_u64()?).ok()?);
    let args = integers(&record.args)?;
    let count = |index: usize| usize::try_from(args[index]).ok();
    let one = |random: &mut NumpyRandom| {
        Some(match (record.op.as_str(), args.len()) {
            ("numpy.random_sample" | "numpy.rand", 0) => json!(random.random()),
            ("numpy.choice", 2) => json!(random.choice(count(0)?, count(1)?)),
            ("numpy.choice", 3) if args[2] == 1 => {
                json!(random.choices(&(0..count(0)?).collect::<Vec<_>>(), count(1)?))
            }
            ("numpy.permutation", 1) => json!(random.permutation(count(0)?)),
            ("numpy.shuffle", 1) => {
                let mut items: Vec<usize> = (0..count(0)?).collect();
                random.shuffle(&mut items);
                json!(items)
            }
            ("numpy.randint", 1) => json!(random.below(u32::try_from(args[0]).ok()?)),
            ("numpy.randint", 2) => json!(args[0] + i64::from(random.below(u32::try_from(args[1] - args[0]).ok()?))),
            _ => return None,
        })
    };
    (0..draws).map(|_| one(&mut random)).collect()
}

/// The arguments, where all fit 64 bits.
fn integers(args: &[Value]) -> Option<Vec<i64>> {
    args.iter().map(Value::as_i64).collect()
}

/// Integers that a double can't hold are decimal strings in the fixture.
fn wide(value: u64) -> Value {
    if value > 1 << 53 { json!(value.to_string()) } else { json!(value) }
}

/// The bytes of a number of any size.
fn big_endian(decimal: &str) -> Vec<u8> {
    let mut bytes: Vec<u8> = Vec::new();
    for digit in decimal.bytes() {
        let mut carry = u32::from(digit - b'0');
        for byte in bytes.iter_mut().rev() {
            let value = u32::from(*byte) * 10 + carry;
            *byte = u8::try_from(value % 256).expect("below 256");
            carry = value / 256;
        }
        if carry > 0 {
            bytes.insert(0, u8::try_from(carry).expect("below 256"));
        }
    }
    bytes
}
