//! Random schemas and data, whose verdicts must be those of the `jsonschema` crate; what differs is
//! made as small as it can be.
//!
//! ```text
//! seed ─▶ schemas, data ─▶ one crate ─▶ verdicts ─▶ the first that differs ─▶ a crate a step ─▶ the least
//! ```

mod data;
mod schema;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

use super::Answer;
use super::document::Draft;
use super::group::{Group, Test};

/// How many data each schema judges.
const DATA: usize = 200;
/// The most schemas of one run: a group's number has three digits.
const MOST: usize = 999;
/// How deep schemas nest, and data.
const DEPTH: u32 = 3;
/// How many smaller schemas are tried, each with a crate of its own.
const STEPS: usize = 200;

/// Judges so many schemas, each with its data; false where a verdict differs. The same seed gives
/// the same schemas and data.
pub(super) fn judge(number: usize, seed: u64, untyped: bool) -> Result<bool, String> {
    let mut cases = Vec::new();
    let mut groups = Vec::new();
    let mut index = 0;
    while groups.len() < number.min(MOST) {
        let case = Case { seed, index };
        if let Some(group) = case.group()? {
            cases.push(case);
            groups.push(group);
        }
        index += 1;
    }
    let answers = super::answers(&groups, Draft::TwentyTwelve, untyped)?;
    let (mut judged, mut valid, mut refused) = (0, 0, 0);
    let mut differing = Vec::new();
    for ((case, group), answer) in cases.iter().zip(&groups).zip(&answers) {
        let Answer::Judged(verdicts) = answer else {
            // A schema that contradicts itself is a mistake that the generator names.
            refused += 1;
            continue;
        };
        for (position, test) in group.tests.iter().enumerate() {
            judged += 1;
            valid += usize::from(test.valid);
            if verdicts.get(position).copied().flatten() != Some(test.valid) {
                println!("{}", difference(&group.schema, test));
                differing.push((case, position));
            }
        }
    }
    println!(
        "{judged} pairs of {} schemas ({valid} valid), {refused} schemas refused: {} differ",
        groups.len() - refused,
        differing.len()
    );
    let Some((case, position)) = differing.first() else {
        return Ok(true);
    };
    let (schema, test) = case.least(*position, untyped)?;
    println!("the least: {}", difference(&schema, &test));
    Ok(false)
}

fn difference(schema: &Value, test: &Test) -> String {
    let expected = if test.valid { "valid" } else { "invalid" };
    format!("{} of {schema}: expected {expected}", test.data)
}

/// A schema and its data, made anew whenever they are asked for: what shrinks takes much memory.
#[derive(Clone, Copy)]
struct Case {
    seed: u64,
    index: u64,
}

impl Case {
    fn runner(self) -> TestRunner {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.seed.to_le_bytes());
        seed[8..16].copy_from_slice(&self.index.to_le_bytes());
        let config = Config {
            failure_persistence: None,
            ..Config::default()
        };
        TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
    }

    /// The schema with its data; none where the other implementation refuses it.
    fn group(self) -> Result<Option<Group>, String> {
        let mut runner = self.runner();
        let schema = tree(&schema::schema(DEPTH), &mut runner)?.current();
        let data = data::of(&schema, DEPTH + 1);
        let data: Result<Vec<Value>, String> = (0..DATA)
            .map(|_| Ok(tree(&data, &mut runner)?.current()))
            .collect();
        Ok(group(schema, data?))
    }

    /// The least schema that still judges a datum differently, then the least datum of that.
    fn least(self, position: usize, untyped: bool) -> Result<(Value, Test), String> {
        let mut runner = self.runner();
        let mut schemas = tree(&schema::schema(DEPTH), &mut runner)?;
        let data = data::of(&schemas.current(), DEPTH + 1);
        for _ in 0..position {
            tree(&data, &mut runner)?;
        }
        let mut data = tree(&data, &mut runner)?;
        let datum = data.current();
        let schema = shrunk(&mut *schemas, |schema| {
            differs(schema.clone(), datum.clone(), untyped)
        })?;
        let datum = shrunk(&mut *data, |datum| {
            differs(schema.clone(), datum.clone(), untyped)
        })?;
        let mut group = group(schema, vec![datum]).ok_or("the least schema is none")?;
        let test = group.tests.pop().ok_or("the least datum is none")?;
        Ok((group.schema, test))
    }
}

type Tree = Box<dyn ValueTree<Value = Value>>;

fn tree(
    strategy: &proptest::strategy::BoxedStrategy<Value>,
    runner: &mut TestRunner,
) -> Result<Tree, String> {
    strategy
        .new_tree(runner)
        .map_err(|reason| reason.to_string())
}

/// The schema, and data with the other implementation's verdicts.
fn group(schema: Value, data: Vec<Value>) -> Option<Group> {
    let validator = jsonschema::draft202012::new(&schema).ok()?;
    let tests = data.into_iter().map(|data| Test {
        description: data.to_string(),
        valid: validator.is_valid(&data),
        data,
    });
    Some(Group {
        file: "random".to_owned(),
        description: schema.to_string(),
        tests: tests.collect(),
        schema,
    })
}

/// Whether the verdicts on one datum differ.
fn differs(schema: Value, datum: Value, untyped: bool) -> Result<bool, String> {
    let Some(group) = group(schema, vec![datum]) else {
        return Ok(false);
    };
    let expected = group.tests[0].valid;
    let answers = super::answers(&[group], Draft::TwentyTwelve, untyped)?;
    Ok(match answers.first() {
        Some(Answer::Judged(verdicts)) => verdicts.first().copied().flatten() != Some(expected),
        _ => false,
    })
}

/// The least value for which something still holds, as far as the steps go.
fn shrunk(
    tree: &mut dyn ValueTree<Value = Value>,
    mut holds: impl FnMut(&Value) -> Result<bool, String>,
) -> Result<Value, String> {
    let mut least = tree.current();
    let mut goes_on = tree.simplify();
    for _ in 0..STEPS {
        if !goes_on {
            break;
        }
        let value = tree.current();
        goes_on = if holds(&value)? {
            least = value;
            tree.simplify()
        } else {
            tree.complicate()
        };
    }
    Ok(least)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_differs_becomes_small() {
        // As if every schema with a pattern were judged wrongly.
        let is_wrong = |schema: &Value| schema.to_string().contains("\"pattern\"");
        let mut found = 0;
        for index in 0..200 {
            let mut runner = Case { seed: 7, index }.runner();
            let mut schemas = tree(&schema::schema(DEPTH), &mut runner).unwrap();
            if is_wrong(&schemas.current()) {
                let least = shrunk(&mut *schemas, |schema| Ok(is_wrong(schema))).unwrap();
                found += usize::from(least == json!({ "type": "string", "pattern": "^a" }));
            }
        }
        assert!(found > 0);
    }

    #[test]
    fn a_seed_gives_the_same_pairs() {
        let described = || {
            let case = Case { seed: 3, index: 5 };
            let group = case.group().unwrap().unwrap();
            let data: Vec<_> = group.tests.into_iter().map(|test| test.data).collect();
            (group.schema, data)
        };
        assert_eq!(described(), described());
    }
}
